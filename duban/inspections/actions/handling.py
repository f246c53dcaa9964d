"""A petition's life: assigned, answered by the unit, checked, signed off, told to the team; and the ways back."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.guarding import look, open_questions
from duban.inspections.actions.limits import again_due, check_reply_due, check_unit_due, needs_again_due
from duban.inspections.actions.moving import Changes, Step, begin, finish, log
from duban.inspections.actions.opening import (
    bring_task_along,
    own_task,
    reopen_task,
    report_to_ledger,
    take_task_back,
    withdraw,
)
from duban.inspections.closing import lacking, unfilled
from duban.inspections.models import VERB_LABELS, Conclusion, Petition
from duban.inspections.official import signed_reply, team_reply
from duban.inspections.proposing import changed_proposal, outdated_reasons, proposal_for
from duban.inspections.signing import why_not_check
from duban.inspections.states import PetitionState, PetitionVerb, Who
from duban.organizations.models import Unit, User

V = PetitionVerb
STOPPING = (Conclusion.CONCLUDED, Conclusion.STAGED)  # conclusions that stop the reply clock


@dataclass(frozen=True, slots=True)
class Assignment:
    """To whom a petition goes, with the text exactly as the unit will see it."""

    lead_unit: Unit
    summary: str
    demand: str = ""
    unit_due: date | None = None
    co_handlers: tuple[Unit, ...] = ()
    leading_official: str = ""
    reason: str = ""
    text_confirmed: bool = False
    accused: tuple[Unit, ...] = ()
    kept: int = 0  # things the redaction found and somebody decided to keep


@dataclass(frozen=True, slots=True)
class Findings:
    """What the unit found and did, as it is told to the team."""

    plan: str = ""
    finding: str = ""
    verdict: str = ""
    cause: str = ""
    handling: str = ""
    conclusion: str = ""
    accountability: str = ""
    sites_ordered: int = 0
    sites_punished: int = 0
    fines: Decimal = Decimal(0)
    criminal_cases: int = 0
    detained: int = 0
    admonished: int = 0
    held_accountable: int = 0
    revisit_on: date | None = None


@transaction.atomic
def assign(petition: Petition, wanted: Assignment, *, actor: User, version: int | None = None) -> Petition:
    """Hand the petition to a unit (交办), its text confirmed by the desk; the task in the ledger goes along."""
    step = begin(petition, V.ASSIGN, actor, reason=wanted.reason, version=version)
    if not wanted.text_confirmed:
        raise DeskRefused(_("还没有确认脱敏：请逐字看过单位将看到的文字，确认后再交办。"))
    if not wanted.summary.strip():
        raise DeskRefused(_("单位将看到的问题基本情况是空的，请填写。"))
    if wanted.lead_unit in wanted.co_handlers:
        raise DeskRefused(_("“%(unit)s”已经是责任单位，不用再列为协办。") % {"unit": wanted.lead_unit})
    barred = next((unit for unit in (wanted.lead_unit, *wanted.co_handlers) if unit in wanted.accused), None)
    if barred:
        raise DeskRefused(_("“%(unit)s”是被反映单位，不能交给它办理；请改由其上级或其他单位办理。") % {"unit": barred})
    check_unit_due(petition, wanted.unit_due)
    before = petition.lead_unit
    values: dict[str, Any] = {
        "lead_unit": wanted.lead_unit,
        "summary": wanted.summary.strip(),
        "demand": wanted.demand.strip(),
        "unit_due": wanted.unit_due,
        "leading_official": wanted.leading_official.strip(),
        "assigned_on": timezone.localdate(),
        "assignment_reason": _why_this_unit(petition, wanted)[:300],
        "text_confirmed_by_name": actor.name,
        "text_confirmed_at": timezone.now(),
    }
    changes = _differences(petition, values, ("lead_unit", "summary", "demand", "unit_due", "leading_official"))
    if wanted.kept:
        changes["kept"] = ["", str(wanted.kept)]
    petition = finish(step, values, changes=changes)
    petition.co_handlers.set(wanted.co_handlers)
    petition.accused.set(wanted.accused)
    bring_task_along(petition, before, wanted.co_handlers, actor)
    look(petition)
    return petition


def _why_this_unit(petition: Petition, wanted: Assignment) -> str:
    """Return the reason that is recorded; refuse one that speaks for another unit."""
    reason = wanted.reason.strip()
    if reason in outdated_reasons(petition, wanted.lead_unit):
        words = _("分派理由“%(reason)s”说的不是“%(unit)s”，请写明为什么交给它，或把理由清空，记为经办改定。")
        raise DeskRefused(words % {"reason": reason, "unit": wanted.lead_unit})
    proposed, why = proposal_for(petition)
    if not reason and proposed != wanted.lead_unit:
        return changed_proposal(proposed, why)
    return reason


@transaction.atomic
def hand_back(petition: Petition, *, actor: User, reason: str, version: int | None = None) -> Petition:
    """Give the petition back to the desk as the unit, which says why (单位退回); its task is the unit's no more."""
    step = begin(petition, V.HAND_BACK, actor, reason=reason, version=version)
    petition = finish(step, {"assigned_on": None})
    take_task_back(petition, actor, step.reason)
    return petition


