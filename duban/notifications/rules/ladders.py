"""Reminder ladders: named, versioned steps before and after a limit, counted in working days.

Source: the office's practice of 3 and 1 working days before, the day itself, then 提醒单 → 督办单 → 通报 (domain: deadlines).
A step is taken on a working day alone: one before the limit or on it is brought forward, one after it waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from duban.dates.workdays import Calendar

DAY = timedelta(days=1)


class Limit(StrEnum):
    """The three clocks of a task, and whatever clock an app above keeps of a matter of its own."""

    SIGNING = "signing"
    REPORTING = "reporting"
    DEADLINE = "deadline"
    OTHER = "other"


class Level(StrEnum):
    """How pressing a step is."""

    NEAR = "near"  # before the limit
    DUE = "due"  # its last working day
    LATE = "late"
    REMINDER = "reminder"  # 提醒单
    SUPERVISION = "supervision"  # 督办单
    CIRCULAR = "circular"  # 通报


class To(StrEnum):
    """Who is told."""

    UNIT = "unit"  # liaisons of the lead unit
    HEAD = "head"  # heads of the lead unit
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Step:
    """Tell `to` on the working day `after` the limit (negative: before it); with `every`, again each so many days."""

    limit: Limit
    after: int
    level: Level
    to: tuple[To, ...]
    every: int = 0


@dataclass(frozen=True, slots=True)
class Ladder:
    """A named set of steps; a change is a new version."""

    name: str
    version: str
    title: str
    steps: tuple[Step, ...]


LADDERS: dict[str, Ladder] = {
    ladder.name: ladder
    for ladder in (
        Ladder(
            "duban-default",
            "1",
            "提前3日、1日和当日提醒，逾期逐级升级",
            (
                Step(Limit.SIGNING, 0, Level.DUE, (To.UNIT,)),
                Step(Limit.SIGNING, 1, Level.LATE, (To.UNIT, To.DESK)),
                Step(Limit.SIGNING, 3, Level.REMINDER, (To.HEAD, To.DESK)),
                Step(Limit.REPORTING, -1, Level.NEAR, (To.UNIT,)),
                Step(Limit.REPORTING, 1, Level.LATE, (To.UNIT,)),
                Step(Limit.REPORTING, 3, Level.REMINDER, (To.HEAD, To.DESK)),
                Step(Limit.DEADLINE, -3, Level.NEAR, (To.UNIT,)),
                Step(Limit.DEADLINE, -1, Level.NEAR, (To.UNIT,)),
                Step(Limit.DEADLINE, 0, Level.DUE, (To.UNIT,)),
                Step(Limit.DEADLINE, 1, Level.REMINDER, (To.UNIT, To.HEAD, To.DESK)),
                Step(Limit.DEADLINE, 5, Level.SUPERVISION, (To.HEAD, To.DESK)),
                Step(Limit.DEADLINE, 10, Level.CIRCULAR, (To.HEAD, To.DESK)),
            ),
        ),
        Ladder(
            "three-colours",
            "1",
            "三色督办单：临期蓝、逾期红，红单每5个工作日重发直至销号",
            (
                Step(Limit.SIGNING, 1, Level.LATE, (To.UNIT, To.DESK)),
                Step(Limit.REPORTING, 1, Level.LATE, (To.UNIT, To.DESK)),
                Step(Limit.DEADLINE, -3, Level.NEAR, (To.UNIT,)),
                Step(Limit.DEADLINE, 0, Level.DUE, (To.UNIT,)),
                Step(Limit.DEADLINE, 1, Level.SUPERVISION, (To.UNIT, To.HEAD, To.DESK), every=5),
            ),
        ),
    )
}


# a clock that binds by the calendar and is answered for to somebody outside (a team's reply limit, a petition's)
OUTSIDE = (
    Step(Limit.OTHER, -3, Level.NEAR, (To.UNIT,)),
    Step(Limit.OTHER, -1, Level.NEAR, (To.UNIT, To.DESK)),
    Step(Limit.OTHER, 0, Level.DUE, (To.UNIT, To.DESK)),
    Step(Limit.OTHER, 1, Level.LATE, (To.UNIT, To.HEAD, To.DESK), every=5),
)


def limits_for(step: Step, day: date, calendar: Calendar) -> list[tuple[date, date]]:
    """Return the ranges (first, last) of limits for which the step falls on the working day `day`.

    With `every` there is one range for each repetition of the last two hundred working days.
    """
    afters = [step.after]
    if step.every:
        afters += range(step.after + step.every, 200, step.every)
    return [_range(after, day, calendar) for after in afters]


def working_days_since(last: date, today: date, calendar: Calendar) -> list[date]:
    """Return the working days after `last` up to and including `today`."""
    days = [last + DAY * count for count in range(1, (today - last).days + 1)]
    return [day for day in days if calendar.is_working_day(day)]


def _range(after: int, day: date, calendar: Calendar) -> tuple[date, date]:
    if after <= 0:  # as many working days lie after `day` up to the limit as the step comes before it
        return _nth(day, -after, calendar), _nth(day, 1 - after, calendar) - DAY
    return _nth(day, -after, calendar, back=True), _nth(day, 1 - after, calendar, back=True) - DAY


def _nth(day: date, count: int, calendar: Calendar, *, back: bool = False) -> date:
    """Return the `count`-th working day from `day`; `day` itself for 0."""
    pace = -DAY if back else DAY
    left = abs(count)
    while left:
        day += pace
        left -= calendar.is_working_day(day)
    return day
