"""Writes to units and their names."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.organizations.actions.changes import Refused, changes_between, facts_of
from duban.organizations.holdings import has_in_hand
from duban.organizations.models import Unit, UnitName, UnitNameKind, User

_UNIT_FIELDS = ("code", "name", "short_name", "kind", "parent", "position", "active", "since", "until")


@transaction.atomic
def save_unit(
    unit: Unit,
    former_names: Iterable[str] = (),
    *,
    short_names: Iterable[str] = (),
    actor: User | None,
    handed_over: bool = False,
) -> Unit:
    """Add or change a unit with all its names; `short_names` are those beside the one shown.

    A unit with anything in hand is not taken out of use before a reorganisation has `handed_over` what it has.
    """
    if unit.parent_id is not None and _is_below(unit.parent, unit):
        raise Refused(_("“%s”在本单位之下，不能作为上级单位。") % unit.parent)
    stored = Unit.objects.filter(pk=unit.pk).first()
    if stored and stored.active and not unit.active and not handed_over and has_in_hand(stored):
        raise Refused(_("“%s”还有在办事项等没有移交，不能直接停用；请用“机构调整”撤销并指定承接单位。") % stored)
    before = facts_of(stored, _UNIT_FIELDS)
    new = unit.pk is None
    if not new:
        before.update(_further_names(unit))
    unit.save()
    _write_names(unit, list(former_names), list(short_names))
    after = facts_of(unit, _UNIT_FIELDS) | _further_names(unit)
    changes = changes_between(before, after)
    if changes:
        record("create_unit" if new else "change_unit", unit, actor=actor, changes=changes)
    return unit


def _is_below(unit: Unit | None, top: Unit) -> bool:
    """Whether `unit` is `top` itself or stands below it."""
    while unit is not None:
        if unit.pk == top.pk:
            return True
        unit = unit.parent
    return False


def _further_names(unit: Unit) -> dict[str, list[str]]:
    """Return the unit's former names and its short names beside the one shown."""
    names = list(unit.names.exclude(name__in=[unit.name, unit.short_name]).order_by("id"))
    return {
        "short_names": [name.name for name in names if name.kind == UnitNameKind.SHORT],
        "former_names": [name.name for name in names if name.kind == UnitNameKind.FORMER],
    }


def _write_names(unit: Unit, former: list[str], short: list[str]) -> None:
    """Make the rows of UnitName agree with the unit; a name written twice counts once, as full, short, former."""
    wanted: dict[str, UnitNameKind] = {name: UnitNameKind.FORMER for name in former if name}
    wanted.update({name: UnitNameKind.SHORT for name in (unit.short_name, *short) if name})
    wanted[unit.name] = UnitNameKind.FULL
    unit.names.exclude(name__in=wanted).delete()
    for name, kind in wanted.items():
        UnitName.objects.update_or_create(unit=unit, name=name, defaults={"kind": kind})


def save_as_named(unit: Unit, *, actor: User | None, handed_over: bool = False) -> Unit:
    """Change a unit and leave its further names as they are."""
    further = _further_names(unit)
    return save_unit(
        unit, further["former_names"], short_names=further["short_names"], actor=actor, handed_over=handed_over
    )
