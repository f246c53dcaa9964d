"""The desk's board, the leader's page, charts, the calendar of limits."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duban.dashboard import queries
from duban.dashboard.rules import month_before, month_of
from duban.dashboard.units_drawn import units_drawn
from duban.dates.workdays import load_calendar
from duban.inspections.models import Petition
from duban.inspections.permissions import visible_to as petitions_seen_by
from duban.organizations.models import Role, Unit
from duban.organizations.permissions import has_role, requires
from duban.tasks.kept import kept
from duban.tasks.models import Lamp, Task
from duban.tasks.permissions import visible_to
from duban.tasks.queries import units_on
from duban.tasks.wording import SOURCE_LABELS
from duban.web.charts import bar_chart

READERS = (Role.CLERK, Role.DESK, Role.LEADER)
PEOPLE = (*READERS, Role.LIAISON, Role.UNIT_HEAD)
SHOWN_UNITS = 8  # what one screen of the leader's page holds beside the ten that need a word
SHOWN_INSPECTIONS = 2
LAMP_LABELS = dict(Lamp.choices)


@require_safe
@requires(*PEOPLE)
def board(request: HttpRequest) -> HttpResponse:
    """Show open tasks by unit, source and official, lamp by lamp; how long what is overdue has been so."""
    return render(request, "dashboard/board.html", {"drawn": _drawn(request, "board", _board), **_tabs(request)})


@require_safe
@requires(*READERS)
def leader(request: HttpRequest) -> HttpResponse:
    """Show one screen: five numbers, the ten that need a word, units by red and yellow, replies owed to inspections."""

    def context(tasks: QuerySet[Task], today: date) -> dict[str, Any]:
        return _leader(tasks, today) | _late_replies(petitions_seen_by(request.user), today)

    return render(request, "dashboard/leader.html", {"drawn": _drawn(request, "leader", context), **_tabs(request)})


def _drawn(request: HttpRequest, name: str, context: Callable[[QuerySet[Task], date], dict[str, Any]]) -> SafeString:
    """Return the board drawn, as it was for whoever sees the same until the ledger moves on."""
    today, tasks = timezone.localdate(), visible_to(request.user)

    def draw() -> SafeString:
        given = {**context(tasks, today), "labels": _labels(), "today": today, "now": timezone.localtime()}
        return render_to_string(f"dashboard/_{name}.html", given)

    return kept(f"{name}:{get_language()}", request.user, today, draw, rests=True)


def _board(tasks: QuerySet[Task], today: date) -> dict[str, Any]:
    picture = queries.picture_of(tasks, today)
    return {
        "figures": queries.leader_figures(tasks, today, picture),
        "lamps": [(lamp, LAMP_LABELS[lamp]) for lamp in queries.LAMPS],
        "units": units_drawn(queries.units_by_lamp(tasks, today, picture)),
        "sources": [
            (source, SOURCE_LABELS.get(source, source), _rows(counts))
            for source, counts in queries.by_source(picture.open)
        ],
        "officials": [(official, _rows(counts)) for official, counts in queries.by_official(picture.open)],
        "ages": picture.ages,
    }


def _leader(tasks: QuerySet[Task], today: date) -> dict[str, Any]:
    picture = queries.picture_of(tasks, today)
    behind = [row for row in queries.units_by_lamp(tasks, today, picture) if row.lamps["red"] or row.lamps["yellow"]]
    words = queries.needing_a_word(tasks, today)
    return {
        "figures": queries.leader_figures(tasks, today, picture),
        "words": words,
        "further_words": picture.figures["behind"] - len(words),
        "units": behind[:SHOWN_UNITS],
        "further_units": len(behind) - SHOWN_UNITS,
        "ages": picture.ages,
        "working_calendar": load_calendar(),
    }


def _late_replies(petitions: QuerySet[Petition], today: date) -> dict[str, Any]:
    late = queries.late_replies(petitions, today)
    return {"late_replies": late[:SHOWN_INSPECTIONS], "further_inspections": len(late) - SHOWN_INSPECTIONS}


@require_safe
@requires(*PEOPLE)
def charts(request: HttpRequest) -> HttpResponse:
    """Show completion by month, lamps as they were, ageing, and units side by side, each with its table."""
    today, visible = timezone.localdate(), visible_to(request.user)
    unit = _unit(request, visible)
    tasks = visible.filter(lead_unit=unit) if unit else visible
    months = queries.months(tasks, today)
    names = [month_of(row[0]) for row in months]
    over_time = queries.lamps_over_time(tasks, today)
    ages = queries.picture_of(tasks, today).ages
    context = {
        "units": units_on(visible),
        "unit": unit,
        "months": months,
        "month_chart": bar_chart(
            names, [[row[1] for row in months], [row[2] for row in months], [row[3] for row in months]]
        ),
        "over_time": [(first, [counts[lamp] for lamp in queries.LAMPS]) for first, counts in over_time or []],
        "too_many": over_time is None,
        "lamp_chart": bar_chart(
            names, [[counts[lamp] for _first, counts in over_time] for lamp in queries.LAMPS], stacked=True
        )
        if over_time
        else None,
        "lamps": [(lamp, LAMP_LABELS[lamp]) for lamp in queries.LAMPS],
        "ages": ages,
        "age_chart": bar_chart(
            [_age(first, last) for first, last, _count in ages], [[count for _f, _l, count in ages]]
        ),
        "comparison": queries.comparison(visible, today.year),
        "year": today.year,
        **_tabs(request),
    }
    return render(request, "dashboard/charts.html", context)


@require_safe
@requires(*PEOPLE)
def due_calendar(request: HttpRequest) -> HttpResponse:
    """Show a month with how many open tasks are due on each day."""
    today = timezone.localdate()
    first = _month(request.GET.get("month", ""), today)
    counts = queries.due_by_day(visible_to(request.user), first)
    working = load_calendar()
    weeks = [
        [(day, counts.get(day, 0), day.month == first.month, not working.is_working_day(day)) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    context = {
        "weeks": weeks, "first": first, "today": today, "total": sum(counts.values()),
        "before": month_of(month_before(first)), "after": month_of(_next(first)), **_tabs(request),
    }  # fmt: skip
    return render(request, "dashboard/calendar.html", context)


def _tabs(request: HttpRequest) -> dict[str, bool]:
    return {"may_lead": has_role(request.user, *READERS)}


def _labels() -> dict[str, str]:
    return {
        "open": _("在办"), "due_soon": _("7天内到期"), "overdue": _("办理逾期"), "behind": _("落后（黄灯、红灯）"),
        "closed_this_month": _("本月销号"),
    }  # fmt: skip


def _rows(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(lamp, counts[lamp]) for lamp in queries.LAMPS]


def _age(first: int, last: int | None) -> str:
    if last is None:
        return _("%(days)d 天以上") % {"days": first - 1}
    return _("%(first)d–%(last)d 天") % {"first": first, "last": last}


def _unit(request: HttpRequest, tasks: QuerySet[Task]) -> Unit | None:
    given = request.GET.get("unit", "")
    if not given.isdecimal() or len(given) > 18:
        return None
    return get_object_or_404(units_on(tasks), pk=int(given))


def _month(given: str, today: date) -> date:
    try:
        year, month = given.split("-")
        return date(int(year), int(month), 1)
    except ValueError:
        return today.replace(day=1)


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
