"""Who may do what, as predicates on a person's posts. Objects' own rules stand with their apps."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from duban.organizations.models import Role, Unit, UnitHeir, User
from duban.settings import setting
from duban.web.access import has_role, requires
from duban.web.prepared import Prepared

__all__ = [
    "OFFICE_ROLES",
    "administrations_apart",
    "has_role",
    "is_administrator",
    "is_of_unit",
    "is_office",
    "may_give_posts",
    "may_keep_accounts",
    "may_reorganize",
    "own_units_read_by",
    "requires",
    "unit_ids_read_by",
    "units_of",
]

OFFICE_ROLES = (Role.CLERK, Role.DESK)  # those who read meetings and follow the ledger
Anybody = User | AnonymousUser


def is_office(person: Anybody) -> bool:
    """Whether the person is a clerk or of the supervision desk."""
    return has_role(person, *OFFICE_ROLES)


def is_administrator(person: Anybody) -> bool:
    """Whether the person keeps users and units."""
    return has_role(person, Role.ADMINISTRATOR)


def administrations_apart() -> bool:
    """Whether system, security and audit administration are in three hands here (三员分立)."""
    return setting("DUBAN_SEPARATE_ADMINISTRATION") == "1"


def may_keep_accounts(person: Anybody) -> bool:
    """Whether the person adds accounts and changes names, telephones and whether they are in use."""
    return has_role(person, Role.ADMINISTRATOR)


def may_give_posts(person: Anybody) -> bool:
    """Whether the person gives posts and one-time codes: the security administrator, else the administrator."""
    return has_role(person, Role.SECURITY) or (has_role(person, Role.ADMINISTRATOR) and not administrations_apart())


def may_reorganize(person: Anybody) -> bool:
    """Whether the person may rename, merge, split and abolish units."""
    return has_role(person, Role.ADMINISTRATOR, Role.DESK)


def units_of(person: Anybody, roles: Iterable[str] = (Role.LIAISON, Role.UNIT_HEAD)) -> QuerySet[Unit]:
    """Return the units for which the person acts now in a post of these roles."""
    wanted = {str(role) for role in roles}
    held = person.held_posts if person.is_authenticated else []
    return Unit.objects.filter(pk__in={post.unit_id for post in held if post.role in wanted})


def unit_ids_read_by(person: Anybody) -> list[int]:
    """Return the ids of the person's units and of those they carry on for, whose records they read."""
    own = own_units_read_by(person)
    return [*own, *(predecessor for (predecessor,) in _PREDECESSORS(own))] if own else []


def own_units_read_by(person: Anybody) -> list[int]:
    """Return the ids of the person's units without those they carry on for."""
    if not person.is_authenticated:
        return []
    return [post.unit_id for post in person.held_posts if post.role in (Role.LIAISON, Role.UNIT_HEAD)]


_PREDECESSORS = Prepared[tuple[int]](lambda own: UnitHeir.objects.filter(heir__in=own).values_list("predecessor"))


def is_of_unit(person: Anybody, unit: Unit) -> bool:
    """Whether the person answers for this unit."""
    return units_of(person).filter(pk=unit.pk).exists()
