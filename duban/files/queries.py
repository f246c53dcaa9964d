"""Reading kept files: the list for those who look after them, and where each is shown."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from duban.files.models import StoredFile

Uses = Callable[[Collection[int]], dict[int, list[str]]]


def files_matching(words: str = "", purged: bool = False) -> QuerySet[StoredFile]:
    """Return kept files, newest first, by name, by the beginning of the digest or by uploader; or the purged ones."""
    files = StoredFile.objects.select_related("uploaded_by").filter(purged_at__isnull=not purged).order_by("-id")
    if words:
        files = files.filter(
            Q(name__icontains=words) | Q(sha256__startswith=words.lower()) | Q(uploaded_by__name__icontains=words)
        )
    return files


def uses_of(ids: Collection[int]) -> dict[int, list[str]]:
    """Return where these files are shown, in words: an AppConfig lists dotted names of functions in `file_uses`."""
    found: dict[int, list[str]] = {pk: [] for pk in ids}
    for config in apps.get_app_configs():
        for name in getattr(config, "file_uses", ()):
            uses: Uses = import_string(name)
            for pk, words in uses(ids).items():
                found[pk] += words
    return found
