"""The auditor's pages: the trail, filtered, as a file, and the check of its chain."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from duban.audit.actions import Actor, ask_for_check
from duban.audit.exports import lines_of
from duban.audit.forms import FilterForm
from duban.audit.models import ChainCheck, ChainHead
from duban.audit.queries import Wanted, entries_matching
from duban.web.access import AUDITOR, requires
from duban.web.paging import page_of
from duban.web.spreadsheets import CSV_TYPE

CHECKS_SHOWN = 20


@require_safe
@requires(AUDITOR)
def entries(request: HttpRequest) -> HttpResponse:
    """List the trail, newest first, filtered."""
    form = FilterForm(request.GET)
    wanted = form.wanted()
    context = {"form": form, "page": page_of(request, entries_matching(wanted)), "filtered": wanted != Wanted()}
    return render(request, "audit/entries.html", context)


@require_safe
@requires(AUDITOR)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out the filtered trail as CSV, newest first."""
    lines = lines_of(entries_matching(FilterForm(request.GET).wanted()))
    headers = {"Content-Disposition": f'attachment; filename="audit-{timezone.localdate():%Y%m%d}.csv"'}
    return StreamingHttpResponse(lines, content_type=CSV_TYPE, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(AUDITOR)
def verify(request: HttpRequest) -> HttpResponse:
    """Show the end of the chain and the checks so far; start another."""
    if request.method == "POST":
        ask_for_check(cast(Actor, request.user))
        return redirect("audit:verify")
    checks = list(ChainCheck.objects.select_related("job")[:CHECKS_SHOWN])
    head = ChainHead.objects.filter(pk=1).first()
    return render(request, "audit/verify.html", {"checks": checks, "head": head})
