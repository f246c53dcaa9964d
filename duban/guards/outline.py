"""The outline of a sentence: which kinds of words of the lexicon stand in it and in what order, one sign a kind.

`严禁对全镇砖厂全部关停。` is `FESLA.`: forbids, each, sites, all, act. What is learned of an outline is known of every sentence
built the same way, whatever its trade and its verbs.
"""

from __future__ import annotations

import re

from duban.guards.lexicon import acts, hints, reasons, scopes, stances

# Signs: the weights in `tables/fragments.tsv` name them; docs/domain/guards.md lists them.
KINDS_OF_WORDS = {
    "A": acts.ACTS,
    "B": stances.BLAMED,
    "C": stances.CRITICISES,
    "D": scopes.OCCASIONS,
    "E": scopes.EVERY,
    "F": stances.FORBIDS,
    "H": hints.PICTURES,
    "I": stances.IMAGINES,
    "K": stances.RUMOURS,
    "L": scopes.ALL,
    "M": scopes.MOTIVES,
    "N": stances.NOT_FORBIDDING,
    "O": scopes.ORDERS,
    "P": reasons.SPARED,
    "R": scopes.REGARDLESS,
    "S": scopes.SITES,
    "T": scopes.THINGS,
    "U": reasons.UNLAWFUL,
    "V": hints.WEAK_ACTS,
    "W": stances.WITHDRAWS,
    "X": (stances.ENFORCES,),
    "Y": reasons.ONE_SITE,
    "Z": reasons.TECHNICAL,
    ",": ("[，,]",),
    ":": ("[：:]",),
    ";": ("[；;]",),
    ".": ("[。！？!?]",),
    '"': ("[“”]",),
}
_PATTERNS = tuple((sign, re.compile("|".join(words))) for sign, words in KINDS_OF_WORDS.items())
_AGAIN = re.compile(r"(.)\1+")


def outline(sentence: str) -> str:
    """Return the signs of a sentence's words in their order; a sign right behind itself is said once."""
    found = [
        (word.start(), -word.end(), sign)
        for sign, words in _PATTERNS
        for word in words.finditer(sentence)
        if word.group()
    ]
    return _AGAIN.sub(r"\1", "".join(sign for _start, _end, sign in sorted(found)))
