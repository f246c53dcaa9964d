"""Keeping files: looked at before they are kept, named by their digest, there whole or not at all.

Looking takes its time, so it happens outside any transaction: `take_in` checks and stages, `keep` only moves and writes.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.files.inspection import inspect
from duban.files.models import FilePreview, FileText, StoredFile, incoming_folder, path_of
from duban.files.rules import (
    HEAD,
    PICTURES,
    UnacceptableFile,
    check_content,
    check_head,
    check_name,
    check_size,
    ending_of,
    media_type_of,
    plain_name,
)
from duban.jobs.actions import enqueue

PREPARE = "files.prepare"  # the kind of job
WITH_PREVIEW = (*PICTURES, ".pdf")
_CHUNK = 1 << 20
_ON_RECORD = frozenset(
    {"secret_mark", "macros", "program", "bomb", "zip_bomb", "xml_entities", "pixels", "disguised", "purged"}
)


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that may be kept, not kept yet: where its bytes lie, what it is, its words."""

    path: Path
    name: str
    sha256: str
    size: int
    words: str

    def drop(self) -> None:
        """Forget it."""
        self.path.unlink(missing_ok=True)


def take_in(source: BinaryIO, name: str, actor: Any, size: int | None = None) -> Staged:
    """Look at an upload and stage it; raise UnacceptableFile with advice.

    A refusal of something secret or hostile goes on record, without name or content. `size` is what the upload said.
    """
    try:
        return stage(source, name, size)
    except UnacceptableFile as refusal:
        if refusal.code in _ON_RECORD:
            note_refusal(refusal.code, actor)
        raise


def stage(source: BinaryIO, name: str, size: int | None = None) -> Staged:
    """Copy an upload beside the kept files, piece by piece, and look into it; raise UnacceptableFile, leaving nothing."""
    check_name(name)
    if size is not None:
        check_size(size, name, settings.LARGEST_FILE)
    return _staged(source, name, inspect)


def keep(staged: Staged, actor: Any) -> StoredFile:
    """Keep a staged file and return its row; the same bytes given again return the row there already, by its first name."""
    with transaction.atomic():
        file = _keep(staged, actor)
        if staged.words:
            FileText.objects.get_or_create(file=file, defaults={"text": staged.words})
        if ending_of(file.name) in WITH_PREVIEW and not FilePreview.objects.filter(file=file).exists():
            enqueue(PREPARE, _("制作缩略图：%(name)s") % {"name": file.name}, file.pk, actor=actor)
    return file


def store_file(content: bytes, name: str, actor: Any) -> StoredFile:
    """Keep the bytes of a document its caller has read; raise UnacceptableFile with advice where they may not be kept."""
    check_content(content, name, settings.LARGEST_FILE)
    return _keep(_staged(io.BytesIO(content), name, lambda _path, _name: ""), actor)


@transaction.atomic
def note_refusal(code: str, actor: Any) -> None:
    """Put on record that a file was refused at the door: the reason's code, neither name nor content."""
    record("files.refuse", actor, actor=actor, changes={"code": ["", code]})


def _staged(source: BinaryIO, name: str, inspect_it: Callable[[Path, str], str]) -> Staged:
    name, folder = plain_name(name), incoming_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, partial = tempfile.mkstemp(dir=folder)
    path = Path(partial)
    try:
        with os.fdopen(descriptor, "wb") as target:
            sha256, length = _copy(source, target, name)
        _refuse_purged(sha256, name)
        return Staged(path, name, sha256, length, inspect_it(path, name))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _copy(source: BinaryIO, target: BinaryIO, name: str) -> tuple[str, int]:
    """Copy the bytes and make sure of them; return their digest and number. What is no such file is refused early."""
    digest, length = hashlib.sha256(), 0
    while piece := source.read(_CHUNK):
        if not length:
            check_head(piece[:HEAD], name)
        length += len(piece)
        check_size(length, name, settings.LARGEST_FILE)
        digest.update(piece)
        target.write(piece)
    check_size(length, name, settings.LARGEST_FILE)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), length


def _keep(staged: Staged, actor: Any) -> StoredFile:
    """Write the row and move the bytes to their place, which may be taken already."""
    try:
        with transaction.atomic():
            file, new = StoredFile.objects.get_or_create(
                sha256=staged.sha256,
                defaults={
                    "name": staged.name,
                    "size": staged.size,
                    "media_type": media_type_of(staged.name),
                    "uploaded_by": actor,
                },
            )
            _refuse_purged(staged.sha256, staged.name)
            _put_in_place(staged.path, path_of(file))
            if new:
                record("store", file, actor=actor, changes={"sha256": staged.sha256, "size": staged.size})
    finally:
        staged.drop()
    return file


def _put_in_place(path: Path, place: Path) -> None:
    """Move a file to its place for good: nobody writes to it again, and its name survives a stop of the machine."""
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o400)
    path.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _refuse_purged(sha256: str, name: str) -> None:
    """Refuse bytes that were purged from here before."""
    if StoredFile.objects.filter(sha256=sha256).exclude(purged_at=None).exists():
        raise UnacceptableFile(
            _("“%(name)s”与一份已清除的文件内容相同，不能再存入；如清除有误，请与审计员联系。") % {"name": name},
            "purged",
        )
