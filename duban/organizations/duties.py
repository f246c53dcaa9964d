"""What a person has in hand by name, and how it goes to a successor when they leave.

An AppConfig lists in `duty_holders` the dotted names of modules with the functions of `DutyHolder`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from django.apps import apps

from duban.organizations.holdings import Holding
from duban.organizations.models import User


class DutyHolder(Protocol):
    """What an app tells of a person's duties, and does when they leave."""

    def duties_of(self, user: User) -> list[Holding]:
        """Return what the person has in hand by name."""

    def hand_over_duties(self, user: User, successor: User, *, actor: User, reason: str) -> int:
        """Give it to the successor; return how many things went over."""


def duty_holders() -> list[DutyHolder]:
    """Return every app's holder."""
    names = [name for config in apps.get_app_configs() for name in getattr(config, "duty_holders", ())]
    return [cast(DutyHolder, import_module(name)) for name in names]


def duties_of(user: User) -> list[Holding]:
    """Return all that the person has in hand by name."""
    return [duty for holder in duty_holders() for duty in holder.duties_of(user)]