@transaction.atomic
def write(petition: Petition, found: Findings, *, actor: User, version: int | None = None) -> Petition:
    """Keep what the unit has found and done so far; the guard looks over it and asks, and stops nothing."""
    step = begin(petition, V.WRITE, actor, version=version)
    if found.revisit_on and found.revisit_on < petition.batch.day:
        raise DeskRefused(
            _("计划回访日期 %(day)s 早于交办日期 %(first)s，请填整改以后去看的那一天。")
            % {"day": found.revisit_on, "first": petition.batch.day}
        )
    values = {part.name: getattr(found, part.name) for part in fields(found)}
    values = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    changes = _differences(petition, values, values)
    if not changes:
        return petition
    finish(step, values, changes=changes)
    look(petition)
    return petition


@transaction.atomic
def submit(petition: Petition, *, actor: User, version: int | None = None) -> Petition:
    """Hand in the result (上报办理结果); what the reply needs must be there."""
    step = begin(petition, V.SUBMIT, actor, version=version)
    found = []
    if missing := unfilled(petition):
        found.append(_("还没有填写%(fields)s，请填好再上报。") % {"fields": "、".join(missing)})
    if wanting := lacking(petition):
        found.append(
            _("按“已办结”上报还缺%(what)s；请补齐，或如实填“阶段性办结”“正在办理”。") % {"what": "、".join(wanting)}
        )
    if found:
        raise DeskRefused("".join(found))
    today = timezone.localdate()
    finish(step, {"submitted_on": today, "submitted_by": actor, "checked_by": None, "signed_by": None})
    if Who.UNIT in step.who:
        report_to_ledger(petition, actor)
    return petition


@transaction.atomic
def recall(petition: Petition, *, actor: User, reason: str, version: int | None = None) -> Petition:
    """Take back as the unit what was handed in and nobody checked yet (撤回上报), to change it."""
    return finish(begin(petition, V.RECALL, actor, reason=reason, version=version))


@transaction.atomic
def check(petition: Petition, *, actor: User, version: int | None = None) -> Petition:
    """Find the unit's result sound (核查通过), as a second person; open questions of the guard are to be answered first.

    Who checks may not sign: refused where that would leave nobody to sign.
    """
    step = begin(petition, V.CHECK, actor, version=version)
    if refusal := why_not_check(actor, petition, step.who):
        raise DeskRefused(refusal)
    _check_complete(step)
    open_ones = open_questions(petition)
    if open_ones:
        words = "”“".join(question.words for question in open_ones[:3])
        raise DeskRefused(
            _("还有 %(count)d 处提示没有回答（“%(words)s”）：请写明是哪种情形和理由，系统不替您判断。")
            % {"count": len(open_ones), "words": words}
        )
    return finish(step, {"checked_by": actor, "signed_by": None})


