"""A table as a workbook that is written while it is sent: any number of rows in the memory of a few hundred.

Layout and styles come from `spreadsheets`: a workbook with two sample rows is made there, and the rows of the table are
written in their place, each cell with the style of its sample.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final
from xml.sax.saxutils import escape

from duban.web.spreadsheets import (
    FORMULA_STARTS,
    HEADING_ROW,
    Cell,
    Column,
    Table,
    clean,
    row_height,
    saved,
    workbook_of,
)

AT_ONCE = 200  # rows between two portions sent
_SHEET: Final = "xl/worksheets/sheet1.xml"
_SAMPLE: Final = "="  # its style says that the text is none of a formula
_EPOCH: Final = date(1899, 12, 30).toordinal()
_ROWS = re.compile(r'<row r="4".*(?=</sheetData>)', re.DOTALL)
_SIZE = re.compile(r'(<dimension ref="A1:[A-Z]+)\d+(")')
_STYLES = re.compile(r'<c r="[A-Z]+(\d+)" s="(\d+)"')


def xlsx_stream(table: Table, rows: Iterable[Sequence[Cell]], count: int) -> Iterator[bytes]:
    """Yield the table with these rows, `count` of them, as a workbook: headings frozen and ready to filter by."""
    samples: list[list[Cell]] = [[sample] * len(table.columns) for sample in ("", _SAMPLE, date(2000, 1, 1))]
    made = saved(workbook_of(replace(table, rows=samples), filter_rows=count))
    outlet = _Outlet()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as parts,
        zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as book,
    ):
        for part in parts.namelist():
            if part != _SHEET:
                book.writestr(part, parts.read(part))
        before, styles, after = _taken_apart(parts.read(_SHEET).decode(), len(table.columns))
        before = _SIZE.sub(rf"\g<1>{HEADING_ROW + max(count, 1)}\2", before)
        with book.open(_SHEET, "w", force_zip64=True) as sheet:
            sheet.write(before.encode())
            numbered = enumerate(rows, start=HEADING_ROW + 1)
            while portion := list(islice(numbered, AT_ONCE)):
                drawn = (_row(number, cells, table.columns, styles) for number, cells in portion)
                sheet.write("".join(drawn).encode())
                yield outlet.taken()
            sheet.write(after.encode())
    yield outlet.taken()


class _Outlet(io.RawIOBase):
    """What was written and not sent yet; it cannot be gone back in."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []

    def writable(self) -> bool:
        """Say so."""
        return True

    def write(self, content: bytes, /) -> int:  # type: ignore[override]
        """Keep it."""
        self._kept.append(bytes(content))
        return len(content)

    def taken(self) -> bytes:
        """Return what is there, and forget it."""
        found, self._kept = b"".join(self._kept), []
        return found


def _taken_apart(sheet: str, columns: int) -> tuple[str, list[tuple[str, str, str]], str]:
    """Return what stands before the rows, each column's styles for plain text, text like a formula, days, and the rest."""
    found = _ROWS.search(sheet)
    if found is None:
        raise ValueError("a workbook without sample rows")
    by_row: dict[str, list[str]] = {}
    for row, style in _STYLES.findall(found[0]):
        by_row.setdefault(row, []).append(style)
    styles = list(zip(*by_row.values(), strict=True))
    if len(styles) != columns:
        raise ValueError("sample rows of other columns")
    return sheet[: found.start()], styles, sheet[found.end() :]


def _row(number: int, cells: Sequence[Cell], columns: Sequence[Column], styles: Sequence[tuple[str, str, str]]) -> str:
    drawn = [f'<row r="{number}" ht="{row_height(cells, columns):g}" customHeight="1">']
    for value, (plain, like_formula, day) in zip(cells, styles, strict=True):
        if isinstance(value, str):
            style = like_formula if value.startswith(FORMULA_STARTS) else plain
            text = escape(clean(value))
            drawn.append(
                f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
                if text
                else f'<c s="{plain}"/>'
            )
        elif isinstance(value, date):
            drawn.append(f'<c s="{day}"><v>{value.toordinal() - _EPOCH}</v></c>')
        else:
            drawn.append(f'<c s="{plain}"/>' if value is None else f'<c s="{plain}"><v>{value}</v></c>')
    return "".join([*drawn, "</row>"])
