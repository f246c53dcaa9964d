"""Reads of the ledger that the page, the export and 今日 share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Case, Count, F, Model, Prefetch, Q, QuerySet, Value, When
from django.utils.module_loading import import_string

from duban.organizations.models import Unit
from duban.tasks.late import Late, is_late
from duban.tasks.models import (
    ChangeRequest,
    Demand,
    Evidence,
    Instruction,
    Lamp,
    Milestone,
    Report,
    RequestState,
    Task,
    TaskOrigin,
    TaskUnit,
)
from duban.tasks.rules import Due, due_range, words_of
from duban.tasks.states import TaskState

ANY_STATE = "all"
BEHIND = "behind"  # yellow or red
TO_VERIFY, TO_DECIDE = "verification", "change"  # what a task waits for in the office
TO_CHECK = (TaskState.COMPLETION_REQUESTED.value, TaskState.VERIFIED.value)
ORDERS: dict[str, tuple[str, ...]] = {
    "number": ("year", "source", "serial", "part"),
    "lead": ("lead_unit__position", "lead_unit__code"),
    "deadline": ("deadline",),
    "opened": ("opened_at", "id"),
    "lamp": ("lamp_rank",),
    "reported": ("last_report_on",),
    "share": ("actual_share",),
}
DEFAULT_ORDER = "deadline"
LAMP_RANK = Case(
    *[When(lamp=lamp.value, then=Value(rank)) for rank, lamp in enumerate((Lamp.RED, Lamp.YELLOW, Lamp.GREY))],
    default=Value(3),
)


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
    lamp: str = ""
    late: str = ""
    waits: str = ""
    opened_in: int | None = None  # the year of the number
    source: str = ""  # the code of a source

    @property
    def rest(self) -> TaskFilter:
        """What stays of the filter when a saved view is left."""
        return replace(self, due="", state="", lamp="", late="", waits="")


_WITHOUT_MOVE: dict[type[Model], str] = {
    Report: "task_id", Evidence: "task_id", Instruction: "task_id", Demand: "task_id", Milestone: "task_id",
    Task: "parent_id",
}  # fmt: skip


def kinds_of_rows(task: Task) -> frozenset[type[Model]]:
    """Return which of the kinds of rows that a task's moves do not tell of it has, in one question; Task: children."""
    tables = ((connection.ops.quote_name(model._meta.db_table), key) for model, key in _WITHOUT_MOVE.items())
    asked = ", ".join(f"EXISTS(SELECT 1 FROM {table} WHERE {key} = %s)" for table, key in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [task.pk] * len(_WITHOUT_MOVE))
        return frozenset(model for model, there in zip(_WITHOUT_MOVE, cursor.fetchone(), strict=True) if there)


