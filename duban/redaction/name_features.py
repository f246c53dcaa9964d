"""What the score card looks at: for each character that may belong to a name, one key a kind of evidence."""

from __future__ import annotations

import re
from functools import cache

from duban.redaction.name_tables import (
    NICKNAME_HEADS,
    TITLES,
    given_characters,
    name_parts,
    rare_surnames,
    surnames,
    word_classes,
    words,
)
from duban.redaction.surroundings import bits_before, cued_places

# The kinds of evidence, in the order of the keys; `table` rows begin with them. A number is how many characters further.
KINDS_OF_EVIDENCE = (
    *("char-3", "char-2", "char-1", "char", "char+1", "char+2", "char+3"),
    *("pair-3", "pair-2", "pair-1", "pair", "pair+1", "pair+2"),
    *("three-3", "three+1"),
    *("likeness-2", "likeness-1", "likeness", "likeness+1", "likeness+2"),
    *("as-first", "as-second", "as-third"),
    *("cover-1", "cover", "cover+1", "covers", "class", "classes-1", "classes"),
    *("word-before", "word-after", "class-after"),
    *("parts-1", "parts+1", "cue"),
)
_SENTENCE = re.compile(r"[^。!?\n]{1,400}[。!?\n]*|[。!?\n]+")  # a text without any stop is read in pieces
_MASKS_AND_DOT = "·×*"
_EDGE = 4
_RARE = "r"
_LONGEST_PART, _LONGEST_WORD = 5, 4
_USUAL_AFTER, _MOST_AFTER = 3, 4  # characters a name takes, with one surname and with a double one
_COMMON_WORD = 13.0  # bits: no name begins inside of such a word
_NEVER_SECOND = frozenset("的了在是不我你他到就于被把将从与及因等也都还又再")
_NO_SURNAME = "-"
_UNKNOWN = 99.0
Keys = tuple[str, ...]
Word = tuple[int, str, float]  # size, class, bits of how rare it is


def sentences(plain: str) -> list[tuple[int, int]]:
    """Return where the sentences of a text stand: each is read by itself."""
    return [one.span() for one in _SENTENCE.finditer(plain)]


def keys_of(plain: str) -> list[Keys | None]:
    """Return the evidence of each character of a folded sentence; none where no name can be.

    A name begins with a surname, a fond 老 or 阿, a known part of a name, or right behind a cue, and goes on for a few
    characters.
    """
    seen = re.sub(r"[A-Za-z]", "a", re.sub(r"\d", "0", plain))
    longest, parts = _longest(seen), _parts(seen)
    cued = cued_places(plain)
    possible = _possible(seen, longest, parts, cued)
    if True not in possible:
        return [None] * len(seen)
    around = "^" * _EDGE + seen + "$" * _EDGE
    likeness, firsts, givens = _likeness(around)
    covers, classes, before, after = _words(seen, longest)
    kinds = word_classes()
    keys: list[Keys | None] = []
    for place, may in enumerate(possible):
        if not may:
            keys.append(None)
            continue
        at = place + _EDGE
        first, second, third = firsts[at], givens[at], givens[at + 1]
        following = after[place + 1]
        cover, klass = covers[place + 1], classes[place + 1]
        part = parts[place + 1]
        keys.append(
            (
                *around[at - 3 : at + 4],
                around[at - 3 : at - 1],
                around[at - 2 : at],
                around[at - 1 : at + 1],
                around[at : at + 2],
                around[at + 1 : at + 3],
                around[at + 2 : at + 4],
                around[at - 3 : at],
                around[at + 1 : at + 4],
                *likeness[at - 2 : at + 3],
                first + third + givens[at + 2],
                firsts[at - 1] + second + third,
                firsts[at - 2] + givens[at - 1] + second,
                covers[place],
                cover,
                covers[place + 2],
                first + cover + covers[place + 2],
                klass,
                classes[place] + klass,
                klass + classes[place + 2],
                before[place],
                following,
                kinds.get(following, "") if following else "",
                parts[place] + part,
                part + parts[place + 2],
                f"{bits_before(plain, place):.0f}{first}"
                if first != _NO_SURNAME or part == "B" or place in cued
                else "",
            )
        )
    return keys


def _longest(seen: str) -> list[Word | None]:
    """Return the longest word that begins at each character, with its class and, where one knows, how rare it is."""
    kinds, rarity, sizes = word_classes(), words(), _sizes()
    found: list[Word | None] = []
    for place, character in enumerate(seen):
        for size in sizes.get(character, ()):
            word = seen[place : place + size]
            if word in kinds and len(word) == size:
                found.append((size, kinds[word], rarity.get(word, _UNKNOWN)))
                break
        else:
            found.append(None)
    return found


