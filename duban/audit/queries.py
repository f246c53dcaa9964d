"""Reading the audit trail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.audit.rules import PURGE, Row


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the auditor looks for; empty fields narrow nothing. Days count whole, in local time."""

    text: str = ""
    person: str = ""
    verb: str = ""
    since: date | None = None
    until: date | None = None


def history_of(obj: models.Model) -> QuerySet[AuditEntry]:
    """Return what happened to this object, oldest first."""
    return AuditEntry.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))


def entries_matching(wanted: Wanted) -> QuerySet[AuditEntry]:
    """Return rows, newest first, by object's name, person, verb and days."""
    entries = AuditEntry.objects.order_by("-id").select_related("purged_by")
    if wanted.text:
        entries = entries.filter(object_label__icontains=wanted.text)
    if wanted.person:
        entries = entries.filter(actor_name__icontains=wanted.person)
    if wanted.verb:
        entries = entries.filter(verb=wanted.verb)
    limits = Q()
    if wanted.since:
        limits &= Q(at__gte=_midnight(wanted.since))
    if wanted.until:
        limits &= Q(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return entries.filter(limits)


def rows_of(entries: QuerySet[AuditEntry]) -> Iterator[Row]:
    """Yield the rows as plain values, some at a time."""
    return (Row(*values) for values in entries.values_list(*Row._fields).iterator(chunk_size=2000))


def tombstones() -> Iterable[dict[str, Any]]:
    """Return what every purge took, oldest first."""
    return AuditEntry.objects.filter(verb=PURGE).order_by("id").values_list("changes", flat=True)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