@transaction.atomic
def send_back(petition: Petition, *, actor: User, reason: str, version: int | None = None) -> Petition:
    """Have the unit do it again (退回重办)."""
    step = begin(petition, V.SEND_BACK, actor, reason=reason, version=version)
    return finish(step, {"checked_by": None, "signed_by": None})


@transaction.atomic
def sign_off(petition: Petition, *, actor: User, version: int | None = None) -> Petition:
    """Sign the reply off (签发), as another person than who checked; the paper is kept as it was signed."""
    step = begin(petition, V.SIGN_OFF, actor, version=version)
    _check_complete(step)
    signed = team_reply(petition, timezone.localdate())
    signed.signed_by_name = actor.name
    signed.save()
    return finish(step, {"signed_by": actor})


@transaction.atomic
def reply(petition: Petition, *, actor: User, on: date, version: int | None = None) -> Petition:
    """Note that the team was answered (回复督察组), with the paper that was signed.

    已办结 and 阶段性办结 stop the reply clock; the task goes its own way.
    """
    step = begin(petition, V.REPLY, actor, version=version)
    _check_complete(step)
    today = timezone.localdate()
    if not petition.batch.day <= on <= today:
        raise DeskRefused(
            _("回复日期 %(day)s 要在交办日期 %(first)s 和今天之间，请核对。") % {"day": on, "first": petition.batch.day}
        )
    stops = petition.conclusion in STOPPING
    stopped = petition.reply_stopped_on or (on if stops else None)
    changes = {"replied_on": ["", str(on)], "conclusion": ["", petition.conclusion]}
    sent = signed_reply(petition) or team_reply(petition, on)
    sent.day, sent.by_name = on, actor.name
    sent.save()
    return finish(step, {"replied_on": on, "reply_stopped_on": stopped, "again_due": None}, changes=changes)


@transaction.atomic
def reject(
    petition: Petition, *, actor: User, reason: str, reply_due: date | None = None, version: int | None = None
) -> Petition:
    """Note that the team did not accept the reply (督察组退回重报): it is done again, and counted; the clock runs anew."""
    step = begin(petition, V.REJECT, actor, reason=reason, version=version)
    if reply_due:
        check_reply_due(reply_due)
    due = reply_due or petition.reply_due
    changes = {"reply_due": [str(petition.reply_due or ""), str(due or "")]}
    values = _back() | {"rejected": petition.rejected + 1, "reply_due": due, "reply_stopped_on": None}
    return finish(step, values, changes=changes)


@transaction.atomic
def follow_up(
    petition: Petition, *, actor: User, reason: str, due: date | None = None, version: int | None = None
) -> Petition:
    """Take a petition up again to tell the team more (续报): concluded in stages, with a day to do so, or still going on.

    The reply clock stays as it is.
    """
    step = begin(petition, V.FOLLOW_UP, actor, reason=reason, version=version)
    if petition.conclusion == Conclusion.CONCLUDED:
        raise DeskRefused(
            _("信访件 %(number)s 已办结并回复，不再续报；问题反弹的请用“回头看重新办理”。")
            % {"number": petition.number}
        )
    return _take_up(step, again_due(due) if needs_again_due(petition) else None, {})


@transaction.atomic
def reopen(petition: Petition, *, actor: User, reason: str, due: date | None, version: int | None = None) -> Petition:
    """Take a petition up again after a look-back (重新办理), to be answered by a new day; counted in every statistic."""
    step = begin(petition, V.REOPEN, actor, reason=reason, version=version)
    limit = again_due(due)
    _take_up(step, limit, {"reopened": petition.reopened + 1, "conclusion": Conclusion.GOING_ON.value})
    reopen_task(petition, step.reason, actor, limit)
    return petition


def _take_up(step: Step, limit: date | None, values: dict[str, Any]) -> Petition:
    """Give the petition to its unit again; with a new day the unit's limit of the first time counts no more."""
    wanted = _back() | values | ({"again_due": limit, "unit_due": None} if limit else {})
    return finish(step, wanted, changes={"again_due": ["", str(limit)]} if limit else {})


