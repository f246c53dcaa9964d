"""Opening, changing and taking back a task and its children."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.organizations.models import Unit, User
from duban.settings import setting
from duban.tasks.actions.clocks import (
    DEFAULT_MARK,
    counted_from,
    report_limit,
    sign_limit,
    with_default_limit,
)
from duban.tasks.actions.drafts import (
    PLAIN_FIELDS,
    Changes,
    DraftRefused,
    Origin,
    TaskDraft,
    check_draft,
    differences,
    draft_of,
    once,
    opening_of,
    parts_of,
)
from duban.tasks.actions.lighting import light_after
from duban.tasks.actions.moving import Step, begin, finish, log, settle_open_ends, wanted_reason
from duban.tasks.actions.owing import owe_signatures_and_report
from duban.tasks.life import Who, allowed_from
from duban.tasks.models import Task, TaskOrigin, TaskSerial, TaskUnit, TaskUnitRole
from duban.tasks.permissions import may_write, standing_of
from duban.tasks.rules import prefixes, task_number
from duban.tasks.states import OPEN_STATES, TaskState, Verb

_DEADLINE = ("deadline", "deadline_text", "deadline_explanation", "deadline_from")
_HELD = (TaskState.PROPOSED, TaskState.ASSIGNED)  # a change of lead leaves these states as they are


@transaction.atomic
def open_task(draft: TaskDraft, *, actor: User, token: uuid.UUID | None = None) -> Task:
    """Open the task and its children (立项交办), numbered per year and source; raise DraftRefused.

    Where the office's setting reserves assigning for the desk, a clerk's task is proposed and no unit sees it yet.
    `token` is the form's: given twice, there is one task.
    """
    if not may_write(actor):
        raise PermissionDenied
    check_draft(draft)
    draft = with_default_limit(draft, timezone.localdate())
    serial = next_serial(draft.year, draft.source)
    there = Task.objects.filter(once=token, opened_by=actor).first() if token else None
    if there:  # asked under the counter's lock; the number just taken goes back
        TaskSerial.objects.filter(year=draft.year, source=draft.source).update(last=F("last") - 1)
        return there
    task = _insert(draft, actor, serial=serial, token=token)
    for part, unit in enumerate(once(draft.fan_out_to), start=1):
        _insert(child_draft(draft, unit), actor, serial=serial, part=part, parent=task)
    return task


@transaction.atomic
def assign(task: Task, *, actor: User) -> Task:
    """Hand a proposed task and its proposed children to their units (交办)."""
    step = begin(task, Verb.ASSIGN, actor)
    finish(step)
    for child in task.children.filter(state=TaskState.PROPOSED.value):
        assign(child, actor=actor)
    return task


@transaction.atomic
def change_task(task: Task, draft: TaskDraft, *, actor: User, reason: str) -> Task:
    """Make the task what the draft says; old values stay in its moves. Nothing changed writes nothing.

    The number stays, whatever source and year the draft names. Children take over what changed here,
    units newly fanned out to get one, those no longer named have theirs withdrawn while nothing is done yet.
    Another lead unit has the task assigned to it anew. Raise TaskConflict where `task` is not as it is stored now.
    """
    if not may_write(actor):
        raise PermissionDenied
    check_draft(draft)
    reason = wanted_reason(reason)
    step = begin(task, Verb.CHANGE, actor)
    before = draft_of(task)
    changes = _apply(step, before, draft, reason)
    if task.parent_id is None:
        _change_children(task, before, draft, changes, actor, reason)
    return task


@transaction.atomic
def fan_out(task: Task, units: Iterable[Unit], *, actor: User, reason: str) -> Task:
    """Open a child for each unit that has none yet (分解到单位)."""
    step = begin(task, Verb.FAN_OUT, actor)
    if task.parent_id is not None:
        raise DraftRefused(_("“%(task)s”本身是分解来的，不能再往下分解；请在上级事项上分解。") % {"task": task.number})
    before = draft_of(task)
    wanted = replace(before, fan_out_to=tuple(once((*before.fan_out_to, *units))))
    if task.lead_unit in wanted.fan_out_to:
        raise DraftRefused(_("“%(unit)s”是本事项的牵头单位，不能把事项分解给它自己。") % {"unit": task.lead_unit})
    check_draft(wanted)
    reason = wanted_reason(reason)
    changes = differences(before, wanted)
    if changes:
        finish(step, changes=changes, reason=reason)
        _open_missing(task, wanted, before, actor)
    return task


@transaction.atomic
def withdraw_task(task: Task, *, actor: User, reason: str) -> Task:
    """Take the task and its children back (撤回); they stay in the ledger with the reason. Raise MoveRefused."""
    if not may_write(actor):
        raise PermissionDenied
    reason = wanted_reason(reason)
    step = begin(task, Verb.WITHDRAW, actor)
    finish(step, settle_open_ends(task, actor), reason=reason)
    for child in task.children.filter(state__in=allowed_from(Verb.WITHDRAW)):
        withdraw_task(child, actor=actor, reason=reason)
    return task


def next_serial(year: int, source: str) -> int:
    """Return the next number of the year and source; the counter's row is locked until the transaction ends."""
    counter = TaskSerial.objects.filter(year=year, source=source)
    if not counter.update(last=F("last") + 1):
        TaskSerial.objects.get_or_create(year=year, source=source)
        counter.update(last=F("last") + 1)
    return counter.get().last


