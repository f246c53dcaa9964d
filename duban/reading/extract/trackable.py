"""Trackable or not: which document, count or inspection would prove the action?"""

from __future__ import annotations

from duban.reading.model import Action, Deadline, Requirement, Target


def judge_trackable(
    text: str, requirement: Requirement, action: Action, deadline: Deadline | None, targets: tuple[Target, ...]
) -> tuple[bool, str]:
    """Return the verdict and the rule that gave it."""
    return False, "none"
