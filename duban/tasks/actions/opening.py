"""Opening, changing and taking back a task and its children."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from duban.organizations.models import Unit, User
from duban.tasks.actions.added_demands import added_by, child_part
from duban.tasks.actions.chains import DEEPEST, depth_of, family_filter
from duban.tasks.actions.clocks import DEFAULT_MARK, counted_from, sign_limit, with_default_limit
from duban.tasks.actions.drafts import (
    PLAIN_FIELDS,
    Changes,
    DraftRefused,
    TaskDraft,
    check_draft,
    differences,
    draft_of,
    once,
    parts_of,
)
from duban.tasks.actions.moving import Step, begin, finish, locked, settle_open_ends, wanted_reason
from duban.tasks.actions.storing import NewTask, origin_rows, store
from duban.tasks.life import Who, allowed_from, find_move
from duban.tasks.models import Task, TaskOrigin, TaskSerial, TaskUnit, TaskUnitRole
from duban.tasks.permissions import may_write, who_is
from duban.tasks.states import OPEN_STATES, TaskState, Verb

_DEADLINE = ("deadline", "deadline_text", "deadline_explanation", "deadline_from")
_HELD = (TaskState.PROPOSED, TaskState.ASSIGNED)  # a change of lead leaves these states as they are


def open_task(draft: TaskDraft, *, actor: User, token: uuid.UUID | None = None) -> Task:
    """Open the task and its children (立项交办), numbered per year and source; raise DraftRefused.

    Where the office's setting reserves assigning for the desk, a clerk's task is proposed and no unit sees it yet.
    `token` is the form's: given twice, there is one task.
    """
    return open_tasks([draft], actor=actor, tokens=[token])[0]


@transaction.atomic
def open_tasks(drafts: Sequence[TaskDraft], *, actor: User, tokens: Sequence[uuid.UUID | None] = ()) -> list[Task]:
    """Open many tasks as `open_task` opens each, in a fifth of its time; return one for each draft, in their order.

    All or none: the first draft that cannot be a task raises DraftRefused, so whoever wants the good ones without the
    bad asks `check_draft` of each before. A thousand at once take a few seconds; more are better opened in portions.
    """
    if not may_write(actor):
        raise PermissionDenied
    for draft in drafts:
        check_draft(draft)
    today = timezone.localdate()
    drafts = [with_default_limit(draft, today) for draft in drafts]
    given = [token or place for place, token in enumerate(tokens or [None] * len(drafts))]
    opened = _opened_before(drafts, [token for token in tokens if token], actor)
    wanted: dict[uuid.UUID | int, TaskDraft] = {}
    for key, draft in zip(given, drafts, strict=True):
        if key not in opened:
            wanted.setdefault(key, draft)
    stored = store(list(_numbered(wanted)), actor)
    opened |= zip(wanted, (task for task in stored if not task.part), strict=True)
    return [opened[key] for key in given]


@transaction.atomic
def assign(task: Task, *, actor: User) -> Task:
    """Hand a proposed task and its proposed children to their units (交办)."""
    step = begin(task, Verb.ASSIGN, actor)
    finish(step)
    for child in task.children.filter(state=TaskState.PROPOSED.value):
        assign(child, actor=actor)
    return task


@transaction.atomic
def change_task(task: Task, draft: TaskDraft, *, actor: User, reason: str, seen: str | None = None) -> Task:
    """Make the task what the draft says; old values stay in its moves. Nothing changed writes nothing.

    The number stays, whatever source and year the draft names. Children take over what changed here,
    units newly fanned out to get one, those no longer named have theirs withdrawn while nothing is done yet.
    Another lead unit has the task assigned to it anew. Raise TaskConflict where `task` is not as it is stored now.
    A page that shows what the change adds to a child's demands hands on the token of what it showed (`seen`, empty
    where nothing); raise BreakdownWarned where that is something else. Without a page the reason alone answers it.
    """
    if not may_write(actor):
        raise PermissionDenied
    check_draft(draft)
    reason = wanted_reason(reason)
    step = begin(task, Verb.CHANGE, actor)
    before = draft_of(task)
    changes = _apply(step, before, draft, reason, with_findings=True, seen=seen)
    _change_children(task, before, draft, changes, actor, reason)
    return task


@transaction.atomic
def give_over(task: Task, draft: TaskDraft, *, actor: User, reason: str) -> Task:
    """Make the task what the draft says, assigned anew and signed by nobody, as the app above that has its matter decides.

    That is the office, or the lead unit's own people where the matter went back. Children stay as they are. A task that
    is no longer in hand is left alone.
    """
    reason = wanted_reason(reason)
    check_draft(draft)
    locked(task)
    who, state = who_is(actor, task), TaskState(task.state)
    if not who & {Who.OFFICE, Who.LEAD}:
        raise PermissionDenied
    if state not in allowed_from(Verb.REASSIGN):
        return task
    step = Step(task, Verb.REASSIGN, actor, find_move(state, Verb.REASSIGN), who, state)
    changes = _apply(step, draft_of(task), draft, reason)
    task.units.filter(role=TaskUnitRole.LEAD).update(signed_at=None, signed_by=None, signed_by_name="")
    if not changes:
        finish(step, settle_open_ends(task, actor), reason=reason)
    return task


@transaction.atomic
def fan_out(task: Task, units: Iterable[Unit], *, actor: User, reason: str) -> Task:
    """Open a child for each unit that has none yet (分解到单位)."""
    step = begin(task, Verb.FAN_OUT, actor)
    refuse_deeper(task)
    before = draft_of(task)
    wanted = replace(before, fan_out_to=tuple(once((*before.fan_out_to, *units))))
    refuse_leads(task, wanted.fan_out_to)
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


def next_serial(year: int, source: str, count: int = 1) -> int:
    """Return the last of the next numbers of the year and source; the counter's row is locked until the transaction ends."""
    counter = TaskSerial.objects.filter(year=year, source=source)
    if not counter.update(last=F("last") + count):
        TaskSerial.objects.get_or_create(year=year, source=source)
        counter.update(last=F("last") + count)
    return counter.get().last


