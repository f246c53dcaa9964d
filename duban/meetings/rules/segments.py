"""Overlapping marks over a text, flattened into segments a page can print one after the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

ORDER = ("sentence", "agenda", "requirement", "action", "deadline", "repair")  # outermost first


@dataclass(frozen=True, slots=True)
class Mark:
    """One highlighted span; `key` names the thing it stands for (requirement:5)."""

    start: int
    end: int
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text with the same marks over all of it, outermost first."""

    start: int
    text: str
    marks: tuple[Mark, ...]

    @property
    def keys(self) -> dict[str, str]:
        """The innermost mark's key for each kind."""
        return {mark.kind: mark.key for mark in self.marks}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A non-empty line of the text with its number from 1; half-open span in the text."""

    number: int
    start: int
    end: int


def paragraphs(text: str) -> list[Paragraph]:
    """Return the non-empty lines of `text`, numbered as the reading numbers them."""
    found: list[Paragraph] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Paragraph(len(found) + 1, start, start + len(line)))
        start += len(line) + 1
    return found


def paragraph_at(text: str, position: int) -> Paragraph:
    """Return the paragraph that holds `position`, or the last one before it."""
    lines = paragraphs(text) or [Paragraph(1, 0, len(text))]
    return lines[max(bisect_right([line.start for line in lines], position) - 1, 0)]


def segments(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Segment]:
    """Yield the pieces of `text[start:end]`: cut at every edge of a mark, each with all marks over it.

    Marks without length are printed at their place as a segment of their own (a removed piece of a page).
    """
    inside = sorted((mark for mark in marks if _touches(mark, start, end)), key=lambda mark: mark.start)
    empty: dict[int, list[Mark]] = {}
    edges = {start, end}
    for mark in inside:
        edges.update(edge for edge in (mark.start, mark.end) if start < edge < end)
        if mark.start == mark.end:
            empty.setdefault(mark.start, []).append(mark)
    upcoming, active = 0, list[Mark]()
    for left, right in pairwise(sorted(edges)):
        while upcoming < len(inside) and inside[upcoming].start <= left:
            active.append(inside[upcoming])
            upcoming += 1
        active = [mark for mark in active if mark.end > left]
        for mark in empty.get(left, ()):
            yield Segment(left, "", (mark,))
        yield Segment(left, text[left:right], tuple(sorted(active, key=_outermost_first)))
    for mark in empty.get(end, ()):
        yield Segment(end, "", (mark,))


def _touches(mark: Mark, start: int, end: int) -> bool:
    if mark.start == mark.end:
        return start <= mark.start <= end
    return mark.start < end and mark.end > start


def _outermost_first(mark: Mark) -> tuple[int, int]:
    return ORDER.index(mark.kind), mark.start - mark.end
