"""The filters of the task list, as given in its address; what makes no sense narrows nothing and is said.

Read by hand: a Django form of ten fields, built and drawn, cost as much as the list's rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.organizations.models import Unit
from duban.organizations.queries import find_unit
from duban.settings import setting
from duban.tasks.late import Late
from duban.tasks.models import STATE_LABELS, Lamp, Task
from duban.tasks.queries import ANY_STATE, BEHIND, TO_DECIDE, TO_VERIFY, TaskFilter, source_title
from duban.tasks.rules import Due, prefixes
from duban.tasks.wording import SOURCE_LABELS

SOURCES = [("", gettext_lazy("全部")), *SOURCE_LABELS.items()]
STATES = [("", gettext_lazy("在办")), (ANY_STATE, gettext_lazy("全部")), *STATE_LABELS.items()]
LONGEST_SEARCH = 100
_CHOICES: dict[str, Collection[str]] = {
    "due": frozenset(map(str, Due)),
    "state": {ANY_STATE, *STATE_LABELS},
    "lamp": {BEHIND, *Lamp.values},
    "late": frozenset(map(str, Late)),
    "waits": {TO_VERIFY, TO_DECIDE},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the filter, what is said of it, and how the fields show it."""

    wanted: TaskFilter
    unit_name: str = ""
    source: str = ""  # the title of the source asked for
    due_from: str = ""
    due_to: str = ""
    problems: list[tuple[str, str]] = field(default_factory=list)  # the field's id and what is wrong with it


def read_filter(given: Mapping[str, str], tasks: QuerySet[Task]) -> Asked:
    """Return the filter, leaving out every field that was filled in wrongly; sources are looked for in `tasks`."""
    problems: list[tuple[str, str]] = []
    key = given.get("meeting", "")[:60]
    source = source_title(tasks, key) if key else ""
    named = given.get("unit", "").strip()
    unit = _unit(named) if named else None
    if named and unit is None:
        words = _("没有叫“%(name)s”的单位，或有几个单位同名；请从列表中选一个。")
        problems.append(("id_unit", words % {"name": named[:40]}))
    days = {name: _day(name, given.get(name, ""), problems) for name in ("due_from", "due_to")}
    if days["due_from"] and days["due_to"] and days["due_to"] < days["due_from"]:
        words = _("时限的止日 %(last)s 早于起日 %(first)s，没有按时限筛选；请改正日期。")
        problems.append(("id_due_to", words % {"first": days["due_from"], "last": days["due_to"]}))
        days = dict.fromkeys(days)
    chosen = {name: value for name, known in _CHOICES.items() if (value := given.get(name, "")) in known}
    wanted = TaskFilter(
        words=given.get("q", "").strip()[:LONGEST_SEARCH],
        meeting=key if source else "",
        unit=unit.pk if unit else None,
        opened_in=_year(given.get("opened", "")),
        source=code if (code := given.get("source", "")) in prefixes(setting("DUBAN_TASK_PREFIXES")) else "",
        due_from=days["due_from"],
        due_to=days["due_to"],
        **chosen,
    )
    shown = str(unit) if unit else named
    return Asked(wanted, shown, source, given.get("due_from", ""), given.get("due_to", ""), problems)


def _unit(named: str) -> Unit | None:
    """Return a unit by its name, or by its id as links have it."""
    return Unit.objects.filter(pk=int(named)).first() if named.isdecimal() and len(named) < 19 else find_unit(named)


def _year(given: str) -> int | None:
    """Return a year as links have it; anything else narrows nothing."""
    return int(given) if given.isdecimal() and len(given) == 4 else None


def _day(name: str, given: str, problems: list[tuple[str, str]]) -> date | None:
    """Return the day, None where none was given or it is none, which is noted."""
    if not given:
        return None
    try:
        found = parse_date(given)
    except ValueError:
        found = None
    if found is None:
        words = _("没有“%(words)s”这一天，请写成 2026-12-31。")
        problems.append((f"id_{name}", words % {"words": given[:20]}))
    return found
