"""The list of tasks with its print and its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from duban.dates.workdays import load_calendar
from duban.tasks.columns import COLUMNS, FIRST_COLUMNS, Column, chosen, rows_drawn
from duban.tasks.drawing import Head, ViewLink, boxes, heads_drawn, options, own_views_drawn, views_drawn
from duban.tasks.exports import file_of
from duban.tasks.forms.filters import SOURCES, STATES, Asked, read_filter
from duban.tasks.models import OwnView, Task
from duban.tasks.own_views import own_links, own_views
from duban.tasks.permissions import may_write, reads_all, visible_to
from duban.tasks.queries import DEFAULT_ORDER, ORDERS, TaskFilter, filtered, in_order, narrowed, with_parts
from duban.tasks.saved_views import PARTS, SavedView, kept_counts, view_counts, view_of, views_for

ROWS = 25
MOST_PRINTED = 2000
_KEPT_ORDER, _KEPT_COLUMNS = "tasks_order", "tasks_columns"


@dataclass(frozen=True, slots=True)
class _Listing:
    """What the list, its print and its files have in common."""

    asked: Asked
    wanted: TaskFilter
    order: str
    today: date
    visible: QuerySet[Task]
    rows: QuerySet[Task]
    own: OwnView | None  # the person's own view that is shown
    own_views: list[OwnView]


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
    columns = _columns(request, found.own)
    page = _page(request, found.rows, total)
    links = _links(request, counts, None if found.own else shown)
    context = {
        "asked": found.asked,
        "wanted": found.wanted,
        "states": options(STATES, found.wanted.state),
        "sources": options(SOURCES, found.wanted.source),
        "order": found.order,
        "page": page,
        "rows": rows_drawn(page.object_list, columns, found.today, request.user),  # type: ignore[arg-type]
        "heads": _heads(request, columns, found.order),
        "columns": boxes("column", [(column.key, column.label, column in columns) for column in COLUMNS.values()]),
        "links": links,
        "views": views_drawn(links),
        "own": found.own,
        "own_views": own_views_drawn(own_links(request.user, found.own_views, found.visible, found.today, found.own)),
        "kept_query": [pair for pair in request.GET.items() if pair[0] not in ("column", "page")],
        "column_keys": [column.key for column in columns],
        "counts": counts,
        "is_narrowed": narrower or any(getattr(found.wanted, part) for part in PARTS) or bool(found.asked.problems),
        "may_write": may_write(request.user),
        "sees_years": reads_all(request.user),
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
def export(request: HttpRequest, extension: str) -> StreamingHttpResponse:
    """Hand out the filtered list, or the rows chosen in it, as CSV or XLSX."""
    found = _listing(request)
    picked = [int(pk) for pk in request.GET.getlist("task") if pk.isdecimal()]
    rows = in_order(found.visible.filter(pk__in=picked), found.order) if picked else found.rows
    content, media_type = file_of(rows, found.today, extension)
    name = f"tasks-{found.today:%Y%m%d}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(content, content_type=media_type, headers=headers)


def _listing(request: HttpRequest) -> _Listing:
    """Read filter and order from the address; the order stays for the next visit."""
    visible = visible_to(request.user)
    asked, today = read_filter(request.GET, visible), timezone.localdate()
    wanted = asked.wanted
    views = own_views(request.user)
    own = next((view for view in views if str(view.pk) == request.GET.get("own")), None)
    order = _order(request, own)
    rows = in_order(filtered(visible, wanted, today), order)
    return _Listing(asked, wanted, order, today, visible, rows, own, views)


def _order(request: HttpRequest, own: OwnView | None) -> str:
    """Return the order asked for, which stays for the next visit; else the own view's, else the one kept."""
    kept = request.session.get(_KEPT_ORDER, DEFAULT_ORDER)
    asked = request.GET.get("order", "")
    if asked.removeprefix("-") in ORDERS:
        if asked != kept:
            request.session[_KEPT_ORDER] = asked
        return asked
    order: str = own.order if own and own.order else kept
    return order if order.removeprefix("-") in ORDERS else DEFAULT_ORDER


def _columns(request: HttpRequest, own: OwnView | None) -> list[Column]:
    """Return the columns asked for, which stay for the next visit; else the own view's, those kept, the first set."""
    asked = request.GET.getlist("column")
    if asked:
        keys = [column.key for column in chosen(asked)]
        request.session[_KEPT_COLUMNS] = keys
        return chosen(keys)
    if own and own.columns:
        return chosen(own.columns)
    return chosen(request.session.get(_KEPT_COLUMNS, FIRST_COLUMNS))


def _page(request: HttpRequest, rows: QuerySet[Task], total: int) -> Page[Task]:
    """Return the page asked for, or the nearest; the total is known from the counts."""
    paginator = Paginator(rows, ROWS)
    paginator.count = total
    return paginator.get_page(request.GET.get("page"))


def _heads(request: HttpRequest, columns: list[Column], order: str) -> SafeString:
    """Return the head cells; a second click on one turns the order round."""
    rest = _rest(request, "order", "page", "column")
    heads = []
    for column in columns:
        state = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(order, "none")
        wanted = f"-{column.sort}" if state == "ascending" else column.sort
        heads.append(Head(column.label, f"?{rest}order={wanted}" if column.sort else "", state))
    return heads_drawn(heads)


def _links(request: HttpRequest, counts: dict[str, int], shown: SavedView | None) -> list[ViewLink]:
    """Return the saved views with the other filters kept."""
    rest = _rest(request, *PARTS, "page", "column", "own")
    return [
        ViewLink(view, f"?{rest}{urlencode(view.given)}", counts[view.key], view is shown)
        for view in views_for(request.user)
    ]


def _rest(request: HttpRequest, *without: str) -> str:
    """Return the query of the page but for these parameters, ready to be added to."""
    query = request.GET.copy()
    for name in without:
        query.pop(name, None)
    return f"{query.urlencode()}&" if query else ""
