"""When a task is due, seen from a day, and the clock of its deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from duban.dates.workdays import Calendar, working_days_between


class Due(StrEnum):
    """When a task in hand is due, seen from a day; the weeks run from Monday to Sunday."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Clock:
    """Working days left (`late` false) or gone by since the deadline, and whether every year counted has its notice."""

    late: bool
    is_today: bool
    working_days: int
    settled: bool


def due_range(due: Due, today: date) -> tuple[date | None, date | None]:
    """Return the first and last day of deadlines meant by `due`, None for an open end; NONE has no range."""
    if due is Due.OVERDUE:
        return None, today - timedelta(days=1)
    if due is Due.TODAY:
        return today, today
    if due is Due.WEEK:
        return today, today + timedelta(days=6 - today.weekday())
    if due is Due.MONTH:
        next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        return today, next_month - timedelta(days=1)
    raise ValueError(due)


def clock(deadline: date, today: date, calendar: Calendar) -> Clock:
    """Return how far the deadline is from today, in working days; the deadline day itself is still in time."""
    first, last = sorted((deadline, today))
    years = range(first.year, last.year + 1)
    return Clock(
        late=today > deadline,
        is_today=today == deadline,
        working_days=working_days_between(first, last, calendar),
        settled=all(year in calendar.years for year in years),
    )
