"""The decision sheet (分解表) of a meeting: its tasks with the 成都 columns, before release and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.meetings.models import Action, AgendaItem, Decision, Meeting
from duban.meetings.queries.releasing import agenda_items, first_item, present_actions
from duban.tasks.models import Task, TaskUnitRole
from duban.tasks.queries import with_parts
from duban.tasks.states import TaskState
from duban.web.spreadsheets import Cell, Column, Table, xlsx_bytes


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One task, or one action that may become one; `number` is empty until it is released."""

    position: int
    matter: str
    leading_official: str
    lead: str
    responsible: str
    supporting: str
    fanned_out: str
    data: str
    deadline: date | None
    deadline_text: str
    deliverable: str
    quote: str
    number: str
    undecided: bool


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """The rows of one agenda item; the topic is empty for those of none."""

    topic: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """All that the page and the workbook show."""

    title: str
    day: date | None
    groups: tuple[SheetGroup, ...]

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        """All rows in order."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def released(self) -> int:
        """How many rows are tasks already."""
        return sum(bool(row.number) for row in self.rows)

    @property
    def is_draft(self) -> bool:
        """Whether any row is not a task yet."""
        return self.released < len(self.rows)

    @property
    def note(self) -> str:
        """Return the line below the title: date, number of matters, and how far they are."""
        parts = [_("会议日期：%s") % self.day.isoformat()] if self.day else []
        parts.append(ngettext("共 %d 项", "共 %d 项", len(self.rows)) % len(self.rows))
        if self.is_draft:
            undecided = sum(row.undecided for row in self.rows)
            parts.append(
                _("草案：已发布 %(released)d 项，待确认 %(undecided)d 项")
                % {"released": self.released, "undecided": undecided}
            )
        return "　".join(parts)


def decision_sheet(meeting: Meeting) -> DecisionSheet:
    """Return the sheet of what the meeting's present texts ask for: trackable, not dropped, merged ones as one."""
    actions = list(
        present_actions(meeting)
        .filter(trackable=True, merged_into=None)
        .exclude(decision=Decision.DROPPED)
        .order_by("requirement__text", "start", "id")
    )
    merged: dict[int | None, list[Action]] = {}
    for part in present_actions(meeting).filter(merged_into__in=actions).order_by("requirement__text", "start"):
        merged.setdefault(part.merged_into_id, []).append(part)
    released = with_parts(Task.objects.filter(pk__in=[action.task_id for action in actions]))
    children = Prefetch("children", Task.objects.exclude(state=TaskState.WITHDRAWN.value).select_related("lead_unit"))
    tasks = {task.pk: task for task in released.prefetch_related(children)}
    by_item: dict[int | None, list[tuple[Action, str]]] = {}
    for action in actions:
        quote = "\n".join(row.quote for row in (action, *merged.get(action.pk, ())))
        by_item.setdefault(first_item(action.requirement), []).append((action, quote))
    return DecisionSheet(_name(meeting), meeting.date, tuple(_groups(agenda_items(meeting), by_item, tasks)))


def workbook(sheet: DecisionSheet) -> bytes:
    """Return the sheet as XLSX, agenda item by agenda item."""
    rows: list[list[Cell] | str] = []
    for group in sheet.groups:
        if group.topic:
            rows.append(group.topic)
        rows += [_cells(row) for row in group.rows]
    table = Table(
        title=_("%s议定事项分解表") % sheet.title,
        sheet=_("议定事项分解表"),
        note=sheet.note,
        columns=[
            Column(_("序号"), 5),
            Column(_("任务"), 26),
            Column(_("牵头领导"), 8),
            Column(_("牵头单位"), 14),
            Column(_("责任单位"), 18),
            Column(_("数据提供单位"), 10),
            Column(_("完成时限"), 11, days=True),
            Column(_("成果形式"), 10),
            Column(_("来源原文"), 30),
            Column(_("编号"), 12),
        ],
        rows=rows,
    )
    return xlsx_bytes(table)


def _name(meeting: Meeting) -> str:
    """Return the meeting's name from its head, as a heading needs it; its title where the head is incomplete."""
    if not (meeting.ordinal and meeting.kind):
        return meeting.title
    values = {"convener": meeting.convener, "ordinal": meeting.ordinal, "kind": meeting.get_kind_display()}
    return _("%(convener)s第%(ordinal)d次%(kind)s") % values


def _groups(
    items: list[AgendaItem], by_item: dict[int | None, list[tuple[Action, str]]], tasks: dict[int, Task]
) -> Iterator[SheetGroup]:
    """Yield the agenda items that have rows, in order, then what belongs to none; positions run through."""
    position = 0
    for key, topic in [*((item.pk, item.topic) for item in items), (None, "")]:
        rows = []
        for action, quote in by_item.get(key, ()):
            position += 1
            task = tasks.get(action.task_id or 0)
            rows.append(_of_task(position, task) if task else _of_action(position, action, quote))
        if rows:
            yield SheetGroup(topic, tuple(rows))


def _of_task(position: int, task: Task) -> SheetRow:
    names = {role: [part.unit_name for part in task.units.all() if part.role == role] for role in TaskUnitRole}
    return SheetRow(
        position=position,
        matter=task.title,
        leading_official=task.leading_official,
        lead="、".join(names[TaskUnitRole.LEAD]),
        responsible="、".join(names[TaskUnitRole.RESPONSIBLE]),
        supporting="、".join(names[TaskUnitRole.SUPPORTING]),
        fanned_out="、".join(str(child.lead_unit) for child in task.children.all()),
        data="、".join(names[TaskUnitRole.DATA]),
        deadline=task.deadline,
        deadline_text=task.deadline_text,
        deliverable=task.deliverable,
        quote="\n".join(origin.quote for origin in task.present_origins),  # type: ignore[attr-defined]
        number=task.number,
        undecided=False,
    )


def _of_action(position: int, action: Action, quote: str) -> SheetRow:
    return SheetRow(
        position=position,
        matter=str(action),
        leading_official=action.leading_official,
        lead=action.lead_unit.name if action.lead_unit else "",
        responsible="、".join(unit.name for unit in action.responsible_units.all()),
        supporting="、".join(unit.name for unit in action.supporting_units.all()),
        fanned_out=_("各县（市、区）") if action.fan_out else "",
        data="、".join(unit.name for unit in action.data_units.all()),
        deadline=action.deadline,
        deadline_text=action.deadline_text,
        deliverable=action.deliverable,
        quote=quote,
        number="",
        undecided=action.decision == Decision.UNDECIDED,
    )


def _cells(row: SheetRow) -> list[Cell]:
    units = [
        row.responsible,
        _("配合：%s") % row.supporting if row.supporting else "",
        _("分解：%s") % row.fanned_out if row.fanned_out else "",
    ]
    return [
        row.position,
        row.matter,
        row.leading_official,
        row.lead,
        "\n".join(filter(None, units)),
        row.data,
        row.deadline or row.deadline_text,
        row.deliverable,
        row.quote,
        row.number or (_("待确认") if row.undecided else _("未发布")),
    ]
