"""Daily notice, week and overdue replies, each as a page, on A4 and as a file."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duban.inspections.exports import daily_docx, daily_sentence, overdue_xlsx, week_sentence, weekly_docx
from duban.inspections.forms.papers import DayForm
from duban.inspections.models import Inspection, Petition
from duban.inspections.papers import DailyNotice, Week, overdue_replies
from duban.inspections.papers import daily_notice as notice_of
from duban.inspections.papers import week as week_figures
from duban.inspections.permissions import inspections_visible_to, visible_to
from duban.inspections.views.statistics import READERS
from duban.organizations.permissions import requires
from duban.web.documents import DOCX_TYPE
from duban.web.paging import page_of
from duban.web.spreadsheets import XLSX_TYPE


@require_safe
@requires(*READERS)
def daily(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was handed over on one day, the newest with a batch unless another is asked for."""
    if refused := _to_come(request, pk):
        return refused
    inspection, notice = _daily(request, pk)
    days = inspection.batches.order_by("day").values_list("day", flat=True)
    today = {row.query: row for row in (*notice.today.areas, *notice.today.types)}
    context = {
        "inspection": inspection,
        "notice": notice,
        "sentence": daily_sentence(notice),
        "areas": [(row, today.get(row.query)) for row in notice.so_far.areas],
        "types": [(row, today.get(row.query)) for row in notice.so_far.types],
        "before": max((day for day in days if day < notice.day), default=None),
        "after": min((day for day in days if day > notice.day), default=None),
    }
    return render(request, "inspections/daily.html", context)


@require_safe
@requires(*READERS)
def daily_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the same as DOCX."""
    if refused := _to_come(request, pk):
        return refused
    inspection, notice = _daily(request, pk)
    return as_file(daily_docx(inspection, notice), DOCX_TYPE, f"{_('当日转办情况')}{notice.day}.docx")


@require_safe
@requires(*READERS)
def weekly(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a week's work, the present one unless another is asked for."""
    inspection, week = _weekly(request, pk)
    new = {row.query: row.tally for row in (*week.handed_over.areas, *week.handed_over.types)}
    context = {
        "inspection": inspection,
        "week": week,
        "sentence": week_sentence(week),
        "areas": [(row, new.get(row.query)) for row in week.so_far.areas],
        "types": [(row, new.get(row.query)) for row in week.so_far.types],
        "before": date.fromordinal(week.first.toordinal() - 7),
        "after": date.fromordinal(week.first.toordinal() + 7),
    }
    return render(request, "inspections/weekly.html", context)


@require_safe
@requires(*READERS)
def weekly_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the same as DOCX."""
    inspection, week = _weekly(request, pk)
    return as_file(weekly_docx(inspection, week), DOCX_TYPE, f"{_('周统计')}{week.first}.docx")


@require_safe
@requires(*READERS)
def overdue(request: HttpRequest, pk: int) -> HttpResponse:
    """List the replies that are overdue, the longest first."""
    inspection, rows = _overdue(request, pk)
    today = timezone.localdate()
    page = page_of(request, rows)
    shown = [(petition, (today - petition.due_now).days if petition.due_now else 0) for petition in page.object_list]
    context = {"inspection": inspection, "page": page, "rows": shown, "today": today}
    return render(request, "inspections/overdue.html", context)


@require_safe
@requires(*READERS)
def overdue_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give all of them as XLSX."""
    inspection, rows = _overdue(request, pk)
    today = timezone.localdate()
    return as_file(overdue_xlsx(inspection, rows, today), XLSX_TYPE, f"{_('逾期未回复信访件')}{today}.xlsx")


def as_file(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Return an answer that is kept as a file of this name."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _seen(request: HttpRequest, pk: int) -> tuple[Inspection, QuerySet[Petition]]:
    inspection = get_object_or_404(inspections_visible_to(request.user), pk=pk)
    return inspection, visible_to(request.user).filter(inspection=inspection)


def _daily(request: HttpRequest, pk: int) -> tuple[Inspection, DailyNotice]:
    inspection, petitions = _seen(request, pk)
    newest = inspection.batches.filter(day__lte=timezone.localdate()).order_by("-day").first()
    day = _asked(request) or (newest.day if newest else timezone.localdate())
    return inspection, notice_of(inspection, petitions, day)


def _to_come(request: HttpRequest, pk: int) -> HttpResponse | None:
    """Lead to the newest notice where that of a day to come is asked for: no paper bears such a date."""
    day = _asked(request)
    if day is None or day <= timezone.localdate():
        return None
    _seen(request, pk)
    words = _("%(day)s 还没有到，不能出这一天的当日转办情况；下面是最近一次转办的。") % {"day": day}
    messages.error(request, words)
    return redirect("inspections:daily", pk)


def _weekly(request: HttpRequest, pk: int) -> tuple[Inspection, Week]:
    inspection, petitions = _seen(request, pk)
    today = timezone.localdate()
    return inspection, week_figures(inspection, petitions, _asked(request) or today, today)


def _overdue(request: HttpRequest, pk: int) -> tuple[Inspection, QuerySet[Petition]]:
    inspection, petitions = _seen(request, pk)
    return inspection, overdue_replies(petitions, timezone.localdate())


def _asked(request: HttpRequest) -> date | None:
    form = DayForm(request.GET)
    given: date | None = form.cleaned_data.get("day") if form.is_valid() else None
    return given
