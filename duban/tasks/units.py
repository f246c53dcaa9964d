"""What one page tells of a unit: its open tasks by lamp and lateness, its people, its names over time, its demands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from duban.organizations.models import Post, Unit, UnitName, UnitNameKind
from duban.organizations.queries import deputyships_on, heirs_of
from duban.tasks.late import LATE_LABELS, Late, is_late
from duban.tasks.models import Demand, Lamp, Report, ReportState, Task, TaskUnit, TaskUnitRole, UrgingCall
from duban.tasks.queries import in_order, with_parts

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and the list it counts."""

    label: str | Promise
    count: int
    address: str
    lamp: str = ""
    is_alarm: bool = False


def tasks_of(unit: Unit, visible: QuerySet[Task]) -> QuerySet[Task]:
    """Return the open tasks in which the unit has a part, of those the reader may see."""
    return visible.filter(in_hand=1, pk__in=TaskUnit.objects.filter(unit=unit).values("task"))


def figures_of(unit: Unit, tasks: QuerySet[Task], today: date) -> tuple[list[Figure], list[Figure]]:
    """Return the unit's open tasks by lamp, and by how they are late, in one query; each opens its list."""
    lamps = {lamp.value: Count("pk", filter=Q(lamp=lamp.value)) for lamp in Lamp}
    lates = {f"late_{kind.value}": Count("pk", filter=is_late(kind, today)) for kind in Late}
    led = Count("pk", filter=Q(lead_unit=unit))
    counted = tasks.aggregate(all_of_them=Count("pk"), led=led, **lamps, **lates)

    def place(**given: str) -> str:
        return f"{reverse('tasks:list')}?{urlencode({'unit': str(unit.pk), **given})}"

    by_lamp = [Figure(lamp.label, counted[lamp.value], place(lamp=lamp.value), lamp.value) for lamp in Lamp]
    late = [
        Figure(LATE_LABELS[kind], counted[f"late_{kind.value}"], place(late=kind.value), is_alarm=True) for kind in Late
    ]
    whole = [Figure(TaskUnitRole.LEAD.label, counted["led"], place()), Figure("", counted["all_of_them"], place())]
    return [*whole, *by_lamp], late


def page_of_unit(unit: Unit, visible: QuerySet[Task], today: date, *, inside: bool) -> dict[str, Any]:
    """Return all that the unit's page shows; what is drafted and not sent is for people `inside` the unit alone."""
    tasks = tasks_of(unit, visible)
    figures, late = figures_of(unit, tasks, today)
    drafts = Report.objects.filter(unit=unit).exclude(state=ReportState.SENT)
    demands = Demand.objects.filter(unit=unit)
    standing_in = deputyships_on(today).filter(posts__unit=unit).distinct().prefetch_related("posts")
    return {
        "unit": unit,
        "figures": figures,
        "late": late,
        "tasks": list(with_parts(in_order(tasks, "deadline"))[:SHOWN]),
        "posts": list(
            Post.objects.filter(unit=unit, user__is_active=True).select_related("user").order_by("role", "id")
        ),
        "deputyships": list(standing_in),
        "names": list(UnitName.objects.filter(unit=unit, kind=UnitNameKind.FORMER).order_by("-until", "id")),
        "heirs": [] if unit.active else heirs_of(unit),
        "open_demands": demands.filter(answered_at=None, dropped_at=None).count(),
        "demands_this_month": demands.filter(asked_at__date__gte=today.replace(day=1)).count(),
        "calls": list(
            UrgingCall.objects.filter(unit=unit, task__in=visible).select_related("task").order_by("-at")[:SHOWN]
        ),
        "drafts": drafts.count() if inside else None,
    }
