"""Tables of a PDF that has no ruled lines, only columns one below the other; refused where they cannot be told apart.

A column is what stands under one heading with blank space on both sides of it, down all pages that share the heading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from duban.reading.intake.layout import is_page_number
from duban.reading.intake.pdf_lines import Page, Piece, Printed, printed_page
from duban.reading.intake.pdf_rows import Body, numbers_in, rows_of
from duban.reading.intake.pdf_tables import MOST_PAGES, DrawnLine, level_lines
from duban.reading.intake.refusals import refusal

_GAP = 0.2  # characters of blank space, down all lines, that part two columns
_WIDE = 0.6  # of the table's width: a horizontal line that long parts rows
_FURNITURE = 2.5  # characters between a header or footer and the text
_TALLEST = 4  # lines of a heading
_FEWEST = 3  # cells of a note's neighbour that is a row again


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked for: headings, words that only headings have, two headings run together, the column whose cells number the rows, notes."""

    is_heading: Callable[[Sequence[object]], bool]
    is_heading_word: Callable[[str], bool]
    are_two_headings: Callable[[str], bool]
    numbering: Callable[[Sequence[str]], int | None]
    whole_number: Callable[[str], bool]
    is_note: Callable[[str], bool]


@dataclass(slots=True)
class _Part:
    """What stands on one page under a heading."""

    page: int
    em: float
    heading: list[Piece]
    lines: list[Printed]
    levels: list[float]


@dataclass(frozen=True, slots=True)
class _Unclear(Exception):
    page: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed on a page: its lines without page numbers, headers and footers, and the level lines drawn on it."""

    em: float
    lines: Sequence[Printed]
    levels: Sequence[DrawnLine]


def printed_sheets(content: bytes, *, name: str, looked: Looked) -> list[Sheet]:
    """Return what is printed on each page; raise CannotRead."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        try:
            pages = [
                (printed_page(document[number]), level_lines(document[number]))
                for number in range(min(len(document), MOST_PAGES))
            ]
        finally:
            document.close()
    except pypdfium2.PdfiumError:
        raise refusal("damaged_file", name, format="PDF") from None
    repeated = _repeated([page for page, _levels in pages], looked)
    return [Sheet(page.em, _own_lines(page, repeated), levels) for page, levels in pages]


def aligned_tables(sheets: Sequence[Sheet], *, name: str, looked: Looked) -> list[list[list[str]]]:
    """Return the rows of each table, its heading first; none where no line is a heading; raise CannotRead."""
    try:
        return [_table(parts, looked) for parts in _tables(list(_parts(sheets, looked)))]
    except _Unclear as unclear:
        raise refusal("columns_unclear", name, page=unclear.page, reason=unclear.reason) from None


def _own_lines(page: Page, repeated: set[str]) -> list[Printed]:
    lines = [line for line in page.lines if line.text not in repeated]
    while lines and is_page_number(lines[-1].text):
        lines.pop()
    return lines


def _parts(sheets: Sequence[Sheet], looked: Looked) -> Iterator[_Part]:
    """Yield what stands under headings, page by page; a page without one goes on under the last."""
    heading: list[Piece] = []
    for number, sheet in enumerate(sheets, start=1):
        lines = sheet.lines
        current = _Part(number, sheet.em, heading, [], [])
        place = 0
        noted = False
        while place < len(lines):
            end, found = _heading_at(lines, place, looked)
            if found:
                if current.lines:
                    yield current
                heading, place, noted = found, end, False
                current = _Part(number, sheet.em, heading, [], [])
                continue
            line = lines[place]
            place += 1
            noted = looked.is_note(line.pieces[0].text) or (noted and len(line.pieces) < _FEWEST)
            if heading and not noted:
                current.lines.append(line)
        if current.lines:
            width = heading[-1].right - heading[0].left
            current.levels = [level.place for level in sheet.levels if level.end - level.start >= _WIDE * width]
            yield current


def _repeated(pages: Sequence[Page], looked: Looked) -> set[str]:
    """Return the lines that come back at the edges of pages, set apart from the rest: headers and footers."""
    edges = Counter(text for page in pages for text in {*_set_apart(page)})
    return {
        text
        for text, count in edges.items()
        if count > 1
        and not looked.is_heading(text.split())
        and not any(looked.whole_number(word) for word in text.split())
    }


def _set_apart(page: Page) -> Iterator[str]:
    """Yield the first and the last line, where more blank space parts them from the next than lines of text keep."""
    for edge, near in (page.lines[:2], page.lines[:-3:-1]) if len(page.lines) > 1 else ():
        if abs(edge.base - near.base) > _FURNITURE * page.em:
            yield edge.text


def _heading_at(lines: Sequence[Printed], place: int, looked: Looked) -> tuple[int, list[Piece]]:
    """Return where the heading that begins at this line ends, and its cells; none where none begins.

    A cell of several lines is one only where they say together what headings say: else the rows have begun.
    """
    for end in range(min(place + _TALLEST, len(lines)), place, -1):
        cells: list[tuple[Piece, int]] = []  # with how many lines each has
        for piece in (piece for line in lines[place:end] for piece in line.pieces):
            over = [cell for cell in cells if cell[0].left < piece.right and piece.left < cell[0].right]
            cells = [cell for cell in cells if cell not in over]
            cells.append((_joined([*(cell for cell, _count in over), piece]), 1 + sum(count for _cell, count in over)))
        cells.sort(key=lambda cell: cell[0].left)
        whole = all(count == 1 or looked.is_heading_word(cell.text) for cell, count in cells)
        if whole and looked.is_heading([cell.text for cell, _count in cells]):
            return end, [cell for cell, _count in cells]
    return place, []


