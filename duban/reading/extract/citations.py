"""Citations: texts named in book-title marks."""

from __future__ import annotations

from duban.reading.model import Quote


def find_citations(text: str) -> tuple[Quote, ...]:
    """Return each text cited, at its first mention."""
    return ()
