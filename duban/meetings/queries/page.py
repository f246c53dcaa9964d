"""What the confirm page shows: the count, the marked text, the agenda tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count as Number
from django.db.models import Q

from duban.meetings.models import Action, AgendaItem, Meeting, MeetingText, Requirement, Sentence, TextState
from duban.meetings.queries.marked import MarkedParagraph, marked_text
from duban.meetings.queries.releasing import LOOSE, agenda_items, becomes_task, first_item, present_requirements
from duban.meetings.rules.counting import DROPPED, KEPT, UNDECIDED, Count
from duban.meetings.rules.parts import PART, Part, part_at


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
    releasable: bool
    part: Part | None = None  # of a long text: the part shown; None where all is on one page
    next_open: int | None = None  # where the next undecided sentence outside the part stands

    @property
    def unsure(self) -> list[tuple[int, dict[str, Any]]]:
        """The uncertain repairs of the shown text that nobody has decided, with their index."""
        repairs = enumerate(self.text.repairs) if self.text else ()
        return [(index, repair) for index, repair in repairs if not repair["certain"] and not repair.get("decided")]

    @property
    def warnings(self) -> list[dict[str, Any]]:
        """What the reading asks to check of the shown text, each once; repairs and the date have places of their own."""
        found = {
            w["message"]: w for w in (self.text.warnings if self.text else ()) if w["code"] not in _SHOWN_ELSEWHERE
        }
        return list(found.values())

    @property
    def year_inferred(self) -> dict[str, Any] | None:
        """The warning that the meeting's year stands nowhere in the text, or None."""
        warnings = self.text.warnings if self.text else ()
        return next((warning for warning in warnings if warning["code"] in _YEAR), None)


_YEAR = ("year_inferred", "year_from_name")
_SHOWN_ELSEWHERE = (*_YEAR, "uncertain_repair", "date_unknown")


def confirm_page(meeting: Meeting, text_id: int | None, *, at: int = 0, original: bool = False) -> ConfirmPage:
    """Return the page of a meeting with one of its texts (the first where none is named) beside the tree of all.

    Of texts too long for one page the part of the named text that holds the place `at`, with its own tree alone.
    """
    texts = list(meeting.texts.filter(superseded=False).select_related("job", "created_by"))
    shown = next((text for text in texts if text.pk == text_id), None) or next(iter(texts), None)
    part = _part(texts, shown, at)
    within = Q(text=shown, start__gte=part.start, start__lt=part.end) if part else Q()
    requirements = present_requirements(meeting, within)
    agenda = agenda_items(meeting)
    sentences = list(Sentence.objects.filter(within, text__meeting=meeting, text__superseded=False))
    paragraphs: list[MarkedParagraph] = []
    if shown and shown.state == TextState.READ:
        paragraphs = marked_text(
            shown,
            [row for row in sentences if row.text_id == shown.pk],
            [row for row in agenda if row.text_id == shown.pk],
            [row for row in requirements if row.text_id == shown.pk],
            part=part,
            original=original,
        )
    return ConfirmPage(
        meeting=meeting,
        texts=texts,
        text=shown,
        paragraphs=paragraphs,
        branches=_branches(_of_part(agenda, requirements, shown, part), requirements),
        loose_sentences=_without_proposal(sentences, requirements, texts),
        count=count_of(meeting),
        releasable=_releasable(meeting),
        part=part,
        next_open=_next_open(shown, part) if shown and part else None,
    )


def part_of(meeting: Meeting, text_id: int | None, at: int) -> tuple[MeetingText, Part] | None:
    """Return the text and the part of it that a page of this address shows; None where all is on one page."""
    texts = list(meeting.texts.filter(superseded=False))
    shown = next((text for text in texts if text.pk == text_id), None) or next(iter(texts), None)
    part = _part(texts, shown, at)
    return (shown, part) if shown and part else None


def _part(texts: list[MeetingText], shown: MeetingText | None, at: int) -> Part | None:
    if shown is None or sum(len(text.restored) for text in texts) <= PART:
        return None
    return part_at(shown.restored, at)


def _of_part(
    agenda: list[AgendaItem], requirements: list[Requirement], shown: MeetingText | None, part: Part | None
) -> list[AgendaItem]:
    """Return the agenda items of a part: those that stand in it, and those its requirements are shown under."""
    if shown is None or part is None:
        return agenda
    named = {first_item(requirement) for requirement in requirements}
    return [
        item
        for item in agenda
        if item.pk in named or (item.text_id == shown.pk and part.start <= item.start < part.end)
    ]


def _releasable(meeting: Meeting) -> bool:
    """Tell whether any action would become a task or is one."""
    becomes = Q(trackable=True, decision=KEPT, merged_into=None)
    present = Action.objects.filter(requirement__text__meeting=meeting, requirement__text__superseded=False)
    return present.filter(becomes | Q(task__isnull=False)).exists()


def _next_open(shown: MeetingText, part: Part) -> int | None:
    """Return where the next undecided sentence after the part stands, else the first before it."""
    open_ones = (
        Sentence.objects.filter(text=shown, decision=UNDECIDED).order_by("start").values_list("start", flat=True)
    )
    return open_ones.filter(start__gte=part.end).first() or open_ones.filter(start__lt=part.start).first()


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
    spans: dict[int, list[tuple[int, int]]] = {}
    for requirement in requirements:
        spans.setdefault(requirement.text_id, []).append((requirement.start, requirement.end))
    found = []
    for sentence in sentences:
        if sentence.decision != UNDECIDED:
            continue
        near = spans.get(sentence.text_id, ())
        if not any(start < sentence.end and end > sentence.start for start, end in near):
            sentence.text = by_id[sentence.text_id]
            found.append(sentence)
    return found
