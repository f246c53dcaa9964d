"""The units of petitions follow when units are reorganised: the inspections' part of `unit_holders`."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from duban.audit.actions import record
from duban.inspections.models import Petition
from duban.organizations.holdings import Handover, Held
from duban.organizations.models import Unit, User


def held_by(unit: Unit) -> Held:
    """Return how many petitions in hand name the unit."""
    return Held(counts=[(_("在办的督察信访件"), _naming(unit).count())])


def hand_over(handover: Handover) -> dict[str, int]:
    """Put the heir in the unit's place; a petition follows its task, and those replied stay as they were."""
    for petition in _naming(handover.source):
        heir = handover.heir_of(f"task:{petition.task_id}")
        if heir == handover.source:
            continue
        if petition.co_handlers.filter(pk=handover.source.pk).exists():
            petition.co_handlers.remove(handover.source)
            petition.co_handlers.add(heir)
        if petition.lead_unit_id == handover.source.pk:
            Petition.objects.filter(pk=petition.pk).update(lead_unit=heir, version=F("version") + 1)
        changes = {"lead_unit": [handover.source.name, heir.name]}
        record("inspections.reorganize", petition, actor=handover.actor, changes=changes, reason=handover.reason)
    return {}


def note_new_name(unit: Unit, before: str, *, actor: User, reason: str) -> int:
    """Do nothing: no petition keeps a unit's name."""
    return 0


def _naming(unit: Unit) -> QuerySet[Petition]:
    return Petition.objects.filter(Q(lead_unit=unit) | Q(co_handlers=unit), in_hand=1).distinct()
