"""Shapes of charts and shares from plain numbers: no database, no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

FEWEST = 10  # closed tasks below which a unit's share is no basis for a comparison
AGES = ((1, 7), (8, 30), (31, 90), (91, None))  # days overdue


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart, in the picture's own measures; `value` is what it stands for."""

    x: float
    y: float
    width: float
    height: float
    value: int
    series: int
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale with its number."""

    y: float
    value: int


@dataclass(frozen=True, slots=True)
class BarChart:
    """Groups of bars on a scale from zero."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[tuple[float, str], ...]  # middle of each group, its name
    width: float
    height: float
    floor: float


WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640.0, 220.0, 36.0, 24.0, 10.0


def bar_chart(labels: Sequence[str], series: Sequence[Sequence[int]], *, stacked: bool = False) -> BarChart:
    """Return the bars of one or more series over the same labels, beside each other or on top of each other."""
    count = max(len(labels), 1)
    sums = [
        sum(row[place] for row in series) if stacked else max((row[place] for row in series), default=0)
        for place in range(len(labels))
    ]
    step, top = _scale(max(sums, default=0))
    room, usable = (WIDTH - LEFT) / count, HEIGHT - BOTTOM - TOP
    floor = HEIGHT - BOTTOM
    bars: list[Bar] = []
    for place, label in enumerate(labels):
        below = 0.0
        for number, row in enumerate(series):
            height = usable * row[place] / top
            width = room * 0.7 if stacked else room * 0.8 / max(len(series), 1)
            x = LEFT + place * room + room * (0.15 if stacked else 0.1) + (0 if stacked else number * width)
            bars.append(
                Bar(
                    round(x, 1),
                    round(floor - below - height, 1),
                    round(width, 1),
                    round(height, 1),
                    row[place],
                    number,
                    label,
                )
            )
            below += height if stacked else 0
    ticks = tuple(Tick(round(floor - usable * value / top, 1), value) for value in range(0, top + 1, step))
    middles = tuple((round(LEFT + place * room + room / 2, 1), label) for place, label in enumerate(labels))
    return BarChart(tuple(bars), ticks, middles, WIDTH, HEIGHT, floor)


def _scale(highest: int) -> tuple[int, int]:
    """Return a step of 1, 2 or 5 times a power of ten, and the top of a scale of five steps at most."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor * 5 >= highest:
                return step * factor, max(step * factor * -(-highest // (step * factor)), step * factor)
        step *= 10


def month_of(day: date) -> str:
    """Return a month as charts name it: 2026-11."""
    return f"{day.year}-{day.month:02d}"


def months_up_to(day: date, count: int = 12) -> list[date]:
    """Return the first days of the `count` months up to and including the day's."""
    found = [day.replace(day=1)]
    while len(found) < count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


def month_end(first: date) -> date:
    """Return the last day of the month that begins on `first`."""
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def month_before(day: date) -> date:
    """Return the same day of the month before, its last day where it is shorter."""
    end = day.replace(day=1) - timedelta(days=1)
    return end.replace(day=min(day.day, end.day))


def share_in_time(in_time: int, closed: int) -> str:
    """Return the percentage closed in time with one place; nothing where the count is no basis."""
    if closed < FEWEST:
        return ""
    tenths = (in_time * 2000 + closed) // (closed * 2)  # per mille, half up
    return f"{tenths // 10}.{tenths % 10}%"
