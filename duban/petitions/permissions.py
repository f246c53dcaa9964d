"""Who may see a petition and move it; whom an accusation is held back from."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from duban.organizations.models import Role, Unit, UnitKind, User
from duban.organizations.permissions import Anybody, has_role, is_office
from duban.petitions.models import Nature, Petition
from duban.petitions.states import State, Who
from duban.vault.models import Sealed
from duban.web.prepared import Prepared

UNIT_ROLES = (Role.LIAISON, Role.UNIT_HEAD)
READERS = (Role.CLERK, Role.DESK, Role.LEADER)
_NOT_SENT = (State.REGISTERED.value, State.NOT_ACCEPTED.value, State.ACCEPTED.value)


def own_unit_ids(person: Anybody) -> list[int]:
    """Return the ids of all units the person belongs to, in whatever role."""
    return [post.unit_id for post in person.every_post] if person.is_authenticated else []


def barred_unit_ids(units: Iterable[int]) -> set[int]:
    """Return these units, all above them and all below them: an accusation of one is held back from all (条例第三十条).

    The city's office at the top, to which everything is subordinate, is barred only where it is accused itself.
    """
    rows = _TREE()  # asked by every search
    parents = {pk: parent for pk, parent, _kind in rows}
    tops = {pk for pk, _parent, kind in rows if kind == UnitKind.OFFICE}
    given = set(units)
    barred = set(given)
    for unit in given:
        above = parents.get(unit)
        while above is not None and above not in barred | tops:
            barred.add(above)
            above = parents.get(above)
    below, found = set(given), set(given)
    while below:
        below = {unit for unit, parent in parents.items() if parent in below} - found
        found |= below
    return barred | found


_TREE = Prepared[tuple[int, int | None, str]](lambda: Unit.objects.order_by().values_list("pk", "parent", "kind"))


def accusing(units: Iterable[int]) -> QuerySet[Petition]:
    """Return the accusations to be held back from people of these units: who is above or below me bars me."""
    return Petition.objects.filter(nature=Nature.ACCUSATION, accused__in=barred_unit_ids(units))


def visible_to(person: Anybody) -> QuerySet[Petition]:
    """Return the petitions the person may see: all for the office and leaders, for a unit what it was sent.

    An accusation is not there for anybody of the accused unit, nor of one above or below it.
    """
    if has_role(person, *READERS):
        found = Petition.objects.all()
    elif has_role(person, *UNIT_ROLES):
        units = (
            [post.unit_id for post in person.held_posts if post.role in UNIT_ROLES] if isinstance(person, User) else []
        )
        found = Petition.objects.filter(handler__in=units).exclude(state__in=_NOT_SENT)
    else:
        return Petition.objects.none()
    return found.exclude(Q(nature=Nature.ACCUSATION) & Q(pk__in=accusing(own_unit_ids(person)).values("pk")))


def may_register(person: Anybody) -> bool:
    """Whether the person registers petitions: clerk and supervision desk."""
    return is_office(person)


def reads_all(person: Anybody) -> bool:
    """Whether the person sees the desk's page of a petition; a unit sees the view that was sent to it."""
    return has_role(person, *READERS)


def who_is(person: Anybody, petition: Petition) -> frozenset[Who]:
    """Return what the person is to the petition."""
    found = {Who.OFFICE} if is_office(person) else set()
    if isinstance(person, User) and any(
        post.unit_id == petition.handler_id and post.role in UNIT_ROLES for post in person.held_posts
    ):
        found.add(Who.HANDLER)
    return frozenset(found)


def keeps_back(person: Anybody, sealed: Sealed) -> bool:
    """Whether the vault must refuse this person: what is sealed belongs to a petition they may not see."""
    if sealed.subject_type != Petition._meta.label_lower:
        return False
    return not visible_to(person).filter(pk=sealed.subject_id).exists()
