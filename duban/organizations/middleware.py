"""A person with a first or reset password sets their own before anything else; one who stands in for another does it by name."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.organizations.queries import deputyships_on

ACTING_FOR = "acting_for"  # in the session: the id of the deputyship in whose posts the person acts
_STILL_OPEN = {"organizations:change_password", "organizations:sign_out", "web:language"}


class MustChangePasswordMiddleware:
    """Lead to the password page while `must_change_password` stands."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """Redirect every page but those needed to set a password or leave."""
        must_change = request.user.is_authenticated and request.user.must_change_password
        if not must_change or (request.resolver_match and request.resolver_match.view_name in _STILL_OPEN):
            return None
        return redirect("organizations:change_password")


class ActingMiddleware:
    """Let a person act in the posts of somebody they stand in for, while that lasts; afterwards as themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on under both names."""
        chosen = request.session.get(ACTING_FOR)
        if chosen and request.user.is_authenticated:
            standing = deputyships_on(timezone.localdate()).filter(pk=chosen, deputy=request.user.pk).first()
            if standing:
                request.user.act_for(standing)
            else:
                del request.session[ACTING_FOR]
                messages.info(request, _("代理已经结束，现在以本人身份办理。"))
        return self.get_response(request)
