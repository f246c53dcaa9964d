"""The units of a meeting's actions follow when units are reorganised: the meetings' part of `unit_holders`."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from duban.audit.actions import record
from duban.meetings.models import Action, Meeting
from duban.organizations.holdings import Handover, Held
from duban.organizations.models import Unit, User

_MANY = ("responsible_units", "supporting_units", "data_units")


def held_by(unit: Unit) -> Held:
    """Return how many actions that are no task yet name the unit."""
    return Held(counts=[(_("会议上待发布的行动"), _naming(unit).filter(task=None).count())])


def hand_over(handover: Handover) -> dict[str, int]:
    """Put the heir in the unit's place; an action that is a task follows its task."""
    touched: dict[int, list[int]] = defaultdict(list)
    for action in _naming(handover.source).select_related("requirement__text"):
        heir = handover.heir_of(f"task:{action.task_id}") if action.task_id else handover.first
        if heir != handover.source:
            _replace(action, handover.source, heir)
            touched[action.requirement.text.meeting_id].append(action.pk)
    for meeting in Meeting.objects.filter(pk__in=touched):
        changes = {"lead_unit": [handover.source.name, handover.first.name]}
        record("meetings.reorganize", meeting, actor=handover.actor, changes=changes, reason=handover.reason)
    return {}


def note_new_name(unit: Unit, before: str, *, actor: User, reason: str) -> int:
    """Write the new name where a release compares by names; nothing else of a meeting keeps a unit's name."""
    for action in _naming(unit).exclude(task=None):
        Action.objects.filter(pk=action.pk).update(released=_renamed(action.released, before, unit.name))
    return 0


def _naming(unit: Unit) -> QuerySet[Action]:
    """Return the actions of meetings in use that name the unit and are not tasks that have ended."""
    named = Q(lead_unit=unit) | Q(responsible_units=unit) | Q(supporting_units=unit) | Q(data_units=unit)
    open_ones = Q(task=None) | Q(task__in_hand=1)
    return Action.objects.filter(named, open_ones, requirement__text__superseded=False).distinct()


def _replace(action: Action, source: Unit, heir: Unit) -> None:
    for name in _MANY:
        units = getattr(action, name)
        if units.filter(pk=source.pk).exists():
            units.remove(source)
            units.add(heir)
    lead = heir if action.lead_unit_id == source.pk else action.lead_unit
    Action.objects.filter(pk=action.pk).update(
        lead_unit=lead, released=_renamed(action.released, source.name, heir.name), version=F("version") + 1
    )


def _renamed(released: dict[str, object], before: str, after: str) -> dict[str, object]:
    """Return the released draft with the unit's name replaced, each unit once."""
    renamed = dict(released)
    for name in ("lead_unit", *_MANY, "fan_out_to"):
        units = str(released.get(name, "")).split("、")
        if before in units:
            renamed[name] = "、".join(dict.fromkeys(after if unit == before else unit for unit in units))
    return renamed
