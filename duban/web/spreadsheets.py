"""Tables as files: CSV and XLSX in which no cell can act as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

Cell = str | int | date | None
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADING_ROW = 3
NARROW = 12  # columns up to this width are centred
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_CONTROLS = {code: None for code in range(32) if code not in (9, 10, 13)}


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and its width in characters of the body type."""

    heading: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """What stands on one sheet: a title, a line below it, columns and rows; a row of text heads those below it."""

    title: str
    note: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell] | str]


def csv_bytes(table: Table) -> bytes:
    """Return headings and rows as CSV in UTF-8 with a mark, as spreadsheet programs expect."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.heading for column in table.columns])
    writer.writerows([_neutral(cell) for cell in ([row] if isinstance(row, str) else row)] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def csv_lines(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield the same file line by line, for more rows than should be held at once."""
    yield b"\xef\xbb\xbf"
    for cells in chain([[column.heading for column in columns]], rows):
        line = io.StringIO()
        csv.writer(line).writerow([_neutral(cell) for cell in cells])
        yield line.getvalue().encode()


def xlsx_bytes(table: Table) -> bytes:
    """Return the table as a workbook that prints on A4 landscape, its headings frozen and on every page."""
    return saved(workbook_of(table))


def workbook_of(table: Table) -> Any:
    """Return the same workbook open, for adding to its one sheet: the headings stand in row HEADING_ROW."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = _sheet_name(table.title)
    _lay_out(sheet, table)
    _fill(sheet, table)
    return book


def saved(book: Any) -> bytes:
    """Return a workbook as a file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _neutral(cell: Cell) -> str:
    """Return the cell as text that a spreadsheet program takes for text."""
    text = "" if cell is None else str(cell).translate(_CONTROLS)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA_STARTS) else text


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
            sheet.row_dimensions[row].height = _row_height(values, table.columns)


def _put(sheet: Any, row: int, column: int, value: Cell, font: Any, alignment: Any) -> Any:
    """Write one cell, text always as text."""
    cell = sheet.cell(row, column)
    cell.value = value.translate(_CONTROLS) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_FORMULA_STARTS)
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    cell.font, cell.alignment = font, alignment
    return cell


def _row_height(values: Sequence[Cell], columns: Sequence[Column]) -> float:
    """Return the height in points that the fullest cell needs; programs do not all fit heights by themselves."""
    lines = 1
    for value, column in zip(values, columns, strict=True):
        parts = str(value if value is not None else "").split("\n")
        lines = max(lines, sum(-(-(_width(part) + 1) // column.width) or 1 for part in parts))
    return min(409.0, 14.0 * lines + 4)


def _width(text: str) -> int:
    """Return the width of a line in half-width characters."""
    return sum(1 if character.isascii() else 2 for character in text)
