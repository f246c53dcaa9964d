"""The rows of one task that its page and its moves read each time, by the task's key; see `duban.web.prepared`."""

from __future__ import annotations

from django.db.models import Q

from duban.tasks.models import (
    ChangeRequest,
    CompletionRequest,
    Demand,
    Evidence,
    Milestone,
    Report,
    ReportState,
    TaskMove,
    TaskOrigin,
    TaskUnit,
)
from duban.web.prepared import Prepared

parts_of = Prepared[TaskUnit](lambda task: TaskUnit.objects.filter(task=task).order_by("id"))
parts_with_units_of = Prepared[TaskUnit](lambda task: TaskUnit.objects.filter(task=task).select_related("unit"))
present_origins_of = Prepared[TaskOrigin](lambda task: TaskOrigin.objects.filter(task=task, replaced=False))
milestones_of = Prepared[Milestone](lambda task: Milestone.objects.filter(task=task))
moves_of_task = Prepared[TaskMove](lambda task: TaskMove.objects.filter(task=task).order_by("-id"))
# a draft is its unit's alone
reports_seen_by = Prepared[Report](
    lambda task, units: Report.objects.filter(Q(state=ReportState.SENT) | Q(unit__in=units), task=task).select_related(
        "unit"
    )
)
evidence_of = Prepared[Evidence](lambda task: Evidence.objects.filter(task=task).select_related("file__preview"))
change_requests_of = Prepared[ChangeRequest](lambda task: ChangeRequest.objects.filter(task=task))
completion_requests_of = Prepared[CompletionRequest](
    lambda task: CompletionRequest.objects.filter(task=task).select_related("verification")
)
demands_of = Prepared[Demand](lambda task: Demand.objects.filter(task=task))