@cache
def _sizes() -> dict[str, list[int]]:
    """Return how long the words are that begin with a character, the longest first."""
    sizes: dict[str, set[int]] = {}
    for word in word_classes():
        sizes.setdefault(word[0], set()).add(len(word))
    return {
        first: sorted((size for size in found if size <= _LONGEST_WORD), reverse=True) for first, found in sizes.items()
    }


def _possible(seen: str, longest: list[Word | None], parts: list[str], cued: frozenset[int]) -> list[bool]:
    """Return which characters may belong to a name."""
    begins, seconds = _beginnings()
    double = surnames()
    length = len(seen)
    possible = [False] * length
    inside = 0  # up to here a common word reaches
    for place, character in enumerate(seen):
        part = parts[place + 1]
        twice = seen[place : place + 2] in double or character == "·"
        if (
            twice
            or part == "E"
            or place in cued
            or (character in begins and place >= inside and seen[place + 1 : place + 2] in seconds)
        ):
            for at in range(place, min(length, place + (_MOST_AFTER if twice or place in cued else _USUAL_AFTER))):
                possible[at] = "\u3400" <= seen[at] <= "\u9fff" or seen[at] in _MASKS_AND_DOT
        elif part != "-" or seen[place + 1 : place + 2] == "·":
            possible[place] = "\u3400" <= character <= "\u9fff" or character in _MASKS_AND_DOT
        if place >= inside and (word := longest[place]) and word[0] > 1 and word[2] < _COMMON_WORD:
            inside = place + word[0]
    return possible


@cache
def _beginnings() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters names begin with, and those that may follow them."""
    begins = {name for name in surnames() if len(name) == 1} | rare_surnames() | set(NICKNAME_HEADS)
    seconds = {
        *given_characters(),
        *rare_surnames(),
        *surnames(),
        *NICKNAME_HEADS,
        *"某×*·xX前进得百千万日三二牛马羊苦满",
    }
    seconds |= {title[0] for title in TITLES}
    return frozenset(begins), frozenset(seconds - _NEVER_SECOND)


def _likeness(around: str) -> tuple[list[str], list[str], list[str]]:
    """Return how usual each character is as a surname and in given names: both, the first, the second."""
    rows = [_like(character) for character in around]
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


@cache
def _like(character: str) -> tuple[str, str, str]:
    bits, tier = surnames().get(character), given_characters().get(character)
    first = _RARE if character in rare_surnames() else _NO_SURNAME
    if bits is not None:
        first = f"{bits // 2:.0f}"
    return f"{first}/{'-' if tier is None else tier}", first, "-" if tier is None else f"{tier // 2}"


def _words(seen: str, longest: list[Word | None]) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return how words cover each character, with their frequency and with their class, and what word ends and begins where.

    The first two lists begin one character early.
    """
    length = len(seen)
    covers, classes = [""] * (length + 2), [""] * (length + 2)
    wide, classed = [0] * length, [0] * length
    before, after = [""] * (length + 1), [""] * (length + 2)
    for place, word in enumerate(longest):
        if word is None:
            continue
        size, kind, bits = word
        if size > 1 and bits < _UNKNOWN:
            after[place] = seen[place : place + size]
            if len(before[place + size]) < size:
                before[place + size] = after[place]
            _cover(covers, wide, place, size, f"{bits // 3:.0f}", "")
        _cover(classes, classed, place, size, "", kind)
    return covers, classes, before, after


def _cover(covers: list[str], wide: list[int], start: int, size: int, tier: str, kind: str) -> None:
    """Note a word at the characters that no longer one covers."""
    for at in range(start, start + size):
        if wide[at] < size:
            wide[at] = size
            where = "B" if at == start else "E" if at == start + size - 1 else "I"
            covers[at + 1] = f"{kind}{size}{where}{tier}"


def _parts(seen: str) -> list[str]:
    """Return where known parts of other peoples' names stand; the list begins one character early."""
    known, firsts = name_parts(), _part_beginnings()
    found = ["-"] * (len(seen) + 2)
    done = 0
    for place, character in enumerate(seen):
        if place < done or character not in firsts:
            continue
        for size in range(_LONGEST_PART, 1, -1):
            if seen[place : place + size] in known:
                found[place + 1 : place + size + 1] = ["B", *"I" * (size - 2), "E"]
                done = place + size
                break
    return found


@cache
def _part_beginnings() -> frozenset[str]:
    return frozenset(part[0] for part in name_parts())
