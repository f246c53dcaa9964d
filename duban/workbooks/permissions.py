"""Who takes ledgers in: whoever opens tasks. Who has a unit's month: the unit, which sends it back, and the office."""

from __future__ import annotations

from django.db.models import QuerySet

from duban.organizations.models import Unit
from duban.organizations.permissions import Anybody
from duban.tasks.permissions import is_in, may_write, unit_ids
from duban.workbooks.models import Import, UnitReturn


def may_import(user: Anybody) -> bool:
    """Tell whether the person takes ledgers in."""
    return may_write(user)


def visible_to(user: Anybody) -> QuerySet[Import]:
    """Return the imports the person may see: the office sees all."""
    return Import.objects.all() if may_import(user) else Import.objects.none()


def months_visible_to(user: Anybody) -> QuerySet[Unit]:
    """Return the units whose month the person may export: any for the office, else those they speak for."""
    units = Unit.objects.filter(active=True)
    return units if may_write(user) else units.filter(pk__in=unit_ids(user))


def may_send(user: Anybody, unit: Unit) -> bool:
    """Tell whether the person sends the unit's month back."""
    return is_in(user, unit.pk)


def returns_visible_to(user: Anybody) -> QuerySet[UnitReturn]:
    """Return the workbooks come back that the person may see: their own units' alone, until sent nobody else's matter."""
    return UnitReturn.objects.filter(unit__in=unit_ids(user))
