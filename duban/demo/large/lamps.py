"""The lamp a life may have had on a day of its past."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from duban.demo.large.lives import Life
from duban.tasks.models import Lamp


def lamp_of(life: Life, day: date) -> tuple[Decimal | None, Decimal | None, Lamp]:
    """Return schedule share, actual share and lamp of a day."""
    told = [report for report in life.reports if report.on <= day]
    actual = None
    if told:
        last = told[-1]
        share = (
            last.done / life.matter.target
            if last.done is not None and life.matter.target
            else (last.percent or 0) / 100
        )
        actual = round(Decimal(share), 4)
    if life.deadline is None:
        return None, actual, Lamp.GREY
    length = (life.deadline - life.opened).days + 1
    schedule = round(Decimal(min(max((day - life.opened).days + 1, 0), length)) / length, 4)
    if day > life.deadline and (actual is None or actual < 1):
        return schedule, actual, Lamp.RED
    if actual is None:
        return schedule, actual, Lamp.GREY
    behind = 100 * (schedule - actual)
    return schedule, actual, Lamp.RED if behind > 20 else Lamp.YELLOW if behind > 10 else Lamp.GREEN
