"""A batch's bytes as petitions: through the readers that trust no upload, then whichever of the three layouts it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from duban.inspections.rules.headings import Field, are_two_headings, fields_of, is_heading, is_heading_word
from duban.inspections.rules.layouts import (
    Grid,
    IsArea,
    Layout,
    RawRow,
    grid_of_lines,
    is_note,
    layout_of,
    rows_of_forms,
    rows_of_grid,
    rows_of_lines,
)
from duban.inspections.rules.numbers import compiled, unglued
from duban.inspections.rules.printed_forms import PrintedLine, Unclear, form_lines, is_label
from duban.reading import CannotRead
from duban.reading.intake import OLE_MAGIC, intake_bytes, intake_text
from duban.reading.intake.archive import Package
from duban.reading.intake.docx import W
from duban.reading.intake.pdf_aligned import Looked, aligned_tables, printed_sheets
from duban.reading.intake.pdf_tables import ruled_tables
from duban.reading.intake.refusals import refusal
from duban.reading.intake.secrecy import refuse_secret
from duban.workbooks.intake import read_workbook

MOST_ROWS = 10_000
MOST_COLUMNS = 200  # what a table says of its own spans is not to be trusted
MOST_HIGH = 20_000  # points of a page
_HEAD = 40  # rows of a sheet in which a secrecy mark is looked for


class NoPetitions(ValueError):
    """Nothing in the file reads as a petition; the message says what is looked for."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What tells the cells of a flattened table apart."""

    pattern: str
    is_area: IsArea
    is_type: IsArea


@dataclass(frozen=True, slots=True)
class Taken:
    """The petitions of a file, in its order, and how it was laid out."""

    rows: list[RawRow]
    layout: Layout


def read_batch(content: bytes, name: str, words: Vocabulary) -> Taken:
    """Return the petitions in the bytes; raise NoPetitions, CannotRead or UnreadableWorkbook."""
    if name.lower().endswith((".xlsx", ".xlsm", ".csv")) or _is_workbook(content):
        return _checked(_of_grids(_sheets(content, name), words), name)
    if content.startswith((OLE_MAGIC, b"{\\rtf")):
        # it is converted on the disk, where it would lie readable for a while
        raise NoPetitions(f"“{name}”是旧格式，不能直接读取，请在 Office 或 WPS 里另存为 .xlsx 或 .docx 后再上传。")
    try:
        taken = intake_bytes(content, name=name)  # refuses what is secret, damaged, hostile
    except CannotRead as refused:
        if refused.code != "unsupported_format":
            raise
        raise NoPetitions(
            f"“{name}”是图片、压缩包一类的文件，读不出清单；请上传 XLSX、DOCX、CSV、PDF 或文本，图片里的文字请粘贴或录入。"
        ) from None
    if content.startswith(b"PK"):
        grids = list(_word_tables(content, name))
        if any(is_heading(row) for grid in grids for row in grid.rows):
            return _checked(_of_grids(grids, words), name)
    if b"%PDF-" in content[:1024]:
        tables = enumerate(ruled_tables(content, name=name), 1)
        ruled = [Grid(f"{name} {page}", table.rows, table.merged) for page, table in tables]
        if any(is_heading(row) for grid in ruled for row in grid.rows):
            return _checked(_of_grids(_with_first_heading(ruled), words), name)
        return _checked(_of_printed(content, name, words), name)
    return _checked(_of_lines(taken.text.split("\n"), name, words), name)


def read_typed(text: str, words: Vocabulary) -> Taken:
    """Return the petitions of a text pasted or typed; raise NoPetitions or CannotRead."""
    taken = intake_text(text, name="粘贴的文字")
    return _checked(_of_lines(taken.text.split("\n"), "粘贴的文字", words), "粘贴的文字")


def _checked(taken: Taken, name: str) -> Taken:
    if not taken.rows:
        raise NoPetitions(
            f"“{name}”里没有找到信访件：表头要有“受理编号”“交办问题基本情况”这样的列名，或每件以受理编号开头；"
            "请核对编号式样和文件后重新上传。"
        )
    if len(taken.rows) > MOST_ROWS:
        raise NoPetitions(f"“{name}”有 {len(taken.rows)} 件，超过 {MOST_ROWS} 件，请分成几个文件导入。")
    return taken


def _of_grids(grids: list[Grid], words: Vocabulary) -> Taken:
    rows = [row for grid in grids for row in rows_of_grid(grid, words.pattern)]
    for place, row in enumerate(rows):
        if place and row.row <= rows[place - 1].row:  # a further sheet counts on
            row.row = rows[place - 1].row + 1
    return Taken(rows, Layout.GRID)


