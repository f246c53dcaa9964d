"""The list of tasks with its print and its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from duban.dates.workdays import load_calendar
from duban.tasks.columns import COLUMNS, FIRST_COLUMNS, Column, chosen, rows_drawn
from duban.tasks.exports import file_of
from duban.tasks.forms.filters import STATES, TaskFilterForm
from duban.tasks.models import Task
from duban.tasks.permissions import may_write, visible_to
from duban.tasks.queries import DEFAULT_ORDER, ORDERS, TaskFilter, filtered, in_order, narrowed, with_parts
from duban.tasks.saved_views import PARTS, SavedView, kept_counts, view_counts, view_of, views_for
from duban.web.paging import query_with

ROWS = 25
MOST_PRINTED = 2000
_KEPT_ORDER, _KEPT_COLUMNS = "tasks_order", "tasks_columns"


@dataclass(frozen=True, slots=True)
class _Listing:
    """What the list, its print and its files have in common."""

    form: TaskFilterForm
    wanted: TaskFilter
    order: str
    today: date
    visible: QuerySet[Task]
    rows: QuerySet[Task]


@dataclass(frozen=True, slots=True)
class _ViewLink:
    """A saved view as its line: where it leads, how many stand there, whether it is shown now."""

    view: SavedView
    query: str
    count: int
    is_shown: bool


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the tasks this person may see, filtered, sorted, a page at a time."""
    found = _listing(request)
    narrower = found.wanted.rest != TaskFilter()
    if narrower:
        counts = view_counts(narrowed(found.visible, found.wanted), found.today)
    else:
        counts = kept_counts(request.user, found.visible, found.today)
    shown = view_of(found.wanted)
    total = counts[shown.key] if shown else found.rows.count()
    columns = _columns(request)
    page = _page(request, found.rows, total)
    context = {
        "form": found.form,
        "wanted": found.wanted,
        "states": STATES,
        "order": found.order,
        "page": page,
        "rows": rows_drawn(page.object_list, columns, found.today),  # type: ignore[arg-type]
        "heads": _heads(request, columns, found.order),
        "columns": [(column, column in columns) for column in COLUMNS.values()],
        "links": _links(request, counts, shown),
        "counts": counts,
        "is_narrowed": narrower or any(getattr(found.wanted, part) for part in PARTS) or bool(found.form.errors),
        "may_write": may_write(request.user),
    }
    return render(request, "tasks/list.html", context)


@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    """Show the filtered list whole, laid out for paper."""
    found = _listing(request)
    context = {
        "tasks": with_parts(found.rows)[:MOST_PRINTED],
        "total": found.rows.count(),
        "most": MOST_PRINTED,
        "today": found.today,
        "calendar": load_calendar(),
    }
    return render(request, "tasks/print.html", context)


@require_safe
def export(request: HttpRequest, extension: str) -> HttpResponse:
    """Hand out the filtered list, or the rows chosen in it, as CSV or XLSX."""
    found = _listing(request)
    picked = [int(pk) for pk in request.GET.getlist("task") if pk.isdecimal()]
    rows = in_order(found.visible.filter(pk__in=picked), found.order) if picked else found.rows
    content, media_type = file_of(with_parts(rows), found.today, extension)
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
    rows = in_order(filtered(visible, wanted, today), order)
    return _Listing(form, wanted, order, today, visible, rows)


def _columns(request: HttpRequest) -> list[Column]:
    """Return the columns asked for, which stay for the next visit, else those kept, else the first set."""
    asked = request.GET.getlist("column")
    if asked:
        keys = [column.key for column in chosen(asked)]
        request.session[_KEPT_COLUMNS] = keys
        return chosen(keys)
    return chosen(request.session.get(_KEPT_COLUMNS, FIRST_COLUMNS))


def _page(request: HttpRequest, rows: QuerySet[Task], total: int) -> Page[Task]:
    """Return the page asked for, or the nearest; the total is known from the counts."""
    paginator = Paginator(rows, ROWS)
    paginator.count = total
    return paginator.get_page(request.GET.get("page"))


def _heads(request: HttpRequest, columns: list[Column], order: str) -> list[tuple[str | Promise, str, str]]:
    """Return label, the query that sorts by it and `aria-sort` of each column; a second click turns it round."""
    heads: list[tuple[str | Promise, str, str]] = []
    for column in columns:
        if not column.sort:
            heads.append((column.label, "", ""))
            continue
        state = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(order, "none")
        wanted = f"-{column.sort}" if state == "ascending" else column.sort
        heads.append((column.label, query_with(request, order=wanted, page=None, column=None), state))
    return heads


def _links(request: HttpRequest, counts: dict[str, int], shown: SavedView | None) -> list[_ViewLink]:
    """Return the saved views with the other filters kept."""
    cleared: dict[str, Any] = {**dict.fromkeys(PARTS), "page": None, "column": None}
    return [
        _ViewLink(view, query_with(request, **{**cleared, **view.given}), counts[view.key], view is shown)
        for view in views_for(request.user)
    ]
