"""How alike two Chinese sentences are, to propose what stands in two texts of one meeting."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

PROPOSE_FROM = 0.5  # below it a pair is not worth a clerk's look
_SIGNS = re.compile(r"[^\w]|_")


def similarity(one: str, other: str) -> float:
    """Return the Dice coefficient of the character pairs of two texts, punctuation aside, from 0 to 1."""
    first, second = _pairs(one), _pairs(other)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def best_pairs(
    ones: Sequence[str], others: Sequence[str], *, least: float = PROPOSE_FROM
) -> list[tuple[int, int, float]]:
    """Return (index in ones, index in others, score), best first, each index used once, none below `least`."""
    left, right = [_pairs(text) for text in ones], [_pairs(text) for text in others]
    scored = []
    for i, first in enumerate(left):
        for j, second in enumerate(right):
            total = first.total() + second.total()
            score = 2 * (first & second).total() / total if total else 0.0
            if score >= least:
                scored.append((score, -i, -j))
    chosen: list[tuple[int, int, float]] = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for score, i, j in sorted(scored, reverse=True):
        if -i not in used_left and -j not in used_right:
            used_left.add(-i)
            used_right.add(-j)
            chosen.append((-i, -j, score))
    return chosen


def _pairs(text: str) -> Counter[str]:
    plain = _SIGNS.sub("", text)
    return (
        Counter(plain[i : i + 2] for i in range(len(plain) - 1))
        if len(plain) > 1
        else Counter([plain] if plain else [])
    )
