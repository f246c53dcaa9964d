"""What a person sees after too many wrong passwords."""

from __future__ import annotations

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, str]) -> HttpResponse:
    """Say that sign-in is closed for this name from this place, until when, and who can help at once."""
    username = (credentials or {}).get("username") or request.POST.get("username", "")
    last = AccessAttempt.objects.filter(username=username).order_by("-attempt_time").first()
    again = (last.attempt_time if last else timezone.now()) + get_cool_off(request)
    context = {"again": again, "limit": settings.AXES_FAILURE_LIMIT}
    return render(request, "organizations/locked_out.html", context, status=429)
