"""What the desk is told when something cannot be done so."""

from __future__ import annotations


class DeskRefused(ValueError):
    """It was not done; the message names the thing, the cause and the next step."""
