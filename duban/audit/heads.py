"""Where the chain ends, signed with the installation's key: in the database, and noted down now and then in a file.

Rows cut off at the end break no link. They are missed because the head still counts them; and where somebody put an
older head back, because the file in the data folder noted a longer chain.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from time import time
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils.crypto import constant_time_compare

from duban.audit.models import AuditEntry, ChainHead
from duban.audit.rules import FIRST

_SALT = "duban.audit.head"
_BETWEEN_NOTES = 600  # seconds
_POSTGRESQL_LOCK = 0x64756261  # any number nobody else locks


class Anchor(NamedTuple):
    """The chain's length and last hash at some time."""

    length: int
    hash: str


class Head(NamedTuple):
    """Where the chain ends, as stored."""

    length: int
    hash: str
    signature: str


def signature_of(length: int, last: str) -> str:
    """Return the signature of an end of the chain."""
    return hmac.digest(_key(settings.SECRET_KEY), f"{length}:{last}".encode(), "sha256").hex()


def signed_here(head: ChainHead | Head) -> bool:
    """Tell whether the head was signed with this installation's key."""
    return constant_time_compare(head.signature, signature_of(head.length, head.hash))


def locked() -> Head:
    """Return the end of the chain, held until the transaction ends, so that one writer at a time extends it.

    SQLite's IMMEDIATE transactions hold it already. Written without the ORM: every change of the office passes here.
    """
    head = _read_locked()
    if head is None and connection.vendor == "postgresql":  # nothing to lock yet
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_POSTGRESQL_LOCK])
        head = _read_locked()
    return head or _found_anew()


def advance(head: Head, last: str, rows: int = 1) -> None:
    """Move the end on by some rows. A head that was not signed here stays unsigned: no later row may heal it."""
    length = head.length + rows
    signature = signature_of(length, last) if signed_here(head) else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_chainhead SET length = %s, hash = %s, signature = %s WHERE id = 1", [length, last, signature]
        )


def sign_anew(head: Head) -> None:
    """Sign the end of the chain as it is, and drop what was noted before."""
    ChainHead.objects.filter(pk=1).update(signature=signature_of(head.length, head.hash))
    forget()


def note_down() -> bool:
    """Add the present end of the chain to the file; tell whether there was anything new to note."""
    head, path = ChainHead.objects.filter(pk=1).first(), _path()
    if path is None or head is None or not signed_here(head):
        return False
    if any(anchor.length >= head.length for anchor in _read(path)):
        return False
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a", encoding="ascii") as file:
        file.write(f"{head.length} {head.hash} {head.signature}\n")
    path.chmod(0o600)
    return True


def note_down_now_and_then() -> None:
    """Note the end of the chain down where the last note is older than ten minutes: the worker calls this each round."""
    path = _path()
    if path and (not path.exists() or time() - path.stat().st_mtime > _BETWEEN_NOTES):
        note_down()


def noted() -> dict[int, str]:
    """Return what the file noted: the last hash by the length of the chain. Lines not signed here count for nothing."""
    path = _path()
    return {anchor.length: anchor.hash for anchor in _read(path)} if path else {}


def forget() -> None:
    """Drop the file: for a demo that is emptied, and for an office that went back to a backup and wrote that down."""
    path = _path()
    if path and path.exists():
        path.unlink()


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    """Return the key for ends of the chain, of the installation's signing key."""
    return hashlib.sha256(f"{_SALT}{secret}".encode()).digest()


def _read_locked() -> Head | None:
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT length, hash, signature FROM audit_chainhead WHERE id = 1{lock}")  # noqa: S608
        found = cursor.fetchone()
    return Head(*found) if found else None


def _found_anew() -> Head:
    """Store where the rows end where no head is; unsigned where there are rows: somebody took the head away."""
    last = AuditEntry.objects.order_by("-id").values_list("hash", flat=True).first()
    head = Head(0, FIRST, signature_of(0, FIRST)) if last is None else Head(AuditEntry.objects.count(), last, "")
    ChainHead.objects.create(**head._asdict())
    return head


def _read(path: Path) -> Iterator[Anchor]:
    if not path.exists():
        return
    for line in path.read_text(encoding="ascii", errors="replace").splitlines():
        length, _, rest = line.partition(" ")
        last, _, signature = rest.partition(" ")
        if length.isdigit() and constant_time_compare(signature, signature_of(int(length), last)):
            yield Anchor(int(length), last)


def _path() -> Path | None:
    return settings.AUDIT_ANCHORS
