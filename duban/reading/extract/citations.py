"""Citations: texts named in book-title marks."""

from __future__ import annotations

import re

from duban.reading.model import Quote

_TITLE = re.compile(r"《(?:[^《》\n]|《[^《》\n]*》){1,120}》")
_SHORT = 8  # with its marks: 《若干措施》
_KNOWN = 200  # a short form is looked for among so many full titles


def find_citations(text: str) -> tuple[Quote, ...]:
    """Return each text cited, at its first mention; a short form of one cited before (《方案》) is none."""
    found: dict[str, Quote] = {}
    short: set[str] = set()
    for match in _TITLE.finditer(text):
        title = match.group()
        if title in found or title in short:
            continue
        if len(title) <= _SHORT and len(found) <= _KNOWN and any(title[1:-1] in known[-14:] for known in found):
            short.add(title)
            continue
        found[title] = Quote(title, match.span())
    return tuple(found.values())
