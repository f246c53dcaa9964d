"""What every move of a petition has in common: the row locked, the right and the state asked, move and audit row written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from duban.audit.actions import record
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.models import STATE_LABELS, VERB_LABELS, Petition, PetitionMove
from duban.inspections.permissions import who_is
from duban.inspections.states import (
    BACK_TO_UNIT,
    FROZEN,
    Move,
    MoveRefused,
    PetitionState,
    PetitionVerb,
    Who,
    allowed,
    may,
    move_of,
)
from duban.notifications.actions import tell_unit
from duban.organizations.models import User
from duban.redaction import redact

LONGEST_REASON = 500
# what a move tells of in the trail: names of fields and short values, never a petition's text
_LONG = frozenset({"summary", "demand", "plan", "finding", "cause", "handling", "accountability"})
_CHANGING = (
    PetitionVerb.WRITE,
    PetitionVerb.ADD,
    PetitionVerb.DROP,
    PetitionVerb.DECLINE_DEADLINE,
)  # what the reply tells
Changes = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """A move that may be made: the petition is locked and as stored now."""

    petition: Petition
    verb: PetitionVerb
    actor: User
    move: Move
    who: frozenset[Who]
    state: PetitionState
    reason: str


def begin(petition: Petition, verb: PetitionVerb, actor: User, *, reason: str = "", version: int | None = None) -> Step:
    """Lock the petition and bring it up to date; raise PermissionDenied, MoveRefused or DeskRefused.

    `version` is the one the form was drawn from: whoever decides must have seen what they decide on.
    """
    fresh = Petition.objects.select_related("batch", "inspection__desk_unit", "lead_unit", "task", "area", "main_type")
    petition.refresh_from_db(from_queryset=fresh.select_for_update(of=("self",)))
    move, state, reason = move_of(verb), PetitionState(petition.state), reason.strip()
    who = who_is(actor, petition)
    if not may(verb, who):
        raise PermissionDenied if not who else MoveRefused(why_not(verb, state, who, petition))
    if not allowed(verb, state):
        raise MoveRefused(why_not(verb, state, who, petition))
    if version is not None and petition.version != version:
        last = petition.moves.order_by("-id").first()
        values = {"name": last.actor_name if last else "", "verb": VERB_LABELS[last.verb] if last else ""}
        raise DeskRefused(_("%(name)s刚刚做了“%(verb)s”，您的这一步没有办，请看过现在的情况再决定。") % values)
    if move.reason and not reason:
        raise DeskRefused(_("没有写理由，请说明为什么这样办。"))
    if len(reason) > LONGEST_REASON:
        raise DeskRefused(
            _("理由有 %(length)d 字，最多 %(most)d 字，请改短。") % {"length": len(reason), "most": LONGEST_REASON}
        )
    return Step(petition, verb, actor, move, who, state, reason)


def finish(step: Step, values: dict[str, Any] | None = None, *, changes: Changes | None = None) -> Petition:
    """Write the petition's new state and values with the move and its audit row."""
    petition = step.petition
    wanted = {"state": (step.move.to or step.state).value, **(values or {})}
    if not Petition.objects.filter(pk=petition.pk, version=petition.version).update(**wanted, version=F("version") + 1):
        raise DeskRefused(_("信访件刚刚被别人改过，请刷新页面再办。"))
    for name, value in wanted.items():
        setattr(petition, name, value)
    petition.version += 1
    move = log(petition, step.verb, step.actor, step.state, changes or {}, step.reason)
    if step.verb in BACK_TO_UNIT and petition.lead_unit:
        with override("zh-hans"):  # the language of what is kept, whatever the actor reads
            until = f"，{petition.again_due} 前办结并回复督察组" if petition.again_due else ""
            text = f"{step.actor.name} {move.get_verb_display()}：信访举报件 {petition.number}（{redact(step.reason).text}）{until}"
        tell_unit(petition.lead_unit, text, key=f"inspections:move:{move.pk}", task=petition.task, actor=step.actor)
    return petition


def log(
    petition: Petition, verb: PetitionVerb, actor: User, before: PetitionState, changes: Changes, reason: str
) -> PetitionMove:
    """Add the move to the petition's life and a row without texts to the trail."""
    move = PetitionMove.objects.create(
        petition=petition, actor=actor, actor_name=actor.name, verb=verb.value, from_state=before.value,
        to_state=petition.state, changes=changes, reason=reason,
    )  # fmt: skip
    told = {name: pair for name, pair in changes.items() if name not in _LONG}
    told |= (
        {"changed": ["", "、".join(sorted(name for name in changes if name in _LONG))]} if _LONG & set(changes) else {}
    )
    record(f"petition.{verb}", petition, actor=actor, changes=told, reason=reason)
    return move


def why_not(verb: PetitionVerb, state: PetitionState, who: frozenset[Who], petition: Petition) -> str:
    """Say why the verb is not possible now, and what is."""
    name = VERB_LABELS[verb.value]
    if not allowed(verb, state):
        if state is PetitionState.REPLIED and verb in (PetitionVerb.WRITE, PetitionVerb.SUBMIT):
            return _("信访件 %(number)s 已经回复督察组，不能再改；有新进展请市级“续报”后再填。") % {
                "number": petition.number
            }
        if state is PetitionState.RETURNED:
            return _("信访件 %(number)s 已经退回督察组，不能“%(verb)s”；确属本市办理的，请先“收回办理”。") % {
                "number": petition.number, "verb": name,
            }  # fmt: skip
        if state in FROZEN and verb in _CHANGING:
            return _(
                "信访件 %(number)s 已经上报（%(state)s），内容、措施和佐证都不能再改。要改的，核查前由责任单位“撤回上报”，"
                "核查或签发后由市级“退回重办”并写明理由，改好后重新上报、核查、签发。"
            ) % {"number": petition.number, "state": STATE_LABELS[state.value]}
        return _("信访件现在是“%(state)s”，不能“%(verb)s”，请刷新页面看现在该办什么。") % {
            "state": STATE_LABELS[state.value], "verb": name,
        }  # fmt: skip
    if verb is PetitionVerb.CHECK:
        return _("核查要由另一人办：上报的人、责任单位的人不能核查自己的结果。")
    if verb is PetitionVerb.SIGN_OFF:
        return _("签发要由督查室另一人办：上报的人、核查的人、责任单位的人都不能签发。")
    return _("您的岗位不能办“%(verb)s”。") % {"verb": name}
