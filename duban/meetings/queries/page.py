"""What the confirm page shows: the count, the marked text, the agenda tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count as Number

from duban.meetings.models import AgendaItem, Meeting, MeetingText, Requirement, Sentence, TextState
from duban.meetings.queries.marked import MarkedParagraph, marked_text
from duban.meetings.queries.releasing import LOOSE, agenda_items, becomes_task, first_item, present_requirements
from duban.meetings.rules.counting import DROPPED, KEPT, UNDECIDED, Count


def count_of(meeting: Meeting) -> Count:
    """Return the running count over the sentences of the meeting's present texts."""
    rows = (
        Sentence.objects.filter(text__meeting=meeting, text__superseded=False)
        .order_by()
        .values_list("decision", "reason")
        .annotate(number=Number("id"))
    )
    by_decision = dict.fromkeys((KEPT, DROPPED, UNDECIDED), 0)
    reasons: dict[str, int] = {}
    for decision, reason, number in rows:
        by_decision[decision] += number
        if decision == DROPPED:
            reasons[reason] = reasons.get(reason, 0) + number
    ordered = dict(sorted(reasons.items(), key=lambda pair: -pair[1]))
    return Count(by_decision[KEPT], by_decision[DROPPED], by_decision[UNDECIDED], ordered)


@dataclass(frozen=True, slots=True)
class Branch:
    """One agenda item of the tree (None: what belongs to no item) with the requirements shown under it."""

    item: AgendaItem | None
    requirements: tuple[Requirement, ...]
    undecided: int
    unreleased: int

    @property
    def key(self) -> int:
        """The item's id, 0 for none: the scope of a release."""
        return self.item.pk if self.item else LOOSE


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """All that the confirm page shows of a meeting."""

    meeting: Meeting
    texts: list[MeetingText]
    text: MeetingText | None
    paragraphs: list[MarkedParagraph]
    branches: list[Branch]
    loose_sentences: list[Sentence]
    count: Count

    @property
    def unsure(self) -> list[tuple[int, dict[str, Any]]]:
        """The uncertain repairs of the shown text that nobody has decided, with their index."""
        repairs = enumerate(self.text.repairs) if self.text else ()
        return [(index, repair) for index, repair in repairs if not repair["certain"] and not repair.get("decided")]


def confirm_page(meeting: Meeting, text_id: int | None, *, original: bool = False) -> ConfirmPage:
    """Return the page of a meeting with one of its texts (the first where none is named) beside the tree of all."""
    texts = list(meeting.texts.filter(superseded=False).select_related("job", "created_by"))
    shown = next((text for text in texts if text.pk == text_id), None) or next(iter(texts), None)
    requirements = present_requirements(meeting)
    agenda = agenda_items(meeting)
    sentences = list(Sentence.objects.filter(text__meeting=meeting, text__superseded=False))
    paragraphs: list[MarkedParagraph] = []
    if shown and shown.state == TextState.READ:
        paragraphs = marked_text(
            shown,
            [row for row in sentences if row.text_id == shown.pk],
            [row for row in agenda if row.text_id == shown.pk],
            [row for row in requirements if row.text_id == shown.pk],
            original=original,
        )
    return ConfirmPage(
        meeting=meeting,
        texts=texts,
        text=shown,
        paragraphs=paragraphs,
        branches=_branches(agenda, requirements),
        loose_sentences=_without_proposal(sentences, requirements, texts),
        count=count_of(meeting),
    )


def _branches(agenda: list[AgendaItem], requirements: list[Requirement]) -> list[Branch]:
    under: dict[int, list[Requirement]] = {item.pk: [] for item in agenda}
    for requirement in requirements:
        under.setdefault(first_item(requirement) or LOOSE, []).append(requirement)
    items: list[AgendaItem | None] = [*agenda, *([None] if LOOSE in under else [])]
    return [_branch(item, under[item.pk if item else LOOSE]) for item in items]


def _branch(item: AgendaItem | None, requirements: list[Requirement]) -> Branch:
    actions = [action for requirement in requirements for action in requirement.actions.all()]
    return Branch(
        item=item,
        requirements=tuple(requirements),
        undecided=sum(requirement.decision == UNDECIDED for requirement in requirements),
        unreleased=sum(becomes_task(action) and action.task_id is None for action in actions),
    )


def _without_proposal(
    sentences: list[Sentence], requirements: list[Requirement], texts: list[MeetingText]
) -> list[Sentence]:
    """Return the undecided sentences in which nothing is proposed: the clerk drops them or marks something."""
    by_id = {text.pk: text for text in texts}
    found = []
    for sentence in sentences:
        if sentence.decision != UNDECIDED:
            continue
        held = any(
            r.text_id == sentence.text_id and r.start < sentence.end and r.end > sentence.start for r in requirements
        )
        if not held:
            sentence.text = by_id[sentence.text_id]
            found.append(sentence)
    return found
