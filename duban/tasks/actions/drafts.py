"""What is wanted of a task, as values; the draft of a task as it stands; two drafts compared in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from duban.organizations.models import Unit
from duban.organizations.queries import why_gone
from duban.tasks.models import Priority, Task, TaskOrigin, TaskUnit, TaskUnitRole
from duban.tasks.states import TaskState

Changes = dict[str, list[str]]  # field → before and after, in words
PLAIN_FIELDS = (
    "title", "leading_official", "priority", "start", "deadline", "deadline_text", "deadline_explanation", "deliverable", "reporting_rhythm",
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
    deadline_from: date | None = None  # the day the words of the deadline were counted from
    priority: str = Priority.NORMAL
    start: date | None = None  # of the schedule; None: the day it is opened


def draft_of(task: Task) -> TaskDraft:
    """Return the draft that would leave the task as it is, ready to be altered by `dataclasses.replace`."""
    return drafts_of([task])[task.pk]


def drafts_of(tasks: Collection[Task]) -> dict[int, TaskDraft]:
    """Return each task's draft by its key, in three queries for all of them."""
    keys = [task.pk for task in tasks]
    units, origins, children = (defaultdict[int, list[Any]](list) for _kind in range(3))
    for part in TaskUnit.objects.filter(task__in=keys).select_related("unit"):
        units[part.task_id].append(part)
    for row in TaskOrigin.objects.filter(task__in=keys, replaced=False):
        origins[row.task_id].append(_origin_of(row))
    below = Task.objects.filter(parent__in=keys).exclude(state=TaskState.WITHDRAWN.value)
    for child in below.select_related("lead_unit"):
        children[child.parent_id or 0].append(child.lead_unit)
    return {
        task.pk: TaskDraft(
            source=task.source,
            year=task.year,
            lead_unit=task.lead_unit,
            responsible_units=tuple(part.unit for part in units[task.pk] if part.role == TaskUnitRole.RESPONSIBLE),
            supporting_units=tuple(part.unit for part in units[task.pk] if part.role == TaskUnitRole.SUPPORTING),
            data_units=tuple(part.unit for part in units[task.pk] if part.role == TaskUnitRole.DATA),
            origins=tuple(origins[task.pk]),
            fan_out_to=tuple(children[task.pk]),
            deadline_from=task.deadline_from,
            **{name: getattr(task, name) for name in PLAIN_FIELDS},
        )
        for task in tasks
    }


def check_draft(draft: TaskDraft) -> None:
    """Refuse a task without wording or with too much of it, and a quote that is not where it is said to be."""
    if not draft.title.strip():
        raise DraftRefused(_("事项表述为空，请填写要做的事。"))
    if len(draft.title) > LONGEST_TITLE:
        values = {"title": draft.title[:30], "length": len(draft.title), "most": LONGEST_TITLE}
        raise DraftRefused(_("事项“%(title)s…”有 %(length)d 字，最多 %(most)d 字，请改短事项表述。") % values)
    if draft.start and draft.deadline and draft.start > draft.deadline:
        days = {"start": draft.start, "deadline": draft.deadline}
        raise DraftRefused(_("起算日期 %(start)s 晚于办理时限 %(deadline)s，请改正其中一个。") % days)
    if draft.priority not in Priority.values:
        raise DraftRefused(_("紧急程度“%(given)s”不在选项之中，请重新选择。") % {"given": draft.priority})
    for unit in parts_of(draft):
        if not unit.active:
            raise DraftRefused(why_gone(unit))
    for origin in draft.origins:
        if origin.paragraph[origin.start : origin.end] != origin.quote:
            raise DraftRefused(_("原文“%(quote)s”与所在段落对不上，请重新选取。") % {"quote": origin.quote[:40]})


def parts_of(draft: TaskDraft) -> dict[Unit, TaskUnitRole]:
    """Return each unit with its first role: a lead unit named again as responsible stays the lead."""
    parts: dict[Unit, TaskUnitRole] = {}
    for role, field in UNIT_ROLES:
        named = getattr(draft, field)
        for unit in (named,) if isinstance(named, Unit) else named:
            parts.setdefault(unit, role)
    return parts


def differences(before: TaskDraft, after: TaskDraft) -> Changes:
    """Return field → old and new value in words, for the fields that differ."""
    old, new = _words(before), _words(after)
    return {field: [old[field], new[field]] for field in old if old[field] != new[field]}


def opening_of(draft: TaskDraft) -> Changes:
    """Return the values a new task starts with, the empty ones left out."""
    return {field: ["", value] for field, value in _words(draft).items() if value}


def once(units: Iterable[Unit]) -> list[Unit]:
    """Return the units in order, each once."""
    return list(dict.fromkeys(units))


def _origin_of(row: TaskOrigin) -> Origin:
    """Return the stored origin as a value."""
    return Origin(**{name: getattr(row, name) for name in Origin.__dataclass_fields__})


def _words(draft: TaskDraft) -> dict[str, str]:
    """Return every value of the draft as a person would read it, unit names as of today."""
    words = {name: str(getattr(draft, name) or "") for name in PLAIN_FIELDS}
    with override("zh-hans"):  # the records' own language, whatever the actor reads
        words["priority"] = "" if draft.priority == Priority.NORMAL else str(Priority(draft.priority).label)
    parts = parts_of(draft)
    for role, field in UNIT_ROLES:
        words[field] = "、".join(unit.name for unit, own in parts.items() if own == role)
    words["fan_out_to"] = "、".join(unit.name for unit in once(draft.fan_out_to))
    words["origins"] = "\n".join(_origin_words(origin) for origin in draft.origins)
    return words


def _origin_words(origin: Origin) -> str:
    """Return where the quote stands and what it says, in the records' own language whatever the actor reads."""
    return f"{origin.title}第{origin.paragraph_number}段：{origin.quote}"
