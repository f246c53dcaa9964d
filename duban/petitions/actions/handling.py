"""What becomes of a petition at the unit: objected to, taken up, extended, answered; and the desk's word on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.dates.workdays import load_calendar
from duban.organizations.models import User
from duban.petitions.actions.drafting import drafted_by, keep_draft
from duban.petitions.actions.moving import (
    PetitionRefused,
    begin,
    finish,
    in_ledger,
    label,
    not_later,
    open_words,
)
from duban.petitions.models import Conclusion, Nature, Petition
from duban.petitions.permissions import who_is
from duban.petitions.rules.clocks import last_day
from duban.petitions.rules.data import clock_rules
from duban.petitions.states import State, Verb, Who
from duban.petitions.wording import why_no_extension
from duban.tasks import actions as ledger
from duban.tasks.models import Task
from duban.tasks.permissions import must_be_approved
from duban.tasks.states import OPEN_STATES, TaskState


@transaction.atomic
def return_petition(petition: Petition, *, actor: User, reason: str) -> Petition:
    """Object to a referral (退回异议) with a reason; after the fifth working day it is marked late. The task goes back too."""
    petition = begin(petition, Verb.RETURN, actor, reason)
    today, referred = timezone.localdate(), petition.happened()["referred"]
    limit = last_day(clock_rules(petition.clock_rules).of("object"), referred or today, 0, load_calendar()).value
    task = task_of(petition)
    if task and task.state in (TaskState.ASSIGNED, TaskState.SIGNED_FOR):
        in_ledger(lambda: ledger.hand_back(task, actor=actor, reason=open_words(reason)))
    late = f"已超过 {limit} 的异议期限" if limit and today > limit else ""
    days = {"returned": today}
    return finish(petition, Verb.RETURN, actor, to=State.RETURNED, days=days, facts={"late": late}, reason=reason)


@transaction.atomic
def take_up(petition: Petition, *, actor: User) -> Petition:
    """Take it up (接收办理): the unit's signature in the ledger, where it is not there yet."""
    petition = begin(petition, Verb.TAKE_UP, actor)
    task = task_of(petition)
    if task and task.state == TaskState.ASSIGNED:
        in_ledger(lambda: ledger.sign_for(task, actor=actor))
    return finish(petition, Verb.TAKE_UP, actor, to=State.IN_HANDLING, days={"taken_up": timezone.localdate()})


@transaction.atomic
def extend(petition: Petition, *, actor: User, days: int, reason: str, approved_by: str, told_on: date) -> Petition:
    """Extend the time to conclude (延期) before it has run out, approved by a post and told to the petitioner.

    Once in a petition's life, taken up anew or not; then the day set on taking it up moves.
    """
    petition = begin(petition, Verb.EXTEND, actor, reason)
    rules, today = clock_rules(petition.clock_rules), timezone.localdate()
    if again := why_no_extension(petition):
        raise PetitionRefused(again)
    if not 1 <= days <= rules.longest_extension:
        raise PetitionRefused(
            _("延长天数要在 1 到 %(most)d 日之间（%(law)s），请改正。")
            % {"most": rules.longest_extension, "law": rules.of("conclude").article}
        )
    if not approved_by.strip():
        raise PetitionRefused(_("没有写批准人，请写批准延期的单位负责人职务，例如“市住房城乡建设局局长”。"))
    not_later(told_on, _("告知日期"))
    happened = petition.happened()
    accepted, anew = happened["accepted"] or today, happened.get("anew_until")
    before = anew or last_day(rules.of("conclude"), accepted, 0, load_calendar()).value
    if before and today > before:
        raise PetitionRefused(_("办结期限 %(day)s 已过，不能再延期；请尽快答复并说明原因。") % {"day": before})
    if anew:
        last: date | None = anew + timedelta(days)
        arithmetic = f"重新办理时定为 {anew}，经批准延长 {days} 日"
    else:
        limit = last_day(rules.of("conclude"), accepted, days, load_calendar())
        last, arithmetic = limit.value, "\n".join(limit.explanation())
    petition.extension = days
    new_deadline(petition, last, "经批准延期", arithmetic, actor, open_words(reason))
    told = {
        "extension": str(days),
        "approved_by": open_words(approved_by)[:60],
        "told_on": str(told_on),
        "limit": f"{before} → {last}",
    }
    moved = {"anew_until": last} if anew else {}
    return finish(petition, Verb.EXTEND, actor, to=State.EXTENDED, days=moved, facts=told, reason=reason)


