"""Words about petitions: a title from a text, what a move was given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from duban.audit.wording import field_name
from duban.petitions.models import Petition, PetitionMove
from duban.redaction.model import MASKS

LONGEST_TITLE, SHORTEST_TITLE = 30, 10
_ENDS = re.compile("[。；;\n！？]")


def title_of(text: str) -> str:
    """Return the first of the sentences in which the least was masked: who writes comes first, the matter after.

    A long one ends at a pause.
    """
    sentences = [part.strip() for part in _ENDS.split(text) if part.strip()]
    best = min(sentences, key=lambda part: sum(part.count(mask) for mask in MASKS.values()))
    if len(best) <= LONGEST_TITLE:
        return best
    pause = max(best.rfind(sign, 0, LONGEST_TITLE + 1) for sign in "，,、")
    return best[:pause] if pause >= SHORTEST_TITLE else f"{best[: LONGEST_TITLE - 1]}…"


@dataclass(frozen=True, slots=True)
class ShownMove:
    """A move with what it was given, each value named."""

    move: PetitionMove
    facts: list[tuple[str, str]]
    reply: str  # what was answered then: a later answer takes its place on the page, not here
    texts: list[tuple[str, str, str]]  # a long text that was corrected: its name, before, after


def shown(move: PetitionMove) -> ShownMove:
    """Return the move ready to be shown."""
    label = Petition._meta.label_lower
    facts, texts = [], []
    for name, value in move.facts.items():
        if name == "summary" and isinstance(value, list):
            texts.append((field_name(label, name), *value))
        elif name != "reply":
            facts.append((field_name(label, name), _in_words(value)))
    return ShownMove(move, facts, str(move.facts.get("reply", "")), texts)


def _in_words(value: Any) -> str:
    """Return a fact, or `before → after`."""
    if not isinstance(value, list):
        return str(value)
    before, after = value
    return f"{before or '（空）'} → {after or '（空）'}"
