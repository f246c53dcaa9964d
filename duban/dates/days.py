"""Days as texts give them, in figures."""

from __future__ import annotations

from datetime import date


def real_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