@transaction.atomic
def reply(petition: Petition, *, actor: User, text: str, conclusion: str) -> Petition:
    """Write what is to be answered (答复意见); `text` is as somebody settled it and goes onto the paper as it is.

    From the unit it is the task's report in the ledger too; where its head approves what goes out it is a draft until
    the head replies, and the petition stays where it was.
    """
    petition = begin(petition, Verb.REPLY, actor)
    if not text.strip():
        raise PetitionRefused(_("答复意见为空，请写调查的事实、依据和处理意见。"))
    if conclusion not in Conclusion.values:
        raise PetitionRefused(_("没有选办理结果，请选一个。"))
    own = Who.HANDLER in who_is(actor, petition)
    if own and petition.handler and must_be_approved(actor, petition.handler):
        keep_draft(petition, text.strip(), conclusion, actor)
        return petition
    petition.reply, petition.conclusion = text.strip(), conclusion
    told = {"conclusion": label(Conclusion(conclusion).label), "reply": petition.reply}
    if own:
        told["drafted_by"] = drafted_by(petition, actor)
    task = task_of(petition)
    if task and own:
        in_ledger(lambda: ledger.hand_in(task, _reported(petition), actor=actor))
    return finish(petition, Verb.REPLY, actor, to=State.REPLIED, days={"replied": timezone.localdate()}, facts=told)


@transaction.atomic
def send_back(petition: Petition, *, actor: User, reason: str) -> Petition:
    """Send an answer back to the unit (退回重办); where it has asked for the task's completion, that goes back too."""
    petition = begin(petition, Verb.SEND_BACK, actor, reason)
    send_task_back(petition, actor, reason)
    return finish(petition, Verb.SEND_BACK, actor, to=State.IN_HANDLING, days={"replied": None}, reason=reason)


@transaction.atomic
def conclude(petition: Petition, *, actor: User, delivered_on: date, how: str) -> Petition:
    """Note that the petitioner has the written reply (送达答复): the clock of concluding stops, that of review begins."""
    petition = begin(petition, Verb.CONCLUDE, actor)
    not_later(delivered_on, _("送达日期"))
    replied = petition.happened().get("accepted")
    if replied and delivered_on < replied:
        values = {"day": delivered_on, "accepted": replied}
        raise PetitionRefused(_("送达日期 %(day)s 早于受理日期 %(accepted)s，请改正。") % values)
    told = {"delivered_on": str(delivered_on), "how": open_words(how)[:60]}
    return finish(petition, Verb.CONCLUDE, actor, to=State.CONCLUDED, days={"delivered": delivered_on}, facts=told)


def task_of(petition: Petition) -> Task | None:
    """Return the petition's task, if one was opened."""
    return Task.objects.filter(pk=petition.task_id).first() if petition.task_id else None


def send_task_back(petition: Petition, actor: User, reason: str) -> None:
    """Send back the task's request for completion, where one waits: what it says was done is to be done again."""
    task = task_of(petition)
    if task and task.state == TaskState.COMPLETION_REQUESTED:
        in_ledger(lambda: ledger.send_back(task, actor=actor, reason=open_words(reason)))


def new_deadline(petition: Petition, day: date | None, words: str, explanation: str, actor: User, reason: str) -> None:
    """Move the task's deadline along with the clock of concluding."""
    task = task_of(petition)
    if task is None or day is None or task.state not in OPEN_STATES:
        return
    draft = replace(ledger.draft_of(task), deadline=day, deadline_text=words, deadline_explanation=explanation)
    in_ledger(lambda: ledger.change_task(task, draft, actor=actor, reason=reason))


def _reported(petition: Petition) -> str:
    """Return the reply as the ledger tells it: masked once more, of an accusation nothing but that there is one."""
    if petition.nature == Nature.ACCUSATION:
        return f"{petition.number} 检举控告件，已报答复意见（内容只在信访件页面上看）。"
    return open_words(f"{petition.number} {label(Conclusion(petition.conclusion).label)}：{petition.reply}")
