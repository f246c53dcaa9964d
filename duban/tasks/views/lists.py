"""The list of tasks with its print and its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from duban.dates.workdays import load_calendar
from duban.tasks.exports import file_of
from duban.tasks.forms.filters import DUE_LABELS, TaskFilterForm
from duban.tasks.models import Task
from duban.tasks.permissions import visible_to
from duban.tasks.queries import DEFAULT_ORDER, ORDERS, due_counts, filtered, filtered_but_due, in_order, with_parts
from duban.tasks.rules import Due
from duban.web.paging import page_of

ROWS = 20
MOST_PRINTED = 2000
_KEPT_ORDER = "tasks_order"


@dataclass(frozen=True, slots=True)
class _Listing:
    """What the list, its print and its files have in common."""

    form: TaskFilterForm
    order: str
    today: date
    rows: QuerySet[Task]
    counts: dict[str, int]


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the tasks this person may see, filtered, sorted, a page at a time."""
    found = _listing(request)
    context = {
        "form": found.form,
        "order": found.order,
        "page": page_of(request, found.rows, ROWS),
        "today": found.today,
        "calendar": load_calendar(),
        "dues": [(due, DUE_LABELS[due], found.counts[due]) for due in map(str, Due)],
        "all_count": found.counts["all"],
        "chosen_due": found.form.wanted().due,
        "narrowed": any(request.GET.get(name) for name in found.form.fields),
    }
    return render(request, "tasks/list.html", context)


@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    """Show the filtered list whole, laid out for paper."""
    found = _listing(request)
    context = {
        "tasks": found.rows[:MOST_PRINTED],
        "total": found.rows.count(),
        "most": MOST_PRINTED,
        "today": found.today,
        "calendar": load_calendar(),
    }
    return render(request, "tasks/print.html", context)


@require_safe
def export(request: HttpRequest, extension: str) -> HttpResponse:
    """Hand out the filtered list as CSV or XLSX."""
    found = _listing(request)
    content, media_type = file_of(found.rows, found.today, extension)
    name = f"tasks-{found.today:%Y%m%d}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


def _listing(request: HttpRequest) -> _Listing:
    """Read filter and order from the address; the order stays for the next visit."""
    visible = visible_to(request.user)
    form = TaskFilterForm(request.GET, visible)
    wanted, today = form.wanted(), timezone.localdate()
    order = request.GET.get("order") or request.session.get(_KEPT_ORDER, DEFAULT_ORDER)
    if order.removeprefix("-") not in ORDERS:
        order = DEFAULT_ORDER
    if request.session.get(_KEPT_ORDER, DEFAULT_ORDER) != order:
        request.session[_KEPT_ORDER] = order
    rows = with_parts(in_order(filtered(visible, wanted, today), order))
    counts = due_counts(filtered_but_due(visible, wanted), today)
    return _Listing(form, order, today, rows, counts)
