"""Reporting rhythms (反馈频次) as rules, and the days on which a report falls due: 每月5日前, 每周, 每季度末月20日前, 每半月.

A rule is an RFC 5545 string as `recurring` gives it. The n-th or last working day of a month is counted in the
office's calendar, not in weekdays alone.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from duban.dates.numerals import parse_count
from duban.dates.recurring import find_recurrence
from duban.dates.workdays import Calendar

DAY = timedelta(days=1)
_LONGEST = 3 * 366  # days to look ahead; every rule here recurs within three years
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS = "MO,TU,WE,TH,FR"
# A frequency without a day falls due at the end of its period; a week ends with its last ordinary working day.
_BARE: tuple[tuple[str, str], ...] = (
    (r"每(?:个)?工作日|每[天日]|逐日|日报|一日一报|每日一报", f"FREQ=WEEKLY;BYDAY={_WORKDAYS}"),
    (r"每半个?月|半月报|半月一报|每月两次|双周报", "FREQ=MONTHLY;BYMONTHDAY=15,-1"),
    (r"每旬|旬报|每旬一报", "FREQ=MONTHLY;BYMONTHDAY=10,20,-1"),
    (r"每(?:个)?(?:周|星期|礼拜)(?![一二三四五六日天末])|逐周|周报|一周一报|按周", "FREQ=WEEKLY;BYDAY=FR"),
    (r"每半年|半年报|半年一报|每年两次", "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1"),
    (r"每(?:个)?季度?|逐季|季报|按季|一季度?一报", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
    (r"每(?:个)?月度?|逐月|月报|按月|一月一报|每月一次", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    (r"每年度?|年报|按年|一年一报", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"),
)  # fmt: skip
_ONCE_A_WEEK = re.compile("每周一(?:报(?![送告])|次)")  # once a week, not on Mondays
_EVERY = re.compile(r"每隔?([\d一二两三四五六七八九十]{1,3})个?(工作日|天|日|周|星期|月)")
_PERIODS = {"天": ("DAILY", ""), "日": ("DAILY", ""), "周": ("WEEKLY", "BYDAY=FR"), "星期": ("WEEKLY", "BYDAY=FR")}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A rhythm that could be read: its words and its rule."""

    text: str
    rule: str

    @property
    def terms(self) -> dict[str, str]:
        """The rule's terms by name."""
        return dict(term.split("=", 1) for term in self.rule.split(";"))


def rhythm_of(words: str) -> Rhythm | None:
    """Return the rhythm that the words ask for; None where they name none, or none that one rule can say."""
    words = words.strip()
    if _ONCE_A_WEEK.search(words):
        return Rhythm(words, "FREQ=WEEKLY;BYDAY=FR")
    found = find_recurrence(words, 0, len(words)) or find_recurrence(f"{words}前", 0, len(words) + 1)
    if found:
        return Rhythm(words, found.frequency) if found.frequency else None
    every = _EVERY.search(words)
    if every:
        return _every(words, parse_count(every[1]), every[2])
    rule = next((rule for pattern, rule in _BARE if re.search(pattern, words)), None)
    return Rhythm(words, rule) if rule else None


def next_due(rhythm: Rhythm, after: date, calendar: Calendar, start: date | None = None) -> date | None:
    """Return the first day after `after` on which a report falls due; `start` is where intervals are counted from.

    The day stays where the words put it, on a day off too.
    """
    terms, start = rhythm.terms, start or after
    for offset in range(1, _LONGEST):
        day = after + DAY * offset
        if _falls_on(day, terms, start, calendar):
            return day
    return None


def last_due(rhythm: Rhythm, before: date, calendar: Calendar, start: date | None = None) -> date | None:
    """Return the last day before `before` on which a report fell due."""
    terms, start = rhythm.terms, start or before
    for offset in range(1, _LONGEST):
        day = before - DAY * offset
        if _falls_on(day, terms, start, calendar):
            return day
    return None


def due_again(rhythm: Rhythm, due: date, calendar: Calendar) -> date:
    """Return where a due day lies in another calendar: moved only for rhythms that count working days."""
    terms = rhythm.terms
    if "BYSETPOS" in terms:
        return _nth_working_day(due, int(terms["BYSETPOS"]), calendar) or due
    if terms.get("BYDAY") == _WORKDAYS:
        return next_due(rhythm, due - DAY, calendar) or due
    return due


def period_of(rhythm: Rhythm, day: date) -> str:
    """Return the name of the rhythm's period that holds the day: 2026-W47, 2026-11上, 2026-11, 2026Q4, 2026."""
    terms = rhythm.terms
    days = terms.get("BYMONTHDAY", "").count(",")
    if terms["FREQ"] in ("WEEKLY", "DAILY"):
        year, week, _weekday = day.isocalendar()
        return f"{year}-W{week:02d}"
    months = terms.get("BYMONTH", "")
    if terms["FREQ"] == "YEARLY" and months.count(",") == 0:
        return f"{day:%Y}"
    if months.count(",") == 1:
        return f"{day:%Y}H{(day.month + 5) // 6}"
    if months:
        return f"{day:%Y}Q{(day.month + 2) // 3}"
    part = "" if not days else "上" if day.day <= 15 else "下"
    return f"{day:%Y-%m}{part}"


def _every(words: str, count: int | None, period: str) -> Rhythm | None:
    """Return the rule of every so many days, weeks or months."""
    if not count or period == "工作日":
        return None
    if period == "月":
        if 12 % count:
            return None
        months = ",".join(str(month) for month in range(count, 13, count))
        return Rhythm(words, f"FREQ=MONTHLY;BYMONTH={months};BYMONTHDAY=-1")
    frequency, days = _PERIODS[period]
    return Rhythm(words, ";".join(filter(None, (f"FREQ={frequency}", f"INTERVAL={count}", days))))


def _falls_on(day: date, terms: dict[str, str], start: date, calendar: Calendar) -> bool:
    """Say whether the rule falls on the day."""
    if "BYMONTH" in terms and day.month not in map(int, terms["BYMONTH"].split(",")):
        return False
    if not _in_step(day, terms, start):
        return False
    if "BYSETPOS" in terms:
        return day == _nth_working_day(day, int(terms["BYSETPOS"]), calendar)
    if "BYMONTHDAY" in terms:
        return day.day in _days_of(day, terms["BYMONTHDAY"])
    if terms.get("BYDAY") == _WORKDAYS:
        return calendar.is_working_day(day)
    return "BYDAY" not in terms or _DAYS[day.weekday()] in terms["BYDAY"].split(",")


def _in_step(day: date, terms: dict[str, str], start: date) -> bool:
    """Say whether the day's week, or the day itself, is a whole number of intervals from the start's."""
    interval = int(terms.get("INTERVAL", "1"))
    if terms["FREQ"] == "DAILY":
        return (day - start).days % interval == 0
    weeks = (day - DAY * day.weekday() - (start - DAY * start.weekday())).days // 7
    return interval == 1 or weeks % interval == 0


def _days_of(day: date, words: str) -> set[int]:
    """Return the days of the month that are meant; a day the month does not have is its last."""
    last = monthrange(day.year, day.month)[1]
    return {last + 1 + number if number < 0 else min(number, last) for number in map(int, words.split(","))}


def _nth_working_day(day: date, place: int, calendar: Calendar) -> date | None:
    """Return the n-th working day of the day's month, from its end where negative."""
    last = monthrange(day.year, day.month)[1]
    days = [found for n in range(1, last + 1) if calendar.is_working_day(found := day.replace(day=n))]
    index = place - 1 if place > 0 else place
    return days[index] if -len(days) <= index < len(days) else None
