"""Deadlines of lasting measures that a unit wrote: the office agrees to them, or says why not and the unit writes another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.handling import note
from duban.inspections.actions.moving import Step, begin
from duban.inspections.actions.opening import set_task_deadline
from duban.inspections.models import MeasureKind, PetitionMeasure
from duban.inspections.queries.replies import last_reply_at
from duban.inspections.states import PetitionState, PetitionVerb, Who
from duban.organizations.models import User
from duban.redaction import redact

LONGEST_WHY = 300


def agreement_of(step: Step) -> dict[str, Any]:
    """Return what a measure written in this step has for an agreement: the office's own needs nobody else's."""
    if Who.OFFICE not in step.who:
        return {"agreed_at": None, "agreed_by_name": ""}
    return {"agreed_at": timezone.now(), "agreed_by_name": step.actor.name}


def check_due(due: date | None, first: date) -> None:
    """Refuse a limit before the day it is decided on."""
    if due and due < first:
        raise DeskRefused(
            _("完成时限 %(due)s 早于 %(first)s，定措施的时候已经过了，请填能做到的日期。")
            % {"due": due, "first": first}
        )


@transaction.atomic
def agree_deadline(measure: PetitionMeasure, *, actor: User, version: int | None = None) -> None:
    """Agree to the deadline that the unit wrote (确认时限): it counts for the task from now on."""
    step = begin(measure.petition, PetitionVerb.AGREE_DEADLINE, actor, version=version)
    measure = _waiting(measure)
    PetitionMeasure.objects.filter(pk=measure.pk).update(**agreement_of(step), declined_why="")
    note(step, {"measure": ["", f"{measure.what} {measure.due}"[:200]]})
    set_task_deadline(step.petition, actor=actor)


@transaction.atomic
def decline_deadline(measure: PetitionMeasure, *, actor: User, reason: str, version: int | None = None) -> None:
    """Not agree to the deadline, saying why (退回时限): the unit is told and writes another; the task's stays as it is."""
    step = begin(measure.petition, PetitionVerb.DECLINE_DEADLINE, actor, reason=reason, version=version)
    measure = _waiting(measure)
    if len(step.reason) > LONGEST_WHY:
        raise DeskRefused(
            _("理由有 %(length)d 字，最多 %(most)d 字，请改短。") % {"length": len(step.reason), "most": LONGEST_WHY}
        )
    PetitionMeasure.objects.filter(pk=measure.pk).update(declined_why=redact(step.reason).text[:LONGEST_WHY])
    note(step, {"measure": ["", f"{measure.what} {measure.due}"[:200]]})


@transaction.atomic
def change_due(measure: PetitionMeasure, *, actor: User, due: date) -> None:
    """Write another deadline of a lasting measure that is not done; a unit's waits for the office again."""
    step = begin(measure.petition, PetitionVerb.ADD, actor)
    measure = PetitionMeasure.objects.select_for_update().get(pk=measure.pk)
    if measure.kind != MeasureKind.LASTING or measure.done_on:
        raise DeskRefused(_("措施“%s”已经完成或不是长效整改，时限不用再改。") % measure.what[:40])
    if not may_change_due(measure, last_reply_at(step.petition) if step.state is PetitionState.REPLIED else None):
        raise DeskRefused(
            _("措施“%s”的时限已经写进回复督察组的文件，不能直接改；确需调整的，请市级“续报”并写明理由后再改。")
            % measure.what[:40]
        )
    if due == measure.due and not measure.declined_why:
        return
    check_due(due, timezone.localdate())
    PetitionMeasure.objects.filter(pk=measure.pk).update(due=due, declined_why="", **agreement_of(step))
    note(step, {"measure": [f"{measure.what} {measure.due or ''}"[:200], str(due)]})
    if Who.OFFICE in step.who:
        set_task_deadline(step.petition, actor=actor)


def may_change_due(measure: PetitionMeasure, told_at: datetime | None) -> bool:
    """Tell whether the deadline may be written anew: not one the team was told of, unless the office declined it."""
    return told_at is None or measure.at > told_at or bool(measure.declined_why)


def _waiting(measure: PetitionMeasure) -> PetitionMeasure:
    """Return the measure as it is now, locked; raise DeskRefused where its deadline does not wait."""
    fresh = PetitionMeasure.objects.select_for_update().get(pk=measure.pk)
    if fresh.kind != MeasureKind.LASTING or fresh.due is None or fresh.agreed_at or fresh.declined_why:
        raise DeskRefused(_("措施“%s”的时限已经确认、退回或改过，请刷新页面查看。") % fresh.what[:40])
    return fresh
