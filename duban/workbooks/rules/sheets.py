"""Where on a sheet the table stands: its heading (one row or two), its rows, and what is none of them.

Given the cells with merged ones filled in, and the colours where they mean something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Value = object  # str, int, float, Decimal, datetime, date, bool, None: as the spreadsheet gives it

SEARCHED = 30  # rows in which a heading is looked for
LEAST_HEADINGS = 3
# words that a ledger's heading is made of
_HEADING = re.compile(
    "编号|序号|号$|事项|任务|工作|项目|内容|责任|牵头|配合|协办|单位|部门|时限|时间|日期|期限|进展|进度|情况|完成|落实|状态"
    "|备注|来源|领导|联系|资金|目标|成果|频次|板块|类别|名称|措施|问题"
)
_TOTALS = re.compile(r"^(?:合\s*计|小\s*计|总\s*计|共\s*计|累\s*计|平\s*均)")
_NOTES = re.compile(r"^(?:注\s*[：:.、1]|备注\s*[：:]|说明\s*[：:]|填\s*表|审核人|制表|填报|联系人\s*[：:]|复核)")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's cells, row by row; `merged` are ranges (first row, last row, first column, last column), from 0."""

    name: str
    rows: Sequence[Sequence[Value]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    colours: Sequence[Sequence[str | None]] = ()  # of the filling, as RRGGBB
    hidden: frozenset[int] = frozenset()  # columns


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: its number as the spreadsheet counts, and its cells by heading."""

    number: int
    cells: dict[str, Value]
    colour: str | None = None
    columns: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """What was found on a sheet: headings in their order, and the rows below."""

    sheet: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str = ""
    skipped: tuple[tuple[int, str], ...] = ()  # row number and why: total, note, heading repeated


def find_table(sheet: Sheet) -> Table | None:
    """Return the sheet's table; None where no heading is found."""
    found = _heading(sheet)
    if found is None:
        return None
    first, last, columns = found
    rows: list[Row] = []
    skipped: list[tuple[int, str]] = []
    inherited = _filled_down(sheet, last + 1)
    for place in range(last + 1, len(sheet.rows)):
        cells = {name: inherited.get((place, column), _at(sheet, place, column)) for name, column in columns.items()}
        why = _no_row(sheet, place, cells, columns)
        if why:
            if why != "blank":
                skipped.append((place + 1, why))
            continue
        rows.append(Row(place + 1, cells, _colour(sheet, place, columns), columns))
    title = "".join(dict.fromkeys(_text(value) for row in sheet.rows[:first] for value in row))
    return Table(sheet.name, tuple(columns), tuple(rows), title, tuple(skipped))


def _heading(sheet: Sheet) -> tuple[int, int, dict[str, int]] | None:
    """Return first and last row of the heading and the column of each name."""
    best: tuple[int, int] | None = None
    for place in range(min(SEARCHED, len(sheet.rows))):
        names = [_text(value) for value in sheet.rows[place]]
        score = sum(bool(name) and len(name) <= 14 and bool(_HEADING.search(name)) for name in dict.fromkeys(names))
        if score >= LEAST_HEADINGS and (best is None or score > best[0]):
            best = (score, place)
    if best is None:
        return None
    first = last = best[1]
    if any(top == first and bottom == first and right > left for top, bottom, left, right in sheet.merged):
        last = first + 1
    elif first and any(
        top == first - 1 and bottom == first - 1 and left < right < _width(sheet) - 1
        for top, bottom, left, right in sheet.merged
    ):
        first -= 1
    return first, last, _columns(sheet, first, last)


def _columns(sheet: Sheet, first: int, last: int) -> dict[str, int]:
    """Return the columns by name; names of two rows are joined, the same name again gets a number."""
    columns: dict[str, int] = {}
    for column in range(_width(sheet)):
        if column in sheet.hidden:
            continue
        upper = _text(_merged_value(sheet, first, column))
        lower = _text(_merged_value(sheet, last, column)) if last > first else ""
        name = f"{upper}/{lower}" if lower and lower != upper and upper else lower or upper
        if not name:
            continue
        count = 2
        while name in columns:
            name, count = f"{name.rpartition('（第')[0] or name}（第{count}列）", count + 1
        columns[name] = column
    return columns


def _filled_down(sheet: Sheet, first: int) -> dict[tuple[int, int], Value]:
    """Return the values of cells merged downwards: each row of the range says the same."""
    found: dict[tuple[int, int], Value] = {}
    for top, bottom, left, right in sheet.merged:
        if top >= first and left == right:
            for place in range(top, bottom + 1):
                found[place, left] = _at(sheet, top, left)
    return found


def _no_row(sheet: Sheet, place: int, cells: dict[str, Value], columns: dict[str, int]) -> str:
    """Return why a row is no row of the table, nothing where it is one."""
    own = [_text(_at(sheet, place, column)) for column in columns.values()]
    texts = [text for text in own if text]
    if not texts:
        return "blank"
    first = texts[0]
    if _TOTALS.match(first):
        return "total"
    if _NOTES.match(first) or (len(texts) == 1 and _spans(sheet, place)):
        return "note"
    names = {part for name in columns for part in name.split("/")}
    if len(texts) >= LEAST_HEADINGS and sum(text in names for text in texts) > len(texts) / 2:
        return "heading"
    return ""


def _spans(sheet: Sheet, place: int) -> bool:
    """Tell whether one cell of the row reaches over most of the table."""
    half = _width(sheet) / 2
    return any(top == place and right - left + 1 > half for top, _bottom, left, right in sheet.merged)


def _colour(sheet: Sheet, place: int, columns: dict[str, int]) -> str | None:
    """Return the colour most cells of the row are filled with; None for white, none or several."""
    if place >= len(sheet.colours):
        return None
    row = sheet.colours[place]
    seen = [row[column] if column < len(row) else None for column in columns.values()]
    colours = {colour for colour in seen if colour and colour.upper() not in ("FFFFFF", "000000")}
    if len(colours) != 1 or sum(bool(colour) for colour in seen) * 2 < len(seen):
        return None
    return colours.pop()


def _merged_value(sheet: Sheet, place: int, column: int) -> Value:
    for top, bottom, left, right in sheet.merged:
        if top <= place <= bottom and left <= column <= right:
            return _at(sheet, top, left)
    return _at(sheet, place, column)


def _at(sheet: Sheet, place: int, column: int) -> Value:
    row = sheet.rows[place]
    return row[column] if column < len(row) else None


def _width(sheet: Sheet) -> int:
    return max((len(row) for row in sheet.rows[:SEARCHED]), default=0)


def _text(value: Value) -> str:
    """Return a heading's words without blanks and line ends."""
    return "" if value is None else _BLANKS.sub("", str(value))


def texts(values: Sequence[Value]) -> Iterator[str]:
    """Yield the words of cells."""
    return (_text(value) for value in values)
