"""Meetings as lists: the list page and the section of 今日."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.meetings.models import Decision, Meeting, MeetingText, Sentence, TextState
from duban.meetings.permissions import may_confirm, visible_to
from duban.organizations.models import User
from duban.web.menu import TodaySection

STATES = ("reading", "failed", "undecided", "ready", "released")


def meetings_for(user: User | AnonymousUser) -> QuerySet[Meeting]:
    """Return the meetings a user may see with `undecided` (sentences), `kept`, `waiting` and `failed` (texts)."""
    texts = MeetingText.objects.filter(meeting=OuterRef("pk"))
    present = Q(texts__superseded=False)
    return (
        visible_to(user)
        .annotate(
            undecided=Count("texts__sentences", present & Q(texts__sentences__decision=Decision.UNDECIDED)),
            kept=Count("texts__sentences", present & Q(texts__sentences__decision=Decision.KEPT)),
            waiting=Exists(texts.filter(state=TextState.WAITING)),
            failed=Exists(texts.filter(state=TextState.FAILED)),
        )
        .select_related("created_by")
    )


def in_state(meetings: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Return those of `meetings_for` in one of STATES; all for any other word."""
    open_sentence = Sentence.objects.filter(
        text__meeting=OuterRef("pk"), text__superseded=False, decision=Decision.UNDECIDED
    )
    read = meetings.filter(waiting=False)
    match state:
        case "reading":
            return meetings.filter(waiting=True)
        case "failed":
            return meetings.filter(failed=True)
        case "undecided":
            return read.filter(Exists(open_sentence))
        case "ready":
            return read.filter(~Exists(open_sentence), released_at=None, failed=False)
        case "released":
            return read.filter(~Exists(open_sentence), released_at__isnull=False)
    return meetings


def search(meetings: QuerySet[Meeting], words: str) -> QuerySet[Meeting]:
    """Return the meetings whose title, chair or present text holds all the words."""
    for word in words.split():
        texts = MeetingText.objects.filter(meeting=OuterRef("pk"), superseded=False, restored__contains=word)
        meetings = meetings.filter(Q(title__contains=word) | Q(chair__contains=word) | Exists(texts))
    return meetings


def same_document(sha256: str, user: User) -> list[MeetingText]:
    """Return the texts with the same digest that the user may see, newest first."""
    texts = MeetingText.objects.filter(sha256=sha256, superseded=False, meeting__in=visible_to(user))
    return list(texts.select_related("meeting", "created_by").order_by("-id"))


def same_meeting(meeting: Meeting, user: User) -> list[Meeting]:
    """Return other meetings that look like this one: kind and number, or kind and date, agree."""
    if not meeting.kind or not (meeting.ordinal or meeting.date):
        return []
    alike = Q()
    if meeting.ordinal:
        alike |= Q(ordinal=meeting.ordinal) & (Q(date=meeting.date) | Q(date=None))
    if meeting.date:
        alike |= Q(date=meeting.date) & (Q(ordinal=None) | Q(ordinal=meeting.ordinal))
    others = visible_to(user).filter(alike, kind=meeting.kind, convener=meeting.convener)
    if meeting.term:  # each term counts its meetings from one
        others = others.filter(Q(term=meeting.term) | Q(term=None))
    return list(others.exclude(pk=meeting.pk)[:5])


def today_sections(user: User | AnonymousUser, today: date) -> Iterator[TodaySection]:
    """Yield the meetings that wait for a clerk's decisions, oldest first."""
    if not may_confirm(user):
        return
    waiting = in_state(meetings_for(user), "undecided").order_by("created_at")
    number = waiting.count()
    if number:
        address = f"{reverse('meetings:meetings')}?state=undecided"
        yield TodaySection(
            _("待确认的会议"), "meetings/_today.html", {"meetings": waiting[:5]}, count=number, url=address
        )
