"""What a person may do with a task now, what they may not and why; the next step and who owes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.organizations.permissions import Anybody
from duban.tasks.actions.chains import DEEPEST, depth_of
from duban.tasks.actions.completing import shown_evidence
from duban.tasks.actions.following import why_not_closed
from duban.tasks.life import Who, find_move, moves_of
from duban.tasks.models import LookBack, Task
from duban.tasks.permissions import who_is
from duban.tasks.states import MoveRefused, TaskState, Verb
from duban.tasks.wording import verb_name, why_not
from duban.web.prepared import Prepared

# the buttons of the task page, the usual next step first; what belongs to one report or request stands beside it
OFFERED = (
    Verb.ASSIGN, Verb.SIGN_FOR, Verb.REPORT, Verb.VERIFY, Verb.CLOSE_OUT, Verb.ASSIGN_ANEW, Verb.RESUME,
    Verb.REQUEST_COMPLETION, Verb.SEND_BACK, Verb.REOPEN, Verb.LOOK_BACK, Verb.ATTACH, Verb.ADD_MEASURE,
    Verb.REQUEST_CHANGE, Verb.WITHDRAW_REQUEST, Verb.HAND_BACK, Verb.CHANGE, Verb.SET_MEASURES, Verb.LOG_CALL, Verb.URGE,
    Verb.INSTRUCT,
    Verb.FAN_OUT, Verb.SUSPEND, Verb.REASSIGN, Verb.MERGE, Verb.TERMINATE, Verb.WITHDRAW,
)  # fmt: skip
FORWARD = OFFERED[: OFFERED.index(Verb.SEND_BACK)]  # one of these is the primary button


@dataclass(frozen=True, slots=True)
class Offer:
    """A move a person has the right to; `refusal` says why it cannot be made now, empty where it can."""

    verb: Verb
    label: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What has to be done next, by whom, and until when."""

    owner: str
    what: str
    until: date | None = None


def offer_of(user: Anybody, task: Task, verb: Verb) -> Offer | None:
    """Return what stands for or against the person's making the move; None where they have no right to it."""
    who = who_is(user, task)
    return _offer(task, verb, who) if moves_of(verb, who) else None


def offers_for(task: Task, who: frozenset[Who]) -> list[Offer]:
    """Return every move somebody who is all that to the task has a right to, the usual next step first."""
    return [
        offer if offer.refusal else replace(offer, refusal=_missing(task, offer.verb))
        for offer in _by_state(TaskState(task.state), who, get_language())
    ]


def primary(offers: Sequence[Offer]) -> Verb | None:
    """Return the move that brings the task on, of those that can be made now."""
    now = {offer.verb for offer in offers if not offer.refusal}
    return next((verb for verb in FORWARD if verb in now), None)


def next_step(task: Task) -> NextStep | None:
    """Return the next step of the task and who owes it; None where nothing more is to be done."""
    lead, desk = str(task.lead_unit), _("督查室")
    steps = {
        TaskState.PROPOSED: NextStep(desk, _("交办")),
        TaskState.ASSIGNED: NextStep(lead, _("签收"), task.sign_by),
        TaskState.SIGNED_FOR: NextStep(lead, _("报送首次进展"), task.report_by),
        TaskState.HANDED_BACK: NextStep(desk, _("答复退回理由，重新交办")),
        TaskState.IN_PROGRESS: NextStep(lead, _("报送进展，办完后附佐证申请办结"), task.report_by or task.deadline),
        TaskState.COMPLETION_REQUESTED: NextStep(desk, _("由申请人以外的人核查")),
        TaskState.VERIFIED: NextStep(desk, _("销号")),
        TaskState.SUSPENDED: NextStep(desk, _("暂停的原因消除后恢复计时")),
        TaskState.CLOSED_OUT: NextStep(desk, _("适时回头看")),
    }
    return steps.get(TaskState(task.state))


def _offer(task: Task, verb: Verb, who: frozenset[Who]) -> Offer:
    offer = _by_table(TaskState(task.state), verb, who)
    return offer if offer.refusal else replace(offer, refusal=_missing(task, verb))


@lru_cache(maxsize=1024)  # the table of moves never changes, and states, people's parts and languages are few
def _by_state(state: TaskState, who: frozenset[Who], _language: str | None) -> tuple[Offer, ...]:
    return tuple(_by_table(state, verb, who) for verb in OFFERED if moves_of(verb, who))


def _by_table(state: TaskState, verb: Verb, who: frozenset[Who]) -> Offer:
    """Return what the table of moves says, whatever else the move may want."""
    try:
        find_move(state, verb, who)
    except MoveRefused:
        return Offer(verb, verb_name(verb), why_not(verb, state, who))
    return Offer(verb, verb_name(verb))


_LOOKS_BACK = Prepared[LookBack](lambda task: LookBack.objects.filter(task=task).order_by("-id"))


def _missing(task: Task, verb: Verb) -> str:
    """Say what must be there first, where the state alone would allow the move."""
    if verb in (Verb.REQUEST_COMPLETION, Verb.VERIFY) and shown_evidence(task) is None:
        return _("还没有佐证材料，请先随进展报送或单独上传。")
    if verb in (Verb.VERIFY, Verb.CLOSE_OUT) and (why := why_not_closed(task)):
        return why
    if verb is Verb.REOPEN:
        since = task.closed_at or task.opened_at
        look = next((look for look in _LOOKS_BACK(task.pk) if look.at >= since), None)
        if look is None or look.solved:
            return _("还没有发现问题的回头看或回访记录，请先登记。")
    if verb is Verb.FAN_OUT and depth_of(task) >= DEEPEST:
        return _("本事项已经分解到第 %(level)d 级，请在上级事项上分解。") % {"level": DEEPEST}
    return ""
