"""Who may see which task, and who may open, change and withdraw them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from duban.organizations.models import Role
from duban.organizations.permissions import OFFICE_ROLES, Anybody, has_role, units_of
from duban.tasks.models import Task

UNIT_READERS = (Role.LIAISON, Role.UNIT_HEAD)


def reads_all(user: Anybody) -> bool:
    """Tell whether the user sees every task; an administrator or auditor without another post sees none."""
    return has_role(user, *OFFICE_ROLES, Role.LEADER)


def may_write(user: Anybody) -> bool:
    """Tell whether the user may open, change and withdraw tasks."""
    return has_role(user, *OFFICE_ROLES)


def visible_to(user: Anybody) -> QuerySet[Task]:
    """Return the tasks the user may see: all for the office, else those of its units and the children of led ones."""
    if reads_all(user):
        return Task.objects.all()
    units = units_of(user, UNIT_READERS).values("pk")
    own = Q(pk__in=Task.objects.filter(units__unit__in=units).values("pk"))
    children = Q(parent__in=Task.objects.filter(lead_unit__in=units).values("pk"))
    return Task.objects.filter(own | children)