@transaction.atomic
def return_to_team(petition: Petition, *, actor: User, reason: str, version: int | None = None) -> Petition:
    """Give the petition back to the team, saying why (退回督察组); its task is withdrawn, and the batch's equation counts it."""
    step = begin(petition, V.RETURN, actor, reason=reason, version=version)
    if petition.duplicates.exists():
        raise DeskRefused(_("还有重复件挂在本件上，请先取消它们的重复认定再退回。"))
    if petition.task and petition.duplicate_of_id is None:
        withdraw(petition.task, actor, step.reason)
    values = {"return_reason": step.reason, "lead_unit": None, "assigned_on": None, "duplicate_of": None}
    return finish(step, values)


@transaction.atomic
def take_back(petition: Petition, *, actor: User, reason: str, version: int | None = None) -> Petition:
    """Take a returned petition after all (收回办理): it gets a task of its own."""
    step = begin(petition, V.TAKE_BACK, actor, reason=reason, version=version)
    return finish(step, {"return_reason": "", "task": own_task(petition, actor)})


@transaction.atomic
def link(petition: Petition, first: Petition, *, actor: User, reason: str, version: int | None = None) -> Petition:
    """Have the petition share another's case (认定为重复件): one task for both, a reply clock for each."""
    step = begin(petition, V.LINK, actor, reason=reason, version=version)
    first = first.duplicate_of or first
    if first.pk == petition.pk or first.inspection_id != petition.inspection_id:
        raise DeskRefused(_("首件要是同一次督察里的另一件，请核对受理编号。"))
    if first.state == PetitionState.RETURNED.value or first.task is None:
        raise DeskRefused(_("首件 %(number)s 已退回督察组，不能挂在它上面。") % {"number": first.number})
    if petition.duplicates.exists():
        raise DeskRefused(_("已有重复件挂在本件上；请把本件作为首件，反过来认定。"))
    own = petition.task if petition.duplicate_of_id is None else None
    values = {"duplicate_of": first, "duplicate_reason": step.reason[:300], "task": first.task}
    petition = finish(step, values, changes={"duplicate_of": ["", first.number]})
    if own and own.pk != first.task.pk:
        withdraw(
            own,
            actor,
            _("与 %(number)s 是同一案件，并入办理：%(reason)s") % {"number": first.number, "reason": step.reason},
        )
    return petition


@transaction.atomic
def unlink(petition: Petition, *, actor: User, reason: str, version: int | None = None) -> Petition:
    """Have the petition stand by itself again, with a task of its own."""
    step = begin(petition, V.UNLINK, actor, reason=reason, version=version)
    if petition.duplicate_of is None:
        raise DeskRefused(_("本件没有认定为重复件。"))
    before = petition.duplicate_of.number
    values = {"duplicate_of": None, "duplicate_reason": "", "task": own_task(petition, actor)}
    return finish(step, values, changes={"duplicate_of": [before, ""]})


def _back() -> dict[str, Any]:
    return {"replied_on": None, "checked_by": None, "signed_by": None, "again_due": None}


def _check_complete(step: Step) -> None:
    """Refuse to take a result further that lacks what its reply must say, all of it named at once."""
    if missing := [*unfilled(step.petition), *lacking(step.petition)]:
        raise DeskRefused(
            _("信访件 %(number)s 还缺%(what)s，不能“%(verb)s”：请“退回重办”，由责任单位补齐后重新上报。")
            % {"number": step.petition.number, "what": "、".join(missing), "verb": VERB_LABELS[step.verb.value]}
        )


def _differences(petition: Petition, values: dict[str, Any], names: Any) -> Changes:
    """Return what differs, before and after in words."""
    found = {}
    for name in names:
        before, after = getattr(petition, name), values[name]
        if before != after:
            found[name] = ["" if before is None else str(before), "" if after is None else str(after)]
    return found


def note(step: Step, changes: Changes) -> None:
    """Count the write up and tell of it, the state as it was."""
    petition = step.petition
    Petition.objects.filter(pk=petition.pk).update(version=F("version") + 1)
    petition.version += 1
    log(petition, step.verb, step.actor, step.state, changes, step.reason)
