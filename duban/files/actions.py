"""Storing a file: checked, named by its digest, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from duban.audit.actions import record
from duban.files.models import StoredFile, path_of
from duban.files.rules import check_content, media_type_of


def store_file(content: bytes, name: str, actor: Any) -> StoredFile:
    """Keep the bytes once and return their row; raise UnacceptableFile with advice where they may not be kept.

    The same bytes given again return the row already there, under its first name.
    """
    check_content(content, name, settings.LARGEST_FILE)
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        file, new = StoredFile.objects.get_or_create(
            sha256=sha256,
            defaults={
                "name": Path(name.replace("\\", "/")).name[-255:],
                "size": len(content),
                "media_type": media_type_of(name),
                "uploaded_by": actor,
            },
        )
        _write(content, path_of(file))
        if new:
            record("store", file, actor=actor, changes={"sha256": sha256, "size": len(content)})
    return file


def _write(content: bytes, path: Path) -> None:
    """Write the file so that it is there whole or not at all, even if the machine stops."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, partial = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the new name must survive too
    finally:
        os.close(folder)
