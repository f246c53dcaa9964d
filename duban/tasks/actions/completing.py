"""The end of a task: completion asked for, verified by a second person, closed out, looked at again, reopened."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.organizations.models import User
from duban.tasks.actions.clocks import day_given
from duban.tasks.actions.drafts import DraftRefused
from duban.tasks.actions.following import refuse_closing, tell_followers
from duban.tasks.actions.handing_over import give_to_heirs
from duban.tasks.actions.moving import Step, begin, finish, locked, settle_open_ends, speaker, wanted_reason
from duban.tasks.evidence import GONE_OUT
from duban.tasks.life import find_move
from duban.tasks.models import CompletionRequest, Evidence, LookBack, RequestState, Task, Verification
from duban.tasks.permissions import may_write, who_is
from duban.tasks.states import TaskState, Verb
from duban.tasks.wording import POINT_LABELS
from duban.web.prepared import Prepared


@dataclass(frozen=True, slots=True)
class SixPoints:
    """The answers of the six-point test (审结)."""

    facts_clear: bool
    problem_solved: bool
    task_done: bool
    conclusion_accurate: bool
    measures_lawful: bool
    form_right: bool

    @property
    def failed(self) -> list[str]:
        """The points not met, in words."""
        return [str(POINT_LABELS[point.name]) for point in fields(self) if not getattr(self, point.name)]


def shown_evidence(task: Task) -> Evidence | None:
    """Return the newest evidence that was shown outside its unit, purged files left out; None where there is none.

    A reopened task wants evidence of its own: what closed it before proved too little.
    """
    shown = _SHOWN(task.pk)
    reopened = task.moves.filter(verb=Verb.REOPEN.value).last() if task.reopened else None
    if reopened:
        shown = [piece for piece in shown if piece.at > reopened.at]
    by_itself = [piece for piece in shown if piece.report_id is None]
    return next(iter(by_itself or shown), None)


_SHOWN = Prepared[Evidence](
    lambda task: Evidence.objects.filter(GONE_OUT, task=task, file__purged_at=None).order_by("-id")
)


@transaction.atomic
def request_completion(task: Task, *, actor: User, statement: str) -> Task:
    """Ask for the task to be verified (申请办结); refuse without evidence."""
    statement = _wanted(statement, _("没有写办结情况，请写明做了什么、结果如何。"))
    step = begin(task, Verb.REQUEST_COMPLETION, actor)
    unit = speaker(task, actor)
    _evidence(task)
    CompletionRequest.objects.create(
        task=task, unit=unit, unit_name=unit.name, statement=statement, requested_by=actor, requested_by_name=actor.name
    )
    return finish(step, reason=statement[:500])


@transaction.atomic
def withdraw_request(task: Task, *, actor: User) -> Task:
    """Take the request for completion back; the task goes on."""
    step = begin(task, Verb.WITHDRAW_REQUEST, actor)
    _decide(step, RequestState.WITHDRAWN, "")
    finish(step)
    tell_followers(task, Verb.WITHDRAW_REQUEST, actor, "")
    return task


@transaction.atomic
def verify(task: Task, *, actor: User, points: SixPoints, remark: str = "") -> Task:
    """Verify the task by the six-point test (核查); all six must be met, else it is sent back."""
    step = begin(task, Verb.VERIFY, actor)
    if points.failed:
        failed = "、".join(points.failed)
        raise DraftRefused(_("“%(points)s”没有达到，不能核查通过；请补齐后再核，或写明理由退回。") % {"points": failed})
    refuse_closing(task)
    evidence = _evidence(task)
    request = _decide(step, RequestState.GRANTED, remark)
    verification = Verification.objects.create(
        request=request,
        task=task,
        evidence=evidence,
        requested_by=request.requested_by,
        verifier=actor,
        verifier_name=actor.name,
        remark=remark,
        **asdict(points),
    )
    return finish(step, {"verification": verification}, reason=remark)


@transaction.atomic
def send_back(task: Task, *, actor: User, reason: str) -> Task:
    """Send the task back to its lead unit with a reason (核查退回)."""
    reason = wanted_reason(reason)
    step = begin(task, Verb.SEND_BACK, actor)
    _decide(step, RequestState.REFUSED, reason)
    finish(step, reason=reason)
    tell_followers(task, Verb.SEND_BACK, actor, reason)
    return task


@transaction.atomic
def close_out(task: Task, *, actor: User, remark: str = "") -> Task:
    """Close the verified task out (销号)."""
    step = begin(task, Verb.CLOSE_OUT, actor)
    refuse_closing(task)
    kept = {"verification": task.verification}  # the one open end that this end rests on
    values = {**settle_open_ends(task, actor), **kept, "closed_at": timezone.now()}
    finish(step, values, reason=remark.strip()[:500])
    tell_followers(task, Verb.CLOSE_OUT, actor, remark.strip())
    return task


@transaction.atomic
def look_back(task: Task, *, actor: User, kind: str, on: date, finding: str, solved: bool) -> LookBack:
    """Note a second look at a closed task (回头看、回访); it stays closed until it is reopened."""
    finding = _wanted(finding, _("没有写情况，请写明看到了什么、问题是否反弹。"))
    step = begin(task, Verb.LOOK_BACK, actor)
    closed_on = timezone.localdate(task.closed_at) if task.closed_at else on
    if not closed_on <= on <= timezone.localdate():
        raise DraftRefused(_("回头看的日期要在销号（%(day)s）以后、今天以前。") % {"day": closed_on})
    look = LookBack.objects.create(
        task=task, kind=kind, on=on, finding=finding, solved=solved, done_by=actor, done_by_name=actor.name
    )
    finish(step, changes={"solved": ["", "是" if solved else "否"]}, reason=finding[:500])
    return look


@transaction.atomic
def reopen(task: Task, *, actor: User, reason: str, deadline: date) -> Task:
    """Reopen a closed task whose last look back found it unsolved, with a new deadline (重新办理); it is counted."""
    reason = wanted_reason(reason)
    step = begin(task, Verb.REOPEN, actor)
    look = LookBack.objects.filter(task=task, at__gte=task.closed_at or task.opened_at).last()
    if look is None or look.solved:
        raise DraftRefused(_("还没有发现问题的回头看或回访记录，请先登记，再重新办理。"))
    return _taken_up(step, reason, deadline)


@transaction.atomic
def reopen_as_decided(task: Task, *, actor: User, reason: str, deadline: date) -> Task:
    """Reopen a closed task because an authority above overturned what it ended with: the office only notes that."""
    reason = wanted_reason(reason)
    if not may_write(actor):
        raise PermissionDenied
    locked(task)
    state = TaskState(task.state)
    step = Step(task, Verb.REOPEN, actor, find_move(state, Verb.REOPEN), who_is(actor, task), state)
    return _taken_up(step, reason, deadline)


def _taken_up(step: Step, reason: str, deadline: date) -> Task:
    """Put a closed task in hand again until the new deadline; it is counted."""
    task, actor = step.task, step.actor
    if deadline < timezone.localdate():
        raise DraftRefused(_("新的办理时限 %(day)s 已经过去，请填今天或以后的日期。") % {"day": deadline})
    changes = {"deadline": [str(task.deadline or ""), str(deadline)]}
    values = {
        **day_given(deadline, f"重新办理时定为 {deadline}"),
        "deadline_text": "",
        "closed_at": None,
        "verification": None,
        "reopened": task.reopened + 1,
    }
    give_to_heirs(task, actor=actor)
    finish(step, values, changes=changes, reason=reason)
    tell_followers(task, Verb.REOPEN, actor, reason)
    return task


def _evidence(task: Task) -> Evidence:
    evidence = shown_evidence(task)
    if evidence is None:
        raise DraftRefused(_("还没有佐证材料，请先随进展报送或单独上传，再申请办结。"))
    return evidence


def _decide(step: Step, state: RequestState, remark: str) -> CompletionRequest:
    """Close the waiting request with this outcome."""
    request = CompletionRequest.objects.get(task=step.task, state=RequestState.WAITING)
    request.state, request.remark, request.decided_at = state, remark[:500], timezone.now()
    request.decided_by, request.decided_by_name = step.actor, step.actor.name
    request.save()
    return request


def _wanted(words: str, refusal: str) -> str:
    if not words.strip():
        raise DraftRefused(refusal)
    return words.strip()
