"""Writing the audit trail, in the transaction of the change it tells of.

The hash covers the values themselves. When purging comes (documents that should never have been here), it will cover
salted digests of the values instead, so that a value can be blanked and the chain still verifies.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.audit.rules import FIRST, digest

SYSTEM_NAME = "系统"
_POSTGRESQL_LOCK = 0x64756261  # any number nobody else locks


class Actor(Protocol):
    """Whoever did it."""

    pk: Any

    def __str__(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Happened:
    """What one row of the trail tells."""

    verb: str
    obj: models.Model
    actor: Actor | None  # None: the system
    at: datetime
    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


def record(
    verb: str,
    obj: models.Model,
    *,
    actor: Actor | None,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Add the row telling that `actor` (None: the system) did `verb` to `obj`; raise outside a transaction.

    `changes` is `{field: [before, after]}`, or any plain values; dates and decimals become text.
    """
    previous = _lock_chain()
    entry = _chained(Happened(verb, obj, actor, timezone.now(), changes or {}, reason), previous)
    entry.save(force_insert=True)
    return entry


def record_history(history: Iterable[Happened], *, rows_at_once: int = 1000) -> int:
    """Add a row for each thing that happened, in the order given; return how many. For loading a history, not for pages.

    The rows are those `record` would have written; raise outside a transaction.
    """
    previous, written = _lock_chain(), 0
    for batch in _batched(history, rows_at_once):
        entries = []
        for happened in batch:
            entries.append(_chained(happened, previous))
            previous = entries[-1].hash
        AuditEntry.objects.bulk_create(entries)
        written += len(entries)
    return written


def _chained(happened: Happened, previous_hash: str) -> AuditEntry:
    """Return the row that follows the one with this hash, not saved yet."""
    actor, obj = happened.actor, happened.obj
    entry = AuditEntry(
        at=happened.at,
        actor_id=actor.pk if actor else None,
        actor_name=str(actor)[:120] if actor else SYSTEM_NAME,
        verb=happened.verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=str(obj)[:200],
        changes=json.loads(json.dumps(happened.changes, cls=DjangoJSONEncoder)),
        reason=happened.reason[:500],
        previous_hash=previous_hash,
    )
    entry.hash = entry_digest(entry)
    return entry


def entry_digest(entry: AuditEntry) -> str:
    """Return the hash this row must have."""
    values = {
        "actor": entry.actor_id,
        "actor_name": entry.actor_name,
        "verb": entry.verb,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "object_label": entry.object_label,
        "changes": entry.changes,
        "reason": entry.reason,
    }
    return digest(entry.previous_hash, entry.at, values)


def verify_chain() -> tuple[int, int | None]:
    """Return how many rows verify from the first on, and the id of the first row that does not (None: all do)."""
    previous, verified = FIRST, 0
    for entry in AuditEntry.objects.order_by("id").iterator(chunk_size=2000):
        if entry.previous_hash != previous or entry.hash != entry_digest(entry):
            return verified, entry.pk
        previous, verified = entry.hash, verified + 1
    return verified, None


def _lock_chain() -> str:
    """Let one writer at a time extend the chain; return the hash it ends with. Raise outside a transaction."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("audit.record must run in the transaction of the change it tells of")
    if connection.vendor == "postgresql":  # SQLite's IMMEDIATE transactions already do
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_POSTGRESQL_LOCK])
    return AuditEntry.objects.order_by("-id").values_list("hash", flat=True).first() or FIRST


def _batched(history: Iterable[Happened], size: int) -> Iterator[list[Happened]]:
    rows = iter(history)
    while batch := list(islice(rows, size)):
        yield batch
