"""Shapes of charts from plain numbers: no database, no Django; `web/bars.html` draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


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


MOST_LABELS = 16  # under more groups only every second, third … name has room
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
    every = -(-count // MOST_LABELS)
    middles = tuple(
        (round(LEFT + place * room + room / 2, 1), label) for place, label in enumerate(labels) if place % every == 0
    )
    return BarChart(tuple(bars), ticks, middles, WIDTH, HEIGHT, floor)


def _scale(highest: int) -> tuple[int, int]:
    """Return a step of 1, 2 or 5 times a power of ten, and the top of a scale of five steps at most."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor * 5 >= highest:
                return step * factor, max(step * factor * -(-highest // (step * factor)), step * factor)
        step *= 10
