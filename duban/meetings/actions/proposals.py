"""Deciding proposals: keep, drop, edit, mark trackable, and the same for a whole agenda item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from duban.meetings.actions.counting import Stretch
from duban.meetings.actions.errors import NotPossible
from duban.meetings.actions.steps import fresh, step
from duban.meetings.models import Action, AgendaItem, Decision, DropReason, Meeting, Requirement, Sentence
from duban.meetings.queries.releasing import first_item
from duban.organizations.models import Unit, User

Target = Requirement | Action


@dataclass(frozen=True, slots=True)
class Limit:
    """A deadline as the clerk gave it: a day, or a phrase with the day worked out and how."""

    day: date | None = None
    text: str = ""
    explanation: str = ""
    recurring: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """What the clerk made of an action; a field left None stays as it is."""

    wording: str | None = None
    lead_unit: Unit | None = None
    responsible_units: tuple[Unit, ...] | None = None
    supporting_units: tuple[Unit, ...] | None = None
    data_units: tuple[Unit, ...] | None = None
    leading_official: str | None = None
    limit: Limit | None = None
    deliverable: str | None = None
    reporting_rhythm: str | None = None
    fan_out: bool | None = None
    clear_lead: bool = False


def keep(target: Target, *, version: int | None, actor: User) -> None:
    """Keep a proposal as it stands; of a requirement all its actions that are not dropped yet."""
    meeting = meeting_of(target)
    with step(meeting, actor=actor, verb="keep", label=_label(_("保留"), target), rows=[target]):
        now = fresh(target, version)
        if isinstance(now, Action):
            _decide([now], Decision.KEPT)
            return
        actions = list(now.actions.all())
        open_ones = [action for action in actions if action.decision != Decision.DROPPED]
        _decide(open_ones or actions, Decision.KEPT)
        _decide_requirement(now, Decision.KEPT)


def drop(target: Target, *, reason: str, version: int | None, actor: User) -> None:
    """Drop a proposal for a reason; what was merged into it is undecided again."""
    _check_reason(reason)
    meeting = meeting_of(target)
    actions = list(target.actions.all()) if isinstance(target, Requirement) else [target]
    merged = list(Action.objects.filter(merged_into__in=actions).exclude(pk__in=[action.pk for action in actions]))
    label = _label(_("舍去"), target)
    with step(meeting, actor=actor, verb="drop", label=label, rows=[target, *merged], reason=reason):
        now = fresh(target, version)
        _decide(Action.objects.filter(pk__in=[action.pk for action in actions]), Decision.DROPPED, reason)
        Action.objects.filter(pk__in=[action.pk for action in merged]).update(
            merged_into=None, decision=Decision.UNDECIDED
        )
        if isinstance(now, Requirement):
            _decide_requirement(now, Decision.DROPPED, reason)


def reopen(target: Target, *, version: int | None, actor: User) -> None:
    """Make a decided proposal undecided again."""
    with step(meeting_of(target), actor=actor, verb="reopen", label=_label(_("改为待定"), target), rows=[target]):
        now = fresh(target, version)
        _decide(list(now.actions.all()) if isinstance(now, Requirement) else [now], Decision.UNDECIDED)
        if isinstance(now, Requirement):
            _decide_requirement(now, Decision.UNDECIDED)


def drop_sentence(sentence: Sentence, *, reason: str, version: int | None, actor: User) -> None:
    """Drop a sentence in which nothing is proposed and that the reader left to the clerk."""
    _check_reason(reason)
    label = _("舍去句子“%(quote)s”") % {"quote": sentence.words[:30]}
    with step(sentence.text.meeting, actor=actor, verb="drop_sentence", label=label, rows=[sentence], reason=reason):
        now = fresh(sentence, version)
        now.clerk_reason = reason
        now.save(update_fields=["clerk_reason"])


def set_trackable(action: Action, *, trackable: bool, version: int | None, actor: User) -> None:
    """Say whether a unit could show evidence of it; the verdict is the clerk's from then on.

    It holds for all that is merged with the action: together they are one task or none.
    """
    label = _label(_("标为可督办") if trackable else _("标为背景"), action)
    root = action.merged_into_id or action.pk
    matter = list(Action.objects.filter(Q(pk=root) | Q(merged_into=root)))
    with step(meeting_of(action), actor=actor, verb="set_trackable", label=label, rows=[action, *matter]):
        fresh(action, version)
        Action.objects.filter(pk__in=[part.pk for part in matter]).update(trackable=trackable, trackable_rule="")


def edit(action: Action, change: Edit, *, version: int | None, actor: User) -> None:
    """Write the clerk's version of an action and keep it: who edits a proposal has decided for it."""
    with step(meeting_of(action), actor=actor, verb="edit", label=_label(_("修改"), action), rows=[action]):
        now = fresh(action, version)
        _apply(now, change)
        _decide([now], Decision.KEPT)


