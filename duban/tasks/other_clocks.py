"""Other clocks of a task's matter than its own deadline: apps above say which, so that nobody reads one limit for the only one.

An AppConfig lists in `task_clocks` functions that give, for a person and task ids by source, each task's clocks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class OtherClock:
    """One clock: what is due, of which matter, until when, and the page it belongs to."""

    words: str
    matter: str
    day: date
    link: str


Provider = Callable[[Any, Mapping[str, list[int]]], Mapping[int, list[OtherClock]]]


def other_clocks(person: Any, tasks: Iterable[tuple[int, str]]) -> dict[int, list[OtherClock]]:
    """Return by task id the clocks that run beside its deadline, the first due at the top; `tasks` are ids and sources."""
    sources: dict[str, list[int]] = defaultdict(list)
    for pk, source in tasks:
        sources[source].append(pk)
    found: dict[int, list[OtherClock]] = defaultdict(list)
    for config in apps.get_app_configs():
        for name in getattr(config, "task_clocks", ()):
            provider: Provider = import_string(name)
            for pk, clocks in provider(person, sources).items():
                found[pk] += clocks
    return {pk: sorted(clocks, key=lambda clock: clock.day) for pk, clocks in found.items()}
