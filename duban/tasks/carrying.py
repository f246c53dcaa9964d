"""Reads of a carry-over: what is to be carried, by unit and by source, and how many of each year are still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from duban.organizations.models import Unit
from duban.tasks.late import Late, is_late
from duban.tasks.models import CarriedTask, CarryOver, Task
from duban.tasks.states import TaskState


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of opening: how many tasks it has, and how they stand today."""

    year: int
    opened: int
    closed: int
    open: int
    overdue: int


def to_carry(opened_before: date, ordered: CarryOver | None) -> QuerySet[Task]:
    """Return the open tasks opened before the day and not carried by this carry-over yet; a proposal is no task yet."""
    moment = timezone.make_aware(datetime.combine(opened_before, time()))
    rows = Task.objects.filter(in_hand=1, opened_at__lt=moment).exclude(state=TaskState.PROPOSED.value)
    if ordered is None:
        return rows
    return rows.exclude(pk__in=CarriedTask.objects.filter(carry_over=ordered).values("task"))


def by_unit(tasks: QuerySet[Task]) -> list[tuple[Unit, int]]:
    """Return the lead units with how many of the tasks each has, the most first."""
    counts = dict(tasks.order_by().values_list("lead_unit").annotate(count=Count("pk")))
    units = Unit.objects.in_bulk(counts)
    return sorted(((units[pk], count) for pk, count in counts.items()), key=lambda row: (-row[1], row[0].position))


def by_source(tasks: QuerySet[Task]) -> list[tuple[str, int]]:
    """Return the sources' codes with how many of the tasks came from each, the most first."""
    counts = tasks.order_by().values_list("source").annotate(count=Count("pk"))
    return sorted(counts, key=lambda row: -row[1])


def by_year(tasks: QuerySet[Task], today: date) -> list[YearRow]:
    """Return how the tasks of each year of opening stand, in one query, the newest first; children count too."""
    rows = (
        tasks.order_by()
        .values("year")
        .annotate(
            opened=Count("pk"),
            closed=Count("pk", filter=Q(state=TaskState.CLOSED_OUT.value)),
            open=Count("pk", filter=Q(in_hand=1)),
            overdue=Count("pk", filter=is_late(Late.DEADLINE, today)),
        )
    )
    return [YearRow(**row) for row in rows.order_by("-year")]
