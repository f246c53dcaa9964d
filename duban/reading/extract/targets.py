"""Targets: the numbers an action is to reach or to cover."""

from __future__ import annotations

from duban.reading.model import Action, Requirement, Target


def find_targets(text: str, requirement: Requirement, action: Action) -> tuple[Target, ...]:
    """Return the action's targets in order."""
    return ()
