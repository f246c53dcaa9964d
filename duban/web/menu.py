"""What an app contributes to the shared look: menu entries, and sections of the page 今日."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import import_string


class Person(Protocol):
    """Whoever signs in, as far as the look must know."""

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""

    @property
    def roles(self) -> frozenset[str]:
        """The roles of the person's posts."""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the left menu; an AppConfig lists its own in `menu`. No roles: everybody signed in.

    `search` names the parameter of a page that searches: the first such page a person may use gets the top bar's field.
    """

    label: str | Promise
    url_name: str
    position: int
    roles: tuple[str, ...] = ()
    search: str = ""


@dataclass(frozen=True, slots=True)
class TodaySection:
    """One block of 今日: `template` drawn with `context` under a title with a count that opens `url`."""

    title: str | Promise
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    count: int = 0
    url: str = ""


TodayProvider = Callable[[Any, date], Iterable[TodaySection]]


def menu_for(person: Person) -> list[MenuEntry]:
    """Return the menu entries this person may use, in order."""
    if not person.is_authenticated:
        return []
    entries: list[MenuEntry] = [entry for config in apps.get_app_configs() for entry in getattr(config, "menu", ())]
    allowed = [entry for entry in entries if not entry.roles or person.roles.intersection(entry.roles)]
    return sorted(allowed, key=lambda entry: entry.position)


def today_sections_for(person: Person, today: date) -> Iterator[TodaySection]:
    """Yield what waits for this person; an AppConfig lists dotted names of providers in `today_sections`."""
    for config in apps.get_app_configs():
        for provider in getattr(config, "today_sections", ()):
            function: TodayProvider = import_string(provider) if isinstance(provider, str) else provider
            yield from function(person, today)
