"""The language a person chose, and redirects that a page fragment can follow."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.cache import patch_vary_headers

Handler = Callable[[HttpRequest], HttpResponse]


class ChosenLanguageMiddleware:
    """Chinese unless the person switched; the browser's own language is not asked: offices run English systems."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the cookie."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


class FragmentRedirectMiddleware:
    """Send the whole page to sign-in when a fragment's session has ended, instead of a sign-in form inside a table."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn a redirect to sign-in into htmx's own."""
        response = self.get_response(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        if not request.headers.get("HX-Request") or response.status_code != 302:
            return response
        if not response.headers["Location"].startswith(sign_in):
            return response
        page = request.headers.get("HX-Current-URL", "/")
        path = page.split("/", 3)[3] if page.count("/") > 2 else ""
        return HttpResponse(status=204, headers={"HX-Redirect": f"{sign_in}?{urlencode({'next': '/' + path})}"})
