"""Months and shares from plain numbers: no database, no Django."""

from __future__ import annotations

from datetime import date, timedelta

FEWEST = 10  # closed tasks below which a unit's share is no basis for a comparison
AGES = ((1, 7), (8, 30), (31, 90), (91, None))  # days overdue


def month_of(day: date) -> str:
    """Return a month as charts name it: 2026-11."""
    return f"{day.year}-{day.month:02d}"


def months_up_to(day: date, count: int = 12) -> list[date]:
    """Return the first days of the `count` months up to and including the day's."""
    found = [day.replace(day=1)]
    while len(found) < count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


def month_end(first: date) -> date:
    """Return the last day of the month that begins on `first`."""
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def month_before(day: date) -> date:
    """Return the same day of the month before, its last day where it is shorter."""
    end = day.replace(day=1) - timedelta(days=1)
    return end.replace(day=min(day.day, end.day))


def share_in_time(in_time: int, closed: int) -> str:
    """Return the percentage closed in time with one place; nothing where the count is no basis."""
    if closed < FEWEST:
        return ""
    tenths = (in_time * 2000 + closed) // (closed * 2)  # per mille, half up
    return f"{tenths // 10}.{tenths % 10}%"
