"""The two bytes of a character in GBK, and what can be asked about one of them when the other is known."""

from __future__ import annotations

from functools import lru_cache

from duban.reading.lexicon.readings import characters


def pair_of(character: str) -> bytes | None:
    """Return the character's two bytes, or None where it has none (ASCII, or outside GBK)."""
    try:
        pair = character.encode("gbk")
    except UnicodeEncodeError:
        return None
    return pair if len(pair) == 2 else None


def as_text(bytes_: bytes) -> str | None:
    """Return the text of whole pairs, or None where they are not GBK."""
    try:
        text = bytes_.decode("gbk")
    except UnicodeDecodeError:
        return None
    return text if 2 * len(text) == len(bytes_) else None


@lru_cache(maxsize=512)
def pairs_read(reading: str) -> tuple[bytes, ...]:
    """Return the byte pairs of all characters with this reading."""
    return tuple(pair for character in characters(reading) if (pair := pair_of(character)))


def trails(lead: int, reading: str) -> list[int]:
    """Return the second bytes that with this first byte make a character with this reading."""
    return [pair[1] for pair in pairs_read(reading) if pair[0] == lead]


def leads(trail: int, reading: str) -> list[int]:
    """Return the first bytes that with this second byte make a character with this reading."""
    return [pair[0] for pair in pairs_read(reading) if pair[1] == trail]
