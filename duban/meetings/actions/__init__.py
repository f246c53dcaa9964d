"""Every write to a meeting: one function a verb, one transaction, one step of the clerk, one audit row."""

from duban.meetings.actions.errors import Conflict, NotPossible

__all__ = ["Conflict", "NotPossible"]
