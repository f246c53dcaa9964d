"""Which printed lines of a table without ruled lines make one row: told by blank space, else by where numbers stand.

Every row has its number (or begins with it on the page before). Where space parts the rows, each holds one number. Where
lines follow evenly, the number stands in a row's first line, in its middle or in its last: where several readings are
possible and differ, or pages may cut rows, the one is taken that alone ends every row with a sentence, else nothing is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from duban.reading.intake.pdf_lines import Printed

_CLEARER = 0.1  # characters by which the space between rows is wider than between lines of one row
_NEAR = 0.35  # … within which a number stands in the middle
_ABOVE, _BELOW = 0.85, 0.15  # of a character, over and under where it stands
_SENTENCE_END = ("。", "；", "！", "？", "”", "）", ".", "!", "?", ";", ")")
_APART = 1.8  # line distances beyond which the rest of a number is not looked for

Rows = list[list[int]]  # of each row the places of its lines


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of a table on one page: where they stand, which hold the numbers, horizontal lines that part rows."""

    lines: Sequence[Printed]
    em: float
    numbers: Sequence[tuple[int, int]]  # first and last line of each number
    words: Sequence[str]  # what each line holds of the longest column
    ruled: Sequence[float] = ()


def rows_of(bodies: Sequence[Body]) -> list[Rows] | None:
    """Return the rows of each page; None where the lines cannot be told apart safely."""
    parted = [_ruled(body, first=body is bodies[0]) or _spaced(body, first=body is bodies[0]) for body in bodies]
    if None not in parted:
        sure = [rows for rows in parted if rows is not None]
        goes_on = any(_goes_on(body, rows) for body, rows in zip(bodies, sure, strict=True))
        return sure if not goes_on or _ends_sentences(sure, bodies) else None
    readings: list[list[Rows]] = []
    for way in (_from_first_line, _around_middle, _to_last_line):
        reading = [
            rows or way(body, first=at == 0, last=at == len(bodies) - 1)
            for at, (body, rows) in enumerate(zip(bodies, parted, strict=True))
        ]
        whole = [rows for rows in reading if rows is not None]
        if len(whole) == len(reading) and whole not in readings:
            readings.append(whole)
    if len(readings) > 1 or len(bodies) > 1:  # a row cut by a page may hide the reading that is true
        readings = [reading for reading in readings if _ends_sentences(reading, bodies)]
    return readings[0] if len(readings) == 1 else None


