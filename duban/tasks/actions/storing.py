"""New tasks stored with all that belongs to them: one or a thousand, one statement for each kind of row."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from django.utils import timezone

from duban.audit.actions import Happened, record_history
from duban.organizations.models import User
from duban.settings import setting
from duban.tasks.actions.clocks import counted_from, report_limit, sign_limit
from duban.tasks.actions.drafts import PLAIN_FIELDS, Changes, Origin, TaskDraft, opening_of, parts_of
from duban.tasks.actions.lighting import keep_new, light_new, light_parent_later
from duban.tasks.actions.moving import move_of
from duban.tasks.actions.owing import first_demands
from duban.tasks.life import Who
from duban.tasks.models import Demand, Task, TaskMove, TaskOrigin, TaskUnit
from duban.tasks.permissions import standing_of
from duban.tasks.rules import part_number, prefixes, task_number
from duban.tasks.states import TaskState, Verb


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task under its number, about to be stored; its parent is stored already or stands before it in the list."""

    draft: TaskDraft
    serial: int
    part: int = 0  # its place in the serial, of all levels
    parent: NewTask | Task | None = None
    place: int = 0  # under a parent that is stored already
    token: uuid.UUID | None = None


def store(wanted: Sequence[NewTask], actor: User) -> list[Task]:
    """Store the tasks with units, origins, first demands, moves, audit rows and lamps; return them in their order."""
    verb = Verb.OPEN if Who.RELEASER in standing_of(actor) else Verb.PROPOSE
    tasks = _tasks(wanted, verb, actor)
    lamps = light_new(tasks)
    Task.objects.bulk_create(task for task in tasks if task.parent is None or task.parent.pk)
    Task.objects.bulk_create(task for task in tasks if task.pk is None)  # children of those just stored
    pairs = list(zip(tasks, (new.draft for new in wanted), strict=True))
    units = [unit_rows(task, draft) for task, draft in pairs]
    TaskUnit.objects.bulk_create(chain.from_iterable(units))
    TaskOrigin.objects.bulk_create(row for task, draft in pairs for row in origin_rows(task, draft.origins))
    Demand.objects.bulk_create(
        row
        for task, parts in zip(tasks, units, strict=True)
        for row in first_demands(task, [part.unit for part in parts], actor)
    )
    _tell(pairs, verb, actor)
    keep_new(lamps)
    for task in tasks:
        light_parent_later(task)
    return tasks


def unit_rows(task: Task, draft: TaskDraft) -> list[TaskUnit]:
    """Return the units' parts of a new task, not stored yet."""
    return [TaskUnit(task=task, unit=unit, unit_name=unit.name, role=role) for unit, role in parts_of(draft).items()]


def origin_rows(task: Task, origins: Sequence[Origin]) -> list[TaskOrigin]:
    """Return a copy of each origin, not stored yet."""
    return [
        TaskOrigin(
            task=task,
            **{name: getattr(origin, name) for name in Origin.__dataclass_fields__ if name != "key"},
            key=origin.key or f"{origin.kind}:{origin.title}"[:60],
        )
        for origin in origins
    ]


def _tasks(wanted: Sequence[NewTask], verb: Verb, actor: User) -> list[Task]:
    """Return the tasks with their clocks set, not stored yet."""
    table, today = prefixes(setting("DUBAN_TASK_PREFIXES")), timezone.localdate()
    sign_by = sign_limit(today) if verb is Verb.OPEN else None
    made: dict[int, Task] = {}
    for new in wanted:
        draft = new.draft
        task = Task(
            number=_number(table, new),
            year=draft.year,
            source=draft.source,
            serial=new.serial,
            part=new.part,
            parent=made[id(new.parent)] if isinstance(new.parent, NewTask) else new.parent,
            once=new.token,
            state=(TaskState.ASSIGNED if verb is Verb.OPEN else TaskState.PROPOSED).value,
            lead_unit=draft.lead_unit,
            sign_by=sign_by,
            opened_by=actor,
            deadline_from=counted_from(draft),
            **{name: getattr(draft, name) for name in PLAIN_FIELDS},
        )
        if verb is Verb.OPEN:
            task.report_by = report_limit(task, today)
        made[id(new)] = task
    return list(made.values())


def _number(table: dict[str, str], new: NewTask) -> str:
    if isinstance(new.parent, Task):
        return part_number(new.parent.number, new.place)
    return task_number(table, new.draft.source, new.draft.year, new.serial, new.part)


def _tell(pairs: Sequence[tuple[Task, TaskDraft]], verb: Verb, actor: User) -> None:
    """Store each task's first move and its audit row."""
    told: list[tuple[Task, Changes]] = [(task, opening_of(draft)) for task, draft in pairs]
    TaskMove.objects.bulk_create(move_of(task, verb, actor, changes, "", from_state=None) for task, changes in told)
    now = timezone.now()
    record_history(Happened(f"task.{verb}", task, actor, now, changes) for task, changes in told)
