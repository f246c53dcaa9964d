"""Who takes ledgers in: whoever opens tasks."""

from __future__ import annotations

from django.db.models import QuerySet

from duban.organizations.permissions import Anybody
from duban.tasks.permissions import may_write
from duban.workbooks.models import Import


def may_import(user: Anybody) -> bool:
    """Tell whether the person takes ledgers in."""
    return may_write(user)


def visible_to(user: Anybody) -> QuerySet[Import]:
    """Return the imports the person may see: the office sees all."""
    return Import.objects.all() if may_import(user) else Import.objects.none()
