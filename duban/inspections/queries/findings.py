"""Reads of findings that two callers share."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from duban.inspections.models import Finding, FindingState
from duban.tasks.models import LookBack


def revisits_due(until: date) -> QuerySet[Finding]:
    """Return the filed findings to be looked at again by that day, at whose task nobody has looked on it or since."""
    looked = LookBack.objects.filter(task=OuterRef("task"), on__gte=OuterRef("revisit_on"))
    rows = Finding.objects.filter(~Exists(looked), state=FindingState.FILED, revisit_on__lte=until)
    return rows.select_related("task", "lead_unit").order_by("revisit_on", "pk")
