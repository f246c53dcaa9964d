"""Which meetings kept files belong to."""

from __future__ import annotations

from collections.abc import Collection

from duban.meetings.models import MeetingText


def file_uses(ids: Collection[int]) -> dict[int, list[str]]:
    """Return the titles of the meetings these files are texts of."""
    rows = MeetingText.objects.filter(file__in=ids).values_list("file", "meeting__title").distinct()
    found: dict[int, list[str]] = {}
    for pk, title in rows:
        found.setdefault(pk, []).append(title)
    return found
