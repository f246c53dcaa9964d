"""Purging a file that should never have been here: bytes, small picture, words and names go; who, when, why stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from duban.audit.actions import purge_values, row_of
from duban.audit.queries import history_of
from duban.audit.rules import CHANGE, LABEL, PURGE, REASON, values_of
from duban.files.actions.preparing import drop_bytes
from duban.files.models import FilePreview, FileText, StoredFile
from duban.files.permissions import may_purge
from duban.jobs.models import Job

LONGEST_REASON = 500


class NotPurged(ValueError):
    """The file was not purged; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Where an app showed a file: the names it gave it, the objects whose trail tells of it, words for the tombstone."""

    names: frozenset[str] = frozenset()
    objects: tuple[models.Model, ...] = ()
    where: tuple[str, ...] = field(default=())


Purger = Callable[[StoredFile, Any], Shown]


@transaction.atomic
def purge(file: StoredFile, *, actor: Any, reason: str) -> StoredFile:
    """Purge the file everywhere (清除); raise PermissionDenied or NotPurged.

    An AppConfig lists dotted names of functions in `file_purgers`; each forgets what its app knows of the file and tells
    where it showed it. They run after the file's own row has lost its name.
    """
    if not may_purge(actor):
        raise PermissionDenied
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise NotPurged(_("没有写清除理由，请写明为什么不应保存这份文件，不要写出涉密内容。"))
    file = StoredFile.objects.select_for_update().get(pk=file.pk)
    if file.purged_at:
        raise NotPurged(_("这份文件已于 %(day)s 由%(name)s清除。") % _when(file))
    _overwrite_freed_pages()
    name = file.name
    file.name, file.purged_at, file.purge_reason = "", timezone.now(), reason
    file.purged_by, file.purged_by_name = actor, str(actor)[:120]
    file.save(update_fields=["name", "purged_at", "purge_reason", "purged_by", "purged_by_name"])
    FileText.objects.filter(file=file).delete()
    FilePreview.objects.filter(file=file).delete()
    Job.objects.filter(kind__startswith="files.", object_id=str(file.pk)).update(label=str(file)[:200], message="")
    shown = [purger(file, actor) for purger in _purgers()]
    names = frozenset({name}).union(*(part.names for part in shown)) - {""}
    objects = [file, *(obj for part in shown for obj in part.objects)]
    facts = {"sha256": file.sha256, "size": file.size, "shown": [words for part in shown for words in part.where]}
    purge_values(_mentions(objects, names), file, actor=actor, reason=reason, facts=facts)
    transaction.on_commit(lambda: _after(file))
    return file


def _purgers() -> Iterator[Purger]:
    for config in apps.get_app_configs():
        for name in getattr(config, "file_purgers", ()):
            yield import_string(name)


def _mentions(objects: Iterable[models.Model], names: frozenset[str]) -> dict[int, list[str]]:
    """Return the audit values of these objects that hold one of the names: row's id → values' names."""
    found: dict[int, list[str]] = {}
    for obj in objects:
        for entry in history_of(obj).exclude(verb=PURGE):
            row = row_of(entry)
            held = [key for key, value in values_of(row).items() if _holds(value, names) and _still_there(row, key)]
            if held:
                found[entry.pk] = held
    return found


def _still_there(row: Any, key: str) -> bool:
    """Tell whether the value was not purged before."""
    return (
        key in row.salts if row.digests else key in (LABEL, REASON) or row.changes[key.removeprefix(CHANGE)] is not None
    )


def _holds(value: Any, names: frozenset[str]) -> bool:
    if isinstance(value, str):
        return any(name in value for name in names)
    if isinstance(value, dict):
        return any(_holds(part, names) for part in (*value.keys(), *value.values()))
    return isinstance(value, list) and any(_holds(part, names) for part in value)


def _overwrite_freed_pages() -> None:
    """Have SQLite write zeros over what is deleted; PostgreSQL's vacuum gives the space back in its time."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _after(file: StoredFile) -> None:
    """Remove the bytes once the purge is certain; should the machine stop before, the worker's round does it."""
    drop_bytes(file)
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:  # the journal still holds the pages as they were
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _when(file: StoredFile) -> dict[str, str]:
    at = timezone.localtime(file.purged_at)
    return {"day": f"{at:%Y-%m-%d %H:%M}", "name": file.purged_by_name}
