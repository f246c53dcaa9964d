"""Reads of the demands made on units (减负): the list, the counts of a month, and a unit's month on one page."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from duban.dates.rhythm import next_due
from duban.dates.workdays import Calendar
from duban.organizations.models import Unit
from duban.tasks.actions.clocks import REPORTING, task_rhythm
from duban.tasks.models import Demand, DemandKind, Task
from duban.tasks.states import OPEN_STATES, TaskState

_MONTH = re.compile(r"(\d{4})-(\d{2})")
STATES = ("open", "late", "answered", "dropped")


@dataclass(frozen=True, slots=True)
class DemandFilter:
    """What a list of demands is narrowed to; empty values narrow nothing."""

    unit: int | None = None
    kind: str = ""
    state: str = ""
    month: date | None = None  # its first day; of the day it was asked
    asker: int | None = None


@dataclass(frozen=True, slots=True)
class BurdenRow:
    """One line of the counts: of a unit, or of a unit that asks, kind by kind in the kinds' order."""

    unit: Unit | None
    counts: list[int]
    total: int


@dataclass(slots=True)
class CalendarItem:
    """One thing a unit owes on a day of its month."""

    kind: str
    label: str
    what: str
    task: Task | None = None
    done: bool = False
    late: bool = False
    asker: str = ""


@dataclass(slots=True)
class CalendarDay:
    """A day of the grid; `rest` says why it is off, or what a make-up day is worked for."""

    day: date
    in_month: bool
    works: bool
    rest: str
    items: list[CalendarItem] = field(default_factory=list)


def month_of(words: str, today: date) -> date:
    """Return the first day of the month written `2026-11`; today's where the words are none."""
    found = _MONTH.fullmatch(words.strip())
    if found and 2000 <= int(found[1]) <= 2100 and 1 <= int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1)
    return today.replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return (month + timedelta(32)).replace(day=1)


def month_before(month: date) -> date:
    """Return the first day of the month before."""
    return (month - timedelta(1)).replace(day=1)


def filtered_demands(demands: QuerySet[Demand], wanted: DemandFilter, today: date) -> QuerySet[Demand]:
    """Narrow the demands to what is wanted."""
    exact = {"unit": wanted.unit, "kind": wanted.kind, "asked_unit": wanted.asker}
    demands = demands.filter(**{name: value for name, value in exact.items() if value})
    if wanted.month:
        demands = demands.filter(asked_at__date__gte=wanted.month, asked_at__date__lt=next_month(wanted.month))
    states = {
        "open": Q(answered_at=None, dropped_at=None),
        "late": Q(answered_at=None, dropped_at=None, due__lt=today),
        "answered": Q(answered_at__isnull=False),
        "dropped": Q(dropped_at__isnull=False),
    }
    return demands.filter(states.get(wanted.state, Q()))


def burden_of_month(demands: QuerySet[Demand], month: date, by: str) -> list[BurdenRow]:
    """Return the demands of the month counted by `unit` or by `asked_unit`, the heaviest first; what was dropped counts too."""
    asked = demands.filter(asked_at__date__gte=month, asked_at__date__lt=next_month(month)).order_by()
    counted = asked.values(by, "kind").annotate(count=Count("pk"))
    table: dict[int | None, dict[str, int]] = defaultdict(dict)
    for row in counted:
        table[row[by]][row["kind"]] = row["count"]
    units = Unit.objects.in_bulk([key for key in table if key])
    rows = [
        BurdenRow(units.get(key or 0), [kinds.get(kind, 0) for kind in DemandKind.values], sum(kinds.values()))
        for key, kinds in table.items()
    ]
    return sorted(rows, key=lambda row: (-row.total, row.unit.position if row.unit else 0, str(row.unit)))


def totals_of(rows: Iterable[BurdenRow]) -> list[int]:
    """Return the sums of the columns, the whole last."""
    columns = [*zip(*([*row.counts, row.total] for row in rows), strict=True)]
    return [sum(column) for column in columns] or [0] * (len(DemandKind.values) + 1)


def month_grid(
    unit: Unit, month: date, tasks: QuerySet[Task], calendar: Calendar, today: date
) -> list[list[CalendarDay]]:
    """Return the weeks of the unit's month, Monday to Sunday, with all it owes in it; `tasks` are those to be seen."""
    first = month - timedelta(month.weekday())
    last = month.replace(day=monthrange(month.year, month.month)[1])
    last += timedelta(6 - last.weekday())
    days = {
        day: CalendarDay(day, day.month == month.month, calendar.is_working_day(day), _rest(day, calendar))
        for day in (first + timedelta(n) for n in range((last - first).days + 1))
    }
    for day, item in _items(unit, month, tasks, calendar, today):
        if day in days and day.month == month.month:
            days[day].items.append(item)
    ordered = list(days.values())
    return [ordered[n : n + 7] for n in range(0, len(ordered), 7)]


def _rest(day: date, calendar: Calendar) -> str:
    works = calendar.is_working_day(day)
    ordinary = day.weekday() < 5
    if works == ordinary:
        return ""
    return f"{calendar.reason(day)}调休" if works else calendar.reason(day)


def _items(
    unit: Unit, month: date, tasks: QuerySet[Task], calendar: Calendar, today: date
) -> Iterator[tuple[date, CalendarItem]]:
    """Yield what the unit owes in the month: demands made, reports that its rhythms bring, deadlines."""
    end = next_month(month)
    demands = Demand.objects.filter(unit=unit, dropped_at=None, due__gte=month, due__lt=end)
    for row in demands.select_related("task").order_by("due", "id"):
        done = row.answered_at is not None
        late = not done and row.due is not None and row.due < today
        if row.due:
            label = str(row.get_kind_display())
            yield row.due, CalendarItem(row.kind, label, row.what, row.task, done, late, row.asked_by_name)
    led = tasks.filter(lead_unit=unit, in_hand=1).select_related("lead_unit").order_by("deadline", "id")
    label = str(DemandKind.REPORT.label)
    for task in led.filter(state__in=REPORTING, report_by__lt=end):
        rhythm, due, start = task_rhythm(task), task.report_by, timezone.localdate(task.opened_at)
        while rhythm and due and (due := next_due(rhythm, due, calendar, start)) and due < end:
            if due >= month:  # the present one stands among the demands
                yield due, CalendarItem("report", label, f"{rhythm.text}：{task.title}", task)
    for task in led.filter(deadline__gte=month, deadline__lt=end).exclude(state=TaskState.PROPOSED.value):
        if task.deadline:
            late = task.deadline < today and task.state in OPEN_STATES and task.state != TaskState.SUSPENDED
            yield task.deadline, CalendarItem("deadline", _label("deadline"), task.title, task, late=late)


def _label(field_name: str) -> str:
    verbose: Any = Task._meta.get_field(field_name)
    return str(verbose.verbose_name)
