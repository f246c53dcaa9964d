"""Bringing the stored decisions of requirements and sentences after their proposals, so that a count is a GROUP BY."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from duban.meetings.models import AgendaItem, Meeting, Requirement, Sentence
from duban.meetings.rules.counting import Verdict, requirement_verdict, sentence_verdict


@dataclass(frozen=True, slots=True)
class Stretch:
    """A half-open span of a text."""

    text: int
    start: int
    end: int


def settle(meeting: Meeting) -> None:
    """Recompute what stands of every requirement and sentence of the meeting's present texts; write what changed."""
    for text in meeting.texts.filter(superseded=False):
        _settle(Stretch(text.pk, 0, len(text.restored)))


def settle_around(stretches: Iterable[Stretch]) -> None:
    """Recompute what a step may have changed: between the first and the last place it touched in each text."""
    by_text: dict[int, Stretch] = {}
    for one in stretches:
        known = by_text.get(one.text, one)
        by_text[one.text] = Stretch(one.text, min(known.start, one.start), max(known.end, one.end))
    for stretch in by_text.values():
        _settle(stretch)


def sentence_verdicts(
    sentences: Sequence[Sentence], requirements: Iterable[Requirement], agenda: Iterable[AgendaItem]
) -> list[Verdict]:
    """Return what stands of each sentence of one text, in order of place."""
    proposals: list[list[Verdict]] = [[] for _sentence in sentences]
    for requirement in requirements:
        for place in _under(sentences, requirement.start, requirement.end):
            proposals[place].append(Verdict(requirement.decision, requirement.drop_reason))
    named = {place for item in agenda for place in _under(sentences, item.start, item.end)}
    return [
        sentence_verdict(sentence.reader_reason, sentence.clerk_reason, proposals[place], names_agenda=place in named)
        for place, sentence in enumerate(sentences)
    ]


def _settle(stretch: Stretch) -> None:
    sentences = list(Sentence.objects.filter(_touching(stretch), text=stretch.text).order_by("start"))
    if sentences:  # what else lies in these sentences counts for them too
        first, last = sentences[0], sentences[-1]
        stretch = Stretch(stretch.text, min(stretch.start, first.start), max(stretch.end, last.end))
    near = _touching(stretch)
    requirements = list(Requirement.objects.filter(near, text=stretch.text).prefetch_related("actions"))
    for requirement in requirements:
        actions = [Verdict(action.decision, action.drop_reason) for action in requirement.actions.all()]
        verdict = requirement_verdict(Verdict(requirement.decision, requirement.drop_reason), actions)
        if (requirement.decision, requirement.drop_reason) != (verdict.decision, verdict.reason):
            requirement.decision, requirement.drop_reason = verdict.decision, verdict.reason
            requirement.save(update_fields=["decision", "drop_reason"])
    agenda = AgendaItem.objects.filter(near, text=stretch.text)
    changed = []
    for sentence, verdict in zip(sentences, sentence_verdicts(sentences, requirements, agenda), strict=True):
        if (sentence.decision, sentence.reason) != (verdict.decision, verdict.reason):
            sentence.decision, sentence.reason = verdict.decision, verdict.reason
            changed.append(sentence)
    Sentence.objects.bulk_update(changed, ["decision", "reason"], batch_size=500)


def _touching(stretch: Stretch) -> Q:
    return Q(start__lt=stretch.end, end__gt=stretch.start)


def _under(sentences: Sequence[Sentence], start: int, end: int) -> list[int]:
    """Return which of the sentences, sorted by place, share a character with the span."""
    first = bisect_left(sentences, start + 1, key=lambda sentence: sentence.end)
    found = []
    for place in range(first, len(sentences)):
        if sentences[place].start >= end:
            break
        found.append(place)
    return found
