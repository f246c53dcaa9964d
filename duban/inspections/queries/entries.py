"""Entries of the registers that wait for somebody, of all registers that go to units in one query."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, QuerySet, Value

from duban.inspections.models import DocumentRequest, SpotMatter
from duban.inspections.models.desk import UnitEntry
from duban.inspections.permissions import reads_desk
from duban.organizations.permissions import Anybody, unit_ids_read_by

_KEYS: tuple[tuple[str, type[UnitEntry]], ...] = (("documents", DocumentRequest), ("spots", SpotMatter))


def entries_waiting(user: Anybody, *, answered: bool) -> QuerySet[Any, dict[str, Any]]:
    """Return the open entries this person sees, answered by their units or not yet, the earliest limit first."""
    units = None if reads_desk(user) else unit_ids_read_by(user)
    parts = [_part(units, key, kind, answered) for key, kind in _KEYS]
    return parts[0].union(*parts[1:], all=True).order_by("due", "key", "pk")


def _part(units: list[int] | None, key: str, kind: type[UnitEntry], answered: bool) -> QuerySet[Any, dict[str, Any]]:
    rows: QuerySet[Any] = kind._default_manager.filter(settled_at=None, answered_at__isnull=not answered).order_by()
    rows = rows if units is None else rows.filter(unit__in=units)
    rows = rows.annotate(key=Value(key, CharField()), unit_name=F("unit__short_name"))
    found: QuerySet[Any, dict[str, Any]] = rows.values("key", "pk", "what", "due", "unit_name", "signed_at")
    return found