def _store_origins(task: Task, origins: Iterable[Origin]) -> None:
    """Store a copy of each origin."""
    TaskOrigin.objects.bulk_create(
        TaskOrigin(
            task=task,
            **{name: getattr(origin, name) for name in Origin.__dataclass_fields__ if name != "key"},
            key=origin.key or f"{origin.kind}:{origin.title}"[:60],
        )
        for origin in origins
    )


def _insert(
    draft: TaskDraft,
    actor: User,
    *,
    serial: int,
    part: int = 0,
    parent: Task | None = None,
    token: uuid.UUID | None = None,
) -> Task:
    """Store one task with its units, origins, first move and audit row."""
    table = prefixes(setting("DUBAN_TASK_PREFIXES"))
    verb = Verb.OPEN if Who.RELEASER in standing_of(actor) else Verb.PROPOSE
    state = TaskState.ASSIGNED if verb is Verb.OPEN else TaskState.PROPOSED
    task = Task.objects.create(
        number=task_number(table, draft.source, draft.year, serial, part),
        year=draft.year,
        source=draft.source,
        serial=serial,
        part=part,
        parent=parent,
        once=token,
        state=state.value,
        lead_unit=draft.lead_unit,
        sign_by=sign_limit() if verb is Verb.OPEN else None,
        opened_by=actor,
        deadline_from=counted_from(draft),
        **{name: getattr(draft, name) for name in PLAIN_FIELDS},
    )
    if verb is Verb.OPEN and (first := report_limit(task, timezone.localdate())):
        Task.objects.filter(pk=task.pk).update(report_by=first)
        task.report_by = first
    store_units(task, parts_of(draft))
    _store_origins(task, draft.origins)
    owe_signatures_and_report(task, actor)
    log(task, verb, actor, opening_of(draft), "", from_state=None)
    light_after(task, verb, new=True)
    return task


def open_child(parent: Task, draft: TaskDraft, *, actor: User) -> Task:
    """Store a further child of the parent with what the draft wants of it; the caller has made the parent's move."""
    part = max(parent.children.values_list("part", flat=True), default=0) + 1
    return _insert(child_draft(draft, draft.lead_unit), actor, serial=parent.serial, part=part, parent=parent)


def child_draft(draft: TaskDraft, unit: Unit) -> TaskDraft:
    """Return the same matter as one unit's own task."""
    return replace(draft, lead_unit=unit, responsible_units=(), supporting_units=(), data_units=(), fan_out_to=())


