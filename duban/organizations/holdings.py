"""What other apps keep under a unit, and how they follow when units are reorganised.

An AppConfig lists in `unit_holders` the dotted names of modules with the functions of `Holder`, and in `unit_pointers`
model and field of what only points to a unit and follows to its first heir: organizations stand below and know none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol, cast

from django.apps import apps
from django.utils.functional import Promise

from duban.organizations.models import Unit, User


@dataclass(frozen=True, slots=True)
class Holding:
    """One thing a unit has in hand that can go to one heir or another; `key` names it for good."""

    key: str
    group: str | Promise
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """All that an app keeps under a unit: what can be chosen one by one, and counts of what follows along."""

    holdings: list[Holding] = field(default_factory=list)
    counts: list[tuple[str | Promise, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Handover:
    """What goes from a unit to its heirs: `choices` by a holding's key, everything else to the first."""

    source: Unit
    heirs: tuple[Unit, ...]
    first: Unit
    choices: Mapping[str, Unit]
    actor: User
    reason: str

    def heir_of(self, key: str) -> Unit:
        """Return who takes the holding of this key."""
        return self.choices.get(key, self.first)


class Holder(Protocol):
    """What an app tells of its units, and does when they change."""

    def held_by(self, unit: Unit) -> Held:
        """Return what the app keeps under the unit."""

    def hand_over(self, handover: Handover) -> dict[str, int]:
        """Move what the unit has in hand; return key → heir's id of every holding that moved."""

    def note_new_name(self, unit: Unit, before: str, *, actor: User, reason: str) -> int:
        """Write the unit's new name where it is in hand; return in how many places."""


def holders() -> list[Holder]:
    """Return every app's holder."""
    names = [name for config in apps.get_app_configs() for name in getattr(config, "unit_holders", ())]
    return [cast(Holder, import_module(name)) for name in names]


def has_in_hand(unit: Unit) -> bool:
    """Tell whether anything would be left without a unit if this one were gone."""
    return any(held.holdings or any(count for _label, count in held.counts) for held in held_by(unit))


def held_by(unit: Unit) -> list[Held]:
    """Return what every app keeps under the unit."""
    return [holder.held_by(unit) for holder in holders()]


def turn_pointers(source: Unit, heir: Unit) -> None:
    """Let what only points to a unit that ends point to its first heir."""
    for config in apps.get_app_configs():
        for model, field_name in getattr(config, "unit_pointers", ()):
            config.get_model(model)._default_manager.filter(**{field_name: source}).update(**{field_name: heir})
