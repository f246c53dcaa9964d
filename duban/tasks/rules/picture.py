"""The schedule picture as plain geometry: the line where the work should be, the steps where it was, months' lamps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from duban.tasks.rules.case import Lamp, LampCase
from duban.tasks.rules.shares import schedule_progress, weight_due

WIDTH, HEIGHT = 420, 214
LEFT, RIGHT, TOP, BOTTOM = 38, 410, 14, 150
MONTHS_AT, NAMES_AT = 178, 200  # the row of lamps and the names under it
MOST_SHOWN = Fraction(3, 2)  # 150%; what is beyond ends at the upper edge
MONTHS_NAMED = 13


@dataclass(frozen=True, slots=True)
class Judged:
    """One stored lamp."""

    day: date
    lamp: Lamp
    schedule: Fraction | None = None
    actual: Fraction | None = None
    made_good: bool = False


@dataclass(frozen=True, slots=True)
class MonthLamp:
    """A month's lamp as it stood at the month's end, or now; `judged` are those stored in it."""

    month: date  # its first day
    lamp: Lamp
    judged: tuple[Judged, ...]
    x: str = ""
    named: bool = True

    @property
    def made_good(self) -> bool:
        """Whether a node missed was made good in it."""
        return any(one.made_good for one in self.judged)


@dataclass(frozen=True, slots=True)
class Mark:
    """A line across the picture with its words."""

    at: str
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What the template draws; points are `x,y x,y …`."""

    due: str
    done: str
    months: tuple[MonthLamp, ...]
    levels: tuple[Mark, ...]  # 0%, 50%, 100%
    today: str
    end: str  # of the schedule; empty without a deadline
    today_right: bool  # whether the word stands right of its line


def months_of(judged: Sequence[Judged], last: date) -> list[MonthLamp]:
    """Return every month from the first stored lamp to `last`; a month without a lamp of its own keeps the one before."""
    if not judged:
        return []
    months, month = [], judged[0].day.replace(day=1)
    lamp = judged[0].lamp
    while month <= last:
        following = (month + timedelta(days=32)).replace(day=1)
        own = tuple(one for one in judged if month <= one.day < following)
        lamp = own[-1].lamp if own else lamp
        months.append(MonthLamp(month, lamp, own))
        month = following
    return months


def draw(case: LampCase, judged: Sequence[Judged], by_nodes: bool) -> Picture:
    """Return the picture of a case on its day; `by_nodes`: its schedule steps from node to node."""
    first = min([case.start, *(one.day for one in judged[:1])])
    last = max(case.deadline or case.today, case.today, first + timedelta(days=1))
    frame = _Frame(first, last, _highest(judged))
    due = _nodes_due(case, last) if by_nodes else _days_due(case)
    months = months_of(judged, case.today)
    every = -(-len(months) // MONTHS_NAMED) or 1
    return Picture(
        due=frame.line(due) if case.deadline else "",
        done=frame.line(_steps(judged, case.today)),
        months=tuple(
            MonthLamp(one.month, one.lamp, one.judged, frame.x(_middle(one.month, first, last)), place % every == 0)
            for place, one in enumerate(months)
        ),
        levels=tuple(Mark(frame.y(Fraction(level, 100)), f"{level}%") for level in (0, 50, 100)),
        today=frame.x(case.today),
        end=frame.x(case.deadline) if case.deadline else "",
        today_right=(case.today - first) * 4 < (last - first) * 3,
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turns days and shares into places."""

    first: date
    last: date
    highest: Fraction

    def x(self, day: date) -> str:
        """Return the place of a day."""
        part = (day - self.first).days / (self.last - self.first).days
        return f"{LEFT + min(max(part, 0), 1) * (RIGHT - LEFT):.1f}"

    def y(self, share: Fraction) -> str:
        """Return the place of a share; what lies outside ends at the edge."""
        part = float(min(max(share, Fraction(0)), self.highest) / self.highest)
        return f"{BOTTOM - part * (BOTTOM - TOP):.1f}"

    def line(self, points: Iterator[tuple[date, Fraction]]) -> str:
        """Return the points of a line."""
        return " ".join(f"{self.x(day)},{self.y(share)}" for day, share in points)


def _highest(judged: Sequence[Judged]) -> Fraction:
    shares = [one.actual for one in judged if one.actual is not None]
    return min(max([Fraction(1), *shares]), MOST_SHOWN)


def _days_due(case: LampCase) -> Iterator[tuple[date, Fraction]]:
    """Corners of the schedule: the start, each pause, the deadline; from there on all is due."""
    if case.deadline is None:
        return
    corners = {case.start, case.deadline, max(case.today, case.deadline)}
    for begin, end in case.pauses:
        corners |= {begin - timedelta(days=1), end - timedelta(days=1)}
    for day in sorted(corners):
        if case.start <= day:
            yield day, schedule_progress(case.start, case.deadline, day, case.pauses)


def _nodes_due(case: LampCase, last: date) -> Iterator[tuple[date, Fraction]]:
    """The weights due, a step on each node's day."""
    due = Fraction(0)
    yield case.start, due
    for day in sorted({node.due for node in case.nodes}):
        yield day, due
        due = weight_due(case.nodes, day)
        yield day, due
    yield last, due


def _steps(judged: Sequence[Judged], today: date) -> Iterator[tuple[date, Fraction]]:
    """The work done as it was known on each day, up to today."""
    share: Fraction | None = None
    for one in judged:
        if share is not None:
            yield one.day, share
        share = one.actual
        if share is not None:
            yield one.day, share
    if share is not None:
        yield today, share


def _middle(month: date, first: date, last: date) -> date:
    """Return the middle of that part of a month that the picture shows."""
    end = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    begin, end = max(month, first), min(end, last)
    return begin + (end - begin) / 2