def _apply(step: Step, before: TaskDraft, draft: TaskDraft, reason: str) -> Changes:
    """Write what differs between the drafts, with its move; return the differences in words."""
    if before.deadline_text.startswith(DEFAULT_MARK) and not (draft.deadline or draft.deadline_text):
        draft = replace(draft, **{name: getattr(before, name) for name in _DEADLINE})  # still no limit in the text
    changes = differences(before, draft)
    if not changes:
        return changes
    task = step.task
    values: dict[str, Any] = {name: getattr(draft, name) for name in PLAIN_FIELDS}
    if {"deadline", "deadline_text"} & set(changes):
        values |= {"deadline_from": counted_from(draft), "deadline_shift": 0}
    values["lead_unit"] = draft.lead_unit
    if "lead_unit" in changes:
        values |= {"person_in_charge": "", "telephone": ""}
    if "lead_unit" in changes and step.state is TaskState.ASSIGNED:
        values["sign_by"] = sign_limit()
    if "lead_unit" in changes and step.state not in _HELD:
        values |= settle_open_ends(task, step.actor) | {"state": TaskState.ASSIGNED.value}
    if "origins" in changes:
        task.origins.filter(replaced=False).update(replaced=True)
        _store_origins(task, draft.origins)
    store_units(task, parts_of(draft))
    finish(step, values, changes=changes, reason=reason)
    return changes


def _change_children(
    task: Task, before: TaskDraft, draft: TaskDraft, changes: Changes, actor: User, reason: str
) -> None:
    """Bring the children after their parent: alter, open and withdraw."""
    wanted = once(draft.fan_out_to)
    inherited = {name: getattr(draft, name) for name in (*PLAIN_FIELDS, "origins") if name in changes}
    if "deadline" in inherited or "deadline_text" in inherited:
        inherited["deadline_from"] = draft.deadline_from
    for child in task.children.filter(state__in=OPEN_STATES).select_related("lead_unit"):
        if child.lead_unit not in wanted:
            if child.state in allowed_from(Verb.WITHDRAW):
                withdraw_task(child, actor=actor, reason=reason)
        elif inherited:
            step = begin(child, Verb.CHANGE, actor)
            own = draft_of(child)
            _apply(step, own, replace(own, **inherited), reason)
    _open_missing(task, draft, before, actor)


def _open_missing(task: Task, draft: TaskDraft, before: TaskDraft, actor: User) -> None:
    """Open a child for each unit the draft names and the task as it was did not."""
    part = max(task.children.values_list("part", flat=True), default=0)
    for unit in once(draft.fan_out_to):
        if unit not in before.fan_out_to:
            part += 1
            _insert(child_draft(draft, unit), actor, serial=task.serial, part=part, parent=task)


def store_units(task: Task, wanted: dict[Unit, TaskUnitRole]) -> None:
    """Make the units' parts those wanted; a unit that stays keeps its signature and the name it was assigned under.

    A unit that takes the lead over must sign for it anew.
    """
    present = {part.unit_id: part for part in task.units.all()}
    task.units.exclude(unit__in=wanted).delete()
    changed = [part for unit, role in wanted.items() if (part := present.get(unit.pk)) and part.role != role]
    for part in sorted(changed, key=lambda part: part.role != TaskUnitRole.LEAD):  # the old lead goes first
        role = next(role for unit, role in wanted.items() if unit.pk == part.unit_id)
        anew = {"signed_at": None, "signed_by": None, "signed_by_name": ""} if role == TaskUnitRole.LEAD else {}
        TaskUnit.objects.filter(pk=part.pk).update(role=role, **anew)
    TaskUnit.objects.bulk_create(
        TaskUnit(task=task, unit=unit, unit_name=unit.name, role=role)
        for unit, role in wanted.items()
        if unit.pk not in present
    )
    task._prefetched_objects_cache = {}  # type: ignore[attr-defined]
