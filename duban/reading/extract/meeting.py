"""The head of the meeting: kind, convener, number, date, chair."""

from __future__ import annotations

from datetime import date

from duban.reading.model import Meeting, Notice


def find_meeting(text: str, *, name: str, on: date | None) -> tuple[Meeting, tuple[Notice, ...]]:
    """Return the meeting's head and the warnings about it; an empty Meeting where none was found."""
    return Meeting(), ()