def numbers_in(texts: Sequence[str], bases: Sequence[float], whole: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Return first and last line of each number of a column; `texts` are the column's words line by line."""
    steps = sorted(above - below for above, below in pairwise(bases))
    step = steps[len(steps) // 2] if steps else 0.0
    found: list[tuple[int, int]] = []
    begun: list[int] = []
    for place, text in enumerate(texts):
        if not text:
            continue
        if begun and (whole(text) or bases[begun[-1]] - bases[place] > _APART * step):
            found.append((begun[0], begun[-1]))
            begun = []
        begun.append(place)
        if whole("".join(texts[line] for line in begun)):
            found.append((begun[0], place))
            begun = []
    return [*found, (begun[0], begun[-1])] if begun else found


def _ruled(body: Body, *, first: bool) -> Rows | None:
    """Part the rows by horizontal lines, where there is one between any two numbers."""
    bands: Rows = []
    above = float("inf")
    for place, line in enumerate(body.lines):
        if not bands or any(line.base < level < above for level in body.ruled):
            bands.append([])
        bands[-1].append(place)
        above = line.base
    return bands if len(bands) > 1 and _a_number_each(bands, body, first=first) else None


def _spaced(body: Body, *, first: bool) -> Rows | None:
    """Part the rows by the space between them, where it is clearly wider than within a row and parts all numbers."""
    gaps = list(_gaps(body))
    for least in sorted({gap for gap in gaps if gap is not None}, reverse=True):
        bands: Rows = [[0]] if body.lines else []
        for place, gap in enumerate(gaps, start=1):
            if gap is not None and gap >= least - _CLEARER / 2 * body.em:
                bands.append([])
            bands[-1].append(place)
        within = [gap for gap in gaps if gap is not None and gap < least - _CLEARER / 2 * body.em]
        if within and least - max(within) < _CLEARER * body.em:
            continue
        if _a_number_each(bands, body, first=first):
            return bands
    return [[0]] if len(body.numbers) == len(body.lines) == 1 else None


def _gaps(body: Body) -> Iterator[float | None]:
    """Yield the blank space above each line but the first; None where lines of two columns stand beside each other."""
    floor = body.lines[0].base - _BELOW * body.em if body.lines else 0.0
    for line in body.lines[1:]:
        space = floor - (line.base + _ABOVE * body.em)
        yield space if space > 0 else None
        floor = min(floor, line.base - _BELOW * body.em)


def _a_number_each(bands: Rows, body: Body, *, first: bool) -> bool:
    """Whether each band holds one number whole; a page's first may hold none: it goes on from the page before."""
    counts = [sum(first in band and last in band for first, last in body.numbers) for band in bands]
    return sum(counts) == len(body.numbers) and all(
        count == 1 or (count == 0 and place == 0 and not first) for place, count in enumerate(counts)
    )


def _from_first_line(body: Body, *, first: bool, last: bool) -> Rows | None:
    """Read rows as beginning with their numbers: every cell begins in that line too."""
    starts = [number[0] for number in body.numbers]
    if not starts or (first and starts[0] != 0):
        return [list(range(len(body.lines)))] if not starts and not first else None
    edges = [*({0, *starts} if starts[0] else starts), len(body.lines)]
    edges.sort()
    rows = [list(range(start, end)) for start, end in pairwise(edges)]
    for row in rows:
        if row[0] in starts and any(_begins_later(body, row)):
            return None
    return rows


def _to_last_line(body: Body, *, first: bool, last: bool) -> Rows | None:
    """Read rows as ending with their numbers: every cell ends in that line too, and no row is cut by the page."""
    edges = [0, *(number[1] + 1 for number in body.numbers)]
    if edges[-1] != len(body.lines):
        return None
    rows = [list(range(start, end)) for start, end in pairwise(edges)]
    backwards = replace(body, lines=body.lines[::-1])
    turned = [[len(body.lines) - 1 - line for line in reversed(row)] for row in rows]
    return None if any(any(_begins_later(backwards, row)) for row in turned) else rows


def _goes_on(body: Body, rows: Rows) -> bool:
    """Whether a page's first row has no number: it goes on from the page before, or so it seems."""
    return bool(rows) and not any(first in rows[0] for first, _last in body.numbers)


def _ends_sentences(reading: Sequence[Rows], bodies: Sequence[Body]) -> bool:
    """Whether the longest column ends with a sentence in every row, put together where a page cuts it."""
    texts: list[str] = []
    for body, rows in zip(bodies, reading, strict=True):
        numbered = {line for first, last in body.numbers for line in range(first, last + 1)}
        for row in rows:
            text = "".join(body.words[line] for line in row)
            if texts and numbered.isdisjoint(row):
                texts[-1] += text
            else:
                texts.append(text)
    return all(text.endswith(_SENTENCE_END) for text in texts if text)


def _begins_later(body: Body, row: Sequence[int]) -> Iterator[bool]:
    """Yield, for each piece below a row's first line, whether nothing stands over it in that row."""
    for place, line in enumerate(row):
        over = [piece for above in row[:place] for piece in body.lines[above].pieces]
        for piece in body.lines[line].pieces if place else ():
            yield not any(other.left < piece.right and piece.left < other.right for other in over)


def _around_middle(body: Body, *, first: bool, last: bool) -> Rows | None:
    """Read rows as standing half above and half below their numbers; the page's first and last may be cut."""
    if not body.numbers:
        return None
    found = []
    for start in range(1 if first else body.numbers[0][0] + 1):
        if rows := _tiled(body, start, cut=not last):
            found.append([list(range(start)), *rows] if start else rows)
    return found[0] if len(found) == 1 else None


def _tiled(body: Body, start: int, *, cut: bool) -> Rows | None:
    """Return the rows that stand around their numbers from a line on to the page's end; None where they do not."""
    rows: Rows = []
    for top, bottom in body.numbers:
        if top < start:
            return None
        middle = (body.lines[top].base + body.lines[bottom].base) / 2
        reach = body.lines[start].base - middle
        end = start
        while end < len(body.lines) and middle - body.lines[end].base <= reach + _NEAR * body.em:
            end += 1
        whole = end > bottom and abs((middle - body.lines[end - 1].base) - reach) <= _NEAR * body.em
        if (top, bottom) == body.numbers[-1] and cut and not (whole and end == len(body.lines)):
            end, whole = len(body.lines), True
        if not whole:
            return None
        rows.append(list(range(start, end)))
        start = end
    return rows if start == len(body.lines) else None
