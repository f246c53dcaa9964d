"""Writing the audit trail, in the transaction of the change it tells of; purging values from it; checking it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from duban.audit import heads
from duban.audit.models import AuditEntry, ChainCheck, ChainHead
from duban.audit.queries import rows_of, tombstones
from duban.audit.rules import (
    CHANGE,
    LABEL,
    PURGE,
    REASON,
    Fault,
    Purged,
    Row,
    Verdict,
    Walk,
    purged_in,
    rest_digest,
    row_hash,
    value_digest,
    values_of,
)
from duban.jobs.actions import enqueue
from duban.web.prepared import insert

SYSTEM_NAME = "系统"
_ROUND = 5000  # rows between two signs of progress


class Actor(Protocol):
    """Whoever did it."""

    pk: Any

    def __str__(self) -> str: ...


class NotPurgeable(ValueError):
    """A value that may not be purged, or was not there."""


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

    `changes` is `{field: [before, after]}`, or any plain values; dates, decimals and fractions become text.
    """
    head = _head()
    entry = _chained(Happened(verb, obj, actor, timezone.now(), changes or {}, reason), head.hash)
    insert(entry)
    heads.advance(head, entry.hash)
    return entry


def record_history(history: Iterable[Happened], *, rows_at_once: int = 1000) -> int:
    """Add a row for each thing that happened, in the order given; return how many. For loading a history, not for pages.

    The rows are those `record` would have written; raise outside a transaction.
    """
    head, written = _head(), 0
    last = head.hash
    for batch in _batched(history, rows_at_once):
        entries = []
        for happened in batch:
            entries.append(_chained(happened, last))
            last = entries[-1].hash
        AuditEntry.objects.bulk_create(entries)
        written += len(entries)
    heads.advance(head, last, written)
    return written


