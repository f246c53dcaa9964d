"""Counts of batches and clocks: each figure is the length of a list that the same filter opens."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q

from duban.inspections.models import Batch, Petition
from duban.inspections.rules.reconciling import Equation
from duban.inspections.states import PetitionState

RETURNED = PetitionState.RETURNED.value


def equation_of(batch: Batch) -> Equation:
    """Return the batch's equation."""
    return equations([batch])[batch.pk]


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
