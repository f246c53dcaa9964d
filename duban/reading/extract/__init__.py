"""Extraction: restored text → meeting, agenda, requirements, actions and their values, by rules over a lexicon.

The order of the stages is the order of this file; each stage is a module with one public function.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duban.reading.extract.agenda import find_agenda
from duban.reading.extract.citations import find_citations
from duban.reading.extract.deadlines import find_deadline, first_sign_of_time
from duban.reading.extract.meeting import find_meeting
from duban.reading.extract.outline import outline
from duban.reading.extract.requirements import find_requirements
from duban.reading.extract.targets import find_targets, may_hold_targets
from duban.reading.extract.trackable import judge_trackable
from duban.reading.extract.units import assign_units
from duban.reading.model import Action, AgendaItem, Meeting, Notice, Quote, Requirement, Sentence


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Extracted:
    """What the stages found in one restored text."""

    meeting: Meeting
    agenda: tuple[AgendaItem, ...]
    requirements: tuple[Requirement, ...]
    citations: tuple[Quote, ...]
    sentences: tuple[Sentence, ...]
    notices: tuple[Notice, ...]


def extract(text: str, *, name: str, on: date | None) -> Extracted:
    """Return the parts of a restored text; `name` is the file's name, `on` the day given by the person."""
    paragraphs = outline(text)
    meeting, lead, notices = find_meeting(text, paragraphs, name=name, on=on)
    agenda, body = find_agenda(text, paragraphs, lead)
    requirements, sentences = find_requirements(text, paragraphs, lead, agenda, body)
    requirements = assign_units(text, requirements)
    day = meeting.date.value if meeting.date else None
    valued = tuple(_with_values(text, requirement, day) for requirement in requirements)
    return Extracted(meeting, agenda, valued, find_citations(text), sentences, notices)


def _with_values(text: str, requirement: Requirement, day: date | None) -> Requirement:
    """Return the requirement with deadline, targets and verdict on each of its actions."""
    actions = []
    timed, counted = first_sign_of_time(text, requirement.span), may_hold_targets(text, requirement.span)
    for action in requirement.actions:
        late = timed is not None and action.span[1] > timed
        deadline = find_deadline(text, requirement, action, day) if late else None
        targets = find_targets(text, requirement, action) if counted else ()
        trackable, rule = judge_trackable(text, requirement, action, deadline, targets)
        actions.append(Action(action.text, action.span, trackable, deadline, targets, action.units, action.rule, rule))
    return requirement.with_actions(actions)
