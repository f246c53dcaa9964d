"""Clocks the ledger does not know: an app above names them in its config's `reminders`, and they join the day's digest.

A provider is called with a working day whose steps are being taken, today and the calendar, and yields what to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Q
from django.utils.module_loading import import_string

from duban.dates.workdays import Calendar
from duban.notifications.rules.ladders import Level, Step, To, limits_for
from duban.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to tell the people of a task's lead unit, or the desk; `key` makes it told once."""

    key: str  # of the app, the matter, the clock, the step and the limit; at most 100 characters
    task: Task | None  # None: only the desk can be told
    to: tuple[To, ...]
    level: Level
    text: str  # names no petitioner: it goes out by mail and to groups


Provider = Callable[[date, date, Calendar], Iterable[Reminder]]


def from_other_clocks(day: date, today: date, calendar: Calendar) -> Iterator[Reminder]:
    """Yield what the apps above want told for the steps of a working day."""
    for config in apps.get_app_configs():
        for name in getattr(config, "reminders", ()):
            provider: Provider = import_string(name)
            yield from provider(day, today, calendar)


def falls_on(step: Step, field: str, day: date, calendar: Calendar) -> Q:
    """Return the condition that the limit in `field` is one for which the step falls on the working day."""
    ranges = [Q(**{f"{field}__range": limits}) for limits in limits_for(step, day, calendar)]
    return reduce(or_, ranges)


def time_left(what: str, limit: date, today: date) -> str:
    """Return the sentence's head for a clock of calendar days: how many are left, or gone."""
    days = (limit - today).days
    if days == 0:
        return f"今日到期：{what}"
    return f"还有 {days} 天：{what}" if days > 0 else f"超期 {-days} 天：{what}"
