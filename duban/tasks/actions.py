"""Every write to the ledger: one function a verb, one transaction, one move and one audit row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.organizations.models import Unit, User
from duban.settings import setting
from duban.tasks.models import Task, TaskMove, TaskOrigin, TaskSerial, TaskUnit, TaskUnitRole
from duban.tasks.permissions import may_write
from duban.tasks.rules import prefixes, task_number
from duban.tasks.states import TaskState, Verb, next_state

Changes = dict[str, list[str]]  # field → before and after, in words
PLAIN_FIELDS = (
    "title", "leading_official", "deadline", "deadline_text", "deadline_explanation", "deliverable", "reporting_rhythm",
)  # fmt: skip
LONGEST_TITLE = 500
UNIT_ROLES = (
    (TaskUnitRole.LEAD, "lead_unit"),
    (TaskUnitRole.RESPONSIBLE, "responsible_units"),
    (TaskUnitRole.SUPPORTING, "supporting_units"),
    (TaskUnitRole.DATA, "data_units"),
)


class DraftRefused(ValueError):
    """What was given cannot become a task; the message says what is wrong, for a person."""


class TaskConflict(Exception):
    """The task was changed by somebody else since it was fetched; nothing was written."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a task comes from: the quote at `paragraph[start:end]`; tasks of one source share its `key`."""

    kind: str
    title: str
    link: str
    agenda_item: str
    text_revision: str
    paragraph_number: int
    paragraph: str
    quote: str
    start: int
    end: int
    key: str = ""  # empty: kind and title


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """All that is wanted of a task. The title is the clerk's wording; `fan_out_to` gets a child for each unit."""

    source: str
    year: int
    title: str
    lead_unit: Unit
    responsible_units: tuple[Unit, ...] = ()
    supporting_units: tuple[Unit, ...] = ()
    deadline: date | None = None
    deadline_text: str = ""
    deadline_explanation: str = ""
    deliverable: str = ""
    reporting_rhythm: str = ""
    origins: tuple[Origin, ...] = ()
    fan_out_to: tuple[Unit, ...] = ()
    data_units: tuple[Unit, ...] = ()
    leading_official: str = ""  # by post


@transaction.atomic
def open_task(draft: TaskDraft, *, actor: User) -> Task:
    """Open the task and its children (立项交办), numbered per year and source; raise DraftRefused."""
    _check(draft, actor)
    serial = _next_serial(draft.year, draft.source)
    task = _insert(draft, actor, serial=serial)
    for part, unit in enumerate(_once(draft.fan_out_to), start=1):
        _insert(_child_draft(draft, unit), actor, serial=serial, part=part, parent=task)
    return task


@transaction.atomic
def change_task(task: Task, draft: TaskDraft, *, actor: User, reason: str) -> Task:
    """Make the task what the draft says; old values stay in its moves. Nothing changed writes nothing.

    The number stays, whatever source and year the draft names. Children take over what changed here,
    units newly fanned out to get one, those no longer named have theirs withdrawn.
    Raise TaskConflict where `task` is not as it is stored now.
    """
    _check(draft, actor)
    _check_reason(reason)
    next_state(TaskState(task.state), Verb.CHANGE)
    before = draft_of(task)
    changes = _apply(task, before, draft, actor, reason)
    if task.parent_id is None:
        _change_children(task, before, draft, changes, actor, reason)
    return task


@transaction.atomic
def withdraw_task(task: Task, *, actor: User, reason: str) -> Task:
    """Take the task and its children back (撤回); they stay in the ledger with the reason. Raise MoveRefused."""
    _check_actor(actor)
    _check_reason(reason)
    to_state = next_state(TaskState(task.state), Verb.WITHDRAW)
    _write(task, {"state": to_state.value})
    _log(task, Verb.WITHDRAW, actor, {}, reason, from_state=TaskState.ASSIGNED)
    for child in task.children.filter(state=TaskState.ASSIGNED.value):
        withdraw_task(child, actor=actor, reason=reason)
    return task


