"""Counts and shares of an inspection's petitions from plain values: type totals and case totals, both shares of 办结."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

# what is said of a petition, one bit each, so that five thousand are counted without looking at any of them singly
CALL, STARRED, DUPLICATE, REOPENED, CONCLUDED, STAGED, UNSUBSTANTIATED, ANSWERED, OVERDUE, SUBSTANTIATED = (
    1 << place for place in range(10)
)


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of some petitions. Duplicates and reopened ones are among the total, never beside it."""

    total: int = 0
    calls: int = 0
    starred: int = 0
    duplicates: int = 0
    reopened: int = 0
    concluded: int = 0
    staged: int = 0
    unsubstantiated: int = 0
    answered: int = 0
    overdue: int = 0
    substantiated: int = 0

    @property
    def letters(self) -> int:
        """What came by letter: everything that did not come by call."""
        return self.total - self.calls

    @property
    def going_on(self) -> int:
        """What is neither concluded nor concluded in stages."""
        return self.total - self.concluded - self.staged

    @property
    def concluded_share(self) -> str:
        """办结率."""
        return percent(self.concluded, self.total)

    @property
    def concluded_or_staged_share(self) -> str:
        """办结率（含阶段性办结）; never printed without the one above."""
        return percent(self.concluded + self.staged, self.total)

    @property
    def unsubstantiated_share(self) -> str:
        """不属实率."""
        return percent(self.unsubstantiated, self.total, 2)


def percent(part: int, whole: int, places: int = 1) -> str:
    """Return the share as a percentage, half up: 783 of 1427 is 54.9%; nothing of nothing is a dash."""
    if not whole:
        return "—"
    scaled = (part * 200 * 10**places + whole) // (2 * whole)
    return f"{scaled // 10**places}.{scaled % 10**places:0{places}d}%"


def tally(marks: Mapping[int, int]) -> Tally:
    """Return the counts of petitions given as marks → how many are marked so."""

    def having(bit: int) -> int:
        return sum(count for marked, count in marks.items() if marked & bit)

    return Tally(
        sum(marks.values()), having(CALL), having(STARRED), having(DUPLICATE), having(REOPENED), having(CONCLUDED),
        having(STAGED), having(UNSUBSTANTIATED), having(ANSWERED), having(OVERDUE), having(SUBSTANTIATED),
    )  # fmt: skip


def tallies(keys: Iterable[K], marks: Iterable[int]) -> dict[K, Tally]:
    """Return the counts for each key; `keys` and `marks` name the same petitions in one order."""
    grouped: dict[K, dict[int, int]] = {}
    for (key, marked), count in Counter(zip(keys, marks, strict=True)).items():
        grouped.setdefault(key, {})[marked] = count
    return {key: tally(counts) for key, counts in grouped.items()}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the work was on the evening of a day."""

    day: date
    handed_over: int
    answered: int

    @property
    def open(self) -> int:
        """What was handed over and not answered by then."""
        return self.handed_over - self.answered


def standings(handed_over: Mapping[date, int], answered: Mapping[date, int]) -> list[Standing]:
    """Return the cumulative counts for each day on which something was handed over or answered."""
    found, over, done = [], 0, 0
    for day in sorted({*handed_over, *answered}):
        over, done = over + handed_over.get(day, 0), done + answered.get(day, 0)
        found.append(Standing(day, over, done))
    return found


def week_of(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of the day's week."""
    monday = date.fromordinal(day.toordinal() - day.weekday())
    return monday, date.fromordinal(monday.toordinal() + 6)
