"""What the two readers of the guard say together: the rules find the words, the score card weighs the whole sentence.

The verdict on a sentence is the card's, in which what the rules found has a weight of its own. Orders the rules found in a
sentence that weighs against it are listed as only named; in one that weighs for an order and in which the rules found none,
the stopping words in the heaviest surroundings are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from duban.guards.lexicon import hints, scopes
from duban.guards.one_size_fits_all import Hit, found_by_rules
from duban.guards.score_card import STOPPING_WORDS, card, whole_sentences

_SITES = re.compile("|".join((*scopes.SITES, *hints.MORE_SITES)))
_AROUND = 8  # characters on each side that make a place's surroundings
_REASONS = 3  # fragments shown where no rule but the card found a hit
_CLAUSE = re.compile("[^，,：:；;、]+")


def find_one_size_fits_all(text: str) -> list[Hit]:
    """Return the hits of a draft in their order; those that forbid, criticise, ask … are marked as quoted."""
    by_rules, done = found_by_rules(text), 0
    hits: list[Hit] = []
    for start, end in whole_sentences(text):
        first = done
        while done < len(by_rules) and by_rules[done].start < end:
            done += 1
        hits += _judged(text, start, end, by_rules[first:done])
    return hits


def _judged(text: str, start: int, end: int, found: list[Hit]) -> Iterator[Hit]:
    sentence = text[start:end]
    act = STOPPING_WORDS.search(sentence) is not None
    if not found and not act and not _SITES.search(sentence):
        return
    ordered = any(not hit.quoted_as_prohibition for hit in found)
    orders = card().decide(card().weigh(sentence), act=act, ordered=ordered, named=bool(found))
    if ordered and not orders:
        yield from (replace(hit, quoted_as_prohibition=True) for hit in found)
    elif not orders or ordered:
        yield from found
    elif found:
        heaviest = max(found, key=lambda hit: _surroundings(sentence, hit.start - start, hit.end - start))
        yield from (replace(hit, quoted_as_prohibition=hit is not heaviest) for hit in found)
    else:
        first, last = _heaviest_words(sentence)
        because = card().heaviest(sentence, _REASONS)
        yield Hit(sentence[first:last], start + first, start + last, quoted_as_prohibition=False, because=because)


def _heaviest_words(sentence: str) -> tuple[int, int]:
    """Return the span of the stopping words in the heaviest surroundings, or of the heaviest clause where there are none."""
    spans = [found.span() for found in STOPPING_WORDS.finditer(sentence) if found.group()]
    spans = spans or [found.span() for found in _CLAUSE.finditer(sentence)] or [(0, len(sentence))]
    return max(spans, key=lambda span: _surroundings(sentence, *span))


def _surroundings(sentence: str, start: int, end: int) -> float:
    return card().weigh(sentence[max(0, start - _AROUND) : end + _AROUND])
