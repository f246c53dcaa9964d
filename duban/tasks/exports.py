"""The filtered list as a file."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from duban.dates.workdays import Calendar, load_calendar
from duban.tasks.models import Task, TaskUnitRole
from duban.tasks.rules import clock
from duban.tasks.wording import clock_words
from duban.web.spreadsheets import CSV_TYPE, XLSX_TYPE, Cell, Column, Table, csv_bytes, xlsx_bytes


def file_of(tasks: QuerySet[Task], today: date, extension: str) -> tuple[bytes, str]:
    """Return content and media type of the tasks as `csv` or `xlsx`; the tasks come with their parts fetched."""
    table = table_of(tasks, today)
    return (csv_bytes(table), CSV_TYPE) if extension == "csv" else (xlsx_bytes(table), XLSX_TYPE)


def table_of(tasks: QuerySet[Task], today: date) -> Table:
    """Return the tasks as a table, one a row."""
    calendar = load_calendar()
    rows = [_row(task, today, calendar) for task in tasks]
    return Table(
        title=_("督办台账"),
        note=_("共 %(count)d 项，截至 %(day)s") % {"count": len(rows), "day": today.isoformat()},
        columns=[
            Column(_("编号"), 14),
            Column(_("事项"), 32),
            Column(_("牵头单位"), 14),
            Column(_("责任单位"), 15),
            Column(_("配合单位"), 15),
            Column(_("办理时限"), 11),
            Column(_("剩余"), 12),
            Column(_("成果形式"), 11),
            Column(_("反馈频次"), 10),
            Column(_("状态"), 7),
            Column(_("来源"), 18),
            Column(_("来源原文"), 32),
        ],
        rows=rows,
    )


def unit_names(task: Task, role: TaskUnitRole) -> str:
    """Return the names of the units in one role, as they were when assigned."""
    return "、".join(part.unit_name for part in task.units.all() if part.role == role)


def quotes(task: Task) -> str:
    """Return the quotes of the task's present origins, a line each."""
    return "\n".join(origin.quote for origin in task.present_origins)  # type: ignore[attr-defined]


def _row(task: Task, today: date, calendar: Calendar) -> list[Cell]:
    left = clock_words(clock(task.deadline, today, calendar)) if task.deadline else ""
    return [
        task.number,
        task.title,
        unit_names(task, TaskUnitRole.LEAD),
        unit_names(task, TaskUnitRole.RESPONSIBLE),
        unit_names(task, TaskUnitRole.SUPPORTING),
        task.deadline,
        left,
        task.deliverable,
        task.reporting_rhythm,
        str(task.get_state_display()),
        "\n".join(dict.fromkeys(origin.title for origin in task.present_origins)),  # type: ignore[attr-defined]
        quotes(task),
    ]
