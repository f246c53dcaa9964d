"""Changes a lead unit asks for and the desk decides: deadline, lead unit, target. Old and new value both stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.organizations.models import Unit, User
from duban.tasks.actions.clocks import day_given
from duban.tasks.actions.drafts import Changes, DraftRefused
from duban.tasks.actions.measuring import change_target
from duban.tasks.actions.moving import Step, already_done, begin, finish, settle_open_ends, speaker, wanted_reason
from duban.tasks.actions.signing import change_lead
from duban.tasks.models import ChangeKind, ChangeRequest, Quantity, RequestState, Task, TaskUnitRole
from duban.tasks.rules.shares import plain
from duban.tasks.states import MoveRefused, TaskState, Verb


@dataclass(frozen=True, slots=True)
class ChangeWanted:
    """One change asked for: the value that belongs to its kind."""

    kind: str
    deadline: date | None = None
    lead_unit: Unit | None = None
    target: Decimal | None = None


@transaction.atomic
def request_change(task: Task, wanted: ChangeWanted, *, actor: User, reason: str, today: date) -> ChangeRequest:
    """Ask for a change (申请变更); an extension must be asked for by the end of the deadline day."""
    reason = wanted_reason(reason)
    step = begin(task, Verb.REQUEST_CHANGE, actor)
    unit = speaker(task, actor)
    if task.change_requests.filter(kind=wanted.kind, state=RequestState.WAITING).exists():
        raise MoveRefused(_("同一项变更已经申请过，正在等督查室审定；要改请先撤回原来的申请。"))
    old, new = _old_and_new(task, wanted, today)
    request = ChangeRequest.objects.create(
        task=task,
        unit=unit,
        unit_name=unit.name,
        kind=wanted.kind,
        old=old,
        new=new,
        new_deadline=wanted.deadline if wanted.kind == ChangeKind.DEADLINE else None,
        new_lead=wanted.lead_unit if wanted.kind == ChangeKind.LEAD_UNIT else None,
        new_target=wanted.target if wanted.kind == ChangeKind.TARGET else None,
        reason=reason,
        requested_by=actor,
        requested_by_name=actor.name,
    )
    finish(step, changes={f"wanted_{wanted.kind}": [old, new]}, reason=reason)
    return request


@transaction.atomic
def withdraw_change(request: ChangeRequest, *, actor: User) -> ChangeRequest:
    """Take a waiting request back."""
    step = begin(request.task, Verb.WITHDRAW_CHANGE, actor, strict=False)
    _decide(request, actor, RequestState.WITHDRAWN, "", "")
    finish(step, changes={f"wanted_{request.kind}": [request.new, ""]})
    return request


@transaction.atomic
def decide_change(
    request: ChangeRequest, *, actor: User, granted: bool, approver: str = "", remark: str = ""
) -> ChangeRequest:
    """Grant a change in the name of the leader who approved it, or refuse it with a remark (审定变更)."""
    approver = approver.strip()
    if granted and not approver:
        raise DraftRefused(_("没有写批准领导，请写明由哪位领导（职务）批准。"))
    if not granted and not remark.strip():
        raise DraftRefused(_("没有写不同意的理由，请写明后再提交。"))
    task = request.task
    step = begin(task, Verb.DECIDE_CHANGE, actor, strict=False)
    _decide(request, actor, RequestState.GRANTED if granted else RequestState.REFUSED, approver, remark)
    if granted:
        _carry_out(step, request, approver, remark)
    else:
        finish(step, changes={f"wanted_{request.kind}": [request.new, "不同意"]}, reason=remark.strip()[:500])
    return request


def _old_and_new(task: Task, wanted: ChangeWanted, today: date) -> tuple[str, str]:
    """Return the present and the wanted value in words; refuse what cannot be asked for."""
    if wanted.kind == ChangeKind.DEADLINE and wanted.deadline:
        if task.deadline is None:
            raise DraftRefused(_("事项没有办理时限，不需要延期。"))
        if today > task.deadline:
            raise MoveRefused(
                _("办理时限 %(day)s 已过，延期要在到期前申请；请报送进展并说明原因。") % {"day": task.deadline}
            )
        if wanted.deadline <= task.deadline:
            raise DraftRefused(_("新的时限要晚于现在的 %(day)s。") % {"day": task.deadline})
        return str(task.deadline), str(wanted.deadline)
    if wanted.kind == ChangeKind.LEAD_UNIT and wanted.lead_unit:
        if wanted.lead_unit == task.lead_unit:
            raise DraftRefused(_("“%(unit)s”已经是牵头单位，请选另一个单位。") % {"unit": wanted.lead_unit})
        return task.lead_unit.name, wanted.lead_unit.name
    if wanted.kind == ChangeKind.TARGET and wanted.target is not None:
        quantity = Quantity.objects.filter(task=task).first()
        if quantity is None or quantity.target is None:
            raise DraftRefused(_("事项没有数量目标，不能申请改目标值。"))
        if wanted.target <= 0:
            raise DraftRefused(_("目标值要大于 0。"))
        return f"{plain(quantity.target)}{quantity.unit}", f"{plain(wanted.target)}{quantity.unit}"
    raise DraftRefused(_("没有填写要改成什么，请填写后再提交。"))


def _decide(request: ChangeRequest, actor: User, state: RequestState, approver: str, remark: str) -> None:
    """Close the request where it still waits; refuse where it was decided meanwhile, unless by this very click."""
    waiting = ChangeRequest.objects.filter(pk=request.pk, state=RequestState.WAITING)
    if not waiting.update(
        state=state,
        decided_by=actor,
        decided_by_name=actor.name,
        decided_at=timezone.now(),
        approver=approver[:60],
        remark=remark.strip()[:500],
    ):
        request.refresh_from_db()
        if (request.decided_by_id, request.state) == (actor.pk, state):
            raise already_done(Verb.WITHDRAW_CHANGE if state == RequestState.WITHDRAWN else Verb.DECIDE_CHANGE)
        raise MoveRefused(_("这项变更申请已经有了结果，请刷新页面查看。"))
    request.refresh_from_db()


def _carry_out(step: Step, request: ChangeRequest, approver: str, remark: str) -> None:
    """Write the granted value to the task."""
    task, values, changes = step.task, dict[str, Any](), dict[str, list[str]]()
    if request.new_deadline:
        line = f"延期：{task.deadline} → {request.new_deadline}（{approver}批准）"
        changes = {"deadline": [str(task.deadline or ""), str(request.new_deadline)]}
        values = day_given(request.new_deadline, f"{task.deadline_explanation}\n{line}")
    elif request.new_lead:
        changes = change_lead(task, request.new_lead)
        task.units.filter(role=TaskUnitRole.LEAD).update(signed_at=None, signed_by=None, signed_by_name="")
        values = settle_open_ends(task, step.actor)
        values |= {"lead_unit": request.new_lead, "state": TaskState.ASSIGNED.value}
    elif request.new_target is not None:
        changes = change_target(task, request.new_target)
    approved: Changes = {**changes, "approver": ["", approver]}
    finish(step, values, changes=approved, reason=remark.strip()[:500] or request.reason)
