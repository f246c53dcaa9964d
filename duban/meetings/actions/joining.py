"""A news report and the minutes of one meeting: joined, and what stands in both made one matter with two quotes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.meetings.actions.counting import settle
from duban.meetings.actions.errors import NotPossible
from duban.meetings.actions.heads import Head, recompute_deadlines
from duban.meetings.actions.shaping import join
from duban.meetings.actions.steps import lock, step
from duban.meetings.models import ConfirmStep, Meeting
from duban.meetings.queries.matching import Match
from duban.meetings.rules.similarity import best_pairs
from duban.organizations.models import User

SAME_ACTION_FROM = 0.4


@transaction.atomic
def join_meetings(meeting: Meeting, into: Meeting, *, actor: User) -> Meeting:
    """Move the texts of one meeting into another and return it; its empty head fields are filled from the moved one.

    Raise NotPossible where tasks were released from the moved one, whose links would break.
    """
    first, second = sorted((meeting.pk, into.pk))
    if first == second:
        raise NotPossible(_("不能把会议并入它自己，请选另一次会议。"))
    rows = {pk: lock(Meeting(pk=pk), actor) for pk in (first, second)}
    meeting, into = rows[meeting.pk], rows[into.pk]
    if meeting.released_at:
        raise NotPossible(_("“%(title)s”已发布过任务，请反过来把另一次会议并入它。") % {"title": meeting.title})
    for name in Head.__dataclass_fields__:
        if not getattr(into, name):
            setattr(into, name, getattr(meeting, name))
    into.version += 1
    into.save()
    texts = list(meeting.texts.all())
    meeting.texts.update(meeting=into)
    ConfirmStep.objects.filter(meeting=meeting).update(meeting=into)
    if into.date and into.date != meeting.date:
        recompute_deadlines([text for text in texts if not text.superseded], into.date)
    settle(into)
    record("meetings.join", into, actor=actor, changes={"joined": [meeting.title, into.title]})
    meeting.delete()
    return into


def confirm_matches(meeting: Meeting, matches: Iterable[Match], *, actor: User) -> int:
    """Make each pair one matter: the second text's actions are merged into the first's; return how many."""
    chosen = list(matches)
    rows = [requirement for match in chosen for requirement in (match.one, match.other)]
    joined = 0
    label = _("确认 %(n)d 对相同要求") % {"n": len(chosen)}
    with step(meeting, actor=actor, verb="confirm_matches", label=label, rows=rows):
        for match in chosen:
            joined += _join_actions(match)
    return joined


def _join_actions(match: Match) -> int:
    ones, others = list(match.one.actions.all()), list(match.other.actions.all())
    pairs = best_pairs([a.quote for a in ones], [a.quote for a in others], least=SAME_ACTION_FROM)
    for i, j, _score in pairs:
        join(others[j], ones[i])
    return len(pairs)
