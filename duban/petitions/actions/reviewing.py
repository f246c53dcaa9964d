"""After the reply: calling back, review and second review, taking it up anew, closing. Solved is not the same as closed."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.dates.workdays import load_calendar
from duban.organizations.models import User
from duban.petitions.actions.following import taken_up_until
from duban.petitions.actions.handling import new_deadline, send_task_back, task_of
from duban.petitions.actions.moving import (
    PetitionRefused,
    begin,
    finish,
    in_ledger,
    label,
    not_later,
    open_words,
)
from duban.petitions.models import Petition, Satisfaction
from duban.petitions.rules.clocks import last_day
from duban.petitions.rules.data import clock_rules
from duban.petitions.states import BY_VERB, State, Verb
from duban.tasks import actions as ledger
from duban.tasks.models import STATE_LABELS, Task
from duban.tasks.states import OPEN_STATES, TaskState

_ASKS = {Verb.ASK_REVIEW: ("ask_review", "review_asked"), Verb.ASK_SECOND_REVIEW: ("ask_second_review", "second_asked")}


@transaction.atomic
def call_back(petition: Petition, *, actor: User, on: date, satisfied: str, solved: bool | None, note: str) -> Petition:
    """Note what the petitioner said when called back (回访): satisfied or not, and, apart from that, solved or not."""
    petition = begin(petition, Verb.CALL_BACK, actor)
    not_later(on, _("回访日期"))
    if satisfied not in Satisfaction.values:
        raise PetitionRefused(_("没有选满意度，请选一个；打不通时选“联系不上”。"))
    if satisfied != Satisfaction.UNREACHED and solved is None:
        raise PetitionRefused(_("没有填问题是否解决：办结不等于解决，请问清后填写。"))
    delivered = petition.happened().get("delivered")
    if delivered and on < delivered:
        raise PetitionRefused(
            _("回访日期 %(day)s 早于答复送达日期 %(first)s，请改正。") % {"day": on, "first": delivered}
        )
    petition.satisfied = satisfied
    petition.solved = None if satisfied == Satisfaction.UNREACHED else solved
    told = {"on": str(on), "satisfied": label(Satisfaction(satisfied).label), "note": open_words(note)[:300]}
    if petition.solved is not None:
        told["solved"] = "是" if petition.solved else "否"
    return finish(petition, Verb.CALL_BACK, actor, to=State.CALLED_BACK, days={"called_back": on}, facts=told)


@transaction.atomic
def reopen(petition: Petition, *, actor: User, reason: str, deadline: date, verb: Verb = Verb.REOPEN) -> Petition:
    """Take it up anew (重新办理) until a new day, counted; a task closed by now is reopened with it.

    After a call-back, only where the petitioner was not satisfied or the matter not solved.
    """
    petition = begin(petition, verb, actor, reason)
    if deadline < timezone.localdate():
        raise PetitionRefused(_("新的办理时限 %(day)s 已经过去，请填今天或以后的日期。") % {"day": deadline})
    if verb is Verb.REOPEN and petition.solved is not False and petition.satisfied != Satisfaction.UNSATISFIED:
        raise PetitionRefused(_("还没有“不满意”或“未解决”的回访记录，请先登记回访，再重新办理。"))
    rule = clock_rules(petition.clock_rules).of("conclude")
    latest = last_day(rule, timezone.localdate(), 0, load_calendar()).value
    if latest and deadline > latest:
        values = {"day": deadline, "last": latest, "phrase": rule.phrase, "law": rule.article}
        raise PetitionRefused(
            _("新的办理时限 %(day)s 晚于 %(last)s：从今天算起不能超过办结的期限（%(phrase)s，%(law)s），请提前。")
            % values
        )
    petition.reopened += 1
    told = {"deadline": str(deadline), "times": str(petition.reopened)}
    days = taken_up_until(deadline)
    # before the task: what is open already does not follow it
    petition = finish(petition, verb, actor, to=State.IN_HANDLING, days=days, facts=told, reason=reason)
    task = task_of(petition)
    if task and task.state == TaskState.CLOSED_OUT:
        again = _reopened if verb is Verb.REOPEN else _overturned
        in_ledger(lambda: again(task, actor, open_words(reason), deadline))
    send_task_back(petition, actor, reason)
    words = f"重新办理时定为 {deadline}"
    new_deadline(petition, deadline, words, words, actor, open_words(reason))
    return petition


@transaction.atomic
def ask_review(petition: Petition, *, actor: User, on: date, reason: str, second: bool = False) -> Petition:
    """Register that the petitioner asks for review (复查), or second review (复核), within 30 days of the reply in hand."""
    verb = Verb.ASK_SECOND_REVIEW if second else Verb.ASK_REVIEW
    petition = begin(petition, verb, actor, reason)
    not_later(on, _("请求日期"))
    clock, mark = _ASKS[verb]
    rule = clock_rules(petition.clock_rules).of(clock)
    start = petition.happened()[rule.start] or on
    last = last_day(rule, start, 0, load_calendar()).value or on
    if not start <= on <= last:
        values = {"day": on, "first": start, "last": last, "law": rule.article}
        raise PetitionRefused(_("请求日期 %(day)s 不在 %(first)s 至 %(last)s 之间（%(law)s），请核对。") % values)
    to = BY_VERB[verb].to
    return finish(petition, verb, actor, to=to, days={mark: on}, facts={"on": str(on)}, reason=reason)


@transaction.atomic
def decide_review(
    petition: Petition, *, actor: User, on: date, upheld: bool, reason: str, deadline: date | None = None
) -> Petition:
    """Note what the review, or the second one, came to: upheld, or overturned and taken up anew until `deadline`.

    The authority above has decided: how far the ledger's task is does not hold the note back.
    """
    second = petition.state == State.UNDER_SECOND_REVIEW
    not_later(on, _("决定日期"))
    if upheld:
        verb, mark = (Verb.FINISH, "second_decided") if second else (Verb.UPHOLD, "review_decided")
        petition = begin(petition, verb, actor, reason)
        to, told = BY_VERB[verb].to, {"on": str(on), "unfinished": _unfinished(petition) if second else ""}
        return finish(petition, verb, actor, to=to, days={mark: on}, facts=told, reason=reason)
    if deadline is None:
        raise PetitionRefused(_("撤销后要重新办理，请填新的办理时限。"))
    verb = Verb.OVERTURN_AGAIN if second else Verb.OVERTURN
    return reopen(petition, actor=actor, reason=reason, deadline=deadline, verb=verb)


@transaction.atomic
def close(petition: Petition, *, actor: User, reason: str = "") -> Petition:
    """Close it (结案) once its task is closed out; where the matter is not solved, only with a reason."""
    petition = begin(petition, Verb.CLOSE, actor)
    if petition.state == State.CALLED_BACK and petition.solved is not True and not reason.strip():
        raise PetitionRefused(_("回访没有说明问题已解决：结案不等于解决。仍要结案，请写明理由。"))
    _check_closed_out(petition)
    days = {"closed": timezone.localdate()}
    return finish(petition, Verb.CLOSE, actor, to=State.CLOSED, days=days, reason=reason)


def _check_closed_out(petition: Petition) -> None:
    """Refuse closing while the ledger's task is open: there is one way to close."""
    task = task_of(petition)
    if task and task.state in OPEN_STATES:
        values = {"number": task.number, "state": task.get_state_display()}
        raise PetitionRefused(_("台账事项 %(number)s 还是“%(state)s”，请先在台账审核销号，再结案。") % values)


def _unfinished(petition: Petition) -> str:
    """Return the ledger's task that is still open, in words; empty where there is none."""
    task = task_of(petition)
    return f"{task.number} {label(STATE_LABELS[task.state])}" if task and task.state in OPEN_STATES else ""


def _reopened(task: Task, actor: User, reason: str, deadline: date) -> None:
    ledger.look_back(task, actor=actor, kind="call_back", on=timezone.localdate(), finding=reason, solved=False)
    task.refresh_from_db()
    ledger.reopen(task, actor=actor, reason=reason, deadline=deadline)


def _overturned(task: Task, actor: User, reason: str, deadline: date) -> None:
    ledger.reopen_as_decided(task, actor=actor, reason=reason, deadline=deadline)
