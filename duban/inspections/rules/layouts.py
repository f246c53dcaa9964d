"""The three layouts in which petition tables come, as rows of cells: a grid, its cells one a line, and a form a petition.

Merged cells are filled down, an index glued to a number is taken off, and what a row lost to a row span is taken from the
row above and said so. Values are words here; what they mean is for `rows`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from duban.inspections.rules.headings import Field, field_of, fields_of, is_heading, is_heading_word, plain_heading
from duban.inspections.rules.numbers import compiled, has_star, unglued


class Layout(StrEnum):
    """How a table is laid out."""

    GRID = "grid"
    LINES = "lines"
    FORMS = "forms"


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells row by row; `merged` are ranges (first row, last row, first column, last column), from 0."""

    name: str
    rows: Sequence[Sequence[object]]
    merged: Sequence[tuple[int, int, int, int]] = ()


@dataclass(slots=True)
class RawRow:
    """One petition as the table has it: where, its cells in words, and what was mended on the way."""

    row: int
    cells: dict[Field, str]
    mended: list[tuple[Field, str]] = field(default_factory=list)
    spanned: frozenset[Field] = frozenset()  # what it has from a merged cell that begins above


IsArea = Callable[[str], bool]
_INHERITED = (Field.AREA, Field.TYPE, Field.CHANNEL, Field.RECEIVED, Field.UNIT)
_STARS = ("★", "重点", "重点件", "*")
_FREE = (Field.SUMMARY, Field.FINDING, Field.HANDLING, Field.ACCOUNTABILITY, Field.NOTE)
_NEXT_LABEL = re.compile(r"\s+([^\s：:]{2,12})(?=[：:])")
_NO_ROW = re.compile(r"^(?:合\s*计|小\s*计|总\s*计|共\s*计|注\s*[：:]|备注\s*[：:]|说明\s*[：:]|填表|审核|制表|联系)")


def is_note(words: str) -> bool:
    """Tell whether a line is a note or a sum of the table, no petition."""
    return bool(_NO_ROW.match(words))


def rows_of_grid(grid: Grid, pattern: str) -> list[RawRow]:
    """Return the petitions of a grid below its heading; none where no heading is found."""
    start = next((place for place, cells in enumerate(grid.rows) if is_heading(cells)), None)
    if start is None:
        return []
    columns = fields_of(grid.rows[start])
    span = next((bottom for top, bottom, _l, _r in grid.merged if top == start and bottom > start), start)
    filled = _filled_down(grid, span + 1)
    found: list[RawRow] = []
    for place in range(span + 1, len(grid.rows)):
        cells = grid.rows[place]
        if is_heading(cells):
            columns = fields_of(cells)
            continue
        said = {name: filled.get((place, at)) or _words(_at(cells, at)) for name, at in columns.items()}
        own = {name: text for name, text in said.items() if text}
        if not own or _NO_ROW.match(_first(cells)) or len({*own.values()}) == 1 < len(own):
            continue
        spanned = frozenset(
            name for name, at in columns.items() if (place, at) in filled and not _words(_at(cells, at))
        )
        _take(found, RawRow(place + 1, _apart(own, pattern), spanned=spanned), pattern)
    return found


def rows_of_lines(lines: Sequence[str], pattern: str, is_area: IsArea, is_type: IsArea) -> list[RawRow]:
    """Return the petitions of a table that came flattened, a cell a line: each begins with its number."""
    found: list[RawRow] = []
    index, headed = "", False
    for place, line in enumerate(lines, start=1):
        words = line.strip()
        if not words:
            continue
        star = plain_heading(words) in _STARS and bool(found) and not headed  # a heading stands among others
        headed = bool(field_of(words)) and len(words) <= 12 and not (star or is_area(words) or is_type(words))
        if headed:
            continue
        bare = words.lstrip("★* ")
        number, rest = _begins(bare, pattern)
        if number:
            glued, plain = unglued(number, pattern)
            found.append(RawRow(place, {Field.INDEX: index or glued, Field.NUMBER: plain}))
            if bare != words or has_star(number):
                found[-1].cells[Field.STARRED] = "是"
            if glued and not index:
                found[-1].mended.append((Field.NUMBER, f"“{number}”是序号和编号连在一起，已拆为 {glued} 和 {plain}"))
            index, words = "", rest
        elif words.isdigit() and len(words) <= 5:
            index = words
            continue
        if words and found:
            _put(found[-1], words, is_area, is_type)
    return [row for row in found if len(row.cells) > 2 or not row.cells.get(Field.INDEX)]


