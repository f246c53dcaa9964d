"""今日, and the pages for what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from duban.web.menu import today_sections_for


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show what waits for the signed-in person."""
    day = timezone.localdate()
    sections = sorted(today_sections_for(request.user, day), key=lambda section: not section.first)  # type: ignore[arg-type]
    return render(request, "web/today.html", {"sections": sections, "day": day})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form is too old to be taken, and what to do."""
    return render(request, "web/csrf.html", status=403)
