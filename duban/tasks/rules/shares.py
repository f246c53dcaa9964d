"""Shares as exact fractions: the schedule's by days or by weights due, the work's by target, weights or budget.

Nothing is rounded before it is shown: a daily share rounded to a whole percent is 0 for anything over 200 days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

DAY = timedelta(days=1)
Pause = tuple[date, date]  # first day of a stopped clock, the day it ran again


@dataclass(frozen=True, slots=True)
class Node:
    """A milestone: until when, how much it weighs against the others, when it was done."""

    due: date
    weight: Fraction
    done: date | None = None
    title: str = ""

    def is_done(self, today: date) -> bool:
        """Tell whether it was done by the end of today; a day to come is not yet done."""
        return self.done is not None and self.done <= today

    def is_missed(self, today: date) -> bool:
        """Tell whether its day has gone by without it; the day itself is in time."""
        return self.due < today and not self.is_done(today)

    def is_late(self, today: date) -> bool:
        """Tell whether it was made good after its day."""
        return self.is_done(today) and self.done is not None and self.done > self.due


def days_counted(first: date, last: date, pauses: Sequence[Pause] = ()) -> int:
    """Return the days from first to last, both included, without those on which the clock stood still."""
    if last < first:
        return 0
    paused = sum(days_counted(max(begin, first), min(end - DAY, last)) for begin, end in pauses if end > begin)
    return (last - first).days + 1 - paused


def schedule_progress(start: date, deadline: date, today: date, pauses: Sequence[Pause] = ()) -> Fraction:
    """Return the share of the work due by the end of today, from 0 to 1 (序时进度).

    First and last day count; 0 before the start, 1 from the deadline on. Paused days leave the share.
    """
    if today >= deadline:
        return Fraction(1)
    whole = days_counted(start, deadline, pauses)
    return Fraction(days_counted(start, today, pauses), whole) if whole else Fraction(0)


def weight_due(nodes: Sequence[Node], today: date) -> Fraction:
    """Return the weights due by the end of today, of all weights."""
    return _share_of(nodes, [node for node in nodes if node.due <= today])


def weight_done(nodes: Sequence[Node], today: date) -> Fraction:
    """Return the weights done by the end of today, of all weights."""
    return _share_of(nodes, [node for node in nodes if node.is_done(today)])


def target_share(actual: Fraction, target: Fraction) -> Fraction:
    """Return how much of a target to reach is done; over 1 is normal. Raise ValueError for a target of 0 or less."""
    if target <= 0:
        raise ValueError(target)
    return actual / target


def half_up(value: Fraction, places: int) -> str:
    """Return the value rounded half up (away from 0) as decimal text with that many places; never a negative zero."""
    scaled = (abs(value.numerator) * 10**places * 2 // value.denominator + 1) // 2
    digits = f"{scaled:0{places + 1}d}"
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if value < 0 and scaled else text


def short(value: Fraction, places: int) -> str:
    """Return the value rounded half up, without idle zeros: 0.6, 1, 14.9."""
    text = half_up(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(value: Decimal) -> str:
    """Return a figure without idle zeros: 230, not 230.0000 as the column holds it."""
    return f"{value.normalize():f}"


def _share_of(nodes: Sequence[Node], counted: Sequence[Node]) -> Fraction:
    return sum((node.weight for node in counted), Fraction(0)) / sum((node.weight for node in nodes), Fraction(0))
