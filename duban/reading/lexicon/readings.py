"""How a character is read, which characters have a reading, and which characters follow one another in official texts.

The tables are text files written by scripts/build-readings and read at the first question, never at import.
"""

from __future__ import annotations

import os
import re
import unicodedata
from functools import cache

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
# The letters of a reading as copies print them: GBK has its own a and g, some programs put the tone apart.
LETTERS = f"a-zA-Züê{TONED}{TONED.upper()}\u0251\u0261Ü\u0300\u0301\u0304\u0308\u030c"
_TONES = {"a": "āáǎà", "e": "ēéěè", "i": "īíǐì", "o": "ōóǒò", "u": "ūúǔù", "ü": "ǖǘǚǜ"}
_PLAIN = {toned: plain for plain, row in _TONES.items() for toned in row}
_TONE_DIGIT = re.compile("([a-zü:]+)([1-5])")


def table_lines(name: str) -> list[str]:
    """Return the lines of a table beside this module."""
    path = os.path.join(os.path.dirname(__file__), name)  # noqa: PTH118, PTH120 — pathlib is 3 ms of a cold start
    with open(path, encoding="utf-8") as stream:  # noqa: PTH123
        return stream.read().splitlines()


@cache
def _table() -> dict[str, str]:
    lines = table_lines("readings.txt")
    return dict(line.split(" ", 1) for line in lines)


@cache
def _followers() -> dict[str, tuple[str, str]]:
    lines = table_lines("readings_pairs.txt")
    table = {}
    for line in lines:
        strong, _, weak = line[2:].partition("|")
        table[line[0]] = (strong, weak)
    return table


def characters(reading: str) -> str:
    """Return the characters of the basic block with this reading, as `normal` writes it."""
    return _table().get(reading, "")


def reads(character: str, reading: str) -> bool:
    """Tell whether `reading`, tone included, is one of the character's."""
    return character in characters(reading)


def reads_without_tone(character: str, letters: str) -> bool:
    """Tell whether some reading of the character has these letters, whatever its tone."""
    return any(character in characters(reading) for reading in _toned_forms(letters))


def reads_with_gap(character: str, letters: str, gap: str) -> bool:
    """Tell whether some reading of the character fits `letters`, where `gap` stands for one lost toned letter."""
    return any(character in characters(letters.replace(gap, toned, 1)) for toned in TONED)


def normal(reading: str) -> str:
    """Return a reading as the table writes it: composed, small letters, a tone digit turned into a mark."""
    reading = unicodedata.normalize("NFC", reading).lower().replace("\u0251", "a").replace("\u0261", "g")
    found = _TONE_DIGIT.fullmatch(reading)
    if not found:
        return reading
    letters = found[1].replace("u:", "ü").replace("v", "ü")
    return _marked(letters, int(found[2]))


def follow(first: str, second: str) -> int:
    """Return 2 where the second character often follows the first in official texts, 1 where sometimes, else 0."""
    strong, weak = _followers().get(first, ("", ""))
    return 2 if second in strong else 1 if second in weak else 0


def is_used(character: str) -> bool:
    """Tell whether the character opens some pair that official texts use."""
    return character in _followers()


def _toned_forms(letters: str) -> list[str]:
    plain = "".join(_PLAIN.get(letter, letter) for letter in letters).replace("v", "ü")
    return [plain, *(_marked(plain, tone) for tone in range(1, 5))]


def _marked(letters: str, tone: int) -> str:
    """Put a tone on its vowel: a or e, the o of ou, else the last one."""
    if tone == 5:
        return letters
    place = next((letters.index(vowel) for vowel in ("a", "e", "ou") if vowel in letters), -1)
    if place < 0:
        place = max((letters.rfind(vowel) for vowel in "iouü"), default=-1)
    if place < 0:
        return letters
    return f"{letters[:place]}{_TONES[letters[place]][tone - 1]}{letters[place + 1 :]}"
