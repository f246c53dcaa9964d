"""The agenda (议题) of a meeting: what was conveyed, heard, deliberated, arranged."""

from __future__ import annotations

from dataclasses import dataclass

from duban.reading.model import AgendaItem, Meeting, Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the body with the agenda items it speaks of."""

    span: Span
    agenda: tuple[str, ...]


def find_agenda(text: str, meeting: Meeting) -> tuple[tuple[AgendaItem, ...], tuple[Passage, ...]]:
    """Return the agenda items in order, and the passages of the body that belong to them."""
    return (), ()
