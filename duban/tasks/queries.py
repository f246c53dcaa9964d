"""Reads of the ledger that the page, the export and 今日 share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet

from duban.organizations.models import Unit
from duban.tasks.models import Task, TaskOrigin, TaskUnit
from duban.tasks.rules import Due, due_range, words_of

ANY_STATE = "all"
ORDERS: dict[str, tuple[str, ...]] = {
    "number": ("year", "source", "serial", "part"),
    "lead": ("lead_unit__position", "lead_unit__code"),
    "deadline": ("deadline",),
    "opened": ("opened_at", "id"),
}
DEFAULT_ORDER = "deadline"


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What a list is narrowed to; empty values narrow nothing, an empty state means the tasks in hand."""

    words: str = ""
    meeting: str = ""  # the key of an origin
    unit: int | None = None
    due: str = ""
    due_from: date | None = None
    due_to: date | None = None
    state: str = ""


def in_hand(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Return the tasks that somebody still has to do."""
    return tasks.filter(in_hand=1)


def filtered(tasks: QuerySet[Task], wanted: TaskFilter, today: date) -> QuerySet[Task]:
    """Narrow the tasks to what is wanted."""
    return _by_due(filtered_but_due(tasks, wanted), wanted, today)


def filtered_but_due(tasks: QuerySet[Task], wanted: TaskFilter) -> QuerySet[Task]:
    """Narrow the tasks to what is wanted in all but the deadline, for the counts beside the list."""
    if not wanted.state:
        tasks = in_hand(tasks)
    elif wanted.state != ANY_STATE:
        tasks = tasks.filter(state=wanted.state)
    if wanted.meeting:
        tasks = tasks.filter(pk__in=TaskOrigin.objects.filter(key=wanted.meeting, replaced=False).values("task"))
    if wanted.unit:
        tasks = tasks.filter(pk__in=TaskUnit.objects.filter(unit=wanted.unit).values("task"))
    for word in words_of(wanted.words):
        quoted = TaskOrigin.objects.filter(quote__icontains=word, replaced=False).values("task")
        tasks = tasks.filter(Q(title__icontains=word) | Q(number__icontains=word) | Q(pk__in=quoted))
    return tasks


def due_counts(tasks: QuerySet[Task], today: date) -> dict[str, int]:
    """Return how many of the tasks are due when, with `all` for the whole, in one query."""
    counts = {str(due): Count("pk", filter=_due(due, today)) for due in Due}
    return tasks.aggregate(all=Count("pk"), **counts)


def in_order(tasks: QuerySet[Task], order: str) -> QuerySet[Task]:
    """Sort by a column of ORDERS (`-` in front: downwards); tasks without a deadline stand last either way."""
    downwards = order.startswith("-")
    fields = [F(name) for name in ORDERS.get(order.removeprefix("-"), ORDERS[DEFAULT_ORDER])]
    ties = () if order.removeprefix("-") == "number" else ORDERS["number"]
    sort = [field.desc(nulls_last=True) if downwards else field.asc(nulls_last=True) for field in fields]
    return tasks.order_by(*sort, *ties)


def with_parts(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Fetch lead unit, units and origins along, the same number of queries for any number of rows."""
    origins = TaskOrigin.objects.filter(replaced=False)
    return tasks.select_related("lead_unit").prefetch_related(
        "units", Prefetch("origins", queryset=origins, to_attr="present_origins")
    )


def sources_of(tasks: QuerySet[Task]) -> list[tuple[str, str]]:
    """Return key and title of every meeting the tasks came from, the latest first."""
    origins = TaskOrigin.objects.filter(task__in=tasks.values("pk"), replaced=False)
    keys = origins.values("key").annotate(latest_title=Max("title"), latest=Max("pk")).order_by("-latest")
    return list(keys.values_list("key", "latest_title"))


def units_on(tasks: QuerySet[Task]) -> QuerySet[Unit]:
    """Return the units that have a part in any of the tasks."""
    return Unit.objects.filter(pk__in=TaskUnit.objects.filter(task__in=tasks.values("pk")).values("unit"))


def _due(due: Due, today: date) -> Q:
    if due is Due.NONE:
        return Q(deadline__isnull=True)
    first, last = due_range(due, today)
    owed = Q(in_hand=1) if due is Due.OVERDUE else Q()
    return owed & _between(first, last)


def _between(first: date | None, last: date | None) -> Q:
    limits: dict[str, Any] = {"deadline__gte": first, "deadline__lte": last}
    return Q(**{name: day for name, day in limits.items() if day})


def _by_due(tasks: QuerySet[Task], wanted: TaskFilter, today: date) -> QuerySet[Task]:
    if wanted.due in set(Due):
        tasks = tasks.filter(_due(Due(wanted.due), today))
    return tasks.filter(_between(wanted.due_from, wanted.due_to))
