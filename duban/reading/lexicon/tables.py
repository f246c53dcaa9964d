"""How lexicon tables are written: words of one class in one string, so that a table reads like a page of a dictionary."""

from __future__ import annotations


def words(table: str) -> tuple[str, ...]:
    """Return the words of `table`, which blanks or line ends divide."""
    return tuple(table.split())
