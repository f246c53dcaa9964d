"""A table of the guard's words as its author writes it: fragments of patterns between blanks, notes behind a #."""

from __future__ import annotations


def fragments(table: str) -> tuple[str, ...]:
    """Return the fragments of a table in their order: of two that begin alike the first wins."""
    return tuple(fragment for line in table.splitlines() for fragment in line.partition("# ")[0].split())
