"""The levels a matter goes down by (市—县—乡), read from the ledger, and what they add one after another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from duban.tasks.models import Demand, DemandKind, Task
from duban.tasks.rules.breakdown import Part
from duban.tasks.rules.case import Direction
from duban.tasks.rules.chain import ChainFinding, Level, find_chain, stood
from duban.tasks.states import FINAL_STATES

DEEPEST = 3  # city, county, township
ON_PAPER = (DemandKind.MATERIAL, DemandKind.REPORT, DemandKind.OTHER)


class Family:
    """The tasks of one number with their children and children's children, as far as they are given."""

    def __init__(self, tasks: Iterable[Task], material: Mapping[int, Sequence[str]] | None = None) -> None:
        self.tasks = {task.pk: task for task in tasks}
        self.material = material or {}
        self.below: dict[int, list[Task]] = defaultdict(list)
        for task in sorted(self.tasks.values(), key=lambda task: task.part):
            if task.parent_id and task.state not in FINAL_STATES:
                self.below[task.parent_id].append(task)

    def path(self, task: Task) -> list[Task]:
        """Return the tasks from the highest that is given down to this one."""
        found = [self.tasks.get(task.pk, task)]
        while (above := self.tasks.get(found[0].parent_id or 0)) is not None:
            found.insert(0, above)
        return found

    def paths(self, task: Task) -> list[list[Task]]:
        """Return every path through the task down to where it ends."""
        return [[*self.path(task)[:-1], *down] for down in self._down(task)]

    def levels(self, path: Sequence[Task], wanted: Mapping[int, Part] | None = None) -> list[Level]:
        """Return a path as levels; `wanted` stands in the place of what a task has."""
        parts = wanted or {}
        return [
            Level(
                _given(task, parts),
                tuple(_given(other, parts) for other in self.below[task.parent_id or 0]) if place else (),
                tuple(self.material.get(task.pk, ())),
            )
            for place, task in enumerate(path)
        ]

    def findings(self, task: Task, wanted: Mapping[int, Part] | None = None) -> list[ChainFinding]:
        """Return what is added along any path through the task, each once."""
        found = (one for path in self.paths(task) for one in find_chain(self.levels(path, wanted)))
        return list(dict.fromkeys(found))

    def _down(self, task: Task) -> Iterator[list[Task]]:
        own = self.tasks.get(task.pk, task)
        if not self.below[task.pk]:
            yield [own]
        for child in self.below[task.pk]:
            for rest in self._down(child):
                yield [own, *rest]


def family_of(task: Task, among: QuerySet[Task] | None = None) -> Family:
    """Return the task's family in two queries; `among` are those that may be seen."""
    tasks = list(_rows(task, among))
    material: dict[int, list[str]] = defaultdict(list)
    asked = Demand.objects.filter(task__in=tasks, kind__in=ON_PAPER, by_rule=False, dropped_at=None)
    for key, words in asked.values_list("task_id", "what"):
        material[key or 0].append(words)
    return Family(tasks, material)


def family_filter(task: Task) -> QuerySet[Task]:
    """Return the tasks that came of one number by breaking it down, this one among them."""
    return Task.objects.filter(year=task.year, source=task.source, serial=task.serial)


def depth_of(task: Task) -> int:
    """Return on which level the task stands, the task nobody broke down for being 1."""
    depth, above = 1, task.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth


def chain_added(task: Task, children: Sequence[Part], beside: Sequence[Part]) -> list[ChainFinding]:
    """Return what breaking the task down further adds over the levels above it too; nothing on the first level."""
    if task.parent_id is None:
        return []
    family = family_of(task)
    top = family.levels(family.path(task))
    found = (one for child in children for one in find_chain([*top, Level(child, tuple(beside))]))
    return list(dict.fromkeys(found))


def chain_changed(task: Task, wanted: Part) -> list[ChainFinding]:
    """Return what a change of the task adds over its whole chain that did not stand there before, or stood lower."""
    family = family_of(task)
    own = family.tasks.get(task.pk, task)
    parts = {task.pk: wanted}
    for child in family.below[task.pk]:  # they follow where deadline or rhythm changes
        followed = stored_part(child)
        if wanted.deadline != own.deadline:
            followed = replace(followed, deadline=wanted.deadline)
        if (wanted.reporting or "") != own.reporting_rhythm:
            followed = replace(followed, reporting=wanted.reporting)
        parts[child.pk] = followed
    before = family.findings(task)
    return [one for one in family.findings(task, parts) if not stood(one, before)]


def stored_part(task: Task) -> Part:
    """Return a task fetched with its quantity as a part of a breakdown."""
    quantity = getattr(task, "quantity", None)
    target, deadline = quantity.target if quantity else None, task.deadline
    return Part(
        name=str(task.lead_unit),
        direction=Direction(quantity.direction) if quantity else Direction.FLOOR,
        target=None if target is None else Fraction(target),
        unit=quantity.unit if quantity and target is not None else "",
        deadline=deadline if isinstance(deadline, date) else None,
        reporting=task.reporting_rhythm or None,
    )


def _given(task: Task, wanted: Mapping[int, Part]) -> Part:
    return wanted.get(task.pk) or stored_part(task)


def _rows(task: Task, among: QuerySet[Task] | None) -> QuerySet[Task]:
    rows = family_filter(task) if among is None else among
    return rows.select_related("lead_unit", "quantity")
