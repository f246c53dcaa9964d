"""Decisions about a task, made from plain values: no database, no clock, no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from duban.dates.workdays import Calendar, working_days_between


class UnknownSource(Exception):
    """The source has no prefix in DUBAN_TASK_PREFIXES, so its tasks cannot be numbered."""


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


def prefixes(table: str) -> dict[str, str]:
    """Return source → number prefix from a table written `meeting=会,directive=批`."""
    pairs = (entry.split("=", 1) for entry in table.split(",") if "=" in entry)
    return {source.strip(): prefix.strip() for source, prefix in pairs}


def task_number(table: dict[str, str], source: str, year: int, serial: int, part: int = 0) -> str:
    """Return the number of a task (会2024-0012), or of its part (会2024-0012-03); raise UnknownSource."""
    if source not in table:
        raise UnknownSource(source)
    number = f"{table[source]}{year}-{serial:04d}"
    return f"{number}-{part:02d}" if part else number


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


def words_of(search: str, limit: int = 100) -> list[str]:
    """Return the words to look for, all of which must occur; what no text can hold is taken out."""
    return search.replace("\x00", "")[:limit].split()
