"""A unit's open tasks on which it reports, as the rows of its month: what is known of each, what may be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils.translation import override

from duban.dates.workdays import DAY, count_working_days, load_calendar
from duban.organizations.models import Unit
from duban.settings import setting
from duban.tasks.actions.reporting import FIGURE_ROLES
from duban.tasks.columns import percent, words_of_share
from duban.tasks.life import allowed_from
from duban.tasks.models import Milestone, Report, ReportState, Task, TaskUnit, TaskUnitRole
from duban.tasks.states import Verb
from duban.workbooks.codes import TaskCode
from duban.workbooks.models import ReturnState, UnitReturn
from duban.workbooks.rules.months import ALWAYS, Asked, Known, mark

REPORTABLE = tuple(state.value for state in allowed_from(Verb.REPORT))
SHOWN_OF_LAST = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One task of a unit's month."""

    task: Task
    known: dict[str, Any]
    wanted: tuple[str, ...]
    nodes: tuple[int, ...]  # ids of the open ones, as numbered
    report: int  # the unit's last one, sent or drafted; 0: none

    def code(self) -> TaskCode:
        """Return what is signed of the task."""
        return TaskCode(
            self.task.version, self.task.state, self.report, {name: mark(self.known[name]) for name in Known}
        )


def period_of(day: date) -> str:
    """Return the month a day is in, as reports name it: 2026-11."""
    return day.strftime("%Y-%m")


