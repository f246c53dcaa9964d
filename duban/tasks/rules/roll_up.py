"""How a parent's figure follows from its children: added up, averaged by weight, or the slowest; with its arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Method(StrEnum):
    """How a parent's progress follows from its children's."""

    NONE = "none"
    SUM = "sum"
    WEIGHTED = "weighted"
    WORST = "worst"


@dataclass(frozen=True, slots=True)
class ChildFigure:
    """What a child brings: its share, and its figure with the unit it is counted in. None: nothing reported."""

    key: int
    share: Fraction | None = None
    actual: Fraction | None = None
    unit: str = ""
    weight: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Counted:
    """One child as it entered the parent's figure; `value` is what was added, averaged or compared."""

    key: int
    value: Fraction
    weight: Fraction
    reported: bool
    decides: bool = False  # the slowest


@dataclass(frozen=True, slots=True)
class RolledUp:
    """The parent's figure: a sum in its own unit or a share; None where no child has reported anything."""

    method: Method
    value: Fraction | None
    counted: tuple[Counted, ...]
    left_out: tuple[int, ...] = ()  # children counted in another unit


def roll_up(method: Method, children: Sequence[ChildFigure], unit: str = "") -> RolledUp:
    """Return the parent's figure from its children's.

    A child that has reported nothing counts as 0 beside those that have. In an average a child counts for no more than
    all of its own work, so that 300% in one county hides nothing in another.
    """
    if method is Method.SUM:
        same = [child for child in children if not (unit and child.unit and child.unit != unit)]
        counted = tuple(
            Counted(child.key, child.actual or Fraction(0), Fraction(1), child.actual is not None) for child in same
        )
        total = sum((one.value for one in counted), Fraction(0)) if any(one.reported for one in counted) else None
        left_out = tuple(child.key for child in children if child not in same)
        return RolledUp(method, total, counted, left_out)
    counted = tuple(
        Counted(child.key, min(max(child.share or Fraction(0), Fraction(0)), Fraction(1)), child.weight, child.share is not None)
        for child in children
    )  # fmt: skip
    if not any(one.reported for one in counted):
        return RolledUp(method, None, counted)
    if method is Method.WORST:
        slowest = min(counted, key=lambda one: one.value)
        marked = tuple(Counted(c.key, c.value, c.weight, c.reported, c is slowest) for c in counted)
        return RolledUp(method, slowest.value, marked)
    whole = sum((one.weight for one in counted), Fraction(0))
    average = sum((one.value * one.weight for one in counted), Fraction(0)) / whole if whole else None
    return RolledUp(method, average, counted)
