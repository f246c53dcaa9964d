"""The cells of a public table from plain values: redacted once more, whatever was redacted before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duban.redaction import redact

INDEX = "index"
FREE_TEXT = frozenset({"summary", "finding", "handling", "accountability", "note"})  # the rest are words of tables


@dataclass(frozen=True, slots=True)
class PublicTable:
    """Headings and cells as they go out, and how many things were masked, by kind."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    masked: dict[str, int]


def public_table(headings: Sequence[Sequence[str]], petitions: Sequence[Mapping[str, str]]) -> PublicTable:
    """Return the table of petitions given as field → text; a field that is not known stays empty."""
    masked: Counter[str] = Counter()
    rows = []
    for place, petition in enumerate(petitions, start=1):
        cells = []
        for field, _heading in headings:
            if field == INDEX:
                cells.append(str(place))
                continue
            text = petition.get(field, "")
            if field not in FREE_TEXT:
                cells.append(text)
                continue
            found = redact(text)
            masked.update(one.kind for one in found.redactions)
            cells.append(found.text)
        rows.append(tuple(cells))
    return PublicTable(tuple(heading for _field, heading in headings), tuple(rows), dict(masked))
