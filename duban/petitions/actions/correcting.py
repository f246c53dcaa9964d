"""Correcting what was registered of a petition, saying why: before and after stay in its history, never who petitioned."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from duban.organizations.models import User
from duban.petitions.actions.moving import PetitionRefused, finish, label, open_words
from duban.petitions.actions.registering import TEXT, PetitionFacts, check_age, check_facts, open_fields, seal_facts
from duban.petitions.models import Channel, Nature, Petition, PetitionMove
from duban.petitions.permissions import may_register, visible_to
from duban.petitions.rules.data import petition_types
from duban.petitions.states import State
from duban.vault.identities import KIND

CORRECTABLE = (State.REGISTERED, State.ACCEPTED, State.RETURNED)  # no unit has it
NOT_KEPT = "（含个人信息，不留存）"
TEXTS = frozenset({"heading", "summary"})
_TOLD = {
    "channel": "channel", "received_on": "received_on", "nature": "nature", "type": "type", "area": "area",
    "urgent": "urgent", "withheld": "withheld", "title": "heading", "summary": "summary",
}  # fmt: skip
_SEALED = {KIND: "来访人信息", TEXT: "原文"}
_HISTORY_ALONE = ("summary", "accused")  # a text, and whom an accusation must be held back from


class ChangedMeanwhile(PetitionRefused):
    """Somebody has done something to the petition since the form was drawn; nothing was written.

    `moves` say what; `left` names the fields another corrected and this person left as they were.
    """

    def __init__(self, moves: list[PetitionMove], facts: PetitionFacts) -> None:
        last = moves[-1]
        values = {
            "name": last.actor_name,
            "at": timezone.localtime(last.at).strftime("%m-%d %H:%M"),
            "verb": last.get_verb_display(),
        }
        super().__init__(
            _("%(name)s在 %(at)s 做了“%(verb)s”，您的更正没有保存；请对照下面列出的改动，改好您填的内容再保存。")
            % values
        )
        self.moves = moves
        typed = Petition(**open_fields(facts))
        before: dict[str, Any] = {}
        for move in moves:
            before = {name: pair[0] for name, pair in move.facts.items() if isinstance(pair, list)} | before
        self.left = [name for name, told in _TOLD.items() if told in before and _words(typed, name) == before[told]]


@sensitive_variables()
@transaction.atomic
def correct(
    petition: Petition,
    facts: PetitionFacts,
    *,
    actor: User,
    reason: str,
    forget: bool = False,
    seen: int | None = None,
) -> Petition:
    """Write down anew what was registered (更正) and why, while no unit has it; raise PetitionRefused.

    `seen` is the last move the form was drawn after: what came since is told, and nothing written. An empty identity or text
    leaves what is sealed. `forget`: the old title or summary tells of a private person and is not kept as what was there before.
    """
    if not may_register(actor) or not visible_to(actor).filter(pk=petition.pk).exists():
        raise PermissionDenied
    petition = Petition.objects.select_for_update(of=("self",)).select_related("area").get(pk=petition.pk)
    if petition.state not in CORRECTABLE:
        raise PetitionRefused(_("信访件已转办，单位看到的内容不能再改；要改请先由单位退回。"))
    if not reason.strip():
        raise PetitionRefused(_("没有写更正理由，请写明哪里登记错了、依据什么更正。"))
    if seen is not None and (since := list(petition.moves.filter(pk__gt=seen))):
        raise ChangedMeanwhile(since, facts)
    check_facts(facts, actor)
    if facts.received_on != petition.received_on:
        check_age(facts)
    if petition.task_id and facts.nature == Nature.ACCUSATION != petition.nature:
        raise PetitionRefused(_("已在台账立项，内容台账里已有，不能再改为检举控告；请另行登记一件，并撤回台账事项。"))
    before = _told(petition)
    for name, value in open_fields(facts).items():
        setattr(petition, name, value)
    petition.accused.set(facts.accused)
    after = _told(petition)
    changed: dict[str, Any] = {name: [old, after[name]] for name, old in before.items() if old != after[name]}
    if forget:
        _forget(changed)
    if sealed := seal_facts(petition, facts, actor):
        changed["sealed"] = "、".join(_SEALED[kind] for kind in sealed)
    if not changed:
        raise PetitionRefused(_("没有改动任何一项，不用更正；请改好要更正的内容再保存。"))
    return finish(
        petition, "correct", actor, to=State(petition.state), days={"received": facts.received_on}, facts=changed,
        reason=reason, history_alone=_HISTORY_ALONE,
    )  # fmt: skip


def _forget(changed: dict[str, Any]) -> None:
    """Put a word in the place of the old title and summary."""
    texts = TEXTS & set(changed)
    if not texts:
        raise PetitionRefused(_("勾选了“旧文字不留存”，标题和摘要却没有改；请先改掉里面的个人信息，再保存。"))
    for name in texts:
        changed[name] = [NOT_KEPT, changed[name][1]]


def _told(petition: Petition) -> dict[str, str]:
    """Return what stands in the open as the history tells it; texts masked once more."""
    accused = "、".join(sorted(unit.name for unit in petition.accused.all()))
    return {**{told: _words(petition, name) for name, told in _TOLD.items()}, "accused": accused}


def _words(petition: Petition, name: str) -> str:
    value = getattr(petition, name)
    if name == "area":
        return str(value or "市本级")
    if name == "type":
        return str(petition_types().get(value, value))
    if name in ("title", "summary"):
        return open_words(value)
    labels = {"channel": Channel, "nature": Nature}
    if isinstance(value, bool):
        return "是" if value else "否"
    return label(labels[name](value).label) if name in labels else str(value)