def month_end(period: str) -> date:
    """Return the last day of a month named as reports name it."""
    year, month = map(int, period.split("-"))
    return date(year + month // 12, month % 12 + 1, 1) - DAY


def taken_until(period: str) -> date:
    """Return the last day on which the month's workbook is taken: some working days after its end (补报期)."""
    days = setting("DUBAN_MONTH_GRACE")
    end = month_end(period)
    return count_working_days(end, int(days), load_calendar()).last if days.isdigit() and int(days) else end


def still_taken(period: str, today: date) -> bool:
    """Tell whether the workbook of a month is taken today: its own month, and the days after it that the office gives."""
    return period == period_of(today) or (period_of(today) > period and today <= taken_until(period))


@dataclass(frozen=True, slots=True)
class UnitMonth:
    """How far a unit is with its month: when its workbook came, on how many tasks it reported by any way."""

    unit: Unit
    open_tasks: int
    reported: int
    sent_at: datetime | None
    sent_by: str


def unit_months(units: Sequence[Unit], period: str) -> list[UnitMonth]:
    """Return how far these units, which come with `open_tasks`, are; two queries for any number."""
    keys = [unit.pk for unit in units]
    sent = UnitReturn.objects.filter(unit__in=keys, period=period, state=ReturnState.SENT).order_by("id")
    last = {row.unit_id: row for row in sent.select_related("created_by")}
    days = (month_end(period).replace(day=1), month_end(period))
    reports = Report.objects.filter(unit__in=keys, state=ReportState.SENT, as_of__range=days).order_by()
    told = dict(reports.values_list("unit").annotate(n=Count("task", distinct=True)))
    return [
        UnitMonth(
            unit,
            unit.open_tasks,  # type: ignore[attr-defined]
            told.get(unit.pk, 0),
            last[unit.pk].created_at if unit.pk in last else None,
            last[unit.pk].created_by.name if unit.pk in last else "",
        )
        for unit in units
    ]


def reportable(unit: Unit) -> QuerySet[Task]:
    """Return the tasks on which the unit may report now."""
    return Task.objects.filter(state__in=REPORTABLE, pk__in=TaskUnit.objects.filter(unit=unit).values("task"))


def lines_of(unit: Unit, tasks: QuerySet[Task]) -> list[Line]:
    """Return the lines of these tasks in the order of deadlines, in six queries for any number."""
    found = list(
        tasks.select_related("quantity", "funds").prefetch_related("units", "milestones").order_by("deadline", "id")
    )
    of_unit = Report.objects.filter(unit=unit, task__in=[task.pk for task in found])
    last = dict(of_unit.order_by().values_list("task").annotate(last=Max("pk")))
    sent = of_unit.filter(state=ReportState.SENT, corrected=False).order_by().values("task").annotate(last=Max("pk"))
    told = {row.task_id: row for row in Report.objects.filter(pk__in=[row["last"] for row in sent])}
    with override("zh-hans"):  # the office's paper: the same words whoever exports it, and when it comes back
        return [_line(task, unit, told, last.get(task.pk, 0)) for task in found]


def _line(task: Task, unit: Unit, told: Mapping[int, Report], report: int) -> Line:
    part = next(part for part in task.units.all() if part.unit_id == unit.pk)
    nodes = [node for node in task.milestones.all() if node.done is None]
    shares = (percent(task.schedule_share), percent(task.actual_share))
    known: dict[str, Any] = {
        Known.NUMBER: task.number,
        Known.TITLE: task.title,
        Known.ROLE: str(part.get_role_display()),
        Known.DEADLINE: task.deadline or task.deadline_text,
        Known.LAMP: str(task.get_lamp_display()),
        Known.SHARE: "" if shares == (None, None) else " / ".join(map(words_of_share, shares)),
        Known.TARGET: _target(task),
        Known.NODES: "\n".join(f"{place}、{_node(node)}" for place, node in enumerate(nodes, start=1)),
        Known.LAST: _last(told.get(task.pk), task),
    }
    return Line(task, known, _wanted(task, part.role, nodes), tuple(node.pk for node in nodes), report)


def _wanted(task: Task, role: str, nodes: list[Milestone]) -> tuple[str, ...]:
    """Return what the unit may tell: words always, figures by whoever gives them and where the task has them."""
    if TaskUnitRole(role) not in FIGURE_ROLES:
        return ALWAYS
    quantity, funds = getattr(task, "quantity", None), getattr(task, "funds", None)
    measured = quantity is not None or funds is not None or bool(task.milestones.all())
    return (
        *ALWAYS,
        *([Asked.ACTUAL] if quantity and quantity.target is not None else []),
        *([Asked.TEXT_MET] if quantity and quantity.target is None else []),
        *([Asked.NODES_DONE] if nodes else []),
        *([Asked.ALLOTTED, Asked.PAID] if funds else []),
        *([] if measured else [Asked.PERCENT]),
    )


def _node(node: Milestone) -> str:
    return f"{node.title}（应于 {node.due}）"


def _target(task: Task) -> str:
    quantity, funds = getattr(task, "quantity", None), getattr(task, "funds", None)
    parts = []
    if quantity is not None:
        amount = "" if quantity.target is None else f"{_figure(quantity.target)}{quantity.unit}"
        parts.append(quantity.target_text or f"{quantity.get_direction_display()} {amount}")
    if funds is not None:
        parts.append(f"年初预算 {_figure(funds.budget)} 万元")
    return "\n".join(parts)


def _last(report: Report | None, task: Task) -> str:
    """Return the unit's last report in some words."""
    if report is None:
        return ""
    quantity = getattr(task, "quantity", None)
    figures = [
        *([f"完成值 {_figure(report.actual)}{quantity.unit if quantity else ''}"] if report.actual is not None else []),
        *([f"资金下达数 {_figure(report.allotted)}"] if report.allotted is not None else []),
        *([f"拨付数 {_figure(report.paid)}"] if report.paid is not None else []),
        *([f"自报进度 {report.typed_percent}%"] if report.typed_percent is not None else []),
    ]  # fmt: skip
    words = report.text if len(report.text) <= SHOWN_OF_LAST else f"{report.text[:SHOWN_OF_LAST]}…"
    return "；".join([f"{report.as_of}：{words}", *figures])


def _figure(value: Decimal) -> str:
    return f"{value.normalize():f}"
