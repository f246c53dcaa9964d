"""Findings: a task in the ledger each, a plan of steps over years, the close-out asked for. `filing` files it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.inspections.models import Finding, FindingState, FindingStep, Inspection
from duban.inspections.permissions import may_note_steps, may_run_desk
from duban.inspections.states import MoveRefused
from duban.organizations.models import Unit, User
from duban.redaction import redact
from duban.tasks.actions import Origin, TaskDraft, open_task

SOURCE = "finding"


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """What is wanted of a finding."""

    title: str
    goal: str
    lead_unit: Unit
    due: date
    leading_official: str = ""


@transaction.atomic
def enter_finding(
    inspection: Inspection, facts: FindingFacts, steps: Sequence[tuple[date, str]], *, actor: User
) -> Finding:
    """Enter a finding with its plan (day, measure) and open its task; raise MoveRefused for a step after the limit."""
    check_actor(actor)
    if not steps:
        raise MoveRefused(_("整改方案一条措施也没有，请至少写一条，每条写明完成时限。"))
    late = [what for day, what in steps if day > facts.due]
    if late:
        raise MoveRefused(
            _("措施“%(what)s”的完成时限晚于整改时限 %(due)s，请核对。") % {"what": late[0], "due": facts.due}
        )
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    number = (inspection.findings.aggregate(last=Max("number"))["last"] or 0) + 1
    quote = facts.title
    origin = Origin(
        SOURCE,
        f"{inspection} {number}"[:300],
        "",
        "",
        "",
        number,
        quote,
        quote,
        0,
        len(quote),
        f"finding:{inspection.pk}:{number}",
    )
    draft = TaskDraft(
        source=SOURCE, year=inspection.last_day.year, title=facts.title, lead_unit=facts.lead_unit, deadline=facts.due,
        deliverable=facts.goal[:200], leading_official=facts.leading_official, origins=(origin,),
    )  # fmt: skip
    finding = Finding.objects.create(
        inspection=inspection, number=number, title=facts.title, goal=facts.goal, lead_unit=facts.lead_unit,
        due=facts.due, leading_official=facts.leading_official, task=open_task(draft, actor=actor),
        entered_by_name=str(actor),
    )  # fmt: skip
    FindingStep.objects.bulk_create(FindingStep(finding=finding, due=day, what=what) for day, what in steps)
    record("finding.enter", finding, actor=actor, changes={"steps": len(steps), "due": facts.due})
    return finding


@transaction.atomic
def note_step(step: FindingStep, *, actor: User, on: date, what: str, today: date) -> FindingStep:
    """Note that a step is done, and what was done: the office, or the unit that answers for the finding."""
    if not may_note_steps(actor, step.finding):
        raise PermissionDenied
    finding = begin_finding(step.finding, FindingState.OPEN)
    if on > today:
        raise MoveRefused(_("完成日期 %s 还没有到，请填实际完成的日期。") % on)
    if not what.strip():
        raise MoveRefused(_("没有写完成情况，请写明做了什么。"))
    step.done_on, step.done_what, step.done_by_name = on, redact(what.strip()).text[:300], str(actor)
    step.save(update_fields=["done_on", "done_what", "done_by_name"])
    record("finding.note_step", finding, actor=actor, changes={"step": step.what, "done_on": on})
    return step


@transaction.atomic
def ask_to_file(finding: Finding, *, actor: User, result: str) -> Finding:
    """Ask for the close-out with its result; raise MoveRefused while a step is open."""
    check_actor(actor)
    finding = begin_finding(finding, FindingState.OPEN)
    if not result.strip():
        raise MoveRefused(_("没有写整改结果，请写明后再申请销号。"))
    left = finding.steps.filter(done_on=None).count()
    if left:
        raise MoveRefused(_("还有 %d 条措施没有完成，都完成后再申请销号。") % left)
    values = {
        "state": FindingState.FILING.value,
        "result": result.strip(),
        "asked_by": actor,
        "asked_by_name": str(actor),
    }
    return move_finding(finding, "ask", actor, values)


def check_actor(actor: User) -> None:
    """Raise PermissionDenied for whoever does not run the desk."""
    if not may_run_desk(actor):
        raise PermissionDenied


def begin_finding(finding: Finding, state: FindingState) -> Finding:
    """Return the finding locked and as it is now; raise MoveRefused where its state does not allow."""
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if finding.state != state:
        raise MoveRefused(_("这个反馈问题现在是“%s”，不能这样办；请刷新页面后再看。") % finding.get_state_display())
    return finding


def move_finding(
    finding: Finding, verb: str, actor: User, values: Mapping[str, Any], reason: str = "", **told: Any
) -> Finding:
    """Write the values with the finding's audit row."""
    before = finding.state
    Finding.objects.filter(pk=finding.pk).update(**values)
    finding.refresh_from_db()
    record(f"finding.{verb}", finding, actor=actor, changes={"state": [before, finding.state], **told}, reason=reason)
    return finding