def _joined(pieces: Sequence[Piece]) -> Piece:
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    return Piece(left, right, "".join(piece.text for piece in pieces))


def _tables(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Yield the parts that share a heading: the same words in the same places."""
    table: list[_Part] = []
    for part in parts:
        if table and not _same(table[0].heading, part.heading, part.em):
            yield table
            table = []
        table.append(part)
    if table:
        yield table


def _same(one: Sequence[Piece], other: Sequence[Piece], em: float) -> bool:
    return [cell.text for cell in one] == [cell.text for cell in other] and all(
        abs(here.left - there.left) < em for here, there in zip(one, other, strict=True)
    )


def _table(parts: Sequence[_Part], looked: Looked) -> list[list[str]]:
    """Return heading and rows of one table; raise _Unclear."""
    heading = parts[0].heading
    if double := [cell.text for cell in heading if looked.are_two_headings(cell.text)]:
        raise _Unclear(parts[0].page, f"“{double[0]}”是两列的列名连在一起")
    columns = _columns(parts)
    numbering = looked.numbering([cell.text for cell in heading])
    if numbering is None:
        raise _Unclear(parts[0].page, "表头里没有编号一列")
    cells = [[_cells(line, columns) for line in part.lines] for part in parts]
    sizes = [sum(len(line[column]) for page in cells for line in page) for column in range(len(columns))]
    longest = max((column for column in range(len(columns)) if column != numbering), key=sizes.__getitem__)
    bodies = []
    for part, words in zip(parts, cells, strict=True):
        bases = [line.base for line in part.lines]
        numbers = numbers_in([row[numbering] for row in words], bases, looked.whole_number)
        bodies.append(Body(part.lines, part.em, numbers, [row[longest] for row in words], part.levels))
    rows = rows_of(bodies)
    if rows is None:
        raise _Unclear(parts[0].page, "各行之间没有空隙也没有横线，看不出一件从哪一行开始")
    read = [
        ["".join(words[line][column] for line in row) for column in range(len(columns))]
        for words, page in zip(cells, rows, strict=True)
        for row in page
    ]
    return [[cell.text for cell in heading], *read]


def _columns(parts: Sequence[_Part]) -> list[tuple[float, float]]:
    """Return left and right edge of each heading's column; raise _Unclear where text stands across or beside them."""
    heading, em = parts[0].heading, parts[0].em
    spans = sorted(
        (piece.left, piece.right, part.page)
        for part in parts
        for piece in [*part.heading, *(piece for line in part.lines for piece in line.pieces)]
    )
    islands: list[list[float]] = []
    for left, right, _page in spans:
        if islands and left - islands[-1][1] < _GAP * em:
            islands[-1][1] = max(islands[-1][1], right)
        else:
            islands.append([left, right])
    under: list[list[Piece]] = [
        [cell for cell in heading if left < cell.right and cell.left < right] for left, right in islands
    ]
    for (left, right), cells in zip(islands, under, strict=True):
        if len(cells) > 1:
            across = (page for low, high, page in spans if low < cells[1].left and cells[0].right < high)
            page = next(across, parts[0].page)
            words = f"“{cells[0].text}”和“{cells[1].text}”两列的文字连在一起，中间没有空隙"
            raise _Unclear(page, words)
        if not cells:
            _give_to_bare_heading(left, right, islands, under, parts)
    return [(left, right) for (left, right), cells in zip(islands, under, strict=True) if cells]


def _give_to_bare_heading(
    left: float, right: float, islands: list[list[float]], under: list[list[Piece]], parts: Sequence[_Part]
) -> None:
    """Let text that stands beside a heading be its column where nothing stands under that heading; else raise _Unclear.

    A short text flush left under a heading in the middle of a wide column stands so.
    """
    at = islands.index([left, right])
    body = [piece for part in parts for line in part.lines for piece in line.pieces]
    bare = [
        near
        for near in (at - 1, at + 1)
        if 0 <= near < len(islands)
        and under[near]
        and not any(piece.left < islands[near][1] and islands[near][0] < piece.right for piece in body)
    ]
    if len(bare) != 1:
        piece, page = next(
            (piece, part.page)
            for part in parts
            for line in part.lines
            for piece in line.pieces
            if left <= piece.left < right
        )
        raise _Unclear(page, f"“{piece.text[:12]}”上面没有列名，看不出属于哪一列")
    islands[bare[0]] = [min(left, islands[bare[0]][0]), max(right, islands[bare[0]][1])]


def _cells(line: Printed, columns: Sequence[tuple[float, float]]) -> list[str]:
    """Return the words of a line column by column."""
    found = ["" for _column in columns]
    for piece in line.pieces:
        at = next(place for place, (left, right) in enumerate(columns) if left <= piece.left and piece.right <= right)
        latin = found[at][-1:].isascii() and found[at][-1:].isalnum() and piece.text[:1].isascii()
        found[at] += f" {piece.text}" if latin else piece.text
    return found
