"""What keeps a write from happening; nothing was written when one of these is raised."""

from __future__ import annotations

from duban.meetings.models import ConfirmStep


class NotPossible(Exception):
    """The write makes no sense here; the message names the thing, the cause and the next step."""


class Conflict(Exception):
    """Somebody else changed the same thing since; `key` names it (action:12), `step` who and when, where known."""

    def __init__(self, key: str, step: ConfirmStep | None) -> None:
        super().__init__(key)
        self.key = key
        self.step = step
