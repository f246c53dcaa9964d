"""Deadlines of lasting measures that wait for somebody: for the office's agreement, or for the unit's next proposal."""

from __future__ import annotations

from django.db.models import QuerySet

from duban.inspections.models import MeasureKind, Petition, PetitionMeasure
from duban.inspections.states import WITH_UNIT

_STATES = [state.value for state in WITH_UNIT]


def deadlines_in_question(petitions: QuerySet[Petition], *, declined: bool) -> QuerySet[PetitionMeasure]:
    """Return the measures of these petitions whose deadline is not agreed to: not looked at yet, or declined.

    What is done needs no deadline any more, and a task that has ended has no clock.
    """
    rows = PetitionMeasure.objects.filter(
        petition__in=petitions, petition__state__in=_STATES, petition__task__in_hand=1, kind=MeasureKind.LASTING,
        due__isnull=False, agreed_at=None, done_on=None,
    )  # fmt: skip
    rows = rows.exclude(declined_why="") if declined else rows.filter(declined_why="")
    return rows.select_related("petition__lead_unit", "petition__task").order_by("petition__reply_due", "pk")
