"""The time limit of an action: which clause binds it, and what day it is (by `duban.dates`)."""

from __future__ import annotations

from datetime import date

from duban.reading.model import Action, Deadline, Requirement


def find_deadline(text: str, requirement: Requirement, action: Action, day: date | None) -> Deadline | None:
    """Return the action's deadline, or None; `day` is the meeting's day, None where unknown."""
    return None
