"""The units of petitions follow when units are reorganised: the petitions' part of `unit_holders`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duban.audit.actions import record
from duban.organizations.holdings import Handover, Held
from duban.organizations.models import Unit, User
from duban.petitions.models import Petition


def held_by(unit: Unit) -> Held:
    """Return how many open petitions the unit handles."""
    return Held(counts=[(_("在办信访件"), Petition.objects.filter(handler=unit, in_hand=1).count())])


def hand_over(handover: Handover) -> dict[str, int]:
    """Let open petitions follow their task; whoever carries on for an accused unit is barred like it."""
    for petition in Petition.objects.filter(handler=handover.source, in_hand=1).select_related("handler"):
        petition.handler = handover.heir_of(f"task:{petition.task_id}")
        petition.save(update_fields=["handler"])
        changes = {"unit": [handover.source.name, petition.handler.name]}
        record("petitions.reorganize", petition, actor=handover.actor, changes=changes, reason=handover.reason)
    for petition in Petition.objects.filter(accused=handover.source):
        petition.accused.add(*handover.heirs)
    Petition.objects.filter(area=handover.source).update(area=handover.first)
    return {}


def note_new_name(unit: Unit, before: str, *, actor: User, reason: str) -> int:
    """Do nothing: petitions keep no unit's name apart from their moves, which tell of that day."""
    return 0