def _of_printed(content: bytes, name: str, words: Vocabulary) -> Taken:
    """Read a PDF without ruled lines: a table of aligned columns, a form each, or a cell a line; raise CannotRead."""
    looked = _looked_for(words.pattern)
    sheets = printed_sheets(content, name=name, looked=looked)
    if aligned := aligned_tables(sheets, name=name, looked=looked):
        return _of_grids([Grid(name, rows) for rows in aligned], words)
    lines: list[PrintedLine] = []
    for page, sheet in enumerate(sheets, start=1):
        for line in sheet.lines:
            pieces = [piece.text for piece in line.pieces]
            others = [piece for piece in pieces if not (looked.whole_number(piece) or piece.isdigit())]
            if len(others) < len(pieces) and len(others) > 1 and not any(map(is_label, others)):
                raise refusal("columns_unclear", name, page=page, reason="没有列名一行，看不出各列是什么")
            lines.append(PrintedLine(line.base - page * MOST_HIGH, sheet.em, pieces))
    if any(is_label(line.pieces[0]) or "：" in line.pieces[0] for line in lines):
        try:
            texts = form_lines(lines)
        except Unclear as unclear:
            raise refusal("columns_unclear", name, page=1, reason=str(unclear)) from None
        if layout_of(texts) is Layout.FORMS:
            return Taken(rows_of_forms(texts, words.pattern), Layout.FORMS)
    texts = [" ".join(line.pieces) for line in lines]
    return Taken(rows_of_lines(texts, words.pattern, words.is_area, words.is_type), Layout.LINES)


def _of_lines(lines: list[str], name: str, words: Vocabulary) -> Taken:
    if grid := grid_of_lines(lines, name):
        return _of_grids([grid], words)
    if layout_of(lines) is Layout.FORMS:
        return Taken(rows_of_forms(lines, words.pattern), Layout.FORMS)
    return Taken(rows_of_lines(lines, words.pattern, words.is_area, words.is_type), Layout.LINES)


def _with_first_heading(grids: list[Grid]) -> list[Grid]:
    """Return the grids, those without a heading of their own under the last one seen: a table goes on over pages."""
    found: list[Grid] = []
    heading: list[object] = []
    for grid in grids:
        own = next((list(row) for row in grid.rows if is_heading(row)), None)
        heading = own or heading
        if own is None and heading:
            moved = [(top + 1, bottom + 1, left, right) for top, bottom, left, right in grid.merged]
            grid = Grid(grid.name, [heading, *grid.rows], moved)
        found.append(grid)
    return found


def _looked_for(pattern: str) -> Looked:
    """Return what tells a table of aligned columns: its headings, and the numbers that begin its rows."""
    number = compiled(pattern)

    def numbering(heading: Sequence[str]) -> int | None:
        fields = fields_of(heading)
        return fields.get(Field.NUMBER, fields.get(Field.INDEX))

    def whole(words: str) -> bool:
        return number.fullmatch(unglued(words, pattern)[1]) is not None

    return Looked(is_heading, is_heading_word, are_two_headings, numbering, whole, is_note)


def _is_workbook(content: bytes) -> bool:
    return content.startswith(b"PK") and b"xl/workbook.xml" in content


def _sheets(content: bytes, name: str) -> list[Grid]:
    sheets = read_workbook(content, name)
    for sheet in sheets:
        head = "\n".join(" ".join(str(cell) for cell in row if cell is not None) for row in sheet.rows[:_HEAD])
        refuse_secret(head, name=name)
    return [Grid(sheet.name, sheet.rows, sheet.merged) for sheet in sheets]


def _word_tables(content: bytes, name: str) -> Iterator[Grid]:
    """Yield the tables of a DOCX with the places its merged cells take."""
    body = Package(content, name=name, format="DOCX").xml("word/document.xml")
    for place, table in enumerate(body.iter(f"{W}tbl"), start=1):
        rows: list[list[str]] = []
        merged: list[tuple[int, int, int, int]] = []
        open_spans: dict[int, int] = {}  # column → row in which a cell merged downwards begins
        for row in table.findall(f"{W}tr"):
            cells: list[str] = []
            for cell in row.findall(f"{W}tc"):
                if len(cells) >= MOST_COLUMNS:
                    break
                column, goes_on = len(cells), _goes_on(cell)
                if goes_on and column in open_spans:
                    merged.append((open_spans[column], len(rows), column, column))
                elif goes_on is False:
                    open_spans[column] = len(rows)
                else:
                    open_spans.pop(column, None)
                cells += [_cell_words(cell), *([""] * (_width(cell) - 1))]
            rows.append(cells)
        yield Grid(f"{name} {place}", rows, merged)


def _goes_on(cell: Any) -> bool | None:
    """Return True where the cell goes on with the one above, False where it begins a merged one, else None."""
    mark = cell.find(f"{W}tcPr/{W}vMerge")
    if mark is None:
        return None
    return str(mark.get(f"{W}val", "continue")) != "restart"


def _width(cell: Any) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    words = span.get(f"{W}val", "1") if span is not None else "1"
    return min(int(words), 200) if words.isdigit() else 1


def _cell_words(cell: Any) -> str:
    return "".join(text.text or "" for text in cell.iter(f"{W}t")).strip()
