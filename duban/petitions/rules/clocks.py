"""The clocks of one petition: which run, until when, how that was reckoned, which were kept and which not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from duban.dates.deadlines import Limit, first_limit
from duban.dates.workdays import Calendar
from duban.petitions.rules.data import ClockRule, ClockRules

Day = TypeVar("Day", date, str)
Days = Mapping[str, date | None]  # what happened → the day: received, accepted, told, referred, delivered …


class Standing(StrEnum):
    """How a clock stands on a day."""

    RUNNING = "running"
    OVERDUE = "overdue"
    KEPT = "kept"
    LATE = "late"  # done, after its day
    LAPSED = "lapsed"  # the petitioner's own time has passed unused


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock that has begun: its last day, the arithmetic, the day it was met, how it stands."""

    rule: ClockRule
    start: date
    last: date
    limit: Limit
    met: date | None
    standing: Standing
    extension: int = 0
    anew: bool = False  # taken up anew: the day was set by a person

    def explanation(self, english: bool = False) -> tuple[str, ...]:
        """Return the arithmetic, a line a step, headed by the article."""
        if self.anew:
            return (f"Taken up anew until {self.last}" if english else f"重新办理时定为 {self.last}",)
        lines = self.limit.explanation("en" if english else "zh")
        if not self.extension:
            return (self.rule.article, *lines)
        words = f"{self.extension} days added with approval" if english else f"经批准延长 {self.extension} 日，一并计算"
        return (self.rule.article, words, *lines)


def clocks_of(
    rules: ClockRules,
    days: Days,
    today: date,
    calendar: Calendar | None = None,
    extension: int = 0,
    known: dict[tuple[str, date, int], Limit] | None = None,
) -> list[Clock]:
    """Return the clocks that have begun, in the order of the rules; `extension` is in days and belongs to concluding.

    `known` keeps limits reckoned before: of thousands of petitions most begin on the same few days.
    """
    known = {} if known is None else known
    found = []
    for rule in rules.clocks:
        start = days.get(rule.start)
        if start is None:
            continue
        longer = extension if rule.key == "conclude" else 0
        place = (rule.phrase, start, longer)
        if place not in known:
            known[place] = last_day(rule, start, longer, calendar)
        found.append(_clock(rule, days, today, start, known[place], longer))
    return found


def last_day(rule: ClockRule, start: date, extension: int = 0, calendar: Calendar | None = None) -> Limit:
    """Return the limit counted from a day; raise ValueError for a phrase that gives no day."""
    limit = first_limit(_longer(rule.phrase, extension), start, calendar)
    if limit is None or limit.value is None:
        raise ValueError(rule.phrase)
    return limit


def standings(
    rules: ClockRules, days: Mapping[str, str], today: str, extension: int, known: dict[tuple[str, str, int], str]
) -> Iterator[tuple[str, Standing]]:
    """Yield each clock that has begun with how it stands: what `clocks_of` says, from ISO days and for thousands at once.

    ISO days compare as words do; `known` keeps last days reckoned before.
    """
    for rule in rules.clocks:
        start = days.get(rule.start)
        if start is None:
            continue
        longer = extension if rule.key == "conclude" else 0
        place = (rule.phrase, start, longer)
        last = known.get(place)
        if last is None:
            last = known[place] = str(last_day(rule, date.fromisoformat(start), longer).value)
        if rule.key == "conclude" and "anew_until" in days:
            last = days["anew_until"]
        met = min((day for name in rule.met if (day := days.get(name)) and day >= start), default=None)
        yield rule.key, _standing(rule, last, met, today)


def next_due(clocks: list[Clock]) -> Clock | None:
    """Return the office's own clock that runs out first, None where nothing is owed."""
    owed = [clock for clock in clocks if clock.met is None and not clock.rule.petitioners_own]
    return min(owed, key=lambda clock: clock.last, default=None)


def _clock(rule: ClockRule, days: Days, today: date, start: date, limit: Limit, extension: int) -> Clock:
    last = limit.value or start
    anew = days.get("anew_until") if rule.key == "conclude" else None
    if anew is not None:
        last, extension = anew, 0
    met = min((day for name in rule.met if (day := days.get(name)) and day >= start), default=None)
    return Clock(rule, start, last, limit, met, _standing(rule, last, met, today), extension, anew is not None)


def _standing(rule: ClockRule, last: Day, met: Day | None, today: Day) -> Standing:
    if met is not None:
        return Standing.KEPT if met <= last else Standing.LATE
    if today <= last:
        return Standing.RUNNING
    return Standing.LAPSED if rule.petitioners_own else Standing.OVERDUE


def _longer(phrase: str, extension: int) -> str:
    """Return the phrase with days added: 60日内 and 30 make 90日内."""
    if not extension:
        return phrase
    digits = "".join(character for character in phrase if character.isdigit())
    return phrase.replace(digits, str(int(digits) + extension), 1)
