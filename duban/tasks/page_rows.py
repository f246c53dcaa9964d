"""The rows of one task that its page and its moves read each time, by the task's key; see `duban.web.prepared`."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from duban.tasks.models import (
    ChangeRequest,
    CompletionRequest,
    Demand,
    Evidence,
    Funds,
    Milestone,
    Quantity,
    Report,
    ReportState,
    TaskMove,
    TaskOrigin,
    TaskUnit,
)
from duban.web.prepared import Prepared

FIGURES = ("actual", "text_met", "allotted", "paid", "typed_percent")  # that a report may give

parts_of = Prepared[TaskUnit](lambda task: TaskUnit.objects.filter(task=task).order_by("id"))
parts_with_units_of = Prepared[TaskUnit](lambda task: TaskUnit.objects.filter(task=task).select_related("unit"))
present_origins_of = Prepared[TaskOrigin](lambda task: TaskOrigin.objects.filter(task=task, replaced=False))
quantity_of = Prepared[Quantity](lambda task: Quantity.objects.filter(task=task))
funds_of = Prepared[Funds](lambda task: Funds.objects.filter(task=task))
milestones_of = Prepared[Milestone](lambda task: Milestone.objects.filter(task=task))
moves_of_task = Prepared[TaskMove](lambda task: TaskMove.objects.filter(task=task).order_by("-id"))
# a draft is its unit's alone
reports_seen_by = Prepared[Report](
    lambda task, units: Report.objects.filter(Q(state=ReportState.SENT) | Q(unit__in=units), task=task).select_related(
        "unit"
    )
)
# day, milestones and figures of the reports that count: sent, and not corrected by a later one; the newest last
counted_reports_of = Prepared[tuple[Any, ...]](
    lambda task: (
        Report.objects.filter(task=task, state=ReportState.SENT, corrected=False)
        .order_by("as_of", "id")
        .values_list("as_of", "milestones_done", *FIGURES)
    )
)
evidence_of = Prepared[Evidence](lambda task: Evidence.objects.filter(task=task).select_related("file__preview"))
change_requests_of = Prepared[ChangeRequest](lambda task: ChangeRequest.objects.filter(task=task))
completion_requests_of = Prepared[CompletionRequest](
    lambda task: CompletionRequest.objects.filter(task=task).select_related("verification")
)
owed_demands_of = Prepared[Demand](lambda task: Demand.objects.filter(task=task, answered_at=None, dropped_at=None))
demands_of = Prepared[Demand](lambda task: Demand.objects.filter(task=task))
