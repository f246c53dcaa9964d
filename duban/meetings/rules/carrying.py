"""Carrying decisions from one revision of a text to the next by their quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement in a text: `[start, end)` of the old text became `length` characters."""

    start: int
    end: int
    length: int

    def moved(self, position: int, *, closing: bool = False) -> int:
        """Return where a position of the old text stands in the new one; inside the edit it snaps to its edges."""
        if position <= self.start and not (closing and self.start == self.end == position):
            return position
        if position >= self.end:
            return position + self.length - (self.end - self.start)
        return self.start + self.length if closing else self.start


def smallest_edit(start: int, before: str, after: str) -> Edit:
    """Return the edit that makes `after` of `before` at `start`, without the words both begin and end with."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return Edit(start + head, start + len(before) - tail, len(after) - head - tail)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Something with a decision on it: a key of the caller's, its quote and its span."""

    key: int
    quote: str
    start: int
    end: int


def carry(old: Sequence[Quoted], new: Sequence[Quoted], edit: Edit) -> tuple[dict[int, int], list[int]]:
    """Return old key → new key for what is found again, and the old keys that are lost.

    The moved span decides first, so that a quote changed by the edit is found; then the same words, nearest first.
    """
    by_span = {(item.start, item.end): item for item in new}
    found: dict[int, int] = {}
    taken: set[int] = set()
    for item in old:
        match = by_span.get((edit.moved(item.start), edit.moved(item.end, closing=True)))
        if match and match.key not in taken:
            found[item.key] = match.key
            taken.add(match.key)
    for item in old:
        if item.key in found:
            continue
        place = edit.moved(item.start)
        same = [other for other in new if other.quote == item.quote and other.key not in taken]
        if same:
            nearest = min(same, key=lambda other: abs(other.start - place))
            found[item.key] = nearest.key
            taken.add(nearest.key)
    return found, [item.key for item in old if item.key not in found]


def relocate(quote: str, text: str, near: int) -> tuple[int, int] | None:
    """Return the span of `quote` in `text` nearest to `near`, or None where the words are gone."""
    places, at = list[int](), text.find(quote)
    while at >= 0 and quote:
        places.append(at)
        at = text.find(quote, at + 1)
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - near))
    return start, start + len(quote)
