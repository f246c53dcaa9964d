"""What a task is measured by, as one value: read from its rows, wanted by a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duban.tasks.models import Direction, Funds, Quantity, RollUp, Task


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """One node wanted: what, until when, how much of the whole."""

    title: str
    due: date
    weight: Decimal


@dataclass(frozen=True, slots=True)
class TaskMeasures:
    """All that a task is measured by; an empty part is not measured."""

    start: date | None = None
    direction: str = Direction.FLOOR
    target: Decimal | None = None
    target_text: str = ""
    unit: str = ""
    milestones: tuple[MilestoneFacts, ...] = ()
    budget: Decimal | None = None
    roll_up: str = RollUp.NONE
    roll_up_weight: Decimal | None = None
    rule_set: str = ""

    @property
    def has_quantity(self) -> bool:
        """Whether there is a target in figures or in words."""
        return self.target is not None or bool(self.target_text)


def measures_of(task: Task) -> TaskMeasures:
    """Return what the task is measured by."""
    quantity, funds = Quantity.objects.filter(task=task).first(), Funds.objects.filter(task=task).first()
    return TaskMeasures(
        start=task.start,
        direction=quantity.direction if quantity else Direction.FLOOR,
        target=quantity.target if quantity else None,
        target_text=quantity.target_text if quantity else "",
        unit=quantity.unit if quantity else "",
        milestones=tuple(MilestoneFacts(row.title, row.due, row.weight) for row in task.milestones.all()),
        budget=funds.budget if funds else None,
        roll_up=task.roll_up,
        roll_up_weight=task.roll_up_weight,
        rule_set=task.rule_set,
    )
