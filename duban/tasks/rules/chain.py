"""What is added over a whole chain of levels (级级提速、层层加码): each level a little, together much. Found, never decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from duban.tasks.rules.breakdown import AddedDemand, Part, find_added_demands
from duban.tasks.rules.clashes import ALIKE, likeness
from duban.tasks.rules.shares import short

LINKS = 2  # from so many links on that add the same, it is a matter of the chain and not of one level


class ChainDemand(StrEnum):
    """A kind of finding over a chain, in the order in which they are shown."""

    EARLIER_EACH_LEVEL = "earlier_each_level"
    GROWING_EACH_LEVEL = "growing_each_level"
    STRICTER_EACH_LEVEL = "stricter_each_level"
    MORE_OFTEN_EACH_LEVEL = "more_often_each_level"
    SAME_MATERIAL = "same_material"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a chain; `beside` is all that the level above was broken down to, this one among them."""

    part: Part
    beside: tuple[Part, ...] = ()
    material: tuple[str, ...] = ()  # what is asked for by hand at this level


@dataclass(frozen=True, slots=True)
class Slice:
    """What one level adds: whose it is, from what to what, by how much (days, an amount) and by which share in percent."""

    name: str
    above: str = ""
    below: str = ""
    by: Fraction = Fraction(0)
    percent: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class ChainFinding:
    """What several levels of one chain add, one slice a level, with the whole: days, an amount, or a share in percent."""

    kind: ChainDemand
    slices: tuple[Slice, ...]
    total: Fraction = Fraction(0)


def find_chain(levels: Sequence[Level]) -> list[ChainFinding]:
    """Return what at least two links of the chain, from the top down, add of the same kind."""
    links = list(pairwise(levels))
    found = []
    for kind, slices in (
        (ChainDemand.EARLIER_EACH_LEVEL, list(_earlier(links))),
        (ChainDemand.GROWING_EACH_LEVEL, list(_growing(links))),
        (ChainDemand.STRICTER_EACH_LEVEL, list(_named(links, AddedDemand.STRICTER_LIMIT))),
        (ChainDemand.MORE_OFTEN_EACH_LEVEL, list(_named(links, AddedDemand.ADDED_REPORTING))),
        (ChainDemand.SAME_MATERIAL, _same_material(levels)),
    ):
        if len(slices) >= LINKS:
            found.append(ChainFinding(kind, tuple(slices), _total(kind, slices)))
    return found


def stood(finding: ChainFinding, before: Sequence[ChainFinding]) -> bool:
    """Tell whether the same levels added the same before, no less."""
    names = [one.name for one in finding.slices]
    return any(
        one.kind is finding.kind
        and [piece.name for piece in one.slices] == names
        and one.total >= finding.total
        and (finding.total or [piece.below for piece in one.slices] == [piece.below for piece in finding.slices])
        for one in before
    )


Links = Sequence[tuple[Level, Level]]


def _earlier(links: Links) -> Iterator[Slice]:
    for above, below in links:
        if above.part.deadline and below.part.deadline and below.part.deadline < above.part.deadline:
            days = (above.part.deadline - below.part.deadline).days
            first, last = above.part.deadline.isoformat(), below.part.deadline.isoformat()
            yield Slice(below.part.name, first, last, Fraction(days))


def _growing(links: Links) -> Iterator[Slice]:
    """Compare at each link what the level was broken down to, all together, with what it had to reach itself."""
    for above, below in links:
        for finding in find_added_demands(above.part, below.beside or (below.part,)):
            if finding.kind is AddedDemand.SUM_EXCEEDS and finding.by is not None and finding.percent is not None:
                target = above.part.target or Fraction(0)
                yield Slice(above.part.name, _said(target), _said(target + finding.by), finding.by, finding.percent)


def _named(links: Links, kind: AddedDemand) -> Iterator[Slice]:
    for above, below in links:
        for finding in find_added_demands(above.part, [below.part]):
            if finding.kind is kind:
                first, last = finding.above or "", finding.below or ""
                if kind is AddedDemand.STRICTER_LIMIT:
                    first, last = _said(above.part.target), _said(below.part.target)
                yield Slice(below.part.name, first, last, finding.by or Fraction(0))


def _same_material(levels: Sequence[Level]) -> list[Slice]:
    """Return, of the material that most levels ask for, each level's own words for it."""
    best: list[Slice] = []
    for level in levels:
        for words in level.material:
            alike = [
                Slice(other.part.name, below=found)
                for other in levels
                if (found := next((one for one in other.material if likeness(one, words) >= ALIKE), ""))
            ]
            best = max(best, alike, key=len)
    return best


def _total(kind: ChainDemand, slices: Sequence[Slice]) -> Fraction:
    """Return what the slices make together; shares grow on each other."""
    if kind is ChainDemand.GROWING_EACH_LEVEL:
        grown = Fraction(1)
        for piece in slices:
            grown *= 1 + piece.percent / 100
        return (grown - 1) * 100
    return sum((piece.by for piece in slices), Fraction(0))


def _said(amount: Fraction | None) -> str:
    return "" if amount is None else short(amount, 4)
