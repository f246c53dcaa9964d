"""Tables as files: CSV and XLSX in which no cell can act as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _

Cell = str | int | date | None
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADING_ROW = 3
LINES_AT_ONCE = 200
NARROW = 12  # columns up to this width are centred
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_CONTROLS = {code: None for code in (*range(32), 0xFFFE, 0xFFFF) if code not in (9, 10, 13)}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and its width in characters of the body type; what its cells may hold, where that is a list."""

    heading: str
    width: int
    choices: tuple[str, ...] = ()
    days: bool = False  # its cells hold days, or nothing


@dataclass(frozen=True, slots=True)
class Table:
    """What stands on one sheet: a title, a line below it, columns and rows; a row of text heads those below it."""

    title: str
    note: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell] | str] = ()
    sheet: str = ""  # the sheet's name, where the title is longer than one may be


def csv_lines(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield headings and rows as CSV in UTF-8 with a mark, as spreadsheet programs expect, some lines at a time."""
    yield b"\xef\xbb\xbf"
    lines = chain([[column.heading for column in columns]], rows)
    while portion := list(islice(lines, LINES_AT_ONCE)):
        text = io.StringIO()
        csv.writer(text).writerows([_neutral(cell) for cell in cells] for cells in portion)
        yield text.getvalue().encode()


def xlsx_bytes(table: Table) -> bytes:
    """Return the table as a workbook that prints on A4 landscape, its headings frozen and on every page."""
    return saved(workbook_of(table))


def workbook_of(table: Table, *, filter_rows: int | None = None) -> Any:
    """Return the same workbook open, for adding to its one sheet: the headings stand in row HEADING_ROW.

    `filter_rows` says how many rows there will be where the table has not all of them.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = _sheet_name(table.sheet or table.title)
    _lay_out(sheet, table)
    _fill(sheet, table)
    _check(sheet, table.columns, sheet.max_row - HEADING_ROW if filter_rows is None else filter_rows)
    return book


def saved(book: Any) -> bytes:
    """Return a workbook as a file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def clean(text: str) -> str:
    """Return the text without what no file of tables may hold."""
    return text.translate(_CONTROLS) if _CONTROL.search(text) else text


def _neutral(cell: Cell) -> str:
    """Return the cell as text that a spreadsheet program takes for text."""
    text = "" if cell is None else clean(str(cell))
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA_STARTS) else text


def _sheet_name(title: str) -> str:
    """Return the title without what a sheet's name may not hold."""
    return "".join(character for character in title.translate(_CONTROLS) if character not in "[]:*?/\\'")[:31] or "1"


def _lay_out(sheet: Any, table: Table) -> None:
    """Set page, margins, widths and the rows repeated on every page."""
    from openpyxl.utils import get_column_letter

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.6, 0.75, 0.35
    sheet.oddFooter.center.text = "&P / &N"
    sheet.print_title_rows = "1:3"
    sheet.freeze_panes = "A4"
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def _fill(sheet: Any, table: Table) -> None:
    """Write title, note, headings and rows with their type and borders."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side(style="thin", color="808080")
    box = Border(left=line, right=line, top=line, bottom=line)
    last = len(table.columns)
    for row, (text, font) in enumerate(((table.title, Font("黑体", 16)), (table.note, Font("宋体", 10))), start=1):
        _put(sheet, row, 1, text, font, Alignment(horizontal="center", vertical="center", wrap_text=True))
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
    sheet.row_dimensions[1].height = 30
    for number, column in enumerate(table.columns, start=1):
        centred = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell = _put(sheet, 3, number, column.heading, Font("黑体", 10.5), centred)
        cell.border, cell.fill = box, PatternFill("solid", fgColor="F0F0F0")
    narrow = [column.width <= NARROW for column in table.columns]
    for row, values in enumerate(table.rows, start=4):
        cells, font = ([values], Font("黑体", 10)) if isinstance(values, str) else (values, Font("宋体", 10))
        for number, value in enumerate(cells, start=1):
            centred = not isinstance(values, str) and narrow[number - 1]
            place = Alignment(horizontal="center" if centred else None, vertical="center", wrap_text=True)
            _put(sheet, row, number, value, font, place).border = box
        if isinstance(values, str):
            sheet.row_dimensions[row].height = 20
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
        else:
            sheet.row_dimensions[row].height = row_height(values, table.columns)


def _check(sheet: Any, columns: Sequence[Column], rows: int) -> None:
    """Let the rows be filtered by their headings, and say at once where a cell is given what its column never holds."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    first, last = HEADING_ROW + 1, HEADING_ROW + max(rows, 1)
    sheet.auto_filter.ref = f"A{HEADING_ROW}:{get_column_letter(len(columns))}{last}"
    for number, column in enumerate(columns, start=1):
        if column.choices:
            check = DataValidation(type="list", formula1='"{}"'.format(",".join(column.choices)))
        elif column.days:
            check = DataValidation(type="date", operator="greaterThan", formula1="36526")  # from 2000
        else:
            continue
        check.allow_blank, check.showErrorMessage, check.errorStyle = True, True, "warning"  # who means it may keep it
        check.errorTitle, check.error = column.heading, _("这一列不是这样填的，请核对。")
        letter = get_column_letter(number)
        check.add(f"{letter}{first}:{letter}{last}")
        sheet.add_data_validation(check)


def _put(sheet: Any, row: int, column: int, value: Cell, font: Any, alignment: Any) -> Any:
    """Write one cell, text always as text."""
    cell = sheet.cell(row, column)
    cell.value = clean(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA_STARTS)
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    cell.font, cell.alignment = font, alignment
    return cell


def row_height(values: Sequence[Cell], columns: Sequence[Column]) -> float:
    """Return the height in points that the fullest cell needs; programs do not all fit heights by themselves."""
    lines = 1
    for value, column in zip(values, columns, strict=True):
        parts = str(value if value is not None else "").split("\n")
        lines = max(lines, sum(-(-(_width(part) + 1) // column.width) or 1 for part in parts))
    return min(409.0, 14.0 * lines + 4)


def _width(text: str) -> int:
    """Return the width of a line in half-width characters."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))
