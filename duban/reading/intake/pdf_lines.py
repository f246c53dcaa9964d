"""The printed lines of a PDF page as pieces: runs of characters that no gap sets apart, with their edges in points."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from duban.reading.intake.pdf import plain_characters

APART = 0.35  # of a character's width: a wider gap may part two cells
_ONE_BLANK = 1.3  # … within which one typed blank belongs to the words around it
_SAME_LINE = 0.25
_USUAL = 10.5  # points of a character where a page has none to measure


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters side by side."""

    left: float
    right: float
    text: str


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed line: where its characters stand, upwards, and its pieces from the left."""

    base: float
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page from the top, and how wide a character is."""

    em: float
    lines: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class _Sign:
    base: float
    left: float
    right: float
    text: str


def printed_page(page: Any) -> Page:
    """Return the printed lines of a page."""
    signs = list(_signs(page))
    widths = [sign.right - sign.left for sign in signs if "\u4e00" <= sign.text <= "\u9fff"]
    em = median(widths) if widths else _USUAL
    lines: list[list[_Sign]] = []
    for sign in sorted(signs, key=lambda sign: -sign.base):
        if not lines or lines[-1][0].base - sign.base > _SAME_LINE * em:
            lines.append([])
        lines[-1].append(sign)
    printed = (Printed(line[0].base, tuple(_pieces(line, em))) for line in lines)
    return Page(em, tuple(line for line in printed if line.pieces))


def _signs(page: Any) -> Iterator[_Sign]:
    """Yield the characters drawn on a page, typed blanks too."""
    from pypdfium2 import raw

    textpage = page.get_textpage()
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    try:
        for place in range(textpage.count_chars()):
            if raw.FPDFText_IsGenerated(textpage.raw, place) == 1:
                continue
            text = plain_characters(textpage.get_text_range(place, 1))
            if not text or text in "\r\n":
                continue
            if raw.FPDFText_GetCharOrigin(textpage.raw, place, x, y) and raw.FPDFText_GetLooseCharBox(
                textpage.raw, place, box
            ):
                yield _Sign(y.value, box.left, box.right, text)
    finally:
        textpage.close()


def _pieces(line: list[_Sign], em: float) -> Iterator[Piece]:
    """Put the characters of a line together where no gap parts them, or no more than one typed blank."""
    run: list[_Sign] = []
    blanks = 0
    for sign in sorted(line, key=lambda sign: sign.left):
        if not sign.text.strip():
            blanks += 1
            continue
        gap = sign.left - run[-1].right if run else 0.0
        if run and gap > (_ONE_BLANK if blanks == 1 else APART) * em:
            yield _piece(run)
            run = []
        run.append(sign)
        blanks = 0
    if run:
        yield _piece(run)


def _piece(run: list[_Sign]) -> Piece:
    return Piece(run[0].left, max(sign.right for sign in run), "".join(sign.text for sign in run))
