"""What stands against a demand before it is sent (减负): asked before, on a full day, already reported, on a day off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duban.dates.rhythm import period_of, rhythm_of
from duban.dates.workdays import Calendar

ALIKE = 0.6  # share of common pairs of characters from which two wordings count as the same material
_IDLE = str.maketrans("", "", " \u3000，。、；：（）()《》“”\"'的")
_SPOKEN = ("请", "报送", "上报", "提交", "提供", "有关", "相关", "材料", "情况")


class ClashKind(StrEnum):
    """How a demand clashes."""

    SAME_MATERIAL = "same_material"
    OTHER_LEVEL = "other_level"
    SAME_PERIOD = "same_period"
    SAME_DAY = "same_day"
    DAY_OFF = "day_off"


@dataclass(frozen=True, slots=True)
class Asked:
    """A demand on one unit as a value; `key` is that of a stored one."""

    unit: int
    kind: str
    what: str
    due: date | None
    asked_on: date
    rhythm: str = ""
    is_open: bool = True
    key: int = 0


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that stands against asking the unit, with the earlier demands it is about."""

    kind: ClashKind
    unit: int
    earlier: tuple[int, ...] = ()  # their keys


def find_clashes(wanted: Asked, earlier: Iterable[Asked], calendar: Calendar, within_days: int) -> list[Clash]:
    """Return what stands against the demand, the same material first; nothing here forbids it."""
    own = [asked for asked in earlier if asked.unit == wanted.unit]
    found = [
        _clash(ClashKind.SAME_MATERIAL, wanted, _same_material(wanted, own, within_days)),
        _clash(ClashKind.SAME_PERIOD, wanted, _same_period(wanted, own)),
        _clash(ClashKind.SAME_DAY, wanted, _same_day(wanted, own)),
    ]
    clashes = [clash for clash in found if clash]
    if wanted.due and not calendar.is_working_day(wanted.due):
        clashes.append(Clash(ClashKind.DAY_OFF, wanted.unit))
    return clashes


def asked_at_other_levels(wanted: Asked, elsewhere: Iterable[Asked]) -> Clash | None:
    """Return the clash with what other levels of the same matter ask their units for in like words, if any does."""
    alike = (asked for asked in elsewhere if asked.is_open and likeness(asked.what, wanted.what) >= ALIKE)
    return _clash(ClashKind.OTHER_LEVEL, wanted, alike)


def likeness(one: str, other: str) -> float:
    """Return how alike two wordings are, from 0 to 1: the share of pairs of characters they have in common."""
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return float(_plain(one) == _plain(other))
    return 2 * len(first & second) / (len(first) + len(second))


def _clash(kind: ClashKind, wanted: Asked, earlier: Iterator[Asked]) -> Clash | None:
    keys = tuple(asked.key for asked in earlier)
    return Clash(kind, wanted.unit, keys) if keys else None


def _same_material(wanted: Asked, earlier: list[Asked], within_days: int) -> Iterator[Asked]:
    """Yield what asked for the same under the same kind a short while ago."""
    for asked in earlier:
        recent = (wanted.asked_on - asked.asked_on).days <= within_days
        if asked.kind == wanted.kind and recent and likeness(asked.what, wanted.what) >= ALIKE:
            yield asked


def _same_period(wanted: Asked, earlier: list[Asked]) -> Iterator[Asked]:
    """Yield the rhythms in whose period the unit reports anyway."""
    if wanted.kind != "report" or wanted.due is None:
        return
    for asked in earlier:
        rhythm = rhythm_of(asked.rhythm) if asked.kind == "report" and asked.rhythm and asked.due else None
        if rhythm and asked.due and period_of(rhythm, asked.due) == period_of(rhythm, wanted.due):
            yield asked


def _same_day(wanted: Asked, earlier: list[Asked]) -> Iterator[Asked]:
    """Yield what the unit owes on the same day; a signature takes no day."""
    for asked in earlier:
        if wanted.due and asked.due == wanted.due and asked.is_open and asked.kind != "sign_for":
            yield asked


def _plain(words: str) -> str:
    for word in _SPOKEN:
        words = words.replace(word, "")
    return words.translate(_IDLE)


def _pairs(words: str) -> set[str]:
    plain = _plain(words)
    return {plain[n : n + 2] for n in range(len(plain) - 1)}
