"""When words given as a reason can be one: a dash or a single character tells nobody anything later."""

from __future__ import annotations

SHORTEST = 5  # characters that say something; punctuation does not
LONGEST = 500


def says_why(words: str) -> bool:
    """Tell whether the words are long enough to be a reason."""
    return sum(character.isalnum() for character in words) >= SHORTEST
