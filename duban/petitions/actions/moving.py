"""What every move of a petition has in common: locked, allowed by the table, its days noted, its clocks set anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from duban.audit.actions import record
from duban.dates.workdays import load_calendar
from duban.notifications.actions import tell_unit
from duban.organizations.models import User
from duban.petitions.models import STATE_LABELS, VERB_LABELS, Petition, PetitionMove, ReplyDraft
from duban.petitions.permissions import visible_to, who_is
from duban.petitions.rules.clocks import clocks_of, next_due
from duban.petitions.rules.data import clock_rules
from duban.petitions.states import BACK_TO_HANDLER, BY_VERB, IN_WORK, MoveRefused, State, Verb, move_of
from duban.redaction import redact
from duban.tasks.actions import DraftRefused, TaskConflict
from duban.tasks.states import MoveRefused as TaskMoveRefused

LONGEST_REASON = 500
T = TypeVar("T")


class PetitionRefused(MoveRefused):
    """What was given cannot be done; the message says what is wrong, for a person."""


def begin(petition: Petition, verb: Verb, actor: User, reason: str = "") -> Petition:
    """Return the petition locked, ready for the verb; raise PermissionDenied, or PetitionRefused saying why not now."""
    if not visible_to(actor).filter(pk=petition.pk).exists():
        raise PermissionDenied
    petition = Petition.objects.select_for_update(of=("self",)).select_related("handler", "task").get(pk=petition.pk)
    who = who_is(actor, petition)
    row = BY_VERB[verb]
    if who.isdisjoint(row.who):
        raise PermissionDenied
    if move_of(verb, petition.state, who) is None:
        wanted = "、".join(str(STATE_LABELS[state.value]) for state in row.sources)
        values = {"verb": VERB_LABELS[verb.value], "state": petition.get_state_display(), "wanted": wanted}
        raise PetitionRefused(
            _("信访件现在“%(state)s”，不能%(verb)s；要在“%(wanted)s”时才能办。请刷新页面核对。") % values
        )
    if row.reason and not reason.strip():
        raise PetitionRefused(_("没有写理由，请写明为什么%(verb)s。") % {"verb": VERB_LABELS[verb.value]})
    return petition


def finish(
    petition: Petition,
    verb: str,
    actor: User,
    *,
    to: State,
    days: Mapping[str, date | None] | None = None,
    facts: Mapping[str, Any] | None = None,
    reason: str = "",
    history_alone: Collection[str] = (),
) -> Petition:
    """Write state, days and the clock that runs out first, with the move and its audit row.

    A fact is a word or a pair of before and after; those of `history_alone` the trail names without telling them.
    """
    before = petition.state
    petition.state = to.value
    for name, day in (days or {}).items():
        if day is None:
            petition.days.pop(name, None)
        else:
            petition.days[name] = day.isoformat()
    set_clock(petition)
    petition.save()
    if to not in IN_WORK:
        ReplyDraft.objects.filter(petition=petition).delete()  # overtaken
    told = {name: value for name, value in (facts or {}).items() if value not in (None, "")}
    reason = open_words(reason)[:LONGEST_REASON]
    move = PetitionMove.objects.create(
        petition=petition,
        actor=actor,
        actor_name=actor.name[:120],
        verb=verb,
        from_state=before if verb != "register" else "",
        to_state=to.value,
        facts=told,
        reason=reason,
    )
    changes: dict[str, Any] = {"state": [before if verb != "register" else "", to.value]}
    for name, value in told.items():
        if name not in history_alone:
            changes[name] = value if isinstance(value, list) else ["", value]
    if names := [name for name in told if name in history_alone]:
        changes["also"] = ["", "、".join(label(Petition._meta.get_field(name).verbose_name) for name in names)]  # type: ignore[union-attr]
    record(f"petitions.{verb}", petition, actor=actor, changes=changes, reason=reason)
    if verb in BACK_TO_HANDLER and petition.handler:
        why = f"（{reason}）" if verb in (Verb.SEND_BACK, Verb.REOPEN) else ""  # a review's reasons are the office's
        text = f"{actor.name} {label(VERB_LABELS[verb])}：信访件 {petition.number}{why}"
        tell_unit(petition.handler, text, key=f"petitions:move:{move.pk}", task=petition.task, actor=actor)
    return petition


def set_clock(petition: Petition) -> None:
    """Set which clock runs out first, by the rules as of its registration; nothing is owed of a closed one."""
    due = None
    if petition.state != State.CLOSED:
        found = clocks_of(
            clock_rules(petition.clock_rules),
            petition.happened(),
            timezone.localdate(),
            load_calendar(),
            petition.extension,
        )
        due = next_due(found)
    petition.due_on, petition.due_clock = (due.last, due.rule.key) if due else (None, "")


def open_words(text: str) -> str:
    """Return words as they may stand in the open: whatever tells of a private person is masked."""
    return redact(text.strip()).text


def not_later(day: date, words: str) -> None:
    """Refuse a day in the future."""
    if day > timezone.localdate():
        raise PetitionRefused(_("%(what)s %(day)s 还没有到，请填今天或以前的日期。") % {"what": words, "day": day})


def label(words: Any) -> str:
    """Return a label in the records' own language, whatever the actor reads."""
    with override("zh-hans"):
        return str(words)


def in_ledger(move: Callable[[], T]) -> T:
    """Make a move of the task and return what it gives; what the ledger refuses is refused here, in its words."""
    try:
        return move()
    except (DraftRefused, TaskMoveRefused, TaskConflict) as refusal:
        raise PetitionRefused(_("台账没有接受：%(why)s") % {"why": refusal}) from refusal
    except PermissionDenied as refusal:
        raise PetitionRefused(_("台账上的这一步不归您办，请督查室办理。")) from refusal
