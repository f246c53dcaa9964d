"""The values a lamp is judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from duban.tasks.rules.shares import Node, Pause


class Lamp(StrEnum):
    """What a rule set says of a task."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class Direction(StrEnum):
    """How a target is meant: to reach, not to exceed, or in words."""

    FLOOR = "floor"
    CEILING = "ceiling"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached, and the newest figure; a target in words is met or not, as a person says."""

    direction: Direction = Direction.FLOOR
    target: Fraction = Fraction(1)
    words: str = ""
    actual: Fraction | None = None
    met: bool | None = None  # of a target in words; None: nothing reported
    unit: str = ""


@dataclass(frozen=True, slots=True)
class LampCase:
    """All a lamp is judged by. `share` is one the unit typed or the children give, for want of a target's own."""

    today: date
    start: date
    deadline: date | None
    target: Target | None = None
    nodes: tuple[Node, ...] = ()
    share: Fraction | None = None
    share_code: str = ""  # typed, rolled_up; empty: the case has no such share
    reported_on: date | None = None
    report_by: date | None = None  # the next report is due; past it a task without measures does not report
    pauses: tuple[Pause, ...] = ()
    verified: bool = False  # a second person has found the work done
    history: tuple[tuple[str, Lamp], ...] = ()  # month → lamp, as it was


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of a case: whether anything is reported, its share, whether it is done."""

    code: str  # quantity, limit, words, nodes, typed, rolled_up, bare
    reported: bool
    done: bool
    actual: Fraction | None = None
    over: bool = False  # of a limit
