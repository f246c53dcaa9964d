"""The filtered list as a file, read and written portion by portion: ten thousand tasks take the memory of some hundred."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from duban.dates.workdays import load_calendar
from duban.tasks.models import STATE_LABELS, Task, TaskOrigin, TaskUnit, TaskUnitRole
from duban.tasks.rules import clock
from duban.tasks.wording import clock_words
from duban.web.spreadsheets import CSV_TYPE, XLSX_TYPE, Cell, Column, Table, csv_lines
from duban.web.streamed_workbooks import xlsx_stream

PORTION = 500
_FIELDS = ("pk", "number", "title", "deadline", "deliverable", "reporting_rhythm", "state")
_ROLES = (TaskUnitRole.LEAD, TaskUnitRole.RESPONSIBLE, TaskUnitRole.SUPPORTING)


def file_of(tasks: QuerySet[Task], today: date, extension: str) -> tuple[Iterator[bytes], str]:
    """Return content, piece by piece, and media type of the tasks as `csv` or `xlsx`."""
    keys = list(tasks.values_list("pk", flat=True))
    table, rows = sheet_of(len(keys), today), rows_of(keys, today)
    if extension == "csv":
        return csv_lines(table.columns, rows), CSV_TYPE
    return xlsx_stream(table, rows, len(keys)), XLSX_TYPE


def sheet_of(count: int, today: date) -> Table:
    """Return what stands above the rows of the tasks."""
    return Table(
        title=_("督办台账"),
        note=_("共 %(count)d 项，截至 %(day)s") % {"count": count, "day": today.isoformat()},
        columns=[
            Column(_("编号"), 14),
            Column(_("事项"), 32),
            Column(_("牵头单位"), 14),
            Column(_("责任单位"), 15),
            Column(_("配合单位"), 15),
            Column(_("办理时限"), 11, days=True),
            Column(_("剩余"), 12),
            Column(_("成果形式"), 11),
            Column(_("反馈频次"), 10),
            Column(_("状态"), 7, choices=tuple(dict.fromkeys(str(label) for label in STATE_LABELS.values()))),
            Column(_("来源"), 18),
            Column(_("来源原文"), 32),
        ],
    )


def rows_of(keys: Sequence[int], today: date) -> Iterator[list[Cell]]:
    """Yield the tasks of these keys in their order, one a row; three queries for some hundreds."""
    calendar = load_calendar()
    left: dict[date, str] = {}
    for first in range(0, len(keys), PORTION):
        portion = keys[first : first + PORTION]
        units, origins = _units(portion), _origins(portion)
        found = {row[0]: row for row in Task.objects.filter(pk__in=portion).values_list(*_FIELDS)}
        for key in portion:
            if key not in found:  # gone since the list was read
                continue
            _pk, number, title, deadline, deliverable, rhythm, state = found[key]
            if deadline and deadline not in left:
                left[deadline] = clock_words(clock(deadline, today, calendar))
            told = origins[key]
            yield [
                number,
                title,
                *("、".join(units[key, role]) for role in _ROLES),
                deadline,
                left.get(deadline, ""),
                deliverable,
                rhythm,
                str(STATE_LABELS[state]),
                "\n".join(dict.fromkeys(title for title, _quote in told)),
                "\n".join(quote for _title, quote in told),
            ]


def _units(keys: Sequence[int]) -> dict[tuple[int, str], list[str]]:
    """Return the names of each task's units in each role, as they were when assigned."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    parts = TaskUnit.objects.filter(task__in=keys).values_list("task_id", "role", "unit_name")
    for task, role, name in parts:
        found[task, role].append(name)
    return found


def _origins(keys: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Return title and quote of each task's present origins."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    origins = TaskOrigin.objects.filter(task__in=keys, replaced=False).values_list("task_id", "title", "quote")
    for task, title, quote in origins:
        found[task].append((title, quote))
    return found