def draft_of(task: Task) -> TaskDraft:
    """Return the draft that would leave the task as it is, ready to be altered by `dataclasses.replace`."""
    units = list(task.units.select_related("unit"))
    children = task.children.filter(state=TaskState.ASSIGNED.value).select_related("lead_unit")
    return TaskDraft(
        source=task.source,
        year=task.year,
        lead_unit=task.lead_unit,
        responsible_units=tuple(part.unit for part in units if part.role == TaskUnitRole.RESPONSIBLE),
        supporting_units=tuple(part.unit for part in units if part.role == TaskUnitRole.SUPPORTING),
        data_units=tuple(part.unit for part in units if part.role == TaskUnitRole.DATA),
        origins=tuple(_origin_of(row) for row in task.origins.filter(replaced=False)),
        fan_out_to=tuple(child.lead_unit for child in children),
        **{name: getattr(task, name) for name in PLAIN_FIELDS},
    )


def _check(draft: TaskDraft, actor: User) -> None:
    """Refuse an actor without the right, a task without wording, and a quote that is not where it is said to be."""
    _check_actor(actor)
    if not draft.title.strip():
        raise DraftRefused(_("事项表述为空，请填写要做的事。"))
    if len(draft.title) > LONGEST_TITLE:
        values = {"title": draft.title[:30], "length": len(draft.title), "most": LONGEST_TITLE}
        raise DraftRefused(_("事项“%(title)s…”有 %(length)d 字，最多 %(most)d 字，请改短事项表述。") % values)
    for origin in draft.origins:
        if origin.paragraph[origin.start : origin.end] != origin.quote:
            raise DraftRefused(_("原文“%(quote)s”与所在段落对不上，请重新选取。") % {"quote": origin.quote[:40]})


def _check_actor(actor: User) -> None:
    """Refuse an actor who is neither clerk nor of the supervision desk."""
    if not may_write(actor):
        raise PermissionDenied


def _check_reason(reason: str) -> None:
    """Refuse an empty reason."""
    if not reason.strip():
        raise DraftRefused(_("没有写理由，请说明为什么变更或撤回。"))


def _next_serial(year: int, source: str) -> int:
    """Return the next number of the year and source; the counter's row is locked until the transaction ends."""
    counter = TaskSerial.objects.filter(year=year, source=source)
    if not counter.update(last=F("last") + 1):
        TaskSerial.objects.get_or_create(year=year, source=source)
        counter.update(last=F("last") + 1)
    return counter.get().last


def _insert(draft: TaskDraft, actor: User, *, serial: int, part: int = 0, parent: Task | None = None) -> Task:
    """Store one task with its units, origins, first move and audit row."""
    table = prefixes(setting("DUBAN_TASK_PREFIXES"))
    task = Task.objects.create(
        number=task_number(table, draft.source, draft.year, serial, part),
        year=draft.year,
        source=draft.source,
        serial=serial,
        part=part,
        parent=parent,
        state=next_state(None, Verb.OPEN).value,
        lead_unit=draft.lead_unit,
        opened_by=actor,
        **{name: getattr(draft, name) for name in PLAIN_FIELDS},
    )
    _store_units(task, draft)
    _store_origins(task, draft.origins)
    _log(task, Verb.OPEN, actor, _opening(draft), "", from_state=None)
    return task


def _child_draft(draft: TaskDraft, unit: Unit) -> TaskDraft:
    """Return the same matter as one unit's own task."""
    return replace(draft, lead_unit=unit, responsible_units=(), supporting_units=(), data_units=(), fan_out_to=())


def _apply(task: Task, before: TaskDraft, draft: TaskDraft, actor: User, reason: str) -> Changes:
    """Write what differs between the drafts, with its move; return the differences in words."""
    changes = _differences(before, draft)
    if not changes:
        return changes
    written = {name: getattr(draft, name) for name in PLAIN_FIELDS}
    _write(task, {**written, "lead_unit": draft.lead_unit})
    if "origins" in changes:
        task.origins.filter(replaced=False).update(replaced=True)
        _store_origins(task, draft.origins)
    task.units.all().delete()
    _store_units(task, draft)
    _log(task, Verb.CHANGE, actor, changes, reason, from_state=TaskState.ASSIGNED)
    return changes


