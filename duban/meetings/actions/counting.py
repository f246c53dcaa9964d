"""Bringing the stored decisions of requirements and sentences after their proposals, so that a count is a GROUP BY."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from duban.meetings.models import AgendaItem, Meeting, Requirement, Sentence
from duban.meetings.rules.counting import Verdict, requirement_verdict, sentence_verdict


def settle(meeting: Meeting) -> None:
    """Recompute what stands of every requirement and sentence of the meeting's present texts; write what changed."""
    requirements = list(
        Requirement.objects.filter(text__meeting=meeting, text__superseded=False).prefetch_related("actions")
    )
    for requirement in requirements:
        actions = [Verdict(action.decision, action.drop_reason) for action in requirement.actions.all()]
        verdict = requirement_verdict(Verdict(requirement.decision, requirement.drop_reason), actions)
        if (requirement.decision, requirement.drop_reason) != (verdict.decision, verdict.reason):
            requirement.decision, requirement.drop_reason = verdict.decision, verdict.reason
            requirement.save(update_fields=["decision", "drop_reason"])
    _settle_sentences(meeting, requirements)


def _settle_sentences(meeting: Meeting, requirements: Sequence[Requirement]) -> None:
    sentences = list(Sentence.objects.filter(text__meeting=meeting, text__superseded=False))
    agenda = AgendaItem.objects.filter(text__meeting=meeting, text__superseded=False)
    proposals: dict[int, list[Verdict]] = {}
    named = set[int]()
    by_text: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        by_text.setdefault(sentence.text_id, []).append(sentence)
    for requirement in requirements:
        for sentence in _under(by_text.get(requirement.text_id, []), requirement.start, requirement.end):
            verdict = Verdict(requirement.decision, requirement.drop_reason)
            proposals.setdefault(sentence.pk, []).append(verdict)
    for item in agenda:
        named.update(sentence.pk for sentence in _under(by_text.get(item.text_id, []), item.start, item.end))
    changed = []
    for sentence in sentences:
        verdict = sentence_verdict(
            sentence.reader_reason,
            sentence.clerk_reason,
            proposals.get(sentence.pk, ()),
            names_agenda=sentence.pk in named,
        )
        if (sentence.decision, sentence.reason) != (verdict.decision, verdict.reason):
            sentence.decision, sentence.reason = verdict.decision, verdict.reason
            changed.append(sentence)
    Sentence.objects.bulk_update(changed, ["decision", "reason"], batch_size=500)


def _under(sentences: Sequence[Sentence], start: int, end: int) -> list[Sentence]:
    """Return the sentences, sorted by place, that share a character with the span."""
    first = bisect_left(sentences, start + 1, key=lambda sentence: sentence.end)
    found = []
    for sentence in sentences[first:]:
        if sentence.start >= end:
            break
        found.append(sentence)
    return found
