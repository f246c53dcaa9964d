"""What an app contributes to the shared look: menu entries, and sections of the page 今日."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class Person(Protocol):
    """Whoever signs in, as far as the look must know."""

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""

    @property
    def roles(self) -> frozenset[str]:
        """The roles of the person's posts."""


PAPERWORK, SETTINGS = "paperwork", "settings"  # groups of the menu below the desks one works at all day
GROUPS: dict[str, str | Promise] = {PAPERWORK: _("报送催办"), SETTINGS: _("设置")}
ROOM = 8  # so many entries are seen at a glance: where a person has no more, no group is folded


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the left menu; an AppConfig lists its own in `menu`. No roles: everybody signed in.

    An entry without a `group` stands above; a group is folded unless the page being shown is in it. `search` names the parameter of a page that searches: the first such page a person may use gets the top bar's field.
    """

    label: str | Promise
    url_name: str
    position: int
    roles: tuple[str, ...] = ()
    search: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class TodaySection:
    """One block of 今日: `template` drawn with `context` under a title with a count that opens `url`; `first` goes above all others."""

    title: str | Promise
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    count: int = 0
    url: str = ""
    first: bool = False


TodayProvider = Callable[[Any, date], Iterable[TodaySection]]


def menu_for(person: Person) -> tuple[MenuEntry, ...]:
    """Return the menu entries this person may use, in order."""
    return entries_of(person.roles) if person.is_authenticated else ()


@lru_cache(maxsize=64)
def entries_of(roles: frozenset[str]) -> tuple[MenuEntry, ...]:
    """Return the menu entries of somebody with these roles, in order; what the apps offer never changes."""
    entries = (entry for config in apps.get_app_configs() for entry in getattr(config, "menu", ()))
    allowed = (entry for entry in entries if not entry.roles or roles.intersection(entry.roles))
    return tuple(sorted(allowed, key=lambda entry: entry.position))


def today_sections_for(person: Person, today: date) -> Iterator[TodaySection]:
    """Yield what waits for this person; an AppConfig lists dotted names of providers in `today_sections`."""
    for config in apps.get_app_configs():
        for provider in getattr(config, "today_sections", ()):
            function: TodayProvider = import_string(provider) if isinstance(provider, str) else provider
            yield from function(person, today)