def _opened_before(
    drafts: Iterable[TaskDraft], tokens: Sequence[uuid.UUID], actor: User
) -> dict[uuid.UUID | int, Task]:
    """Return the tasks that these forms have opened already; the counters are held from now on, so that none comes between."""
    if not tokens:
        return {}
    for year, source in sorted({(draft.year, draft.source) for draft in drafts}):
        next_serial(year, source, 0)
    there = Task.objects.filter(once__in=tokens, opened_by=actor)
    return {task.once: task for task in there if task.once}


def _numbered(wanted: Mapping[uuid.UUID | int, TaskDraft]) -> Iterator[NewTask]:
    """Yield each task under the next number of its year and source, followed by its children."""
    counts = Counter((draft.year, draft.source) for draft in wanted.values())
    numbers = {}
    for counter, count in sorted(counts.items()):  # in one order, so that two who open many never wait for each other
        last = next_serial(*counter, count)
        numbers[counter] = iter(range(last - count + 1, last + 1))
    for key, draft in wanted.items():
        serial = next(numbers[draft.year, draft.source])
        parent = NewTask(draft, serial, token=None if isinstance(key, int) else key)
        yield parent
        for part, unit in enumerate(once(draft.fan_out_to), start=1):
            yield NewTask(child_draft(draft, unit), serial, part, parent)


def open_child(parent: Task, draft: TaskDraft, *, actor: User) -> Task:
    """Store a further child of the parent with what the draft wants of it; the caller has made the parent's move."""
    return store(_below(parent, [child_draft(draft, draft.lead_unit)]), actor)[0]


def refuse_deeper(task: Task) -> None:
    """Refuse a breakdown below the last level (市—县—乡)."""
    if depth_of(task) >= DEEPEST:
        words = _("“%(task)s”已经分解到第 %(level)d 级，不能再往下分解；请在上级事项上分解。")
        raise DraftRefused(words % {"task": task.number, "level": DEEPEST})


def refuse_leads(task: Task, units: Iterable[Unit]) -> None:
    """Refuse units that lead the task or one it was broken down from: their own matter would come back to them."""
    wanted = list(units)
    if task.lead_unit in wanted:
        raise DraftRefused(_("“%(unit)s”是本事项的牵头单位，不能把事项分解给它自己。") % {"unit": task.lead_unit})
    above = task.parent
    while above is not None:
        if above.lead_unit in wanted:
            words = _("“%(unit)s”是上级事项 %(task)s 的牵头单位，不能把它交下来的事项再分解给它，请改选别的单位。")
            raise DraftRefused(words % {"unit": above.lead_unit, "task": above.number})
        above = above.parent


def _below(parent: Task, drafts: Sequence[TaskDraft]) -> list[NewTask]:
    """Return further children of a stored task, numbered behind those there; levels of one serial share its places."""
    if not drafts:
        return []
    next_serial(parent.year, parent.source, 0)  # held to the end: two levels may be broken down at the same time
    last = family_filter(parent).aggregate(last=Max("part"))["last"]
    there = parent.children.count()
    return [
        NewTask(draft, parent.serial, last + count, parent, place=there + count)
        for count, draft in enumerate(drafts, start=1)
    ]


def child_draft(draft: TaskDraft, unit: Unit) -> TaskDraft:
    """Return the same matter as one unit's own task."""
    return replace(draft, lead_unit=unit, responsible_units=(), supporting_units=(), data_units=(), fan_out_to=())


def _apply(
    step: Step,
    before: TaskDraft,
    draft: TaskDraft,
    reason: str,
    *,
    with_findings: bool = False,
    seen: str | None = None,
) -> Changes:
    """Write what differs between the drafts, with its move; return the differences in words.

    `with_findings` keeps in a child's move what it is asked for beyond its parent; the change's reason answers it.
    """
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
        TaskOrigin.objects.bulk_create(origin_rows(task, draft.origins))
    said: Changes = {}
    if with_findings and task.parent_id is not None:
        said = added_by(task, child_part(task, deadline=draft.deadline, rhythm=draft.reporting_rhythm), reason, seen)
    store_units(task, parts_of(draft))
    finish(step, values, changes=changes | said, reason=reason)
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
            followed = replace(own, **inherited)
            _change_children(child, own, followed, _apply(step, own, followed, reason), actor, reason)
    _open_missing(task, draft, before, actor)


def _open_missing(task: Task, draft: TaskDraft, before: TaskDraft, actor: User) -> None:
    """Open a child for each unit the draft names and the task as it was did not."""
    new = [unit for unit in once(draft.fan_out_to) if unit not in before.fan_out_to]
    store(_below(task, [child_draft(draft, unit) for unit in new]), actor)


def store_units(task: Task, wanted: dict[Unit, TaskUnitRole]) -> None:
    """Make the units' parts those wanted; a unit that stays keeps its signature and the name it was assigned under.

    A unit that takes the lead over must sign for it anew.
    """
    refuse_barred(task, wanted)
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


def refuse_barred(task: Task, wanted: dict[Unit, TaskUnitRole]) -> None:
    """Refuse units that an app above keeps from the task: an AppConfig lists in `task_guards` functions that say why."""
    for config in apps.get_app_configs():
        for name in getattr(config, "task_guards", ()):
            if why := import_string(name)(task, wanted):
                raise DraftRefused(why)
