"""Who may do what, as predicates on a person's posts. Objects' own rules stand with their apps."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from duban.organizations.models import Role, Unit, User
from duban.web.access import has_role, requires

__all__ = [
    "OFFICE_ROLES",
    "has_role",
    "is_administrator",
    "is_of_unit",
    "is_office",
    "may_reorganize",
    "requires",
    "units_of",
    "units_read_by",
]

OFFICE_ROLES = (Role.CLERK, Role.DESK)  # those who read meetings and follow the ledger
Anybody = User | AnonymousUser


def is_office(person: Anybody) -> bool:
    """Whether the person is a clerk or of the supervision desk."""
    return has_role(person, *OFFICE_ROLES)


def is_administrator(person: Anybody) -> bool:
    """Whether the person keeps users and units."""
    return has_role(person, Role.ADMINISTRATOR)


def may_reorganize(person: Anybody) -> bool:
    """Whether the person may rename, merge, split and abolish units."""
    return has_role(person, Role.ADMINISTRATOR, Role.DESK)


def units_of(person: Anybody, roles: Iterable[str] = (Role.LIAISON, Role.UNIT_HEAD)) -> QuerySet[Unit]:
    """Return the units for which the person holds a post of these roles."""
    return Unit.objects.filter(posts__user=person.pk, posts__role__in=list(roles)).distinct()


def units_read_by(person: Anybody, roles: Iterable[str] = (Role.LIAISON, Role.UNIT_HEAD)) -> QuerySet[Unit]:
    """Return the person's units and the units those carry on for, whose records they read."""
    own = units_of(person, roles).values("pk")
    return Unit.objects.filter(Q(pk__in=own) | Q(heirs__heir__in=own))


def is_of_unit(person: Anybody, unit: Unit) -> bool:
    """Whether the person answers for this unit."""
    return units_of(person).filter(pk=unit.pk).exists()