def in_hand(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Return the tasks that somebody still has to do."""
    return tasks.filter(in_hand=1)


def filtered(tasks: QuerySet[Task], wanted: TaskFilter, today: date) -> QuerySet[Task]:
    """Narrow the tasks to what is wanted."""
    return narrowed(tasks, wanted).filter(condition(wanted, today))


def narrowed(tasks: QuerySet[Task], wanted: TaskFilter) -> QuerySet[Task]:
    """Narrow the tasks by words, source, unit and deadlines from and to: what the counts beside the list follow."""
    if wanted.meeting:
        tasks = tasks.filter(pk__in=TaskOrigin.objects.filter(key=wanted.meeting, replaced=False).values("task"))
    if wanted.opened_in:
        tasks = tasks.filter(year=wanted.opened_in)
    if wanted.source:
        tasks = tasks.filter(source=wanted.source)
    if wanted.unit:
        tasks = tasks.filter(pk__in=TaskUnit.objects.filter(unit=wanted.unit).values("task"))
    for word in words_of(wanted.words):
        quoted = TaskOrigin.objects.filter(quote__icontains=word, replaced=False).values("task")
        found = Q(title__icontains=word) | Q(number__icontains=word) | Q(pk__in=quoted)
        for shown in _found_in_documents(word):
            found |= Q(pk__in=shown)
        tasks = tasks.filter(found)
    limits: dict[str, Any] = {"deadline__gte": wanted.due_from, "deadline__lte": wanted.due_to}
    return tasks.filter(**{name: day for name, day in limits.items() if day})


def _found_in_documents(word: str) -> Iterator[QuerySet[Any]]:
    """Yield ids of tasks whose evidence holds the word: an AppConfig lists dotted names in `document_finders`."""
    for config in apps.get_app_configs():
        for name in getattr(config, "document_finders", ()):
            yield import_string(name)(word)


def condition(wanted: TaskFilter, today: date) -> Q:
    """Return what state, deadline, lamp and lateness ask for, as one condition on a task's own row."""
    found = _state(wanted.state)
    if wanted.due in set(Due):
        found &= _due(Due(wanted.due), today)
    if wanted.lamp == BEHIND:
        found &= Q(lamp__in=[Lamp.YELLOW.value, Lamp.RED.value])
    elif wanted.lamp in Lamp.values:
        found &= Q(lamp=wanted.lamp)
    if wanted.late in set(Late):
        found &= is_late(Late(wanted.late), today)
    if wanted.waits == TO_VERIFY:
        found &= Q(state__in=TO_CHECK)
    elif wanted.waits == TO_DECIDE:
        found &= Q(pk__in=ChangeRequest.objects.filter(state=RequestState.WAITING.value).values("task"))
    return found


def counts_of(tasks: QuerySet[Task], wanted: dict[str, TaskFilter], today: date) -> dict[str, int]:
    """Return how many of the tasks each filter's condition holds for, in one query."""
    counts = {f"n_{name}": Count("pk", filter=condition(given, today)) for name, given in wanted.items()}
    found = tasks.aggregate(**counts)
    return {name: found[f"n_{name}"] for name in wanted}


def in_order(tasks: QuerySet[Task], order: str) -> QuerySet[Task]:
    """Sort by a column of ORDERS (`-` in front: downwards); what has no value stands last either way."""
    downwards, column = order.startswith("-"), order.removeprefix("-")
    if column == "lamp":
        tasks = tasks.annotate(lamp_rank=LAMP_RANK)
    fields = [F(name) for name in ORDERS.get(column, ORDERS[DEFAULT_ORDER])]
    ties = () if column == "number" else ("id",)
    sort = [field.desc(nulls_last=True) if downwards else field.asc(nulls_last=True) for field in fields]
    return tasks.order_by(*sort, *ties)


def with_parts(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Fetch lead unit, units and origins along, the same number of queries for any number of rows."""
    origins = TaskOrigin.objects.filter(replaced=False)
    return tasks.select_related("lead_unit").prefetch_related(
        "units", Prefetch("origins", queryset=origins, to_attr="present_origins")
    )


def source_title(tasks: QuerySet[Task], key: str) -> str:
    """Return the title of a source some of the tasks came from, empty where none did."""
    origins = TaskOrigin.objects.filter(key=key, replaced=False, task__in=tasks.values("pk"))
    return origins.order_by("-id").values_list("title", flat=True).first() or ""


def units_on(tasks: QuerySet[Task]) -> QuerySet[Unit]:
    """Return the units that have a part in any of the tasks."""
    return Unit.objects.filter(pk__in=TaskUnit.objects.filter(task__in=tasks.values("pk")).values("unit"))


def _state(state: str) -> Q:
    if not state:
        return Q(in_hand=1)
    return Q() if state == ANY_STATE else Q(state=state)


def _due(due: Due, today: date) -> Q:
    if due is Due.OVERDUE:
        return is_late(Late.DEADLINE, today)
    if due is Due.NONE:
        return Q(deadline__isnull=True)
    first, last = due_range(due, today)
    return Q(deadline__gte=first, deadline__lte=last)
