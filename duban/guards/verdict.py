"""What the two readers of the guard say together: the rules find the words, the score card weighs the whole sentence.

The verdict on a sentence is the card's, in which what the rules found has a weight of its own. Orders the rules found in a
sentence that weighs against it are listed as only named, unless it is of few words and none of them forbids, blames, asks or
spares: there is too little to weigh. In one that weighs for an order and in which the rules found none, the stopping words in
the heaviest surroundings are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from duban.guards.one_size_fits_all import Hit, found_by_rules
from duban.guards.outline import outline
from duban.guards.score_card import SITE_WORDS, STOPPING_WORDS, card, whole_sentences

_AROUND = 8  # characters on each side that make a place's surroundings
_REASONS = 3  # fragments shown where no rule but the card found a hit
_FEW = 16  # characters: of up to so many the rules' word is taken
_SPEAKS_AGAINST = frozenset("BCFIKNPUWYZ")  # signs of an outline
_SPACED = re.compile(
    r"(?<![\u3400-\u9fff])[\u3400-\u9fff](?:[ \t\u3000]{1,3}[\u3400-\u9fff]){2,}(?![\u3400-\u9fff])"
)  # 一 律 关 停
_CLAUSE = re.compile("[^，,：:；;、]+")


def find_one_size_fits_all(text: str) -> list[Hit]:
    """Return the hits of a draft in their order; those that forbid, criticise, ask … are marked as quoted.

    Characters set apart by blanks are read as words; spans are those of the draft as it stands.
    """
    plain, places = _without_spacing(text)
    by_rules, done = found_by_rules(plain), 0
    hits: list[Hit] = []
    for start, end in whole_sentences(plain):
        first = done
        while done < len(by_rules) and by_rules[done].start < end:
            done += 1
        hits += _judged(plain, start, end, by_rules[first:done])
    if plain is text:
        return hits
    spans = [(places[hit.start], places[hit.end - 1] + 1) for hit in hits]
    return [
        replace(hit, text=text[start:end], start=start, end=end) for hit, (start, end) in zip(hits, spans, strict=True)
    ]


def _without_spacing(text: str) -> tuple[str, list[int]]:
    """Return a text whose spaced-out words are closed, and the place in the text of each character left."""
    gaps = {
        place
        for spaced in _SPACED.finditer(text)
        for place in range(*spaced.span())
        if not "\u3400" <= text[place] <= "\u9fff"
    }
    if not gaps:
        return text, []
    places = [place for place in range(len(text)) if place not in gaps]
    return "".join(text[place] for place in places), places


def _judged(text: str, start: int, end: int, found: list[Hit]) -> Iterator[Hit]:
    sentence = text[start:end]
    act = STOPPING_WORDS.search(sentence) is not None
    if not found and not act and not SITE_WORDS.search(sentence):
        return
    ordered = any(not hit.quoted_as_prohibition for hit in found)
    orders = card().decide(card().weigh(sentence), act=act, ordered=ordered, named=bool(found))
    orders = orders or (ordered and len(sentence) <= _FEW and _SPEAKS_AGAINST.isdisjoint(outline(sentence)))
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
