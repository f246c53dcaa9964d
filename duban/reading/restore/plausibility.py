"""Whether characters look like official Chinese: what tells a shifted run from a repaired one."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from duban.reading.lexicon.readings import follow, is_used
from duban.reading.lexicon.readings_script import simplified_forms, simplify

_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉〔〕【】—…·～－％　０１２３４５６７８９Ａ①②③④⑤⑥⑦⑧⑨⑩／＋．")


@lru_cache(maxsize=4096)
def is_odd(character: str) -> bool:
    """Tell whether official texts hardly ever use the character."""
    if character in _PUNCTUATION or character.isascii():
        return False
    return not is_used(simplified_forms().get(character, character))


def share_of_odd(text: str) -> float:
    """Return the share of odd characters, 0 to 1."""
    return sum(map(is_odd, text)) / len(text) if text else 0.0


def fits(text: str) -> float:
    """Return how well the characters follow one another, per pair, from 0 to 2; odd ones count against it."""
    text = simplify(text)
    if len(text) < 2:
        return 0.0
    total = 0.0
    for first, second in pairwise(text):
        if is_odd(first) or is_odd(second):
            total -= 1
        elif second in _PUNCTUATION or first in _PUNCTUATION:
            total += 0.5
        else:
            total += follow(first, second)
    return total / (len(text) - 1)


def is_punctuation(character: str) -> bool:
    """Tell whether the character is a mark that official texts use."""
    return character in _PUNCTUATION
