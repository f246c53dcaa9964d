"""What a breakdown to lower levels adds to what was asked above (层层加码): found and shown, never decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from duban.tasks.rules.case import Direction
from duban.tasks.rules.shares import short


class AddedDemand(StrEnum):
    """A kind of finding, in the order in which they are shown."""

    SUM_EXCEEDS = "sum_exceeds"
    SUM_BELOW = "sum_below"
    EARLIER_DEADLINE = "earlier_deadline"
    STRICTER_LIMIT = "stricter_limit"
    WIDER_SCOPE = "wider_scope"
    ADDED_REPORTING = "added_reporting"
    UNIT_MISMATCH = "unit_mismatch"
    LATER_DEADLINE = "later_deadline"  # shown where somebody decides; not part of what is compared for others


@dataclass(frozen=True, slots=True)
class Part:
    """The parent or one child of a breakdown; `scope` and `reporting` are words or a number a year."""

    name: str = ""
    direction: Direction = Direction.FLOOR
    target: Fraction | None = None
    unit: str = ""
    deadline: date | None = None
    scope: str | Fraction | None = None
    reporting: str | Fraction | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One demand added (or left open): whose, by how much, from what to what; what does not apply is None."""

    kind: AddedDemand
    name: str | None = None
    by: Fraction | None = None
    percent: Fraction | None = None  # of the parent's target
    days: int | None = None
    above: str | None = None
    below: str | None = None


def find_added_demands(parent: Part, children: Sequence[Part], reason: str = "") -> list[Finding]:
    """Return what the children ask beyond the parent, by kind and child; a reason answers earlier deadlines alone."""
    findings = [*_units(parent, children), *_limits(parent, children), *_scopes(parent, children)]
    findings += [*_reporting(parent, children)]
    if not any(finding.kind is AddedDemand.UNIT_MISMATCH for finding in findings):
        findings += _sum(parent, children)
    if not is_reason(reason):
        findings += _deadlines(parent, children)
    order = list(AddedDemand)
    return sorted(findings, key=lambda finding: order.index(finding.kind))


def find_later_deadlines(parent: Part, children: Sequence[Part]) -> list[Finding]:
    """Return the children that end after their parent: it cannot be finished in time then."""
    return [
        Finding(
            AddedDemand.LATER_DEADLINE,
            child.name,
            days=(child.deadline - parent.deadline).days,
            above=parent.deadline.isoformat(),
            below=child.deadline.isoformat(),
        )
        for child in children
        if parent.deadline and child.deadline and child.deadline > parent.deadline
    ]


def is_reason(words: str) -> bool:
    """Tell whether the words can be a reason: a blank or a dash is none."""
    return any(character.isalnum() for character in words)


def added_up(children: Sequence[Part]) -> list[Fraction]:
    """Return the targets that are added up: those to be reached; limits and words are not."""
    return [child.target for child in children if child.direction is Direction.FLOOR and child.target is not None]


def _sum(parent: Part, children: Sequence[Part]) -> Iterator[Finding]:
    """Compare the children's targets with the parent's; too little is only said where every child has a target."""
    targets = added_up(children)
    if parent.direction is not Direction.FLOOR or not parent.target or not targets:
        return
    gap = sum(targets) - parent.target
    if gap > 0 or (gap < 0 and len(targets) == len(children)):
        kind = AddedDemand.SUM_EXCEEDS if gap > 0 else AddedDemand.SUM_BELOW
        yield Finding(kind, by=abs(gap), percent=abs(gap) / parent.target * 100)


def _units(parent: Part, children: Sequence[Part]) -> Iterator[Finding]:
    unit = parent.unit or next((child.unit for child in children if child.unit), "")
    for child in children:
        if child.unit and child.unit != unit:
            yield Finding(AddedDemand.UNIT_MISMATCH, child.name, above=unit, below=child.unit)


def _limits(parent: Part, children: Sequence[Part]) -> Iterator[Finding]:
    if parent.direction is not Direction.CEILING or parent.target is None:
        return
    for child in children:
        comparable = child.direction is Direction.CEILING and (child.unit or parent.unit) == (parent.unit or child.unit)
        if comparable and child.target is not None and child.target < parent.target:
            yield Finding(AddedDemand.STRICTER_LIMIT, child.name, by=parent.target - child.target)


def _deadlines(parent: Part, children: Sequence[Part]) -> Iterator[Finding]:
    for child in children:
        if parent.deadline and child.deadline and child.deadline < parent.deadline:
            days = (parent.deadline - child.deadline).days
            above, below = parent.deadline.isoformat(), child.deadline.isoformat()
            yield Finding(AddedDemand.EARLIER_DEADLINE, child.name, days=days, above=above, below=below)


def _scopes(parent: Part, children: Sequence[Part]) -> Iterator[Finding]:
    if parent.scope is None:
        return
    for child in children:
        if child.scope is not None and _is_wider(parent.scope, child.scope):
            yield _compared(AddedDemand.WIDER_SCOPE, child, parent.scope, child.scope)


def _is_wider(above: str | Fraction, below: str | Fraction) -> bool:
    """Tell whether a scope goes beyond another: a larger number, or words not covered by the other's."""
    if isinstance(above, Fraction) and isinstance(below, Fraction):
        return below > above
    if isinstance(above, Fraction) or isinstance(below, Fraction):
        return False  # a number says nothing about words
    covered = _things(above)
    return any(not any(thing.endswith(whole) for whole in covered) for thing in _things(below))


_ALL = ("全市", "全县", "全区", "全省", "全域", "全部", "所有", "各类", "各级", "一切", "各")


def _things(words: str) -> list[str]:
    """Return what a scope names, without words for "all": 全部规上企业和个体户 → 规上企业, 个体户.

    A modifier stands before its noun, so 规上企业 is covered by 企业 and ends with it.
    """
    for mark in "，,；;/和及与":
        words = words.replace(mark, "、")
    things = []
    for thing in words.split("、"):
        thing = thing.strip()
        while (before := next((word for word in _ALL if thing.startswith(word)), "")) and len(before) < len(thing):
            thing = thing.removeprefix(before).strip("的 ")
        things += [thing] if thing else []
    return things


def _reporting(parent: Part, children: Sequence[Part]) -> Iterator[Finding]:
    """More reports a year than asked above; where words give no number, other words than above are shown."""
    for child in children:
        if child.reporting is None or child.reporting == "":
            continue
        above, below = parent.reporting or Fraction(0), child.reporting
        often, asked = _times(below), _times(above)
        more = often > asked if often is not None and asked is not None else above != below
        if more:
            yield _compared(AddedDemand.ADDED_REPORTING, child, above, below)


def _times(reporting: str | Fraction) -> Fraction | None:
    if isinstance(reporting, Fraction):
        return reporting
    from duban.tasks.rules.rhythms import times_a_year  # only for words: its patterns cost half a cold start

    return times_a_year(reporting)


def _compared(kind: AddedDemand, child: Part, above: str | Fraction, below: str | Fraction) -> Finding:
    return Finding(kind, child.name, above=_said(above), below=_said(below))


def _said(demand: str | Fraction) -> str:
    return short(demand, 4) if isinstance(demand, Fraction) else demand