def keep_rest(meeting: Meeting, item: AgendaItem | None, *, within: Stretch | None = None, actor: User) -> int:
    """Keep all that is undecided of an agenda item (None: of what belongs to no item); return how many.

    `within` leaves out what stands elsewhere: of a long text a clerk sees one part.
    """
    requirements = [r for r in of_item(meeting, item, within) if r.decision == Decision.UNDECIDED]
    label = _("保留其余：%(topic)s") % {"topic": item.topic if item else _("未归入议题的要求")}
    with step(meeting, actor=actor, verb="keep_rest", label=label, rows=requirements):
        _decide(Action.objects.filter(requirement__in=requirements, decision=Decision.UNDECIDED), Decision.KEPT)
        for requirement in requirements:
            _decide_requirement(requirement, Decision.KEPT)
    return len(requirements)


def assign_item(
    meeting: Meeting,
    item: AgendaItem | None,
    change: Edit,
    *,
    overwrite: bool,
    within: Stretch | None = None,
    actor: User,
) -> int:
    """Give all actions of an agenda item that are not dropped the same units, deadline, rhythm; return how many.

    Without `overwrite` only what is still empty is filled.
    """
    requirements = of_item(meeting, item, within)
    actions = list(
        Action.objects.filter(requirement__in=requirements, trackable=True, merged_into=None)
        .exclude(decision=Decision.DROPPED)
        .prefetch_related("responsible_units", "supporting_units", "data_units")
    )
    label = _("统一交办：%(topic)s") % {"topic": item.topic if item else _("未归入议题的要求")}
    with step(meeting, actor=actor, verb="assign_item", label=label, rows=requirements):
        for action in actions:
            _apply(action, change if overwrite else _only_empty(action, change))
    return len(actions)


def of_item(meeting: Meeting, item: AgendaItem | None, within: Stretch | None = None) -> list[Requirement]:
    """Return the requirements shown under an agenda item: those whose first item it is."""
    present = Requirement.objects.filter(text__meeting=meeting, text__superseded=False).prefetch_related("agenda")
    if within:
        present = present.filter(text=within.text, start__gte=within.start, start__lt=within.end)
    wanted = item.pk if item else None
    return [r for r in present if first_item(r) == wanted]


def meeting_of(target: Target) -> Meeting:
    """Return the meeting a proposal belongs to."""
    requirement = target.requirement if isinstance(target, Action) else target
    return requirement.text.meeting


def _decide(actions: Iterable[Action], decision: Decision, reason: str = "") -> None:
    for action in actions:
        action.decision, action.drop_reason = decision, reason
        if decision == Decision.UNDECIDED or decision == Decision.DROPPED:
            action.merged_into = None
        action.save(update_fields=["decision", "drop_reason", "merged_into"])


def _decide_requirement(requirement: Requirement, decision: Decision, reason: str = "") -> None:
    Requirement.objects.filter(pk=requirement.pk).update(decision=decision, drop_reason=reason)


def _apply(action: Action, change: Edit) -> None:
    """Write the given fields."""
    plain: Mapping[str, Any] = {
        name: getattr(change, name)
        for name in ("wording", "lead_unit", "leading_official", "deliverable", "reporting_rhythm", "fan_out")
        if getattr(change, name) is not None
    }
    for name, value in plain.items():
        setattr(action, name, value)
    if change.clear_lead:
        action.lead_unit = None
    if change.limit is not None:
        _apply_limit(action, change.limit)
    action.save()
    if change.responsible_units is not None:
        action.responsible_units.set(change.responsible_units)
    if change.supporting_units is not None:
        action.supporting_units.set(change.supporting_units)
    if change.data_units is not None:
        action.data_units.set(change.data_units)


def _apply_limit(action: Action, limit: Limit) -> None:
    """Write a deadline; the reader's rule goes where the clerk gave another one."""
    if (action.deadline, action.deadline_text) == (limit.day, limit.text):
        return
    action.deadline, action.deadline_text = limit.day, limit.text
    action.deadline_explanation, action.recurring, action.deadline_rule = limit.explanation, limit.recurring, ""


def _only_empty(action: Action, change: Edit) -> Edit:
    """Return the part of the change that fills what the action lacks."""
    return Edit(
        lead_unit=None if action.lead_unit_id else change.lead_unit,
        responsible_units=None if action.responsible_units.all() else change.responsible_units,
        supporting_units=None if action.supporting_units.all() else change.supporting_units,
        data_units=None if action.data_units.all() else change.data_units,
        leading_official=None if action.leading_official else change.leading_official,
        limit=None if action.deadline or action.deadline_text else change.limit,
        deliverable=None if action.deliverable else change.deliverable,
        reporting_rhythm=None if action.reporting_rhythm else change.reporting_rhythm,
    )


def _check_reason(reason: str) -> None:
    if reason not in DropReason.values:
        raise NotPossible(_("没有选舍去的理由，请选一条理由后再舍去。"))


def _label(verb: str, target: Target) -> str:
    return _("%(verb)s“%(quote)s”") % {"verb": verb, "quote": str(target)[:30]}