def _change_children(
    task: Task, before: TaskDraft, draft: TaskDraft, changes: Changes, actor: User, reason: str
) -> None:
    """Bring the children after their parent: alter, open and withdraw."""
    wanted = _once(draft.fan_out_to)
    inherited = {name: getattr(draft, name) for name in (*PLAIN_FIELDS, "origins") if name in changes}
    for child in task.children.filter(state=TaskState.ASSIGNED.value).select_related("lead_unit"):
        if child.lead_unit not in wanted:
            withdraw_task(child, actor=actor, reason=reason)
        elif inherited:
            own = draft_of(child)
            _apply(child, own, replace(own, **inherited), actor, reason)
    part = max(task.children.values_list("part", flat=True), default=0)
    for unit in wanted:
        if unit not in before.fan_out_to:
            part += 1
            _insert(_child_draft(draft, unit), actor, serial=task.serial, part=part, parent=task)


def _write(task: Task, values: dict[str, object]) -> None:
    """Update the row where it still has the version fetched; raise TaskConflict where it has not."""
    unchanged = Task.objects.filter(pk=task.pk, version=task.version)
    if not unchanged.update(**values, version=F("version") + 1):
        raise TaskConflict(task.number)
    for name, value in values.items():
        setattr(task, name, value)
    task.version += 1


def _parts(draft: TaskDraft) -> dict[Unit, TaskUnitRole]:
    """Return each unit with its first role: a lead unit named again as responsible stays the lead."""
    parts: dict[Unit, TaskUnitRole] = {}
    for role, field in UNIT_ROLES:
        named = getattr(draft, field)
        for unit in (named,) if isinstance(named, Unit) else named:
            parts.setdefault(unit, role)
    return parts


def _store_units(task: Task, draft: TaskDraft) -> None:
    """Store the units' parts under the names they have today."""
    TaskUnit.objects.bulk_create(
        TaskUnit(task=task, unit=unit, unit_name=unit.name, role=role) for unit, role in _parts(draft).items()
    )


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


def _origin_of(row: TaskOrigin) -> Origin:
    """Return the stored origin as a value."""
    return Origin(**{name: getattr(row, name) for name in Origin.__dataclass_fields__})


def _words(draft: TaskDraft) -> dict[str, str]:
    """Return every value of the draft as a person would read it, unit names as of today."""
    words = {name: str(getattr(draft, name) or "") for name in PLAIN_FIELDS}
    parts = _parts(draft)
    for role, field in UNIT_ROLES:
        words[field] = "、".join(unit.name for unit, own in parts.items() if own == role)
    words["fan_out_to"] = "、".join(unit.name for unit in _once(draft.fan_out_to))
    words["origins"] = "\n".join(_origin_words(origin) for origin in draft.origins)
    return words


def _origin_words(origin: Origin) -> str:
    """Return where the quote stands and what it says, in the records' own language whatever the actor reads."""
    return f"{origin.title}第{origin.paragraph_number}段：{origin.quote}"


def _differences(before: TaskDraft, after: TaskDraft) -> Changes:
    """Return field → old and new value in words, for the fields that differ."""
    old, new = _words(before), _words(after)
    return {field: [old[field], new[field]] for field in old if old[field] != new[field]}


def _opening(draft: TaskDraft) -> Changes:
    """Return the values a new task starts with, the empty ones left out."""
    return {field: ["", value] for field, value in _words(draft).items() if value}


def _log(task: Task, verb: Verb, actor: User, changes: Changes, reason: str, *, from_state: TaskState | None) -> None:
    """Add the move to the task's life and the row to the audit trail."""
    TaskMove.objects.create(
        task=task,
        actor=actor,
        actor_name=actor.name,
        verb=verb.value,
        from_state=from_state.value if from_state else "",
        to_state=task.state,
        changes=changes,
        reason=reason,
    )
    record(f"task.{verb}", task, actor=actor, changes=changes, reason=reason)


def _once(units: Iterable[Unit]) -> list[Unit]:
    """Return the units in order, each once."""
    return list(dict.fromkeys(units))
