"""How lexicon tables are written and asked: words of one class in one string, looked up by their first character."""

from __future__ import annotations

import re
from collections.abc import Iterable


def words(table: str) -> tuple[str, ...]:
    """Return the words of `table`, which blanks or line ends divide."""
    return tuple(table.split())


def by_first(table: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the words by their first character, longest first: `startswith` of those few beats a pattern of all."""
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(table, key=lambda word: (-len(word), word)):
        found[word[0]] = (*found.get(word[0], ()), word)
    return found


def either(table: Iterable[str]) -> str:
    """Return an expression of any of the words, the longest at a place; one branch for each first character."""
    branches = []
    for first, group in by_first(table).items():
        rests = "|".join(re.escape(word[1:]) for word in group)
        branches.append(re.escape(first) + (f"(?:{rests})" if len(group) > 1 else rests))
    return "|".join(branches)
