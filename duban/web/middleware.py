"""The language a person chose, redirects that a page fragment can follow, and the way back from what is only posted to."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from duban.web.access import PAGE_OF

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


class LeadBackMiddleware:
    """Lead from an address that is only posted to, opened in the address bar, to the page it belongs to.

    After a refused form its address stands in the bar, and Enter there asks for it anew; a bare 405 leads nowhere.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn a browser's 405 into a redirect that says nothing was done."""
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or not _opened_by_a_person(request):
            return response
        place = _page_of(request)
        messages.info(request, _("刚才的网址只供页面上的按钮提交，这次没有办理任何事项；这里是它所属的页面。"))
        return redirect(place)


def _opened_by_a_person(request: HttpRequest) -> bool:
    """Whether a browser asks for a page: not a program with its key, and not a fragment."""
    by_key = getattr(request.resolver_match and request.resolver_match.func, "csrf_exempt", False)
    wants_page = "text/html" in request.headers.get("Accept", "")
    return wants_page and not by_key and not request.headers.get("HX-Request")


def _page_of(request: HttpRequest) -> str:
    """Return where the address says it belongs, else the nearest address above it."""
    match = request.resolver_match
    named = getattr(match and match.func, PAGE_OF, None)
    if match and named:
        return resolve_url(named(request, **match.kwargs))
    path = request.path
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        break
    return path
