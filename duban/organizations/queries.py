"""Finding units by any of their names, and drawing their tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from duban.organizations.models import Deputyship, Post, Role, Unit, UnitHeir, UnitKind, UnitName, UnitNameKind, User
from duban.organizations.permissions import administrations_apart
from duban.organizations.rules import means_all_counties, plain_name


def find_unit(name: str) -> Unit | None:
    """Return the one unit in use of this full, short or former name; None where none or several have it.

    A full name goes before a short one, a short one before a former one.
    """
    wanted = plain_name(name)
    matches = UnitName.objects.filter(plain=wanted, unit__active=True).select_related("unit")
    by_kind: dict[str, list[Unit]] = defaultdict(list)
    for match in matches:
        by_kind[match.kind].append(match.unit)
    for kind in UnitNameKind.values:
        if by_kind[kind]:
            return by_kind[kind][0] if len(by_kind[kind]) == 1 else None
    return None


def heirs_of(unit: Unit) -> list[Unit]:
    """Return the units in use that carry on for one that is no more (承接单位), the first in charge first."""
    rows = UnitHeir.objects.filter(predecessor=unit, heir__active=True).select_related("heir")
    return [row.heir for row in rows]


def why_gone(unit: Unit) -> str:
    """Say that the unit is no more, since when, and which to choose instead."""
    heirs = "”或“".join(heir.name for heir in heirs_of(unit))
    values = {"unit": unit.name, "day": unit.until, "heirs": heirs}
    if not heirs:
        return _("“%(unit)s”已停用，请改选现在的单位。") % values
    if unit.until is None:
        return _("“%(unit)s”已停用，由“%(heirs)s”承接，请改选它。") % values
    return _("“%(unit)s”已于 %(day)s 撤销，由“%(heirs)s”承接，请改选它。") % values


def units_meant(name: str) -> list[Unit]:
    """Return the units a name stands for: all counties for 各县(区), one for a unit's name, none for an unknown name."""
    if means_all_counties(name):
        return list(counties())
    unit = find_unit(name)
    return [unit] if unit else []


def counties() -> QuerySet[Unit]:
    """Return the counties and districts in use."""
    return Unit.objects.filter(kind=UnitKind.COUNTY, active=True)


def suggest_names(text: str, limit: int = 10) -> list[UnitName]:
    """Return the best matching name of each unit in use: the same name first, then prefixes, then parts."""
    wanted = plain_name(text)
    if not wanted:
        return []
    rank = Case(
        When(plain=wanted, then=Value(0)),
        When(plain__startswith=wanted, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    kind = Case(
        When(kind=UnitNameKind.SHORT, then=Value(0)),
        When(kind=UnitNameKind.FULL, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    matches = (
        UnitName.objects.filter(Q(plain__contains=wanted) | Q(unit__code__istartswith=wanted), unit__active=True)
        .annotate(rank=rank, kind_rank=kind, length=Length("plain"))
        .order_by("rank", "kind_rank", "unit__position", "length", "id")
        .select_related("unit")
    )
    best: dict[int, UnitName] = {}
    for match in matches:
        best.setdefault(match.unit_id, match)
        if len(best) == limit:
            break
    return list(best.values())


def unit_tree(units: Iterable[Unit]) -> Iterator[tuple[int, Unit]]:
    """Yield every unit below its parent, with its depth; one whose parent is not among them stands at the top."""
    shown = list(units)
    present = {unit.pk for unit in shown}
    children: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in shown:
        children[unit.parent_id if unit.parent_id in present else None].append(unit)

    def below(parent: int | None, depth: int) -> Iterator[tuple[int, Unit]]:
        for unit in children[parent]:
            yield depth, unit
            yield from below(unit.pk, depth + 1)

    return below(None, 0)


def units_matching(text: str, *, with_inactive: bool = False) -> QuerySet[Unit]:
    """Return the units one of whose names, or whose code, holds the text; all for an empty text."""
    units = Unit.objects.all() if with_inactive else Unit.objects.filter(active=True)
    wanted = plain_name(text)
    if wanted:
        units = units.filter(Q(names__plain__contains=wanted) | Q(code__icontains=wanted)).distinct()
    return units.prefetch_related("names")


def users_matching(text: str) -> QuerySet[User]:
    """Return the users whose sign-in name, name or unit holds the text; all for an empty text."""
    users = User.objects.prefetch_related("posts__unit")
    if text:
        found = Q(username__icontains=text) | Q(name__contains=text) | Q(posts__unit__name__contains=text)
        users = users.filter(found | Q(posts__unit__short_name__contains=text)).distinct()
    return users.order_by("-is_active", "id")


def active_administrators() -> QuerySet[User]:
    """Return the users in use who hold the administrator's post."""
    return User.objects.filter(is_active=True, posts__role=Role.ADMINISTRATOR).distinct()


def deputyships_on(day: date) -> QuerySet[Deputyship]:
    """Return who stands in for whom on this day."""
    standing = Deputyship.objects.filter(ended_at=None, first_day__lte=day, last_day__gte=day)
    return standing.filter(person__is_active=True).select_related("person", "deputy")


def may_take(person: User, deputy: User) -> bool:
    """Tell whether the two have a unit in common, so that one may ask the other to stand in."""
    return possible_deputies(person).filter(pk=deputy.pk).exists()


def possible_deputies(person: User) -> QuerySet[User]:
    """Return the people in use who have a post in a unit of this person's."""
    units = Post.objects.filter(user=person).values("unit")
    return User.objects.filter(is_active=True, posts__unit__in=units).exclude(pk=person.pk).distinct()


def units_left_alone(person: User) -> list[Unit]:
    """Return the units for which nobody else in use could sign and report."""
    speak = (Role.LIAISON, Role.UNIT_HEAD)
    own = Unit.objects.filter(active=True, posts__user=person, posts__role__in=speak).distinct()
    others = Post.objects.filter(role__in=speak, user__is_active=True).exclude(user=person)
    return list(own.exclude(pk__in=others.values("unit")))


def who_give_posts() -> tuple[Role, list[str]]:
    """Return the role that gives posts here, and the names of those who have it."""
    role = Role.SECURITY if administrations_apart() else Role.ADMINISTRATOR
    holders = User.objects.filter(posts__role=role, is_active=True).order_by("id")
    return role, list(holders.values_list("name", flat=True).distinct())
