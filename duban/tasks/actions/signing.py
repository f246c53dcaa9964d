"""Whose task it is: units sign for it, hand it back, and the desk assigns it anew or to another lead."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.organizations.models import Unit, User
from duban.organizations.queries import why_gone
from duban.tasks.actions.drafts import Changes, DraftRefused, draft_of, parts_of
from duban.tasks.actions.moving import Step, begin, finish, settle_open_ends, speaker, wanted_reason
from duban.tasks.actions.opening import refuse_barred, store_units
from duban.tasks.life import Who
from duban.tasks.models import Task, TaskUnit, TaskUnitRole
from duban.tasks.permissions import is_in
from duban.tasks.states import TaskState, Verb


@transaction.atomic
def sign_for(task: Task, *, actor: User, person_in_charge: str = "", telephone: str = "") -> Task:
    """Sign the rows of the actor's units (签收); the lead's signature moves the task and names who is in charge.

    Signing twice signs once.
    """
    parts = [part for part in task.units.all() if is_in(actor, part.unit_id)]
    if parts and all(part.signed_at for part in parts):
        return task
    step = begin(task, Verb.SIGN_FOR, actor, strict=False)
    signed = [part for part in task.units.all() if is_in(actor, part.unit_id) and part.signed_at is None]
    values = {"signed_at": timezone.now(), "signed_by": actor, "signed_by_name": actor.name}
    TaskUnit.objects.filter(pk__in=[part.pk for part in signed]).update(**values)
    changes: Changes = {"signed": ["", "、".join(part.unit_name for part in signed)]}
    contact = {"person_in_charge": person_in_charge.strip()[:60], "telephone": telephone.strip()[:40]}
    given = {name: value for name, value in contact.items() if value and step.move.who is Who.LEAD}
    changes |= {name: [getattr(task, name), value] for name, value in given.items()}
    return finish(step, dict(given), changes=changes)


@transaction.atomic
def hand_back(task: Task, *, actor: User, reason: str) -> Task:
    """Hand the task back to the desk with a reason (退回)."""
    reason = wanted_reason(reason)
    step = begin(task, Verb.HAND_BACK, actor)
    speaker(task, actor)
    return finish(step, settle_open_ends(task, actor), reason=reason)


@transaction.atomic
def assign_anew(task: Task, *, actor: User, reason: str, lead_unit: Unit | None = None) -> Task:
    """Answer a unit that handed the task back: assign it again, to the same or another lead (重新交办)."""
    reason = wanted_reason(reason)
    step = begin(task, Verb.ASSIGN_ANEW, actor)
    refuse_barred(task, {lead_unit or task.lead_unit: TaskUnitRole.LEAD})  # the same unit is asked about, too
    return _give(step, lead_unit or task.lead_unit, reason)


@transaction.atomic
def reassign(task: Task, *, actor: User, reason: str, lead_unit: Unit) -> Task:
    """Give the task to another lead unit, which must sign for it (改派); the earlier lead is on it no more."""
    reason = wanted_reason(reason)
    step = begin(task, Verb.REASSIGN, actor)
    if lead_unit == task.lead_unit:
        raise DraftRefused(_("“%(unit)s”已经是牵头单位，请选另一个单位。") % {"unit": lead_unit})
    return _give(step, lead_unit, reason)


def _give(step: Step, lead_unit: Unit, reason: str) -> Task:
    """Make the unit the lead of an assigned task that nobody has signed for."""
    task = step.task
    values: dict[str, Any] = settle_open_ends(task, step.actor)
    changes = change_lead(task, lead_unit) if lead_unit != task.lead_unit else {}
    task.units.filter(role=TaskUnitRole.LEAD).update(signed_at=None, signed_by=None, signed_by_name="")
    values |= {"lead_unit": lead_unit, "state": TaskState.ASSIGNED.value}
    if changes:
        values |= {"person_in_charge": "", "telephone": ""}
    return finish(step, values, changes=changes, reason=reason)


def change_lead(task: Task, lead_unit: Unit) -> Changes:
    """Make the unit the lead in the task's parts; return the change in words."""
    if not lead_unit.active:
        raise DraftRefused(why_gone(lead_unit))
    old, parts = task.lead_unit, parts_of(draft_of(task))
    parts.pop(old, None)
    store_units(task, {lead_unit: TaskUnitRole.LEAD, **{u: role for u, role in parts.items() if u != lead_unit}})
    return {"lead_unit": [old.name, lead_unit.name]}
