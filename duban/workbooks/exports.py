"""A unit's month as a workbook to fill in: what is known is locked, what is asked for is open and checked.

Its words are Chinese whoever exports it: it is the office's paper, and comes back by its headings.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from duban.organizations.models import Unit, User
from duban.web.spreadsheets import HEADING_ROW, Column, Table, saved, workbook_of
from duban.workbooks import codes
from duban.workbooks.queries import Line, lines_of, period_of, reportable, taken_until
from duban.workbooks.rules.months import ALWAYS, HEADINGS, LONGEST, Asked, Known

ROOM = 46  # points: three lines to write in
OPEN_FILL, CLOSED_FILL = "FFF8DC", "EDEDED"
WIDTHS: dict[str, int] = {
    Known.NUMBER: 14, Known.TITLE: 30, Known.ROLE: 9, Known.DEADLINE: 12, Known.LAMP: 8, Known.SHARE: 15,
    Known.TARGET: 18, Known.NODES: 24, Known.LAST: 34, Asked.TEXT: 40, Asked.AS_OF: 12, Asked.ACTUAL: 10,
    Asked.TEXT_MET: 10, Asked.NODES_DONE: 20, Asked.ALLOTTED: 12, Asked.PAID: 12, Asked.PERCENT: 10,
    Asked.PROBLEMS: 26, Asked.NEXT_STEPS: 26,
}  # fmt: skip


def month_workbook(unit: Unit, *, actor: User, today: date) -> bytes:
    """Return the unit's tasks of this month as a workbook, signed for this unit, month and person."""
    lines = lines_of(unit, reportable(unit))
    used = {name for line in lines for name in line.wanted} | set(ALWAYS)
    names: list[str] = [*Known, *(name for name in Asked if name in used)]
    book = workbook_of(
        Table(
            title=f"{unit.name} {period_of(today)} 督办事项报送表",
            note=f"共 {len(lines)} 项。只填浅黄色的格子，没有变化的事项不用填；{taken_until(period_of(today))} 以前（含当日）上传有效，过期请重新下载。",
            columns=[Column(HEADINGS[name], WIDTHS[name]) for name in names],
            rows=[[line.known.get(name) for name in names] for line in lines],
        )
    )
    sheet = book.active
    _open_cells(sheet, names, lines)
    _check_cells(sheet, names, len(lines))
    tasks = {line.task.number: (line.task.pk, line.code()) for line in lines}
    codes.write(book, codes.MonthCode(unit.pk, period_of(today), actor.pk, uuid.uuid4().hex, tasks))
    return saved(book)


def _open_cells(sheet: Any, names: Sequence[str], lines: Sequence[Line]) -> None:
    """Lock the sheet but for what is asked of each task; rows may be filtered, sorted and made higher."""
    from openpyxl.styles import PatternFill, Protection
    from openpyxl.utils import get_column_letter

    wanted, closed = PatternFill("solid", fgColor=OPEN_FILL), PatternFill("solid", fgColor=CLOSED_FILL)
    sheet.row_dimensions[HEADING_ROW].height = 30
    for row, line in enumerate(lines, start=HEADING_ROW + 1):
        sheet.row_dimensions[row].height = max(sheet.row_dimensions[row].height or 0, ROOM)
        for column, name in enumerate(names, start=1):
            if name in set(Asked):
                cell = sheet.cell(row, column)
                cell.fill = wanted if name in line.wanted else closed
                cell.protection = Protection(locked=name not in line.wanted)
    sheet.auto_filter.ref = f"A{HEADING_ROW}:{get_column_letter(len(names))}{HEADING_ROW + max(len(lines), 1)}"
    sheet.freeze_panes = sheet.cell(HEADING_ROW + 1, 3)  # number and matter stay in sight
    sheet.protection.sheet = True
    for allowed in ("autoFilter", "formatColumns", "formatRows", "sort"):
        setattr(sheet.protection, allowed, False)  # False: not forbidden


def _check_cells(sheet: Any, names: Sequence[str], count: int) -> None:
    """Let the spreadsheet program say at once what cannot be taken."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    kinds: dict[str, dict[str, Any]] = {
        Asked.AS_OF: {"type": "date", "operator": "greaterThan", "formula1": "36526"},  # from 2000
        Asked.TEXT_MET: {"type": "list", "formula1": '"是,否"'},
        Asked.PERCENT: {"type": "whole", "operator": "between", "formula1": "0", "formula2": "100"},
        **{
            name: {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0"}
            for name in (Asked.ACTUAL, Asked.ALLOTTED, Asked.PAID)
        },
        **{
            name: {"type": "textLength", "operator": "lessThanOrEqual", "formula1": str(most)}
            for name, most in LONGEST.items()
        },
    }
    for column, name in enumerate(names, start=1):
        if count and name in kinds:
            check = DataValidation(**kinds[name], allow_blank=True, showErrorMessage=True)
            check.errorTitle, check.error = HEADINGS[name], "这里填的不能接收，请按表头的要求填写。"
            letter = get_column_letter(column)
            check.add(f"{letter}{HEADING_ROW + 1}:{letter}{HEADING_ROW + count}")
            sheet.add_data_validation(check)
        if name == Asked.AS_OF:
            for row in range(HEADING_ROW + 1, HEADING_ROW + count + 1):
                sheet.cell(row, column).number_format = "yyyy-mm-dd"
