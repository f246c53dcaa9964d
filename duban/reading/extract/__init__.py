"""Extraction: restored text → meeting, agenda, requirements, actions and their values, by rules over a lexicon.

The order of the stages is the order of this file; each stage is a module with one public function.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from duban.reading.extract.agenda import find_agenda
from duban.reading.extract.citations import find_citations
from duban.reading.extract.clauses import find_actions
from duban.reading.extract.deadlines import find_deadline
from duban.reading.extract.meeting import find_meeting
from duban.reading.extract.requirements import find_requirements
from duban.reading.extract.targets import find_targets
from duban.reading.extract.trackable import judge_trackable
from duban.reading.extract.units import assign_units
from duban.reading.model import AgendaItem, Meeting, Notice, Quote, Requirement, Sentence


@dataclass(frozen=True, slots=True)
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
    meeting, notices = find_meeting(text, name=name, on=on)
    agenda, body = find_agenda(text, meeting)
    requirements, sentences = find_requirements(text, agenda, body)
    requirements = tuple(replace(r, actions=find_actions(text, r)) for r in requirements)
    requirements = assign_units(text, requirements)
    day = meeting.date.value if meeting.date else None
    valued = []
    for requirement in requirements:
        actions = []
        for action in requirement.actions:
            deadline = find_deadline(text, requirement, action, day)
            targets = find_targets(text, requirement, action)
            trackable, rule = judge_trackable(text, requirement, action, deadline, targets)
            actions.append(replace(action, deadline=deadline, targets=targets, trackable=trackable, trackable_rule=rule))
        valued.append(replace(requirement, actions=tuple(actions)))
    return Extracted(meeting, agenda, tuple(valued), find_citations(text), sentences, notices)
