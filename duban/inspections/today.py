"""What 今日 shows of inspections: replies due soon or late, and deadlines of measures, for whom they wait for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.inspections.models import Petition
from duban.inspections.permissions import may_run_desk, reads_desk, visible_to
from duban.inspections.queries.boards import replies_pressing
from duban.inspections.queries.deadlines import deadlines_in_question
from duban.inspections.queries.entries import entries_waiting
from duban.inspections.queries.findings import revisits_due
from duban.organizations.models import Role
from duban.web.access import has_role
from duban.web.menu import TodaySection

SOON = timedelta(days=3)
SHOWN = 8
_DESKS = (Role.CLERK, Role.DESK, Role.LEADER, Role.LIAISON, Role.UNIT_HEAD)


def sections(person: Any, today: date) -> Iterator[TodaySection]:
    """Yield the replies due within three days or late, and the deadlines of lasting measures that nobody agreed to.

    A unit has the deadlines that came back to it; what it has to hand in stands under what waits for it.
    """
    if not has_role(person, *_DESKS):
        return
    seen = visible_to(person)
    yield from _replies(person, seen, today)
    yield from _deadlines(person, seen)
    yield from _revisits(person, today)
    yield from _entries(person, today)


def _replies(person: Any, seen: QuerySet[Petition], today: date) -> Iterator[TodaySection]:
    if not reads_desk(person):
        return  # a unit has its own limit, under what waits for it
    rows = replies_pressing(seen, today)
    shown = list(rows.select_related("lead_unit")[: SHOWN + 1])
    if shown:
        count = len(shown) if len(shown) <= SHOWN else rows.count()
        context = {"petitions": shown[:SHOWN], "today": today}
        yield TodaySection(
            _("督察信访件回复将到期或已超期"),
            "inspections/_today.html",
            context,
            count,
            reverse("inspections:inspections"),
        )


def _revisits(person: Any, today: date) -> Iterator[TodaySection]:
    if not may_run_desk(person):
        return
    rows = revisits_due(today + SOON)
    shown = list(rows[: SHOWN + 1])
    if shown:
        count = len(shown) if len(shown) <= SHOWN else rows.count()
        context = {"findings": shown[:SHOWN], "today": today}
        yield TodaySection(
            _("督察反馈问题到期回访"),
            "inspections/_today_revisits.html",
            context,
            count,
            reverse("inspections:inspections"),
        )


def _entries(person: Any, today: date) -> Iterator[TodaySection]:
    """What went to a unit and waits: for the unit to answer, or for the office to settle what was answered."""
    office = may_run_desk(person)
    if not office and reads_desk(person):
        return
    rows = entries_waiting(person, answered=office)
    shown = list(rows[: SHOWN + 1])
    if shown:
        title = _("单位已答复的督察事务，请确认") if office else _("督察组调阅资料和下沉问题，请签收答复")
        count = len(shown) if len(shown) <= SHOWN else rows.count()
        context = {"entries": shown[:SHOWN], "today": today}
        yield TodaySection(title, "inspections/_today_entries.html", context, count, reverse("inspections:inspections"))


def _deadlines(person: Any, seen: QuerySet[Petition]) -> Iterator[TodaySection]:
    office = may_run_desk(person)
    if not office and reads_desk(person):
        return  # a leader has nothing to do here
    title = _("单位填报的长效整改时限，请确认") if office else _("长效整改时限被退回，请重新填报")
    rows = deadlines_in_question(seen, declined=not office)
    shown = list(rows[: SHOWN + 1])
    if shown:
        count = len(shown) if len(shown) <= SHOWN else rows.count()
        context = {"measures": shown[:SHOWN]}
        yield TodaySection(
            title, "inspections/_today_deadlines.html", context, count, reverse("inspections:inspections")
        )
