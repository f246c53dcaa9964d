"""What a search looks for."""

from __future__ import annotations


def words_of(search: str, limit: int = 100) -> list[str]:
    """Return the words to look for, all of which must occur; what no text can hold is taken out."""
    return search.replace("\x00", "")[:limit].split()
