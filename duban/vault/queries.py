"""Reads of the vault's own lists; none of them touches content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from duban.vault.models import KeyCopy, Sealed, VaultRead


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key as people see it: its id, how much it seals, whether it is in the file, its second copy."""

    key_id: str
    sealed: int
    present: bool
    newest: bool
    copy: KeyCopy | None


def reads_matching(wanted: Mapping[str, Any]) -> QuerySet[VaultRead]:
    """Return the reads, newest first, narrowed by words, outcome and days."""
    reads = VaultRead.objects.select_related("sealed")
    if words := wanted.get("words"):
        reads = reads.filter(Q(reader_name__contains=words) | Q(sealed__label__contains=words))
    if outcome := wanted.get("outcome"):
        reads = reads.filter(outcome=outcome)
    if first := wanted.get("first_day"):
        reads = reads.filter(at__date__gte=first)
    if last := wanted.get("last_day"):
        reads = reads.filter(at__date__lte=last)
    return reads


def key_rows(in_file: list[str]) -> list[KeyRow]:
    """Return the keys, newest first; those that seal something and are not in the file come last."""
    counts = dict(Sealed.objects.filter(purged_at=None).values_list("key_id").annotate(n=Count("pk")).order_by())
    copies = {copy.key_id: copy for copy in KeyCopy.objects.all()}
    missing = sorted(set(counts) - set(in_file))
    rows = [*reversed(in_file), *missing]
    return [
        KeyRow(key, counts.get(key, 0), key in in_file, bool(in_file) and key == in_file[-1], copies.get(key))
        for key in rows
    ]


def sealed_of(subject: Any, kind: str = "") -> QuerySet[Sealed]:
    """Return what is sealed of an object, oldest first."""
    found = Sealed.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return found.filter(kind=kind) if kind else found
