"""Words about petitions: a title from a text, what a move was given."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duban.audit.wording import field_name
from duban.petitions.models import Petition, PetitionMove
from duban.redaction.model import MASKS

LONGEST_TITLE = 30
_ENDS = re.compile("[。；;\n！？]")


def title_of(text: str) -> str:
    """Return the first of the sentences in which the least was masked: who writes comes first, the matter after."""
    sentences = [part.strip() for part in _ENDS.split(text) if part.strip()]
    return min(sentences, key=lambda part: sum(part.count(mask) for mask in MASKS.values()))[:LONGEST_TITLE]


@dataclass(frozen=True, slots=True)
class ShownMove:
    """A move with what it was given, each value named."""

    move: PetitionMove
    facts: list[tuple[str, str]]
    reply: str  # what was answered then: a later answer takes its place on the page, not here


def shown(move: PetitionMove) -> ShownMove:
    """Return the move ready to be shown."""
    label = Petition._meta.label_lower
    facts = [(field_name(label, name), str(value)) for name, value in move.facts.items() if name != "reply"]
    return ShownMove(move, facts, str(move.facts.get("reply", "")))
