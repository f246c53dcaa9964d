"""The reading of meetings of our own writing, figure by figure: today's agreement with the clerk is a floor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from duban.reading import Reading, read_text
from tests.reading.annotated import Annotated, Marked, annotated

# Agreement (F1) over all meetings; `trackable` is the share of the actions found. Raised when the reading gets better.
FLOORS = {
    "head": 0.99, "agenda": 0.99, "requirements": 0.99, "actions": 0.99, "trackable": 0.98, "deadlines": 0.98,
    "targets": 0.99, "units": 0.98,
}  # fmt: skip


class _Tally:
    """How much was found, expected and right."""

    def __init__(self) -> None:
        self.found = self.expected = self.right = 0

    def add(self, found: Iterable[object], expected: Iterable[object]) -> None:
        a, b = Counter(found), Counter(expected)
        self.found, self.expected, self.right = (
            self.found + a.total(),
            self.expected + b.total(),
            self.right + (a & b).total(),
        )

    @property
    def share(self) -> float:
        return 2 * self.right / ((self.found + self.expected) or 1)


@pytest.fixture(scope="module")
def tallies() -> dict[str, _Tally]:
    counts = {figure: _Tally() for figure in FLOORS}
    for meeting in annotated():
        _compare(read_text(meeting.text), meeting, counts)
    return counts


def _compare(reading: Reading, meeting: Annotated, counts: dict[str, _Tally]) -> None:
    counts["head"].add(_head(reading), _expected_head(meeting))
    counts["agenda"].add(((item.kind, item.topic) for item in reading.agenda), meeting.agenda)
    requirements = [(r.kind, r.text.removeprefix("要")) for r in reading.requirements]
    counts["requirements"].add(requirements, ((kind, text.removeprefix("要")) for kind, text in meeting.requirements))
    found = _marked(reading)
    counts["actions"].add((a.text for a in found), (a.text for a in meeting.actions))
    by_text = {action.text: action for action in found}
    for expected in meeting.actions:
        action = by_text.get(expected.text)
        if action is None:
            continue
        counts["trackable"].add([action.trackable], [expected.trackable])
        counts["deadlines"].add(
            [action.deadline] if action.deadline else [], [expected.deadline] if expected.deadline else []
        )
        counts["targets"].add(action.targets, expected.targets)
        counts["units"].add(action.units, expected.units)


def _head(reading: Reading) -> list[object]:
    meeting = reading.meeting
    day = meeting.date.value.isoformat() if meeting.date else None
    chair = (meeting.chair.name, *meeting.chair.posts) if meeting.chair else None
    return [
        ("kind", meeting.kind),
        ("convener", meeting.convener),
        ("ordinal", meeting.ordinal),
        ("date", day),
        ("chair", chair),
    ]


def _expected_head(meeting: Annotated) -> list[object]:
    head = meeting.head
    return [
        ("kind", head["kind"]), ("convener", head["convener"] or None), ("ordinal", int(head["ordinal"]) if head["ordinal"] else None),
        ("date", head["date"]), ("chair", (head["chair"], *head["posts"].split(","))),
    ]  # fmt: skip


def _marked(reading: Reading) -> list[Marked]:
    return [
        Marked(
            action.text,
            action.trackable,
            (action.deadline.text, action.deadline.value.isoformat() if action.deadline.value else None) if action.deadline else None,
            tuple(sorted((target.quantity, target.unit) for target in action.targets)),
            frozenset(unit.text for unit in action.units),
        )
        for requirement in reading.requirements
        for action in requirement.actions
    ]  # fmt: skip


@pytest.mark.parametrize("figure", FLOORS)
def test_the_reading_agrees_with_the_clerk_as_it_did(tallies: dict[str, _Tally], figure: str) -> None:
    assert tallies[figure].expected > 20
    assert tallies[figure].share >= FLOORS[figure]