def purge_values(
    wanted: Mapping[int, Collection[str]],
    obj: models.Model,
    *,
    actor: Actor,
    reason: str,
    facts: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Blank values of earlier rows (row's id → names as `rules.values_of` gives them) and add the tombstone that says so.

    The tombstone tells of `obj`, by whom and why, with `facts` such as a file's hash; it must not repeat what is purged.
    Raise NotPurgeable for a value that is not there, or of a tombstone.
    """
    rows = list(rows_of(AuditEntry.objects.filter(pk__in=wanted)))
    said = {str(row.id): _purged(row, wanted[row.id]) for row in rows}
    tombstone = record(PURGE, obj, actor=actor, changes={**(facts or {}), "purged": said}, reason=reason)
    for row in rows:
        AuditEntry.objects.filter(pk=row.id).update(**_without(row, wanted[row.id]), purged_by=tombstone)
    return tombstone


def verify_chain(progress: Callable[[int, int], None] | None = None) -> Verdict:
    """Check every row from the first on; `progress` is told rows done and rows in all now and then.

    A whole chain's end is noted down in the data folder.
    """
    head = ChainHead.objects.filter(pk=1).first()
    total = head.length if head else 0
    walk = Walk(_PurgedOnce().of, {**heads.noted(), **({head.length: head.hash} if head else {})})
    for row in rows_of(AuditEntry.objects.order_by("id")):
        if fault := walk.add(row):
            return Verdict(walk.rows, walk.purged, fault, row.id)
        if progress and walk.rows % _ROUND == 0:
            progress(walk.rows, max(total, walk.rows))
    verdict = _at_the_end(walk)
    if verdict.whole:
        heads.note_down()
    return verdict


@transaction.atomic
def settle(*, actor: Actor | None, reason: str) -> Verdict:
    """Take the chain as it ends now for the whole, after a backup was put back or the signing key was changed.

    The rows must verify and reach as far as the database's own head; what was noted in the data folder is dropped. That
    this was done, and why, becomes a row. Return the verdict on the rows.
    """
    head = heads.locked()
    walk = Walk(_PurgedOnce().of)
    for row in rows_of(AuditEntry.objects.order_by("id")):
        if fault := walk.add(row):
            return Verdict(walk.rows, walk.purged, fault, row.id)
    if fault := walk.end(head.length, head.hash) or (Fault.CUT if head.length > walk.rows else None):
        return Verdict(walk.rows, walk.purged, fault)
    longest = max((head.length, *heads.noted()))
    heads.sign_anew(head)
    record(
        "audit.settle",
        ChainHead.objects.get(pk=1),
        actor=actor,
        changes={"rows": [longest, head.length]},
        reason=reason,
    )
    heads.note_down()
    return Verdict(walk.rows, walk.purged)


@transaction.atomic
def ask_for_check(actor: Actor) -> ChainCheck:
    """Queue a check of the whole chain."""
    check = ChainCheck.objects.create(asked_by_id=actor.pk, asked_by_name=str(actor)[:120])
    job = enqueue("audit.verify", "校验审计记录链", check.pk, actor=actor)
    ChainCheck.objects.filter(pk=check.pk).update(job=job)
    check.refresh_from_db()
    return check


def finish_check(check: ChainCheck, verdict: Verdict) -> None:
    """Write the outcome of a check."""
    check.rows, check.purged = verdict.rows, verdict.purged
    check.fault, check.broken = str(verdict.fault or ""), verdict.broken
    check.finished_at = timezone.now()
    check.save(update_fields=["rows", "purged", "fault", "broken", "finished_at"])


def row_of(entry: AuditEntry) -> Row:
    """Return the row's plain values."""
    return Row(*(getattr(entry, name) for name in Row._fields))


def _head() -> heads.Head:
    """Return where the chain ends, held until the transaction ends; raise outside one."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("audit.record must run in the transaction of the change it tells of")
    return heads.locked()


def _chained(happened: Happened, previous_hash: str) -> AuditEntry:
    """Return the row that follows the one with this hash, its values salted and digested, not saved yet."""
    actor, obj = happened.actor, happened.obj
    entry = AuditEntry(
        at=happened.at,
        actor_id=actor.pk if actor else None,
        actor_name=str(actor)[:120] if actor else SYSTEM_NAME,
        verb=happened.verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=str(obj)[:200],
        # a fraction as text: PostgreSQL writes 1.0e2 as 100, which has another digest
        changes=json.loads(json.dumps(happened.changes, cls=DjangoJSONEncoder), parse_float=str),
        reason=happened.reason[:500],
        previous_hash=previous_hash,
    )
    row = row_of(entry)
    values = values_of(row)
    entry.salts = {name: secrets.token_hex(16) for name in values}
    entry.digests = {name: value_digest(entry.salts[name], value) for name, value in values.items()}
    entry.hash = row_hash(row._replace(digests=entry.digests))
    return entry


def _batched(history: Iterable[Happened], size: int) -> Iterator[list[Happened]]:
    rows = iter(history)
    while batch := list(islice(rows, size)):
        yield batch


def _purged(row: Row, names: Collection[str]) -> dict[str, Any]:
    """Return what the tombstone says of the row."""
    there = {name for name in values_of(row) if not row.digests or name in row.salts}
    if row.verb == PURGE or not set(names) <= there:
        raise NotPurgeable(f"{sorted(names)} of audit row {row.id}")
    said: dict[str, Any] = {"values": sorted(names)}
    if not row.digests:
        said["rest"] = rest_digest(row._replace(**_without(row, names)))
    return said


def _without(row: Row, names: Collection[str]) -> dict[str, Any]:
    """Return the columns of the row with these values blanked."""
    return {
        "object_label": "" if LABEL in names else row.object_label,
        "reason": "" if REASON in names else row.reason,
        "changes": {name: None if CHANGE + name in names else value for name, value in row.changes.items()},
        "salts": {name: salt for name, salt in row.salts.items() if name not in names},
    }


def _at_the_end(walk: Walk) -> Verdict:
    """Compare what was walked with the signed end of the chain."""
    head = ChainHead.objects.filter(pk=1).first()
    if head is None or not heads.signed_here(head):
        fault = Fault.SIGNATURE if walk.rows or head else None
    else:
        fault = walk.end(head.length, head.hash)
    return Verdict(walk.rows, walk.purged, fault)


class _PurgedOnce:
    """What tombstones say, read once, and again where a row was purged since."""

    def __init__(self) -> None:
        self._found: dict[int, Purged] | None = None

    def of(self, pk: int) -> Purged | None:
        """Return what tombstones say of the row."""
        if self._found is None or pk not in self._found:
            self._found = purged_in(tombstones())
        return self._found.get(pk)
