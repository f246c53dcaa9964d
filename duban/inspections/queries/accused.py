"""Units that are complained of: what is said against them never goes to them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from duban.inspections.models import Petition
from duban.organizations.models import Unit
from duban.tasks.models import Task


def accused_among(petitions: Iterable[int], units: Iterable[Unit]) -> Unit | None:
    """Return one of the units that a petition of these (ids) complains of; None where it complains of none."""
    through = Petition.accused.through.objects
    pairs = through.filter(petition_id__in=list(petitions), unit_id__in=[unit.pk for unit in units])
    found = pairs.values_list("unit_id", flat=True).first()
    return Unit.objects.get(pk=found) if found else None


def why_barred(task: Task, units: list[Unit]) -> str:
    """Say why a unit may not be put on the task: a petition behind it complains of the unit; empty where none does."""
    petitions = Petition.objects.filter(task=task).values_list("pk", flat=True)
    unit = accused_among(petitions, units) if task.source == "petition" else None
    return (
        str(_("“%(unit)s”是信访件的被反映单位，不能交给它办理；请改由其上级或其他单位办理。") % {"unit": unit})
        if unit
        else ""
    )
