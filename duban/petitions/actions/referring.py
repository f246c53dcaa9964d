"""Referring a petition to a unit: what the unit will see is settled first, then its task is opened in the ledger."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.dates.workdays import load_calendar
from duban.organizations.models import Unit, User
from duban.petitions.actions.following import SOURCE
from duban.petitions.actions.moving import PetitionRefused, begin, finish, in_ledger
from duban.petitions.models import Nature, Petition
from duban.petitions.permissions import barred_unit_ids
from duban.petitions.rules.clocks import last_day
from duban.petitions.rules.data import clock_rules, petition_types
from duban.petitions.states import State, Verb
from duban.tasks import actions as ledger
from duban.tasks.actions import Origin, TaskDraft
from duban.tasks.models import Task, TaskUnitRole
from duban.tasks.states import TaskState


@dataclass(frozen=True, slots=True)
class UnitView:
    """Exactly what a unit sees of a petition; nothing else of it reaches the unit."""

    number: str
    title: str
    summary: str
    channel: str
    nature: str
    type: str
    area: str
    received_on: str
    instruction: str
    conclude_by: str

    @property
    def digest(self) -> str:
        """The fingerprint by which the confirmed view is known again."""
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False).encode()).hexdigest()[:32]


def unit_view(petition: Petition, instruction: str | None = None) -> UnitView:
    """Return what the handling unit sees, or would see with this instruction."""
    days, rule = petition.happened(), clock_rules(petition.clock_rules).of("conclude")
    accepted, last = days.get("accepted"), days.get("anew_until")
    if accepted and last is None:
        last = last_day(rule, accepted, petition.extension, load_calendar()).value
    return UnitView(
        number=petition.number,
        title=petition.title,
        summary=petition.summary,
        channel=str(petition.get_channel_display()),
        nature=str(petition.get_nature_display()),
        type=petition_types().get(petition.type, petition.type),
        area=petition.area.name if petition.area else "",
        received_on=str(petition.received_on),
        instruction=petition.instruction if instruction is None else instruction,
        conclude_by=str(last or ""),
    )


@transaction.atomic
def refer(petition: Petition, unit: Unit, *, actor: User, instruction: str, seen: str) -> Petition:
    """Refer it to a unit (转办) as the view with this digest showed; its task is opened, or goes to the unit.

    Raise PetitionRefused for a unit an accusation is held back from, or where what was confirmed has changed since.
    """
    petition = begin(petition, Verb.REFER, actor)
    check_handler(petition, unit)
    view = unit_view(petition, instruction.strip()[:500])
    if seen != view.digest:
        raise PetitionRefused(_("单位将看到的内容在核对之后又有变化，请重新核对后再转办。"))
    petition.instruction, petition.handler = view.instruction, unit
    petition.days.pop("returned", None)
    # the ledger asks who handles it, and whether it lies with the desk, before it moves the task
    petition.save(update_fields=["instruction", "handler", "days"])
    today = timezone.localdate()
    petition.task = in_ledger(
        lambda: _assigned(petition, unit, view, actor) if petition.task else _opened(petition, unit, view, actor)
    )
    # routed stays the first day, whoever has it later
    routed = petition.happened().get("routed") or petition.happened().get("referred") or today
    days = {"routed": routed, "referred": today, "taken_up": None, "returned": None}
    told = {"unit": unit.name, "instruction": view.instruction, "task": petition.task.number}
    return finish(petition, Verb.REFER, actor, to=State.REFERRED, days=days, facts=told)


def check_handler(petition: Petition, unit: Unit) -> None:
    """Refuse a unit that is gone or that an accusation must be held back from."""
    if not unit.active:
        raise PetitionRefused(_("“%(unit)s”已停用，请改选现在的单位。") % {"unit": unit.name})
    if petition.nature != Nature.ACCUSATION:
        return
    if unit.pk in barred_unit_ids(petition.accused.values_list("pk", flat=True)):
        raise PetitionRefused(
            _("“%(unit)s”是被检举的单位，或是它的上级、下级，检举控告材料不得转给它（条例第三十条）；请选别的单位。")
            % {"unit": unit.name}
        )


def why_barred(task: Task, wanted: Mapping[Unit, str]) -> str:
    """Say why the ledger must not put these units on the task; empty where it may. Asked by `tasks` as a `task_guard`.

    Whom an accusation is held back from gets no part in it; and the lead changes where the unit's view is looked at.
    """
    whose = [pk for pk in (task.pk, task.parent_id) if pk]
    petition = Petition.objects.filter(task__in=whose).select_related("handler").first()
    if petition is None:
        return ""
    lead = next((unit for unit, role in wanted.items() if role == TaskUnitRole.LEAD), None)
    if petition.task_id == task.pk and petition.state == State.RETURNED and "returned" in petition.days:
        words = _("这是信访件 %(number)s 的事项，单位已把信访件退回；请在信访件页面上转办，事项随着交办。")
        return words % {"number": petition.number}
    if petition.task_id == task.pk and lead and petition.handler and lead.pk != petition.handler_id:
        values = {"number": petition.number, "unit": petition.handler.name}
        return _("这是信访件 %(number)s 的事项，由“%(unit)s”承办；要改承办单位，请在信访件页面上转办。") % values
    try:
        for unit in wanted:
            check_handler(petition, unit)
    except PetitionRefused as refusal:
        return str(refusal)
    return ""


def _opened(petition: Petition, unit: Unit, view: UnitView, actor: User) -> Task:
    """Open the one task, with a copy of what the unit was shown."""
    title, origin = _copied(petition, view)
    rule = clock_rules(petition.clock_rules).of("conclude")
    clock = last_day(rule, petition.happened()["accepted"] or timezone.localdate())
    return ledger.open_task(
        TaskDraft(
            source=SOURCE,
            year=petition.received_on.year,
            title=title,
            lead_unit=unit,
            deadline=clock.value,
            deadline_text=f"受理之日起{rule.phrase}",
            deadline_explanation="\n".join(clock.explanation()),
            deadline_from=petition.happened()["accepted"],
            deliverable="答复意见",
            origins=(origin,),
        ),
        actor=actor,
    )


def _assigned(petition: Petition, unit: Unit, view: UnitView, actor: User) -> Task:
    """Give the task that is there to the unit, with what it is shown now."""
    task = Task.objects.get(pk=petition.task_id or 0)
    reason = "信访件重新转办"
    if task.state == TaskState.HANDED_BACK:
        task = ledger.assign_anew(task, actor=actor, reason=reason, lead_unit=unit)
    elif task.lead_unit_id != unit.pk:
        task = ledger.reassign(task, actor=actor, reason=reason, lead_unit=unit)
    before = ledger.draft_of(task)
    title, origin = _copied(petition, view)
    if title != before.title or [origin.quote] != [one.quote for one in before.origins]:
        task = ledger.change_task(task, replace(before, title=title, origins=(origin,)), actor=actor, reason=reason)
    return task


def _copied(petition: Petition, view: UnitView) -> tuple[str, Origin]:
    """Return the task's title and the copy of what the unit is shown; of an accusation nothing but its number."""
    title, words = f"{view.number} {view.title}", view.summary
    if petition.nature == Nature.ACCUSATION:
        title = words = f"{view.number} 检举控告件（内容只在信访件页面上看）"
    origin = Origin(
        kind=SOURCE,
        title=f"群众信访件 {view.number}",
        link=reverse("petitions:petition", args=[petition.pk]),
        agenda_item="",
        text_revision=view.digest,
        paragraph_number=1,
        paragraph=words,
        quote=words,
        start=0,
        end=len(words),
        key=f"citizen:{petition.pk}",
    )
    return title[:500], origin
