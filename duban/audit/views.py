"""The auditor's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duban.audit.actions import verify_chain
from duban.audit.forms import FilterForm
from duban.audit.queries import entries_matching
from duban.web.access import AUDITOR, requires
from duban.web.paging import page_of


@require_safe
@requires(AUDITOR)
def entries(request: HttpRequest) -> HttpResponse:
    """List the trail, newest first, filtered."""
    form = FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    context = {"form": form, "page": page_of(request, entries_matching(**wanted)), "filtered": any(wanted.values())}
    return render(request, "audit/entries.html", context)


@require_safe
@requires(AUDITOR)
def verify(request: HttpRequest) -> HttpResponse:
    """Recompute every hash and say whether the trail is whole."""
    verified, broken = verify_chain()
    return render(request, "audit/verify.html", {"verified": verified, "broken": broken})
