"""Tables of a PDF by their ruled lines: rows of cells, with the ranges of merged ones. What has no lines is no table here.

A cell is what lies between two vertical and two horizontal lines; where the line between two rows is missing under a
column, the cell goes on. Coordinates are the page's, upwards.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from duban.reading.intake.pdf import plain_characters
from duban.reading.intake.refusals import refusal

MOST_PAGES = 1000
MOST_PATHS = 50_000  # of a page: a map has more, a table does not
_NEAR = 3.0  # points within which two lines are one
_SHORTEST = 6.0  # of a line that parts cells
_FEWEST = 3  # lines each way below which there is no table


@dataclass(frozen=True, slots=True)
class Ruled:
    """The table of one page; `merged` are ranges (first row, last row, first column, last column), from 0."""

    rows: list[list[str]]
    merged: list[tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A straight line, level or upright: where it stands and how far it goes."""

    place: float  # across its direction
    start: float
    end: float


def ruled_tables(content: bytes, *, name: str) -> list[Ruled]:
    """Return the ruled table of each page that has one; raise CannotRead."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        try:
            pages = range(min(len(document), MOST_PAGES))
            return [table for page in pages if (table := _of_page(document[page])) is not None]
        finally:
            document.close()
    except pypdfium2.PdfiumError:
        raise refusal("damaged_file", name, format="PDF") from None


def _of_page(page: Any) -> Ruled | None:
    upright, level = _lines(page)
    columns, rows = _places(upright), _places(level)
    if len(columns) < _FEWEST or len(rows) < _FEWEST:
        return None
    cells: dict[tuple[int, int], list[tuple[float, float, str]]] = defaultdict(list)
    for left, bottom, right, top, character in _characters(page):
        column = bisect_right(columns, (left + right) / 2) - 1
        row = bisect_right(rows, (bottom + top) / 2) - 1
        if 0 <= column < len(columns) - 1 and 0 <= row < len(rows) - 1:
            cells[len(rows) - 2 - row, column].append((bottom, left, character))
    height, width = len(rows) - 1, len(columns) - 1
    merged = list(_merged(rows, columns, level))
    for first, last, column, _same in merged:  # what stands in the middle of a merged cell belongs to its first row
        whole = [character for row in range(first, last + 1) for character in cells.pop((row, column), [])]
        cells[first, column] = whole
    table = [[_text(cells.get((row, column), [])) for column in range(width)] for row in range(height)]
    return Ruled(table, merged)


def level_lines(page: Any) -> list[DrawnLine]:
    """Return the horizontal lines drawn on a page."""
    return _lines(page)[1]


def _lines(page: Any) -> tuple[list[DrawnLine], list[DrawnLine]]:
    """Return the vertical and the horizontal lines drawn on a page."""
    from pypdfium2 import raw

    upright: list[DrawnLine] = []
    level: list[DrawnLine] = []
    for count, item in enumerate(page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=4)):
        if count > MOST_PATHS:
            return [], []
        for x1, y1, x2, y2 in _strokes(item.raw):
            if abs(x1 - x2) < 1 and abs(y1 - y2) >= _SHORTEST:
                upright.append(DrawnLine(x1, min(y1, y2), max(y1, y2)))
            elif abs(y1 - y2) < 1 and abs(x1 - x2) >= _SHORTEST:
                level.append(DrawnLine(y1, min(x1, x2), max(x1, x2)))
    return upright, level


def _strokes(path: Any) -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight strokes of a path, in the page's coordinates."""
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(path, matrix):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for place in range(min(raw.FPDFPath_CountSegments(path), 1000)):
        segment = raw.FPDFPath_GetPathSegment(path, place)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            start = point
        else:
            yield (*last, *point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield (*point, *start)
        last = point


def _places(lines: Sequence[DrawnLine]) -> list[float]:
    """Return where lines stand, those near each other taken as one."""
    found: list[float] = []
    for place in sorted(line.place for line in lines):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _merged(rows: list[float], columns: list[float], level: list[DrawnLine]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the cells that go on over rows: no line parts them under their column."""
    height = len(rows) - 1
    for column in range(len(columns) - 1):
        middle = (columns[column] + columns[column + 1]) / 2
        parted = [line.place for line in level if line.start <= middle <= line.end]
        first = 0
        for row in range(height):  # from the top
            bottom = rows[height - 1 - row]
            if any(abs(place - bottom) <= _NEAR for place in parted):
                if row > first:
                    yield first, row, column, column
                first = row + 1


def _characters(page: Any) -> Iterator[tuple[float, float, float, float, str]]:
    """Yield the page's characters with their boxes."""
    textpage = page.get_textpage()
    try:
        for place in range(textpage.count_chars()):
            character = plain_characters(textpage.get_text_range(place, 1))
            if character.strip():
                left, bottom, right, top = textpage.get_charbox(place, loose=True)
                yield left, bottom, right, top, character
    finally:
        textpage.close()


def _text(characters: list[tuple[float, float, str]]) -> str:
    """Return a cell's words: its lines from the top, each from the left."""
    lines: list[tuple[float, list[tuple[float, str]]]] = []
    for bottom, left, character in sorted(characters, key=lambda one: -one[0]):
        if not lines or lines[-1][0] - bottom > _NEAR:
            lines.append((bottom, []))
        lines[-1][1].append((left, character))
    return "".join(character for _place, line in lines for _left, character in sorted(line))
