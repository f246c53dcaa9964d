"""Lines printed on pages → paragraphs: shared by the formats that keep positions and no paragraphs (PDF, OFD)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_PAGE_NUMBER = re.compile(
    r"[\s—–―\-－·•.]*(?:第\s*)?[0-9０-９]{1,4}\s*(?:页)?\s*(?:[/／,，]?\s*共?\s*[0-9０-９]{1,4}\s*页?)?[\s—–―\-－·•.]*"
)
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百]+[章条节]|[0-9]{1,2}[.．、](?![0-9]))"
)
_SENTENCE_END = ("。", "；", "：", "！", "？", "”", "）")
_FULL_LINE = 2.1  # characters a full line may end before the margin, where no punctuation may begin the next
_INDENT = 0.8  # characters; a paragraph is indented by two
_SAME_SIZE = 0.15
_FEW_LINES = 5  # a page of fewer, the last one perhaps, does not show where its margins are


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its text, its edges and the height of its characters, all in one unit of length."""

    text: str
    left: float
    right: float
    size: float


def paragraphs(pages: list[list[Line]]) -> tuple[str, tuple[str, ...]]:
    """Return the text, a paragraph a line, and the page headers and numbers left out of it."""
    bodies, headers = _without_furniture([[line for line in page if line.text.strip()] for page in pages])
    text: list[str] = []
    previous: Line | None = None
    margin = 0.0
    hanging: float | None = None  # where the lines below a number that stands out begin
    everywhere = _margins([line for body in bodies for line in body])
    for body in bodies:
        left, right = _margins(body) if len(body) >= _FEW_LINES else everywhere
        for line in body:
            full = previous if previous and previous.right >= margin - _FULL_LINE * previous.size else None
            if full and hanging is None and _stands_out(full, line):
                hanging = line.left
            if full and _continues(full, line, left if hanging is None else max(hanging, left)):
                text[-1] = _joined(text[-1], line.text)
            else:
                text.append(line.text.strip())
                hanging = None
            previous, margin = line, right
    return "".join(f"{paragraph}\n" for paragraph in text), headers


def _margins(body: list[Line]) -> tuple[float, float]:
    """Return the left and right edge of a page's text of the usual size."""
    if not body:
        return 0.0, 0.0
    usual = sorted(line.size for line in body)[len(body) // 2]
    ordinary = [line for line in body if abs(line.size - usual) <= _SAME_SIZE * usual] or body
    return min(line.left for line in ordinary), max(line.right for line in ordinary)


def _stands_out(first: Line, line: Line) -> bool:
    """Tell whether a numbered line stands out to the left of the line below it."""
    return bool(_NUMBERED.match(first.text.lstrip())) and line.left > first.left + _INDENT / 2 * line.size


def _continues(previous: Line, line: Line, left: float) -> bool:
    """Tell whether a line goes on with the paragraph of the full line before it."""
    if abs(previous.size - line.size) > _SAME_SIZE * max(previous.size, line.size):
        return False
    if line.left > left + _INDENT * line.size:
        return False
    ended = previous.text.rstrip().endswith(_SENTENCE_END)
    return not (ended and _NUMBERED.match(line.text.lstrip()))


def _joined(first: str, second: str) -> str:
    """Join two lines; only between Latin words does the line end stand for a space."""
    first, second = first.rstrip(), second.strip()
    latin = first[-1:].isascii() and first[-1:].isalpha() and second[:1].isascii() and second[:1].isalpha()
    return f"{first} {second}" if latin else first + second


def _without_furniture(pages: list[list[Line]]) -> tuple[list[list[Line]], tuple[str, ...]]:
    """Take page numbers, and headers and footers that come back page after page, off the pages."""
    edges = Counter(shape for page in pages for shape in {_shape(line) for line in (page[:1] + page[-1:])})
    repeated = {shape for shape, count in edges.items() if count >= 3 and count * 2 > len(pages)}
    headers: list[str] = []
    bodies = []
    for page in pages:
        body = list(page)
        while body and _is_furniture(body[0], repeated):
            headers.append(body.pop(0).text)
        while body and _is_furniture(body[-1], repeated):
            headers.append(body.pop().text)
        bodies.append(body)
    return bodies, tuple(headers)


def is_page_number(text: str) -> bool:
    """Tell whether a line is a page's number and nothing else."""
    return bool(_PAGE_NUMBER.fullmatch(text))


def _is_furniture(line: Line, repeated: set[str]) -> bool:
    return is_page_number(line.text) or _shape(line) in repeated


def _shape(line: Line) -> str:
    """A header is the same on every page but for its page number."""
    return re.sub(r"[0-9０-９\s]+", "", line.text)
