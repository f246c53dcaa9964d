"""Actions: the clauses of a requirement that somebody could be asked to carry out."""

from __future__ import annotations

from duban.reading.model import Action, Requirement


def find_actions(text: str, requirement: Requirement) -> tuple[Action, ...]:
    """Return the requirement's actions, with text, span and rule only."""
    return ()
