"""Who may open a page, by role. The roles themselves belong to `organizations`; a page below it needs only the codes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

ADMINISTRATOR = "administrator"
AUDITOR = "auditor"

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
