"""A person with a first or reset password sets their own before anything else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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
