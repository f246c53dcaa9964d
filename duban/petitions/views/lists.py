"""The list of petitions with its print and its file, and the statistics."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duban.audit.drawings import kept
from duban.dates.workdays import load_calendar
from duban.organizations.permissions import requires
from duban.petitions.forms.filters import FilterForm
from duban.petitions.models import Petition
from duban.petitions.permissions import READERS, UNIT_ROLES, may_register, own_unit_ids, reads_all, visible_to
from duban.petitions.queries.lists import ORDERS, in_order, narrowed
from duban.petitions.queries.page import shown_clocks
from duban.petitions.queries.statistics import by_area, by_clock, by_type, first_year, marks_of, totals
from duban.petitions.rules.data import clock_rules, petition_types
from duban.web.paging import ordering_of, page_of
from duban.web.spreadsheets import XLSX_TYPE, Column, Table, xlsx_bytes

MOST_PRINTED = 2000


@require_safe
@requires(*READERS, *UNIT_ROLES)
def petitions(request: HttpRequest) -> HttpResponse:
    """List the petitions this person may see, whose clock runs out first on top."""
    rows, form, order = _listing(request)
    page = page_of(request, rows)
    calendar = load_calendar()
    today = timezone.localdate()
    shown = [(petition, _due(petition, today, calendar)) for petition in page.object_list]
    context = {
        "form": form,
        "order": order,
        "page": page,
        "rows": shown,
        "types": petition_types(),
        "filtered": any(form.cleaned_data.values()) if form.is_valid() else True,
        "may_register": may_register(request.user),
        "desk_view": reads_all(request.user),
        "today": today,
    }
    return render(request, "petitions/list.html", context)


@require_safe
@requires(*READERS, *UNIT_ROLES)
def printed(request: HttpRequest) -> HttpResponse:
    """Show the filtered list whole, for paper."""
    rows, _form, _order = _listing(request)
    context = {
        "rows": rows[:MOST_PRINTED],
        "total": rows.count(),
        "most": MOST_PRINTED,
        "types": petition_types(),
        "today": timezone.localdate(),
    }
    return render(request, "petitions/print.html", context)


@require_safe
@requires(*READERS, *UNIT_ROLES)
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the filtered list; who petitioned is not in it."""
    rows, _form, _order = _listing(request)
    today, types = timezone.localdate(), petition_types()
    heads = [
        (_("编号"), 14), (_("收到日期"), 11), (_("渠道"), 9), (_("性质"), 9), (_("类型"), 11), (_("属地"), 11),
        (_("标题"), 30), (_("内容摘要"), 44), (_("承办单位"), 16), (_("状态"), 10), (_("时限"), 11), (_("满意度"), 9),
    ]  # fmt: skip
    table = Table(
        title=_("群众信访件一览"),
        note=_("共 %(count)d 件，截至 %(day)s；来访人信息不在表内") % {"count": rows.count(), "day": today},
        columns=[Column(head, width) for head, width in heads],
        rows=[
            [
                row.number,
                row.received_on,
                str(row.get_channel_display()),
                str(row.get_nature_display()),
                types.get(row.type, row.type),
                row.area.short_name if row.area else _("市本级"),
                row.title,
                row.summary,
                row.handler.name if row.handler else "",
                str(row.get_state_display()),
                row.due_on,
                str(row.get_satisfied_display()),
            ]
            for row in rows
        ],
    )
    headers = {"Content-Disposition": f'attachment; filename="petitions-{today:%Y%m%d}.xlsx"'}
    return HttpResponse(xlsx_bytes(table), content_type=XLSX_TYPE, headers=headers)


@require_safe
@requires(*READERS)
def statistics(request: HttpRequest) -> HttpResponse:
    """Show a year's petitions by clock, type and area; each number opens its list."""
    today = timezone.localdate()
    given = request.GET.get("year", "")
    year = int(given) if given.isdecimal() and len(given) == 4 else today.year
    seen = visible_to(request.user)
    english = get_language() == "en"

    def draw() -> str:
        of_year = seen.filter(received_on__year=year)
        context = {
            "year": year,
            "totals": totals(of_year, today),
            "types": by_type(of_year, today),
            "areas": by_area(of_year, today),
            "clocks": [(row, row.rule.title[english]) for row in by_clock(of_year, today)],
            "rules": clock_rules().title[english],
        }
        return render_to_string("petitions/_statistics.html", context)

    # two people see the same where the same accusations are held back from them
    barred = ",".join(map(str, sorted(own_unit_ids(request.user))))
    body = kept(f"petitions:{year}:{barred}", today, draw, marks_of)
    years = range(today.year, min(year, first_year(seen) or year) - 1, -1)
    context = {"year": year, "years": years, "body": body, "today": today}
    return render(request, "petitions/statistics.html", context)


def _listing(request: HttpRequest) -> tuple[QuerySet[Petition], FilterForm, str]:
    form = FilterForm(request.GET)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    order, fields = ordering_of(request, ORDERS, "due")
    rows = narrowed(visible_to(request.user), wanted, timezone.localdate())
    return in_order(rows, fields), form, order


def _due(petition: Petition, today: Any, calendar: Any) -> Any:
    """Return the clock that runs out first, explained."""
    if not petition.due_clock:
        return None
    clocks = shown_clocks(petition, today, calendar)
    return next((shown for shown in clocks if shown.clock.rule.key == petition.due_clock), None)
