"""What goes wrong with the vault, in words for people; none of them says anything of the content."""

from __future__ import annotations


class NotPossible(ValueError):
    """It was not done; the message says why and what to do."""


class NoReason(NotPossible):
    """No reason was given."""


class AlreadyRead(NotPossible):
    """This very form opened it before."""


class Unreadable(NotPossible):
    """There is no content to return: purged, its key lost, or damaged."""
