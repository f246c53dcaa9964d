"""A workbook's bytes as sheets: limits before anything is unpacked, formulas by their last result, links and macros aside."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

from duban.reading.intake.encoding import decode
from duban.workbooks.rules.sheets import Sheet, Value

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_BLANK = 200  # rows without anything after which a sheet is at its end
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
_OLE = b"\xd0\xcf\x11\xe0"


class UnreadableWorkbook(ValueError):
    """The file cannot be taken in; the message names it, the cause and the next step."""


def read_workbook(content: bytes, name: str) -> list[Sheet]:
    """Return the sheets of an XLSX or CSV file; raise UnreadableWorkbook."""
    _check_start(content, name)
    if content.startswith(b"PK"):
        book = open_workbook(content, name)
        return [_sheet(sheet, name) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if name.lower().endswith((".csv", ".txt")):
        return [_csv(content, name)]
    raise UnreadableWorkbook(f"“{name}”不是电子表格，请上传 .xlsx 或 .csv 文件。")


def _check_start(content: bytes, name: str) -> None:
    """Refuse an empty file, one with a password, one of the old format."""
    if not content:
        raise UnreadableWorkbook(f"“{name}”是空文件，请检查后重新上传。")
    if content.startswith(_OLE):
        cause = "设有打开密码" if name.lower().endswith(".xlsx") else "是旧的 .xls 格式"
        raise UnreadableWorkbook(f"“{name}”{cause}，请用 WPS 或 Excel 打开后另存为不带密码的 .xlsx 再上传。")


def open_workbook(content: bytes, name: str, *, results: bool = True) -> Any:
    """Return an XLSX file open, a formula as its last result or, without `results`, as itself; raise UnreadableWorkbook."""
    from openpyxl import load_workbook

    _check_start(content, name)
    if not content.startswith(b"PK"):
        raise UnreadableWorkbook(f"“{name}”不是 .xlsx 文件，请上传 .xlsx 文件。")
    _check_parts(content, name)
    try:
        return load_workbook(io.BytesIO(content), data_only=results, keep_links=False)
    except Exception as error:  # openpyxl raises whatever the broken part raises
        raise UnreadableWorkbook(
            f"“{name}”打不开（{type(error).__name__}），请用 WPS 或 Excel 打开后另存为 .xlsx 再上传。"
        ) from None


def _check_parts(content: bytes, name: str) -> None:
    """Refuse a bomb, and what is no workbook, by the list of its parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise UnreadableWorkbook(f"“{name}”已损坏，请重新导出后再上传。") from None
    unpacked = sum(part.file_size for part in parts)
    if (
        unpacked > LARGEST_UNPACKED
        or (unpacked > 4_000_000 and unpacked > MOST_RATIO * len(content))
        or len(parts) > 5000
    ):
        raise UnreadableWorkbook(f"“{name}”解压后过大，像是压缩炸弹，没有打开；请另存为普通的 .xlsx 再上传。")
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise UnreadableWorkbook(f"“{name}”不是 Excel 工作簿，请另存为 .xlsx 再上传。")
    if any(part.endswith("vbaProject.bin") for part in names):
        raise UnreadableWorkbook(f"“{name}”带有宏，没有打开；请另存为不带宏的 .xlsx 再上传。")


def _sheet(sheet: Any, name: str) -> Sheet:
    rows: list[list[Value]] = []
    colours: list[list[str | None]] = []
    blank = 0
    for row in sheet.iter_rows(max_col=min(sheet.max_column or 1, MOST_COLUMNS)):
        values = [cell.value for cell in row]
        blank = 0 if any(value is not None for value in values) else blank + 1
        if blank > MOST_BLANK:
            break
        rows.append(values)
        colours.append([_colour(cell) for cell in row])
        if len(rows) > MOST_ROWS + MOST_BLANK:
            raise UnreadableWorkbook(f"“{name}”的“{sheet.title}”超过 {MOST_ROWS} 行，请分成几个文件导入。")
    hidden = frozenset(
        column - 1
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for column in range(dimension.min or 1, min(dimension.max or 1, MOST_COLUMNS) + 1)
    )
    merged = [
        (area.min_row - 1, area.max_row - 1, area.min_col - 1, area.max_col - 1) for area in sheet.merged_cells.ranges
    ]
    return Sheet(sheet.title, rows, merged, colours, hidden)


def _colour(cell: Any) -> str | None:
    """Return the colour a cell is filled with, as RRGGBB."""
    filling = getattr(cell, "fill", None)
    if filling is None or filling.fill_type != "solid":
        return None
    colour = filling.fgColor.rgb
    return colour[-6:] if isinstance(colour, str) else None


def _csv(content: bytes, name: str) -> Sheet:
    text, _encoding, _notices = decode(content, name=name)
    rows: list[list[Value]] = []
    for row in csv.reader(io.StringIO(text, newline="")):
        rows.append([value or None for value in row[:MOST_COLUMNS]])
        if len(rows) > MOST_ROWS:
            raise UnreadableWorkbook(f"“{name}”超过 {MOST_ROWS} 行，请分成几个文件导入。")
    return Sheet(name, rows)