def rows_of_forms(lines: Sequence[str], pattern: str) -> list[RawRow]:
    """Return the petitions of a text in which each is a form: 受理编号：… 交办问题：…; a value may go on over lines."""
    found: list[RawRow] = []
    last: Field | None = None
    for place, line in ((place, pair) for place, whole in enumerate(lines, start=1) for pair in _pairs(whole)):
        given = _labelled(line)
        if given is None:
            if found and last and line.strip() and not _NO_ROW.match(line.strip()):
                found[-1].cells[last] = (found[-1].cells.get(last, "") + line.strip()).strip()
            continue
        last, words = given
        if last is Field.NUMBER or not found:
            found.append(RawRow(place, {}))
        if last is Field.NUMBER:
            found[-1].cells.update(_apart({Field.NUMBER: words}, pattern))
        else:
            found[-1].cells[last] = words
    return [row for row in found if Field.NUMBER in row.cells]


def layout_of(lines: Sequence[str]) -> Layout:
    """Return how lines of text are laid out."""
    labelled = sum(1 for line in lines if (given := _labelled(line)) and given[0] is Field.NUMBER)
    return Layout.FORMS if labelled else Layout.LINES


def grid_of_lines(lines: Sequence[str], name: str) -> Grid | None:
    """Return lines whose cells are set apart by tabs or bars as a grid; None where they are not."""
    for sign in ("\t", "|"):
        rows = [_cells(line, sign) for line in lines if sign in line]
        if any(is_heading(cells) for cells in rows):
            return Grid(name, [cells for cells in rows if not all(re.fullmatch(r"[-: ]*", cell) for cell in cells)])
    return None


def _cells(line: str, sign: str) -> list[str]:
    cells = [cell.strip() for cell in line.strip("\n").split(sign)]
    return cells[1:-1] if sign == "|" and len(cells) > 2 and not cells[0] and not cells[-1] else cells


def _take(found: list[RawRow], row: RawRow, pattern: str) -> None:
    """Add the row; one without number and index goes on with the row above, whose span it lost.

    So does one whose number is only the rest of the number above: a page ended in the middle of it.
    """
    cells = row.cells
    if found and _goes_on(found[-1], cells, pattern):
        above = found[-1]
        for name, words in cells.items():
            if above.cells.get(name) != words:
                above.cells[name] = above.cells.get(name, "") + words
        above.mended.append((Field.SUMMARY, f"第 {row.row} 行没有完整的编号，并入上一件"))
        return
    for name in _INHERITED if found else ():
        words = found[-1].cells.get(name, "")
        if words and not cells.get(name):
            cells[name] = words
            row.mended.append((name, f"空白，沿用上一行的“{words}”，请核对"))
    found.append(row)


def _goes_on(above: RawRow, cells: dict[Field, str], pattern: str) -> bool:
    if cells.get(Field.INDEX):
        return False
    number, expression = cells.get(Field.NUMBER, ""), compiled(pattern)
    begun = above.cells.get(Field.NUMBER, "")
    return not number or (expression.fullmatch(begun) is None and expression.fullmatch(begun + number) is not None)


