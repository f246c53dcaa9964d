"""The meeting's head, and the deadlines that are counted from its date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.dates.deadlines import Limit as FoundLimit
from duban.dates.deadlines import clauses, find_limit, first_limit
from duban.dates.messages import Language
from duban.meetings.actions.proposals import Limit
from duban.meetings.actions.steps import fresh, step
from duban.meetings.models import Action, Meeting, MeetingText
from duban.organizations.models import User


@dataclass(frozen=True, slots=True)
class Head:
    """What a clerk may correct of a meeting's head."""

    title: str
    kind: str
    convener: str
    ordinal: int | None
    term: int | None
    date: date | None
    chair: str
    chair_posts: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline that was computed anew."""

    action: Action
    before: date | None
    after: date | None


def correct_head(meeting: Meeting, head: Head, *, version: int, actor: User) -> list[Moved]:
    """Write the head; where the date changes compute the relative deadlines anew and return those that moved."""
    texts = list(meeting.texts.filter(superseded=False))
    actions = list(Action.objects.filter(requirement__text__in=texts).exclude(deadline_text=""))
    moved: list[Moved] = []
    with (
        transaction.atomic(),
        step(meeting, actor=actor, verb="correct_head", label=_("更正会议信息"), rows=[meeting, *actions]),
    ):
        now = fresh(meeting, version)
        dated_anew = now.date != head.date
        for name in Head.__dataclass_fields__:
            value = getattr(head, name)
            setattr(now, name, value)
        now.save()
        if dated_anew:
            moved = recompute_deadlines(texts, head.date)
    return moved


def recompute_deadlines(texts: Iterable[MeetingText], day: date | None) -> list[Moved]:
    """Compute every deadline that is given in words anew from `day`; return those whose day changed."""
    moved = []
    for text in texts:
        for action in (
            Action.objects.filter(requirement__text=text).exclude(deadline_text="").select_related("requirement")
        ):
            limit = _limit_of(text.restored, action, day)
            if limit is None or limit.value == action.deadline:
                continue
            moved.append(Moved(action, action.deadline, limit.value))
            Action.objects.filter(pk=action.pk).update(
                deadline=limit.value, deadline_explanation="\n".join(limit.explanation(_language()))
            )
    return moved


def limit_from_words(words: str, day: date | None) -> Limit | None:
    """Return the deadline a clerk typed as a phrase (年底前, 会后5个工作日内), counted from `day`; None for no limit."""
    found = first_limit(words, day)
    if found is None:
        return None
    return Limit(found.value, found.text, "\n".join(found.explanation(_language())), found.recurring or "")


def _limit_of(text: str, action: Action, day: date | None) -> FoundLimit | None:
    """Find the action's limit again where it stands in its requirement, else from its words alone."""
    requirement = action.requirement
    sentence = text[requirement.start : requirement.end]
    for start, end in clauses(sentence):
        limit = find_limit(text, day, start=requirement.start + start, end=requirement.start + end)
        if limit and limit.text == action.deadline_text:
            return limit
    return first_limit(action.deadline_text, day)


def _language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "zh"
