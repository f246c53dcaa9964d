"""Working days: public holidays and make-up days (调休) of each year that has a notice, weekends alone otherwise."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DAY = timedelta(days=1)
SATURDAY = 5


class BadNotice(ValueError):
    """A file of an added year cannot be used; the message names file, line and next step."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Holidays (`off`) and make-up days (`worked`) with their festival, and the years that have a notice."""

    years: frozenset[int]
    off: dict[date, str] = field(default_factory=dict)
    worked: dict[date, str] = field(default_factory=dict)
    notices: dict[int, str] = field(default_factory=dict)
    _taken: list[int] = field(init=False, repr=False, compare=False)  # ordinals of weekdays off, in order
    _given: list[int] = field(init=False, repr=False, compare=False)  # of weekends worked

    def __post_init__(self) -> None:
        """Sort what differs from plain weeks, so that counting a year costs no more than counting a day."""
        taken = (day.toordinal() for day in self.off if day.weekday() < SATURDAY and day not in self.worked)
        given = (day.toordinal() for day in self.worked if day.weekday() >= SATURDAY)
        object.__setattr__(self, "_taken", sorted(taken))
        object.__setattr__(self, "_given", sorted(given))

    def is_working_day(self, day: date) -> bool:
        """Say whether offices work on that day."""
        return day in self.worked or (day not in self.off and day.weekday() < SATURDAY)

    def working_days_through(self, day: date) -> int:
        """Return how many working days there are from the first day of all up to and including this one."""
        ordinal = day.toordinal()  # 1 is a Monday
        weeks, rest = divmod(ordinal, 7)
        weekdays = 5 * weeks + min(rest, 5)
        return weekdays - bisect_right(self._taken, ordinal) + bisect_right(self._given, ordinal)

    def reason(self, day: date) -> str:
        """Return why a day is off (the festival, else 周末), or for a make-up day the festival it makes up for."""
        return self.worked.get(day) or self.off.get(day) or "周末"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The result of a count: the day reached, the days skipped, make-up days counted, years without a notice."""

    last: date
    skipped: tuple[date, ...]
    made_up: tuple[date, ...]
    unknown_years: tuple[int, ...]


def count_working_days(start: date, days: int, calendar: Calendar) -> WorkingDays:
    """Return the `days`-th working day after `start`, which itself does not count."""
    skipped, made_up, years = [], [], set()
    day = start
    while days > 0:
        day += DAY
        years.add(day.year)
        if calendar.is_working_day(day):
            days -= 1
            if day in calendar.worked:
                made_up.append(day)
        else:
            skipped.append(day)
    return WorkingDays(day, tuple(skipped), tuple(made_up), tuple(sorted(years - calendar.years)))


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Return how many working days lie after `start` up to and including `end`; 0 if `end` is not later."""
    return max(0, calendar.working_days_through(end) - calendar.working_days_through(start))


def parse_notice(year: int, text: str, name: str = "") -> tuple[dict[date, str], dict[date, str], str]:
    """Return holidays, make-up days and the notice's number from lines like `春节 0215-0223 +0214`; raise BadNotice.

    A day of a neighbouring year is written in full (20261231). A line `文号 …` gives the notice; `#` starts a comment.
    """
    off: dict[date, str] = {}
    worked: dict[date, str] = {}
    number = ""
    for count, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        if words[0] == "文号":
            number = " ".join(words[1:])
            continue
        for word in words[1:]:
            try:
                days = list(_days(year, word.removeprefix("+")))
            except ValueError:
                raise BadNotice(f"{name}第{count}行“{word}”不是日期，请写成 0215-0223 或 +0214 后重试。") from None
            (worked if word.startswith("+") else off).update(dict.fromkeys(days, words[0]))
    return off, worked, number


def checked_notice(year: int, text: str, name: str = "") -> tuple[dict[date, str], dict[date, str], str]:
    """Return what `parse_notice` does of a whole notice; raise BadNotice where it has no number or no holiday."""
    off, worked, number = parse_notice(year, text, name)
    if not number:
        raise BadNotice(f"{name}没有“文号”一行，请写明放假通知的文号后重试。")
    if not off:
        raise BadNotice(f"{name}没有放假日期，请按“春节 0215-0223 +0214”逐行填写后重试。")
    return off, worked, number


def _days(year: int, word: str) -> Iterator[date]:
    first, _, last = word.partition("-")
    start, end = _day(year, first), _day(year, last or first)
    if end < start:
        raise ValueError(word)
    for offset in range((end - start).days + 1):
        yield start + DAY * offset


def _day(year: int, word: str) -> date:
    if len(word) not in (4, 8) or not (word.isascii() and word.isdigit()):
        raise ValueError(word)
    return date(int(word[:-4]) if len(word) == 8 else year, int(word[-4:-2]), int(word[-2:]))


@cache
def _published() -> Calendar:
    from duban.dates.holidays.published import PUBLISHED

    off: dict[date, str] = {}
    worked: dict[date, str] = {}
    for year, text in PUBLISHED.items():
        more_off, more_worked, _ = parse_notice(year, text)
        off |= more_off
        worked |= more_worked
    return Calendar(frozenset(PUBLISHED), off, worked)


def added_years_folder() -> Path:
    """Return the folder of added years: `holidays` in DUBAN_DATA, one file a year, `2027.txt`."""
    from pathlib import Path  # three milliseconds, where years were added alone

    return Path(_added_years())


def _added_years() -> str:
    from duban.settings import setting

    return os.path.join(setting("DUBAN_DATA"), "holidays")  # noqa: PTH118


def load_calendar(folder: Path | None = None) -> Calendar:
    """Return the published calendar with the years added in `folder` (default: DUBAN_DATA); raise BadNotice."""
    base = _published()
    if folder is None:
        if not os.path.isdir(_added_years()):  # noqa: PTH112
            return base
        folder = added_years_folder()
    files = sorted(folder.glob("[0-9][0-9][0-9][0-9].txt")) if folder.is_dir() else []
    if not files:
        return base
    off, worked, years, notices = dict(base.off), dict(base.worked), set(base.years), dict(base.notices)
    for file in files:
        year = int(file.stem)
        try:
            more_off, more_worked, number = checked_notice(year, file.read_text("utf-8-sig"), file.name)
        except (OSError, UnicodeDecodeError) as error:
            raise BadNotice(f"{file.name}无法读取（{error.__class__.__name__}），请存为 UTF-8 文本后重试。") from None
        for table in (off, worked):  # the added notice replaces what was known of its year
            for day in [day for day in table if day.year == year]:
                del table[day]
        for day in more_off:
            worked.pop(day, None)
        for day in more_worked:
            off.pop(day, None)
        off |= more_off
        worked |= more_worked
        years.add(year)
        notices[year] = number
    return Calendar(frozenset(years), off, worked, notices)
