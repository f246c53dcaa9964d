"""The reply clock of a petition: until when the team is to be answered, and how the day was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from duban.dates.workdays import Calendar, count_working_days


@dataclass(frozen=True, slots=True)
class ReplyLimit:
    """The last day, and the arithmetic in a line."""

    due: date
    explanation: str


def reply_limit(handed_over: date, days: int, *, working: bool, calendar: Calendar) -> ReplyLimit:
    """Return the `days`-th day after the petition was handed over, which itself does not count."""
    if not working:
        due = handed_over + timedelta(days)
        return ReplyLimit(due, f"{handed_over} 交办，当日不计，第 {days} 天为 {due}")
    found = count_working_days(handed_over, days, calendar)
    skipped = f"，跳过休息日 {len(found.skipped)} 天" if found.skipped else ""
    unknown = "".join(f"；{year} 年没有放假通知，只扣周末" for year in found.unknown_years)
    words = f"{handed_over} 交办，当日不计，第 {days} 个工作日为 {found.last}{skipped}{unknown}"
    return ReplyLimit(found.last, words)
