"""Where kept files are shown as pictures of petitions, and who may have them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from duban.files.models import StoredFile
from duban.inspections.models import Picture
from duban.inspections.permissions import visible_to


def reads_picture(user: Any, file: StoredFile) -> bool:
    """Tell whether a file shows a petition the person sees."""
    return Picture.objects.filter(file=file, petition__in=visible_to(user).order_by().values("pk")).exists()


def file_uses(ids: Collection[int]) -> dict[int, list[str]]:
    """Return the numbers of the petitions these files show."""
    found: dict[int, list[str]] = {}
    for pk, number in Picture.objects.filter(file__in=ids).order_by("id").values_list("file", "petition__number"):
        numbers = found.setdefault(pk, [])
        if number not in numbers:
            numbers.append(number)
    return found
