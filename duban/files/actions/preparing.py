"""After a file is kept: its small picture, and clearing up what stops of the machine left behind."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from django.db import transaction

from duban.files.models import FilePreview, StoredFile, incoming_folder, path_of, preview_path_of
from duban.files.previews import small_picture

_FORGOTTEN = 24 * 3600  # seconds after which what came in and was not kept is dropped


def prepare(file: StoredFile) -> FilePreview:
    """Make the file's small picture, anew where it is there; raise NoPreview. A purged file has none."""
    content, width, height = small_picture(path_of(file), file.name)
    _write(content, preview_path_of(file))
    with transaction.atomic():
        still_there = StoredFile.objects.select_for_update().filter(pk=file.pk, purged_at=None).exists()
        values = {"width": width, "height": height}
        preview = FilePreview(file=file, **values)
        if still_there:
            preview, _new = FilePreview.objects.update_or_create(file=file, defaults=values)
    if not still_there:  # purged while we drew
        preview_path_of(file).unlink(missing_ok=True)
    return preview


def clear_up() -> int:
    """Drop uploads that were never kept, and bytes of purged files that a stop of the machine left; return how many."""
    count, now = 0, time.time()
    folder = incoming_folder()
    for path in folder.iterdir() if folder.exists() else ():
        if now - path.stat().st_mtime > _FORGOTTEN:
            path.unlink(missing_ok=True)
            count += 1
    for file in StoredFile.objects.exclude(purged_at=None):
        count += drop_bytes(file)
    return count


def drop_bytes(file: StoredFile) -> int:
    """Remove a purged file's bytes and small picture from the disk; return how many were there."""
    count = 0
    for path in (path_of(file), preview_path_of(file)):
        if path.exists():
            path.unlink()
            count += 1
    return count


def _write(content: bytes, place: Path) -> None:
    """Write whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, partial = tempfile.mkstemp(dir=place.parent)
    path = Path(partial)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        path.replace(place)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
