"""Reading the audit trail."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q, QuerySet

from duban.audit.models import AuditEntry


def history_of(obj: models.Model) -> QuerySet[AuditEntry]:
    """Return what happened to this object, oldest first."""
    return AuditEntry.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))


def entries_matching(text: str = "", person: str = "", day: date | None = None) -> QuerySet[AuditEntry]:
    """Return rows, newest first, by object's name, by person and by day."""
    entries = AuditEntry.objects.order_by("-id")
    if text:
        entries = entries.filter(Q(object_label__icontains=text) | Q(verb=text))
    if person:
        entries = entries.filter(actor_name__icontains=person)
    if day:
        entries = entries.filter(at__date=day)
    return entries
