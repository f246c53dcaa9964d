"""The demo's clerk: works through a meeting by the same actions as the confirm page."""

from __future__ import annotations

from django.db import transaction

from duban.demo.plan import ClerkPlan, Correction, Matter
from duban.meetings.actions.heads import limit_from_words
from duban.meetings.actions.proposals import Edit, Limit, drop, drop_sentence, edit, keep
from duban.meetings.actions.releasing import release
from duban.meetings.actions.shaping import mark_requirement, merge
from duban.meetings.models import Action, Decision, DropReason, Meeting, Requirement, Sentence
from duban.meetings.queries.releasing import present_actions, present_requirements, release_of
from duban.organizations.models import Unit, User

FALLBACK_LEAD = "101"  # the supervision desk finds the unit


class PlanMismatch(Exception):
    """A quote of the plan stands nowhere in the meeting's text."""


@transaction.atomic
def confirm_and_release(meeting: Meeting, plan: ClerkPlan, clerk: User) -> None:
    """Decide every sentence of the meeting by the plan, release, and correct one deadline afterwards."""
    confirm(meeting, plan, clerk)
    _release(meeting, clerk)
    if plan.correction:
        _correct(meeting, plan.correction, clerk)
        _release(meeting, clerk)


@transaction.atomic
def confirm(meeting: Meeting, plan: ClerkPlan, clerk: User) -> None:
    """Decide every sentence of the meeting by the plan, ready for release."""
    for matter in plan.matters:
        _find(meeting, matter.quote, clerk)
    _keep_or_drop(meeting, plan, clerk)
    for matter in plan.matters:
        _work_on(meeting, matter, clerk)
    _give_lead(meeting, clerk)


def decide_some(meeting: Meeting, clerk: User) -> None:
    """Decide the first third of the meeting's requirements."""
    requirements = present_requirements(meeting)
    for requirement in requirements[: len(requirements) // 3]:
        _keep_useful(requirement, clerk)


def _keep_or_drop(meeting: Meeting, plan: ClerkPlan, clerk: User) -> None:
    """Keep what could be proved done, drop attitudes and what the plan drops."""
    for requirement in present_requirements(meeting):
        _keep_useful(requirement, clerk)
    for quote, reason in plan.dropped.items():
        drop(_find(meeting, quote, clerk), reason=reason, version=None, actor=clerk)
    planned = [quote for matter in plan.matters for quote in (matter.quote, *matter.merged)]
    for action in present_actions(meeting).filter(decision=Decision.KEPT, trackable=True):
        if not any(quote in action.quote for quote in planned):
            drop(action, reason=DropReason.ROUTINE, version=None, actor=clerk)
    left = Sentence.objects.filter(text__meeting=meeting, text__superseded=False, decision=Decision.UNDECIDED)
    for sentence in left:
        drop_sentence(sentence, reason=DropReason.FACT, version=None, actor=clerk)


def _keep_useful(requirement: Requirement, clerk: User) -> None:
    if any(action.trackable for action in requirement.actions.all()):
        keep(requirement, version=None, actor=clerk)
    else:
        drop(requirement, reason=DropReason.ATTITUDE, version=None, actor=clerk)


def _work_on(meeting: Meeting, matter: Matter, clerk: User) -> None:
    """Merge, then write the clerk's wording, units, deliverable and rhythm."""
    action = _find(meeting, matter.quote, clerk)
    limit = limit_from_words(matter.limit, meeting.date) if matter.limit else None
    for quote in matter.merged:
        part = _find(meeting, quote, clerk)
        if part.pk == action.pk:
            continue
        if part.deadline or part.deadline_text:
            limit = Limit(part.deadline, part.deadline_text, part.deadline_explanation, part.recurring)
        merge(part, version=None, actor=clerk)
    change = Edit(
        wording=matter.wording or None,
        lead_unit=_units(matter.lead)[0] if matter.lead else None,
        responsible_units=_units(*matter.responsible) if matter.responsible else None,
        supporting_units=_units(*matter.supporting) if matter.supporting else None,
        limit=limit,
        deliverable=matter.deliverable or None,
        reporting_rhythm=matter.rhythm or None,
        fan_out=matter.fan_out,
    )
    edit(action, change, version=None, actor=clerk)


def _give_lead(meeting: Meeting, clerk: User) -> None:
    """Give what is still without a lead unit to the fallback."""
    for action in release_of(meeting).without_lead:
        edit(action, Edit(lead_unit=_units(FALLBACK_LEAD)[0]), version=None, actor=clerk)


def _correct(meeting: Meeting, correction: Correction, clerk: User) -> None:
    limit = limit_from_words(correction.limit, meeting.date)
    edit(_find(meeting, correction.quote, clerk), Edit(limit=limit), version=None, actor=clerk)


def _release(meeting: Meeting, clerk: User) -> None:
    release(meeting, token=release_of(meeting).plan.token, actor=clerk)


def _find(meeting: Meeting, quote: str, clerk: User) -> Action:
    """Return the action that holds the quote; where the reader proposed none, mark the words as the clerk would."""
    found = present_actions(meeting).filter(quote__contains=quote).first()
    if found:
        return found
    for text in meeting.texts.filter(superseded=False):
        start = text.restored.find(quote)
        if start >= 0:
            marked = mark_requirement(text, start, start + len(quote), actor=clerk)
            return marked.actions.get()
    raise PlanMismatch(quote)


def _units(*codes: str) -> tuple[Unit, ...]:
    by_code = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    return tuple(by_code[code] for code in codes)
