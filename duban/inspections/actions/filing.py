"""The close-out of a finding and of its task, which are one: filed by a second person on evidence, with a day to look again.

Whichever side moves first, the other follows in the same transaction: `file_finding` verifies and closes the task out,
and what is done to the task in the ledger takes the finding along (`follow_task`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.inspections.actions.findings import SOURCE, begin_finding, check_actor, move_finding
from duban.inspections.models import Finding, FindingState
from duban.inspections.states import MoveRefused
from duban.organizations.models import User
from duban.tasks import actions as ledger
from duban.tasks.actions import DraftRefused, SixPoints, TaskConflict
from duban.tasks.models import Task
from duban.tasks.states import MoveRefused as TaskRefused
from duban.tasks.states import TaskState, Verb

_NOT_ASKED: dict[str, Any] = {"asked_by": None, "asked_by_name": ""}


@dataclass(frozen=True, slots=True)
class Filing:
    """Under which number and on which day the close-out is filed, and when somebody looks again."""

    on: date
    number: str
    revisit_on: date
    points: SixPoints | None = None  # of the task's test, where it is not verified yet


@transaction.atomic
def file_finding(finding: Finding, filing: Filing, *, actor: User, today: date) -> Finding:
    """File the close-out (销号备案) as a second person, and close the task out with it; raise MoveRefused."""
    check_actor(actor)
    finding = begin_finding(finding, FindingState.FILING)
    if finding.asked_by_id == actor.pk:
        raise MoveRefused(_("销号是您申请的，要由另一位同事审核。"))
    if filing.on > today:
        raise MoveRefused(_("备案日期 %s 还没有到，请填实际备案的日期。") % filing.on)
    if filing.revisit_on <= filing.on:
        raise MoveRefused(
            _("计划回访日期 %(revisit)s 要在备案日期 %(on)s 以后，请核对。")
            % {"revisit": filing.revisit_on, "on": filing.on}
        )
    _close_task(finding, filing, actor)
    values = {
        "state": FindingState.FILED.value, "filed_by": actor, "filed_by_name": str(actor), "filed_on": filing.on,
        "filing_number": filing.number.strip(), "revisit_on": filing.revisit_on,
    }  # fmt: skip
    told: dict[str, Any] = {"filing_number": ["", values["filing_number"]], "revisit_on": ["", str(filing.revisit_on)]}
    return move_finding(finding, "file", actor, values, **told)


@transaction.atomic
def send_finding_back(finding: Finding, *, actor: User, reason: str) -> Finding:
    """Not accept the result (退回): the work goes on, the task's too."""
    check_actor(actor)
    finding = begin_finding(finding, FindingState.FILING)
    if not reason.strip():
        raise MoveRefused(_("没有写退回理由，请写明后再退回。"))
    task = _task_of(finding)
    if task.state in (TaskState.VERIFIED, TaskState.CLOSED_OUT):
        words = _(
            "台账事项 %(number)s 已经是“%(state)s”；要继续整改，请在台账登记回头看并重新办理，反馈问题随之恢复整改。"
        )
        raise MoveRefused(words % {"number": task.number, "state": task.get_state_display()})
    finding = move_finding(
        finding, "send_back", actor, {"state": FindingState.OPEN.value, **_NOT_ASKED}, reason.strip()
    )
    if task.state == TaskState.COMPLETION_REQUESTED:
        _in_ledger(lambda: ledger.send_back(task, actor=actor, reason=reason.strip()))
    return finding


def why_open(task: Task) -> str:
    """Say why a finding's task may not be closed out yet: steps of its plan are not done; empty where none stands open."""
    if task.source != SOURCE:
        return ""
    left = sum(finding.steps.filter(done_on=None).count() for finding in Finding.objects.filter(task=task))
    if not left:
        return ""
    words = ngettext(
        "督察反馈问题的整改方案还有 %(left)d 条措施没有完成，完成并登记后才能核查销号。",
        "督察反馈问题的整改方案还有 %(left)d 条措施没有完成，完成并登记后才能核查销号。",
        left,
    )
    return words % {"left": left}


def follow_task(task: Task, verb: Verb, *, actor: User, reason: str) -> None:
    """Bring the finding to where its task was just brought in the ledger: its close-out waits for filing, or work goes on."""
    if task.source != SOURCE:
        return
    for finding in Finding.objects.select_for_update(of=("self",)).filter(task=task):
        if verb is Verb.CLOSE_OUT and finding.state == FindingState.OPEN:
            _ask_with_task(finding, task, actor)
        elif verb in (Verb.SEND_BACK, Verb.WITHDRAW_REQUEST) and finding.state == FindingState.FILING:
            move_finding(finding, "send_back", actor, {"state": FindingState.OPEN.value, **_NOT_ASKED}, reason)
        elif verb is Verb.REOPEN and finding.state != FindingState.OPEN:
            _reopen(finding, actor, reason)


def _ask_with_task(finding: Finding, task: Task, actor: User) -> None:
    """Let the finding wait for its filing with what the unit stated when it asked for the task's completion."""
    assert task.verification is not None
    request = task.verification.request
    values = {
        "state": FindingState.FILING.value,
        "result": request.statement[:500],
        "asked_by": request.requested_by,
        "asked_by_name": request.requested_by_name,
    }
    move_finding(finding, "ask", actor, values, task=["", task.number])


def _reopen(finding: Finding, actor: User, reason: str) -> None:
    told = {"filing_number": [finding.filing_number, ""]} if finding.filing_number else {}
    values = {
        "state": FindingState.OPEN.value, **_NOT_ASKED, "filed_by": None, "filed_by_name": "", "filed_on": None,
        "filing_number": "", "revisit_on": None, "reopened": finding.reopened + 1,
    }  # fmt: skip
    move_finding(finding, "reopen", actor, values, reason, **told)


def _close_task(finding: Finding, filing: Filing, actor: User) -> None:
    """Take the task from its unit's request to its close-out, by the ledger's own test and second person."""
    task = _task_of(finding)
    if task.state == TaskState.COMPLETION_REQUESTED:
        if filing.points is None:
            raise MoveRefused(_("台账事项 %s 还没有核查，请逐项填写六项核查后再备案。") % task.number)
        points = filing.points
        _in_ledger(lambda: ledger.verify(task, actor=actor, points=points, remark=finding.result[:500]))
    if task.state == TaskState.VERIFIED:
        _in_ledger(lambda: ledger.close_out(task, actor=actor, remark=filing.number.strip()))
    if task.state != TaskState.CLOSED_OUT:
        words = _("台账事项 %(number)s 现在是“%(state)s”：要由责任单位附佐证材料申请办结，核查后才能销号备案。")
        raise MoveRefused(words % {"number": task.number, "state": task.get_state_display()})


def _in_ledger(act: Callable[[], Any]) -> None:
    try:
        act()
    except PermissionDenied:
        raise MoveRefused(_("台账的核查和销号要由另一位同事办：申请办结的人、责任单位的人不能办。")) from None
    except (DraftRefused, TaskRefused, TaskConflict) as refusal:
        raise MoveRefused(str(refusal)) from None


def _task_of(finding: Finding) -> Task:
    return Task.objects.select_related("verification__request", "lead_unit").get(pk=finding.task_id)
