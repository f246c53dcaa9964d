"""How audit rows are sealed and how a chain of them is checked: plain values in, digests and a verdict out.

The hash of a row covers salted digests of its values, not the values: one of them can be blanked together with its salt
(purged) and every hash still fits. Rows from before that, whose `digests` are empty, were hashed with their values; what
remains of such a row after a purge is covered by a digest in the tombstone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

FIRST = "0" * 64
PURGE = "purge"  # the verb of a tombstone
LABEL, REASON, CHANGE = "label", "reason", "change:"
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Row(NamedTuple):
    """An audit row as stored; the names are its columns."""

    id: int
    at: datetime
    actor_id: int | None
    actor_name: str
    verb: str
    object_type: str
    object_id: str
    object_label: str
    changes: dict[str, Any]
    reason: str
    previous_hash: str
    hash: str
    salts: dict[str, str]
    digests: dict[str, str]
    purged_by_id: int | None


class Fault(StrEnum):
    """What is wrong with the first row that does not verify."""

    LINK = "link"  # it does not follow on the row before it: one was deleted, slipped in or moved
    CHANGED = "changed"
    BLANKED = "blanked"  # a value is gone and no tombstone says why
    CUT = "cut"  # rows at the end are missing
    EXTRA = "extra"  # rows at the end were not written by Duban
    SIGNATURE = "signature"  # the signed end of the chain is missing or was not signed here


@dataclass(frozen=True, slots=True)
class Purged:
    """What tombstones say of one row: the values they took, and the digest of what remains of an unsalted row."""

    values: frozenset[str]
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a check: rows that verify from the first on, those of them with purged values, the first fault."""

    rows: int
    purged: int
    fault: Fault | None = None
    broken: int | None = None  # the id of the first row that does not verify, None where it is not there

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return self.fault is None


def values_of(row: Row) -> dict[str, Any]:
    """Return the values of a row that can be purged, by name."""
    values: dict[str, Any] = {LABEL: row.object_label}
    if row.reason:
        values[REASON] = row.reason
    for name, value in row.changes.items():
        values[CHANGE + name] = value
    return values


def value_digest(salt: str, value: Any) -> str:
    """Return the salted digest of one value."""
    return hashlib.sha256(f"{salt}{_encode(value)}".encode()).hexdigest()


def row_hash(row: Row) -> str:
    """Return the hash this row must have: over digests, or over the values themselves where it was written so."""
    content = {**_fixed(row), "previous": row.previous_hash}
    content |= {"digests": row.digests} if row.digests else _plain(row)
    return hashlib.sha256(_encode(content).encode()).hexdigest()


def rest_digest(row: Row) -> str:
    """Return the digest of all that remains of an unsalted row: what its tombstone keeps in place of its hash."""
    content = {**_fixed(row), **_plain(row), "hash": row.hash}
    return hashlib.sha256(_encode(content).encode()).hexdigest()


def purged_in(tombstones: Iterable[Mapping[str, Any]]) -> dict[int, Purged]:
    """Return what the tombstones' changes, oldest first, say of each row."""
    found: dict[int, Purged] = {}
    for changes in tombstones:
        for pk, said in changes.get("purged", {}).items():
            before = found.get(int(pk), Purged(frozenset()))
            found[int(pk)] = Purged(before.values | frozenset(said["values"]), said.get("rest", ""))
    return found


@dataclass(slots=True)
class Walk:
    """A check of a chain in its order, row by row. `anchors`: the hash the chain had at a length, noted elsewhere."""

    purged_of: Callable[[int], Purged | None]
    anchors: Mapping[int, str] = field(default_factory=dict)
    rows: int = 0
    purged: int = 0
    last: str = FIRST
    salted: bool = False

    def add(self, row: Row) -> Fault | None:
        """Check the next row; return what is wrong with it."""
        if row.previous_hash != self.last:
            return Fault.LINK
        fault = self._salted(row) if row.digests else self._unsalted(row)
        if fault:
            return fault
        self.rows, self.last = self.rows + 1, row.hash
        if self.anchors.get(self.rows, row.hash) != row.hash:
            self.rows -= 1
            return Fault.CHANGED
        return None

    def end(self, length: int, last: str) -> Fault | None:
        """Compare with where the chain ends by now; return what is wrong there. It may have grown meanwhile."""
        if max(self.anchors, default=0) > self.rows:
            return Fault.CUT
        return Fault.EXTRA if length < self.rows or (length == self.rows and last != self.last) else None

    def _salted(self, row: Row) -> Fault | None:
        self.salted = True
        if row.hash != row_hash(row):
            return Fault.CHANGED
        values, blank = values_of(row), row.digests.keys() - row.salts.keys()
        for name, salt in row.salts.items():
            if name not in values or row.digests.get(name) != value_digest(salt, values[name]):
                return Fault.CHANGED
        if any(value for name, value in values.items() if name not in row.salts):
            return Fault.CHANGED
        return self._purged(row.id, blank) if blank else None

    def _unsalted(self, row: Row) -> Fault | None:
        if self.salted:
            return Fault.CHANGED  # they all came before the first salted one
        if row.purged_by_id is None:
            return None if row.hash == row_hash(row) else Fault.CHANGED
        said = self.purged_of(row.id)
        if said is None:
            return Fault.BLANKED
        if said.rest != rest_digest(row):
            return Fault.CHANGED
        self.purged += 1
        return None

    def _purged(self, pk: int, blank: Iterable[str]) -> Fault | None:
        said = self.purged_of(pk)
        if said is None or not said.values.issuperset(blank):
            return Fault.BLANKED
        self.purged += 1
        return None


def _fixed(row: Row) -> dict[str, Any]:
    """Return what of a row is never purged."""
    return {
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": row.actor_id,
        "actor_name": row.actor_name,
        "verb": row.verb,
        "object_type": row.object_type,
        "object_id": row.object_id,
    }


def _plain(row: Row) -> dict[str, Any]:
    return {"object_label": row.object_label, "changes": row.changes, "reason": row.reason}
