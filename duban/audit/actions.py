"""Writing the audit trail, in the transaction of the change it tells of.

The hash covers the values themselves. When purging comes (documents that should never have been here), it will cover
salted digests of the values instead, so that a value can be blanked and the chain still verifies.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
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
    if not connection.in_atomic_block:
        raise TransactionManagementError("audit.record must run in the transaction of the change it tells of")
    _lock_chain()
    last = AuditEntry.objects.order_by("-id").values_list("hash", flat=True).first()
    entry = AuditEntry(
        at=timezone.now(),
        actor_id=actor.pk if actor else None,
        actor_name=str(actor)[:120] if actor else SYSTEM_NAME,
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=str(obj)[:200],
        changes=json.loads(json.dumps(changes or {}, cls=DjangoJSONEncoder)),
        reason=reason[:500],
        previous_hash=last or FIRST,
    )
    entry.hash = entry_digest(entry)
    entry.save(force_insert=True)
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


def _lock_chain() -> None:
    """Let one writer at a time extend the chain. SQLite's IMMEDIATE transactions already do."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_POSTGRESQL_LOCK])
