"""Counts of batches and clocks: each figure is the length of a list that the same filter opens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Count, Q

from duban.inspections.models import Batch, IntakeRow, IntakeState, Petition, RowStatus
from duban.inspections.rules.reconciling import Equation
from duban.inspections.states import PetitionState

RETURNED = PetitionState.RETURNED.value


def equation_of(batch: Batch) -> Equation:
    """Return the batch's equation."""
    return equations([batch])[batch.pk]


def expected_of(batch: Batch) -> Equation:
    """Return the batch's equation as it will be once the rows that wait in its files are accepted."""
    waiting = IntakeRow.objects.filter(
        intake__batch=batch,
        intake__state__in=[IntakeState.DRAFT, IntakeState.RUNNING, IntakeState.DONE],
        status__in=[RowStatus.READY, RowStatus.PROBLEM],
        applied=False,
    )
    there = equation_of(batch)
    return replace(there, accepted=there.accepted + waiting.count())


def batches_in_question() -> list[Batch]:
    """Return the batches whose counts neither agree with what was announced nor are explained, the oldest first."""
    announced = Batch.objects.filter(announced_calls__isnull=False, announced_letters__isnull=False)
    batches = list(announced.select_related("inspection").order_by("day", "pk"))
    found = equations(batches)
    return [batch for batch in batches if not found[batch.pk].settled]


def equations(batches: Iterable[Batch]) -> dict[int, Equation]:
    """Return the equation of each batch, in one query for all."""
    batches = list(batches)
    found = {
        row["batch"]: row
        for row in Petition.objects.filter(batch__in=[batch.pk for batch in batches])
        .order_by()
        .values("batch")
        .annotate(all=Count("pk"), returned=Count("pk", filter=Q(state=RETURNED)))
    }
    result = {}
    for batch in batches:
        row = found.get(batch.pk, {"all": 0, "returned": 0})
        explained = batch.difference if batch.difference_reason else None
        result[batch.pk] = Equation(batch.announced, row["all"] - row["returned"], row["returned"], explained)
    return result
