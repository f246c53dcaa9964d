"""OFD (GB/T 33190), experimental: the text objects of each page's Content.xml, put together by where they stand."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from duban.reading.intake import Extract
from duban.reading.intake.archive import Package
from duban.reading.intake.layout import Line, paragraphs
from duban.reading.intake.refusals import refusal
from duban.reading.warning_codes import notice

MEDIA_TYPE = "application/ofd"
_SAME_LINE = 0.4  # share of a character's height by which two pieces of one line may stand apart


def extract_ofd(package: Package) -> Extract:
    """Return the text of an OFD package."""
    if any(part.endswith("Encryptions.xml") for part in package.names):
        raise refusal("encrypted", package.name)
    pages: list[list[Line]] = []
    templates: list[str] = []
    for root in package.xml("OFD.xml").iterfind(".//{*}DocRoot"):
        document = _resolved("", root.text or "")
        tree, folder = package.xml(document), posixpath.dirname(document)
        for page in tree.iterfind("{*}Pages/{*}Page"):
            pages.append(_page_lines(package.xml(_resolved(folder, page.get("BaseLoc", "")))))
        for template in tree.iterfind("{*}CommonData/{*}TemplatePage"):
            lines = _page_lines(package.xml(_resolved(folder, template.get("BaseLoc", ""))))
            templates.append("\n".join(line.text for line in lines))
    text, headers = paragraphs(pages)
    heads = ("\n".join(line.text for line in page[:2]) for page in pages)
    return Extract(text, MEDIA_TYPE, None, (notice("experimental_format"),), (*headers, *heads, *templates))


def _resolved(folder: str, location: str) -> str:
    """Return the package name of a location, which counts from its folder unless it begins with /."""
    location = location.strip()
    return location.lstrip("/") if location.startswith("/") else posixpath.normpath(posixpath.join(folder, location))


def _page_lines(page: Any) -> list[Line]:
    """Return the lines of a page from top to bottom."""
    rows: list[tuple[float, list[Line]]] = []
    for baseline, piece in sorted(_pieces(page), key=lambda item: item[0]):
        if rows and baseline - rows[-1][0] <= _SAME_LINE * piece.size:
            rows[-1][1].append(piece)
        else:
            rows.append((baseline, [piece]))
    return [_row(sorted(pieces, key=lambda piece: piece.left)) for _, pieces in rows]


def _row(pieces: list[Line]) -> Line:
    """Join the pieces of one line; a wide gap between them, as between columns, is a space."""
    text = pieces[0].text
    for before, piece in pairwise(pieces):
        text += ("  " if piece.left - before.right > 1.5 * piece.size else "") + piece.text
    return Line(text, pieces[0].left, max(p.right for p in pieces), max(p.size for p in pieces))


def _pieces(page: Any) -> Iterator[tuple[float, Line]]:
    """Yield the visible pieces of text of a page, each with its baseline."""
    for node in page.iterfind(".//{*}TextObject"):
        if node.get("Visible", "true").lower() == "false":
            continue
        x, y, width, _ = (*_numbers(node.get("Boundary", "")), 0.0, 0.0, 0.0, 0.0)[:4]
        size = next(iter(_numbers(node.get("Size", ""))), 0.0) or 1.0
        left = baseline = 0.0
        for code in node.iterfind("{*}TextCode"):
            # X and Y may be left out: then they are those of the piece before
            left = next(iter(_numbers(code.get("X", ""))), left)
            baseline = next(iter(_numbers(code.get("Y", ""))), baseline)
            if text := (code.text or "").strip("\r\n"):
                steps = _steps(code.get("DeltaX", ""))
                right = x + left + sum(steps[: len(text) - 1]) + size if steps else x + max(width, left + size)
                yield y + baseline, Line(text, x + left, right, size)


def _numbers(text: str) -> list[float]:
    """Return the numbers of a list, as far as they can be read."""
    numbers = []
    for word in text.split():
        try:
            numbers.append(float(word))
        except ValueError:
            break
    return numbers


def _steps(text: str) -> list[float]:
    """Return the steps of a DeltaX, in which `g 3 4.5` stands for three steps of 4.5."""
    words, steps = text.split(), []
    position = 0
    while position < len(words):
        repeated = words[position] == "g" and position + 2 < len(words)
        try:
            count = min(int(words[position + 1]), 10_000) if repeated else 1
            steps += [float(words[position + 2 if repeated else position])] * count
        except ValueError:
            return steps
        position += 3 if repeated else 1
    return steps
