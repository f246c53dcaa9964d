"""Who may open a page, by role. The roles themselves belong to `organizations`; a page below it needs only the codes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

ADMINISTRATOR = "administrator"
AUDITOR = "auditor"

PAGE_OF = "page_of"  # the attribute `belongs_to` leaves on a view
P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], R]


def has_role(person: Any, *roles: str) -> bool:
    """Whether the person is signed in and holds at least one of these roles in some post."""
    return bool(person.is_authenticated) and not person.roles.isdisjoint(str(role) for role in roles)


def requires(*roles: str) -> Callable[[View[P, R]], View[P, R]]:
    """Open a view to these roles only; others get the page 没有权限 (403), guests the sign-in page."""

    def decorate(view: View[P, R]) -> View[P, R]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not has_role(request.user, *roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def belongs_to(page: Callable[..., Any]) -> Callable[[View[P, R]], View[P, R]]:
    """Say of a view that is only posted to where it belongs: `page` takes what it takes and returns an object or address.

    Needed only where the addresses above the view's own do not lead there (`duban.web.middleware`).
    """

    def decorate(view: View[P, R]) -> View[P, R]:
        setattr(view, PAGE_OF, page)
        return view

    return decorate
