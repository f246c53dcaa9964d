"""今日, and the pages for what went wrong."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from duban.web.menu import today_sections_for


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show what waits for the signed-in person."""
    day = timezone.localdate()
    sections = sorted(today_sections_for(request.user, day), key=lambda section: not section.first)  # type: ignore[arg-type]
    return render(request, "web/today.html", {"sections": sections, "day": day})


@require_safe
@login_not_required
@never_cache
def signed_in(request: HttpRequest) -> JsonResponse:
    """Tell a page's script who is signed in now, nobody or another than its own person, and the token forms want now."""
    return JsonResponse({"person": str(request.user.pk or ""), "token": get_token(request)})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form is too old to be taken, and what to do."""
    return render(request, "web/csrf.html", status=403)
