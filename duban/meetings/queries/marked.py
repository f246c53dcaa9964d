"""A text as the confirm page prints it: paragraphs of segments, each knowing what it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.meetings.models import AgendaItem, MeetingText, Requirement, Sentence
from duban.meetings.rules.counting import DROPPED
from duban.meetings.rules.parts import Part
from duban.meetings.rules.segments import Mark, Paragraph, Segment, paragraphs, segments


@dataclass(frozen=True, slots=True)
class Piece:
    """One printed segment: its place, words, style classes, what a click on it chooses, and its repair if any."""

    start: int
    words: str
    classes: str
    target: str = ""
    keys: str = ""
    repair: Mapping[str, Any] | None = None
    repair_index: int = 0
    dropped: Sentence | None = None  # set on the last piece of a dropped sentence


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    """A paragraph with its number and pieces."""

    number: int
    pieces: tuple[Piece, ...]


def marked_text(
    text: MeetingText,
    sentences: Sequence[Sentence],
    agenda: Iterable[AgendaItem],
    requirements: Iterable[Requirement],
    *,
    part: Part | None = None,
    original: bool = False,
) -> list[MarkedParagraph]:
    """Return the text, or a part of it, with its marks; `original` prints what stood there before each repair."""
    requirements = list(requirements)
    marks = list(_marks(text, sentences, agenda, requirements))
    decisions = {f"requirement-{r.pk}": r.decision for r in requirements}
    decisions |= {f"action-{a.pk}": a.decision for r in requirements for a in r.actions.all()}
    untracked = {f"action-{a.pk}" for r in requirements for a in r.actions.all() if not a.trackable}
    printer = _Printer(text, {s.pk: s for s in sentences}, decisions, untracked, original)
    lines = [line for line in paragraphs(text.restored) if part is None or part.start <= line.start < part.end]
    by_paragraph = _by_paragraph(marks, lines)
    return [
        MarkedParagraph(line.number, tuple(printer.pieces(segments(text.restored, line.start, line.end, near))))
        for line, near in by_paragraph
    ]


def _by_paragraph(marks: list[Mark], lines: Iterable[Paragraph]) -> Iterator[tuple[Any, list[Mark]]]:
    """Yield each paragraph with the marks that touch it, so that a long text stays linear."""
    ordered = sorted(marks, key=lambda mark: mark.start)
    waiting: list[Mark] = []
    upcoming = 0
    for line in lines:
        while upcoming < len(ordered) and ordered[upcoming].start <= line.end:
            waiting.append(ordered[upcoming])
            upcoming += 1
        yield line, waiting
        waiting = [mark for mark in waiting if mark.end > line.end]


def _marks(
    text: MeetingText, sentences: Iterable[Sentence], agenda: Iterable[AgendaItem], requirements: Iterable[Requirement]
) -> Iterator[Mark]:
    for sentence in sentences:
        yield Mark(sentence.start, sentence.end, "sentence", f"sentence-{sentence.pk}")
    for item in agenda:
        yield Mark(item.start, item.end, "agenda", f"item-{item.pk}")
    for requirement in requirements:
        yield Mark(requirement.start, requirement.end, "requirement", f"requirement-{requirement.pk}")
        for action in requirement.actions.all():
            yield Mark(action.start, action.end, "action", f"action-{action.pk}")
            place = action.quote.find(action.deadline_text) if action.deadline_text else -1
            if place >= 0:
                start = action.start + place
                yield Mark(start, start + len(action.deadline_text), "deadline", f"action-{action.pk}")
    for index, repair in enumerate(text.repairs):
        yield Mark(repair["span"][0], repair["span"][1], "repair", f"repair-{index}")


@dataclass(frozen=True, slots=True)
class _Printer:
    text: MeetingText
    sentences: Mapping[int, Sentence]
    decisions: Mapping[str, str]
    untracked: set[str]
    original: bool

    def pieces(self, found: Iterable[Segment]) -> Iterator[Piece]:
        for segment in found:
            keys = segment.keys
            index = int(keys["repair"].split("-")[1]) if "repair" in keys else -1
            repair = self.text.repairs[index] if index >= 0 else None
            words = self._words(segment, repair)
            if not words and not (repair and not segment.text):
                continue
            chosen = keys.get("action") or keys.get("requirement") or keys.get("agenda") or keys.get("sentence", "")
            yield Piece(
                start=segment.start,
                words=words,
                classes=" ".join(self._classes(keys, repair)),
                target=chosen,
                keys=" ".join(dict.fromkeys(mark.key for mark in segment.marks)),
                repair=repair,
                repair_index=index,
                dropped=self._dropped_here(segment, keys),
            )

    def _words(self, segment: Segment, repair: Mapping[str, Any] | None) -> str:
        if repair is None or not self.original:
            return segment.text
        return str(repair["original"]) if segment.start == repair["span"][0] else ""

    def _classes(self, keys: Mapping[str, str], repair: Mapping[str, Any] | None) -> Iterator[str]:
        for kind in ("agenda", "requirement", "action", "deadline"):
            if kind in keys:
                yield f"m-{kind}"
        if "action" in keys or "requirement" in keys:
            yield f"d-{self.decisions[keys.get('action') or keys['requirement']]}"
            if keys.get("action") in self.untracked:
                yield "m-context"
        elif "sentence" in keys:
            yield f"d-{self.sentences[int(keys['sentence'].split('-')[1])].decision}"
        if repair is not None:
            yield "m-repair"
            if not repair["certain"] and not repair.get("decided"):
                yield "m-unsure"
            if repair["restored"] == "":
                yield "m-removed"

    def _dropped_here(self, segment: Segment, keys: Mapping[str, str]) -> Sentence | None:
        """Return the dropped sentence without proposals that ends with this segment."""
        if "sentence" not in keys:
            return None
        sentence = self.sentences[int(keys["sentence"].split("-")[1])]
        ends = segment.start + len(segment.text) == sentence.end
        return sentence if ends and sentence.decision == DROPPED and "requirement" not in keys else None
