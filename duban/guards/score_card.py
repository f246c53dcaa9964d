"""A second reader beside the rules: how much the fragments of a sentence weigh for an order, by a table anybody can read.

Rules know the ways of saying it that their author thought of; the card has weighed the fragments of all labelled sentences
(`scripts/weigh-fragments`, decision 0008). A linear score: each fragment of up to three characters adds its weight, and so
do fragments of up to four in which the stopping act itself is written as one sign, and of up to four signs of the sentence's
outline. Nothing else decides, and the heaviest fragments can be shown.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from duban.guards.clauses import sentences
from duban.guards.lexicon import acts, hints, scopes
from duban.guards.outline import outline

TABLE = Path(__file__).parent / "tables" / "fragments.tsv"
_NAMED = ("=start", "=act", "=by rules", "=named by rules")
ACT_SIGN = "§"  # stands for any stopping act, so that what is learned of one is known of all
OUTLINE = "#"  # begins a fragment of an outline
_PLAIN, _WITH_ACT, _OF_OUTLINE = 3, 4, 4  # the longest fragment
_ACT = re.compile("|".join(acts.ACTS))
STOPPING_WORDS = re.compile(
    "|".join((*acts.BLANKET_SAYINGS, *acts.NOT_ONE_MAY, *acts.ACTS, *hints.PICTURES, *hints.WEAK_ACTS))
)
SITE_WORDS = re.compile("|".join((*scopes.SITES, *hints.MORE_SITES)))
_LONGEST = 800  # characters: a list without any point is weighed in pieces
_DIGITS = re.compile(r"[0-9]+")
_MARKS = re.compile('[“”"‘’「」『』]')


@dataclass(frozen=True, slots=True)
class Card:
    """The table: the weights of fragments, and what else is added (`start`, an act named) or taken away."""

    weights: dict[str, float]
    start: float
    act: float
    by_rules: float
    named_by_rules: float

    def weigh(self, sentence: str) -> float:
        """Return how much the fragments of a sentence weigh for an order, for its length, and those of its outline."""
        known = self.weights
        return sum(
            sum(known[one] for one in sorted(found) if one in known) / math.sqrt(len(found) or 1)
            for found in (fragments(sentence), outlines(sentence))
        )

    def decide(self, weight: float, *, act: bool, ordered: bool, named: bool) -> bool:
        """Return whether a sentence orders: by its weight, a stopping act in it, and an order the rules found or saw named."""
        rules = self.by_rules if ordered else -self.named_by_rules if named else 0.0
        return self.start + weight + self.act * act + rules > 0

    def heaviest(self, sentence: str, most: int) -> tuple[str, ...]:
        """Return the fragments that weigh most for an order, the heaviest first; of two within one another the heavier."""
        weights = self.weights
        chosen: list[str] = []
        for one in sorted(fragments(sentence) & weights.keys(), key=lambda one: (-weights[one], one)):
            if weights[one] <= 0 or len(chosen) == most:
                break
            if len(one) > 1 and ACT_SIGN not in one and not any(one in other or other in one for other in chosen):
                chosen.append(one)
        return tuple(chosen)


def fragments(sentence: str) -> frozenset[str]:
    """Return the fragments of a sentence: figures are one `0`, all quotation marks alike."""
    plain = _MARKS.sub('"', _DIGITS.sub("0", sentence))
    found = {plain[at : at + size] for size in range(1, _PLAIN + 1) for at in range(len(plain) - size + 1)}
    acted = _ACT.sub(ACT_SIGN, plain)
    if acted != plain:
        for place in (sign.start() for sign in re.finditer(ACT_SIGN, acted)):
            for size in range(1, _WITH_ACT + 1):
                for at in range(max(0, place - size + 1), min(place, len(acted) - size) + 1):
                    found.add(acted[at : at + size])
    return frozenset(found)


def outlines(sentence: str) -> frozenset[str]:
    """Return the fragments of a sentence's outline."""
    signs = outline(sentence)
    sizes = range(1, _OF_OUTLINE + 1)
    return frozenset(OUTLINE + signs[at : at + size] for size in sizes for at in range(len(signs) - size + 1))


def whole_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of a text's sentences from point to point: here a semicolon ends nothing."""
    start = None
    for sentence in sentences(text):
        start = sentence.start if start is None else start
        if sentence.mark not in ("；", ";") or sentence.end - start > _LONGEST:
            yield start, sentence.end
            start = None
    if start is not None:
        yield start, len(text)


@cache
def card() -> Card:
    """Return the card that comes with the product."""
    weights: dict[str, float] = {}
    named: dict[str, float] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        fragment, weight = line.rsplit("\t", 1)
        (named if fragment in _NAMED else weights)[fragment] = float(weight)
    return Card(weights, named["=start"], named["=act"], named["=by rules"], named["=named by rules"])
