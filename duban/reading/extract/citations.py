"""Citations: texts named in book-title marks."""

from __future__ import annotations

import re

from duban.reading.model import Quote

_TITLE = re.compile(r"《(?:[^《》\n]|《[^《》\n]*》){1,120}》")
_SHORT = 6


def find_citations(text: str) -> tuple[Quote, ...]:
    """Return each text cited, at its first mention; a short form of one cited before (《方案》) is none."""
    found: dict[str, Quote] = {}
    for match in _TITLE.finditer(text):
        title = match.group()
        if title in found:
            continue
        if len(title) <= _SHORT and any(known.endswith(title[1:]) or title[1:-1] in known[-12:] for known in found):
            continue
        found[title] = Quote(title, match.span())
    return tuple(found.values())
