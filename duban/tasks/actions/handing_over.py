"""What a unit has in hand goes to its heirs when units are reorganised (机构调整移交): the ledger's `unit_holders`.

An open task keeps number, state, clock and signatures; every name written on that day stays as it was written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from duban.organizations.holdings import Handover, Held, Holding
from duban.organizations.models import Unit, User
from duban.organizations.queries import heirs_of, why_gone
from duban.tasks.actions.drafts import Changes, DraftRefused
from duban.tasks.actions.moving import log, write
from duban.tasks.models import (
    ChangeRequest,
    CompletionRequest,
    Demand,
    Report,
    ReportState,
    RequestState,
    Task,
    TaskUnit,
    TaskUnitRole,
    UnitPractice,
)
from duban.tasks.states import TaskState, Verb
from duban.tasks.wording import HELD_LABELS

_RANK = {role: place for place, role in enumerate(TaskUnitRole.values)}
_FIELDS = {
    TaskUnitRole.LEAD: "lead_unit",
    TaskUnitRole.RESPONSIBLE: "responsible_units",
    TaskUnitRole.SUPPORTING: "supporting_units",
    TaskUnitRole.DATA: "data_units",
}
_AT_ONCE = 500


def held_by(unit: Unit) -> Held:
    """Return the unit's open tasks, those it leads first, and counts of what goes along with them."""
    parts = list(_parts_in_hand(unit).select_related("task"))
    parts.sort(key=lambda part: (_RANK[part.role], part.task.number))
    waiting, open_demands = Q(unit=unit, state=RequestState.WAITING), Q(answered_at=None, dropped_at=None)
    counts = {
        "children": sum(part.role == TaskUnitRole.LEAD and part.task.parent_id is not None for part in parts),
        "requests": CompletionRequest.objects.filter(waiting).count() + ChangeRequest.objects.filter(waiting).count(),
        "wanted": ChangeRequest.objects.filter(new_lead=unit, state=RequestState.WAITING).count(),
        "drafts": Report.objects.filter(unit=unit).exclude(state=ReportState.SENT).count(),
        "demands": Demand.objects.filter(open_demands, unit=unit).count(),
    }
    return Held([_holding(part) for part in parts], [(HELD_LABELS[name], count) for name, count in counts.items()])


def hand_over(handover: Handover) -> dict[str, int]:
    """Give each open task's part to its heir, with a move and an audit row a task; what belongs to it goes along."""
    moved: dict[str, int] = {}
    by_heir: dict[Unit, list[int]] = defaultdict(list)
    for part in _parts_in_hand(handover.source).select_related("task").order_by("task_id"):
        heir = handover.heir_of(f"task:{part.task_id}")
        if heir != handover.source:
            _give(part, heir, handover)
            by_heir[heir].append(part.task_id)
            moved[f"task:{part.task_id}"] = heir.pk
    for heir, tasks in by_heir.items():
        for some in _portions(tasks):
            _take_along(handover.source, heir, some)
    _pass_on_loose_ends(handover)
    return moved


def note_new_name(unit: Unit, before: str, *, actor: User, reason: str) -> int:
    """Write the unit's new name on its open tasks, with a move and an audit row a task; closed ones keep the old."""
    count = 0
    for part in _parts_in_hand(unit).filter(unit_name=before).select_related("task"):
        TaskUnit.objects.filter(pk=part.pk).update(unit_name=unit.name)
        _note(part.task, {}, {_FIELDS[TaskUnitRole(part.role)]: [before, unit.name]}, actor, reason)
        count += 1
    return count


def give_to_heirs(task: Task, *, actor: User) -> None:
    """Give the parts of units that are no more to those that carry on, when a closed task is taken up again.

    The lead's part must find an heir; raise DraftRefused where there is none.
    """
    for part in TaskUnit.objects.filter(task=task, unit__active=False).select_related("unit", "task"):
        heirs = heirs_of(part.unit)
        if heirs:
            reason = f"“{part.unit.name}”已撤销，由承接单位接办"
            _give(part, heirs[0], Handover(part.unit, tuple(heirs), heirs[0], {}, actor, reason))
            _take_along(part.unit, heirs[0], [task.pk])
        elif part.role == TaskUnitRole.LEAD:
            raise DraftRefused(why_gone(part.unit))
    task.refresh_from_db(fields=["version", "lead_unit"])


def _parts_in_hand(unit: Unit) -> QuerySet[TaskUnit]:
    return TaskUnit.objects.filter(unit=unit, task__in_hand=1)


def _holding(part: TaskUnit) -> Holding:
    label, url = f"{part.task.number} {part.task.title}", part.task.get_absolute_url()
    return Holding(f"task:{part.task_id}", TaskUnitRole(part.role).label, label, url)


def _give(part: TaskUnit, heir: Unit, handover: Handover) -> None:
    """Let the heir take the part; where it is on the task already, the weightier of both parts stays."""
    task = Task.objects.select_for_update().get(pk=part.task_id)
    changes: Changes = {_FIELDS[TaskUnitRole(part.role)]: [part.unit_name, heir.name]}
    own = task.units.filter(unit=heir).first()
    if own is not None and _RANK[own.role] <= _RANK[part.role]:
        changes = {_FIELDS[TaskUnitRole(part.role)]: [part.unit_name, ""]}
        part.delete()
    else:
        if own is not None:
            changes[_FIELDS[TaskUnitRole(own.role)]] = [own.unit_name, ""]
            own.delete()
        TaskUnit.objects.filter(pk=part.pk).update(unit=heir, unit_name=heir.name)
    values = {"lead_unit": heir} if part.role == TaskUnitRole.LEAD else {}
    _note(task, values, changes, handover.actor, handover.reason)


def _note(task: Task, values: dict[str, Any], changes: Changes, actor: User, reason: str) -> None:
    write(task, values)
    log(task, Verb.REORGANIZE, actor, changes, reason, from_state=TaskState(task.state))


def followers() -> list[type[Model]]:
    """Return the ledger's tables whose rows belong to one unit's part in a task: they go where the part goes."""
    tables = (model for model in apps.get_app_config("tasks").get_models() if model is not TaskUnit)
    return [model for model in tables if _points_to(model, "task", Task) and _points_to(model, "unit", Unit)]


def _points_to(model: type[Model], name: str, target: type[Model]) -> bool:
    fields = {field.name: field for field in model._meta.concrete_fields}
    return name in fields and fields[name].related_model is target


def _take_along(source: Unit, heir: Unit, tasks: list[int]) -> None:
    """Let what the source did and was asked on these tasks count as the heir's; the names on it stay."""
    for model in followers():
        model._default_manager.filter(task__in=tasks, unit=source).update(unit=heir)
    drafts = Report.objects.filter(task__in=tasks, unit=heir).exclude(state=ReportState.SENT)
    drafts.update(unit_name=heir.name)


def _pass_on_loose_ends(handover: Handover) -> None:
    """Pass on what hangs on no part of a task: wishes for this unit to lead, open demands, and the unit's practice."""
    source, first = handover.source, handover.first
    if source == first or source in handover.heirs:
        return
    ChangeRequest.objects.filter(new_lead=source, state=RequestState.WAITING).update(new_lead=first, new=first.name)
    Demand.objects.filter(unit=source, task=None, answered_at=None, dropped_at=None).update(unit=first)
    if UnitPractice.objects.filter(unit=source, head_approves=True).exists():
        for heir in handover.heirs:
            UnitPractice.objects.get_or_create(unit=heir, defaults={"head_approves": True})


def _portions(rows: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]
