"""Requirements: the sentences, or their `;` parts, that ask, forbid or decide."""

from __future__ import annotations

from duban.reading.extract.agenda import Passage
from duban.reading.model import AgendaItem, Requirement, Sentence


def find_requirements(
    text: str, agenda: tuple[AgendaItem, ...], body: tuple[Passage, ...]
) -> tuple[tuple[Requirement, ...], tuple[Sentence, ...]]:
    """Return the requirements (without actions yet) in order, and every sentence with the reason it gave none."""
    return (), ()
