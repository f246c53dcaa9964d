"""One text against many, once: every text is looked at, nothing is kept."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from duban.similarity.scores import Match, grams, ranked, score


def scan(text: str, texts: Iterable[tuple[str, str]], limit: int = 10) -> list[Match]:
    """Return the texts (id, text) most like `text`, best first, at most `limit`; time grows with all the texts."""
    wanted = grams(text)
    best: list[tuple[float, int, str]] = []  # a heap of the best so far; the earlier of equals stays
    for place, (name, other) in enumerate(texts):
        found = grams(other)
        value = score(len(wanted & found), len(wanted), len(found))
        if value <= 0:
            continue
        if len(best) < limit:
            heapq.heappush(best, (value, -place, name))
        else:
            heapq.heappushpop(best, (value, -place, name))
    return ranked([(value, name) for value, _place, name in sorted(best, reverse=True)], limit)
