"""How text is cut for the index and how a search is taken apart: no database, no Django.

Runs of Han, letters and digits are cut into overlapping pairs, and the run's last character stands by itself: so every
character begins exactly one token, and one character is found as the beginning of a token. Whatever parts runs
(punctuation, blanks, emoji) is no token; a search that holds such characters is checked against the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_RUN = re.compile(r"[^\W_]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\x00]")
_BLANKS = re.compile(r"\s+")
LONGEST_SEARCH = 100
MOST_WORDS = 8


def plain(text: str) -> str:
    """Return the text as it is compared: one width, small letters, one blank for many, nothing invisible."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    return _BLANKS.sub(" ", folded).strip()


def tokens(text: str) -> Iterator[str]:
    """Yield the tokens of a plain text in their order: `污水管` → 污水 水管 管."""
    for run in _RUN.findall(text):
        for place in range(len(run)):
            yield run[place : place + 2]


def mark(unit: int) -> str:
    """Return the token of what a unit may read, 0 for what is not read by units; no word has its dot, no search finds it."""
    return f"•{unit}"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a search: its plain text, the pairs of each of its runs, and whether the pairs alone prove it."""

    text: str
    phrases: tuple[tuple[str, ...], ...]
    proven: bool

    @property
    def single(self) -> bool:
        """Whether the word is one character, found as the beginning of a token."""
        return self.proven and len(self.text) == 1


def words_of(search: str) -> tuple[Word, ...]:
    """Return the words to look for, all of which must occur; empty where nothing was asked for."""
    found = plain(search[:LONGEST_SEARCH]).split(" ")
    return tuple(_word(text) for text in dict.fromkeys(found) if text)[:MOST_WORDS]


def _word(text: str) -> Word:
    runs = _RUN.findall(text)
    phrases = tuple(tuple(run[place : place + 2] for place in range(max(1, len(run) - 1))) for run in runs)
    return Word(text, phrases, proven=len(runs) == 1 and runs[0] == text)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an excerpt; `hit` where it is what was looked for."""

    text: str
    hit: bool


def excerpt(text: str, words: tuple[Word, ...], before: int = 20, length: int = 120) -> list[Piece]:
    """Return the part of the text around the first hit, in pieces, as the text is written."""
    shown, folded, places = _folded(text)
    hits = sorted(_hits(folded, words))
    start = max(0, (places[hits[0][0]] if hits else 0) - before)
    end = min(len(shown), start + length)
    pieces: list[Piece] = []
    at = start
    for first, last in hits:
        begin, stop = places[first], places[last - 1] + 1
        if begin < at or stop > end:
            continue
        pieces += [Piece(shown[at:begin], hit=False), Piece(shown[begin:stop], hit=True)]
        at = stop
    pieces.append(Piece(shown[at:end], hit=False))
    pieces = [piece for piece in pieces if piece.text]
    if start:
        pieces.insert(0, Piece("…", hit=False))
    if end < len(shown):
        pieces.append(Piece("…", hit=False))
    return pieces


def _folded(text: str) -> tuple[str, str, list[int]]:
    """Return the text on one line, its folded form, and for each folded character the place it came from."""
    shown = _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(shown):
        for part in unicodedata.normalize("NFKC", character).casefold():
            folded.append(part)
            places.append(place)
    return shown, "".join(folded), places


def _hits(folded: str, words: tuple[Word, ...]) -> Iterator[tuple[int, int]]:
    for word in words:
        at = folded.find(word.text)
        while at >= 0:
            yield at, at + len(word.text)
            at = folded.find(word.text, at + len(word.text))
