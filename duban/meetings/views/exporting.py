"""The decision sheet as a page for paper and as a workbook."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from duban.meetings.exports import decision_sheet, workbook
from duban.meetings.permissions import visible_to
from duban.web.spreadsheets import XLSX_TYPE


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the decision sheet laid out for A4."""
    meeting = get_object_or_404(visible_to(request.user), pk=pk)
    return render(request, "meetings/decision_sheet.html", {"meeting": meeting, "sheet": decision_sheet(meeting)})


@require_safe
def sheet_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the decision sheet as XLSX."""
    meeting = get_object_or_404(visible_to(request.user), pk=pk)
    name = quote(f"分解表-{meeting.title}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename=\"decision-sheet-{pk}.xlsx\"; filename*=UTF-8''{name}"}
    return HttpResponse(workbook(decision_sheet(meeting)), content_type=XLSX_TYPE, headers=headers)