def _apart(cells: dict[Field, str], pattern: str) -> dict[Field, str]:
    """Return the cells with an index taken off the number."""
    if words := cells.get(Field.NUMBER) or "":
        index, number = unglued(words, pattern)
        cells[Field.NUMBER] = number
        if has_star(words):
            cells[Field.STARRED] = "是"
        if index and not cells.get(Field.INDEX):
            cells[Field.INDEX] = index
    elif (glued := cells.get(Field.INDEX, "")) and not glued.isdigit():
        index, number = unglued(glued, pattern)
        if compiled(pattern).fullmatch(number):
            cells |= {Field.INDEX: index, Field.NUMBER: number}
            if has_star(glued):
                cells[Field.STARRED] = "是"
    return cells


def _begins(words: str, pattern: str) -> tuple[str, str]:
    """Return the number a line begins with, an index before it, and what follows; nothing where it begins with none."""
    head, _blank, rest = words.partition(" ")
    if head.isdigit() and len(head) <= 5 and rest:
        number, after = _begins(rest.strip(), pattern)
        if number:
            return f"{head} {number}", after
    expression = compiled(pattern)
    index, number = unglued(head, pattern)
    if expression.fullmatch(number) and (index or not (head.isdigit() and len(head) <= 3)):
        return head, rest.strip()
    found = re.match(rf"(?:\d{{1,5}}(?=[A-Z]))?(?:{_nameless(expression.pattern)})(?=[^0-9A-Za-z]|$)", words)
    return (found[0], words[found.end() :].strip()) if found and not found[0].isdigit() else ("", "")


def _nameless(expression: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", expression)


def _put(row: RawRow, words: str, is_area: IsArea, is_type: IsArea) -> None:
    """Put a line into the cell it belongs to, told by what it says."""
    cells = row.cells
    plain = plain_heading(words)
    if Field.CHANNEL not in cells and plain in ("来电", "来信", "电话", "信件"):
        cells[Field.CHANNEL] = words
    elif plain in _STARS:
        cells[Field.STARRED] = "是"
    elif Field.SUMMARY in cells and Field.AREA not in cells and is_area(words):
        cells[Field.AREA] = words
    elif Field.SUMMARY in cells and Field.TYPE not in cells and is_type(words):
        cells[Field.TYPE] = words
    elif re.fullmatch(r"20\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?", plain) and Field.RECEIVED not in cells:
        cells[Field.RECEIVED] = words
    elif Field.TYPE in cells and Field.AREA in cells:
        cells[Field.FINDING] = cells.get(Field.FINDING, "") + words
    else:
        cells[Field.SUMMARY] = cells.get(Field.SUMMARY, "") + words


def _pairs(line: str) -> Iterator[str]:
    """Yield the pairs 标签：值 of a line that holds several, set apart by blanks; another line as it is.

    What follows a label of free text is its text, whatever it says.
    """
    start = 0
    for found in _NEXT_LABEL.finditer(line):
        here = _labelled(line[start:])
        if here is None or here[0] in _FREE:
            break
        if field_of(found[1]) is not None and is_heading_word(found[1]):
            yield line[start : found.start()]
            start = found.start(1)
    yield line[start:]


def _labelled(line: str) -> tuple[Field, str] | None:
    """Return field and value of a line 受理编号：…; None where it is none."""
    head, colon, rest = line.replace(":", "：", 1).partition("：") if "：" not in line[:20] else line.partition("：")
    name = field_of(head) if colon and len(head.strip()) <= 16 else None
    return (name, rest.strip()) if name else None


def _filled_down(grid: Grid, first: int) -> dict[tuple[int, int], str]:
    """Return the words of cells merged downwards: each row of the range says the same."""
    found: dict[tuple[int, int], str] = {}
    for top, bottom, left, right in grid.merged:
        if top >= first and left == right and bottom > top:
            words = _words(_at(grid.rows[top], left))
            found |= {(place, left): words for place in range(top, bottom + 1)}
    return found


def _first(cells: Sequence[object]) -> str:
    return next((words for cell in cells if (words := _words(cell))), "")


def _at(cells: Sequence[object], column: int) -> object:
    return cells[column] if column < len(cells) else None


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def texts(rows: Sequence[RawRow]) -> Iterator[str]:
    """Yield all words of the rows."""
    for row in rows:
        yield from row.cells.values()
