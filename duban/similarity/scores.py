"""How alike two texts are: triples of characters they share, from 0 (none) to 1 (the same)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

_ASIDE = re.compile(r"[\W_]+")
SIZE = 3
PROPOSE_FROM = 0.7  # below it a match is a “maybe”
MAYBE_FROM = 0.35


@dataclass(frozen=True, slots=True)
class Match:
    """One text found, by its id, and how alike it is."""

    id: str
    score: float


def grams(text: str) -> set[str]:
    """Return the triples of characters of a text, widths, letters' case, punctuation and blanks aside."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    plain = _ASIDE.sub("", text.casefold())
    if len(plain) < SIZE:
        return {plain} if plain else set()
    return {plain[place : place + SIZE] for place in range(len(plain) - SIZE + 1)}


def score(shared: int, one: int, other: int) -> float:
    """Return the likeness of two texts of `one` and `other` triples, `shared` of them common.

    Half says how much both have in common (Dice), half how far the shorter stands in the longer: a complaint handed in
    again with more around it is the same complaint.
    """
    if not one or not other:
        return 0.0
    return shared / (one + other) + shared / (2 * min(one, other))


def ranked(scored: Collection[tuple[float, str]], limit: int) -> list[Match]:
    """Return the best matches, best first, the earlier id first among equals; none that shares nothing."""
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])[:limit]
    return [Match(found, round(value, 4)) for value, found in best]
