"""A news report and the minutes of one meeting: one matter with two quotes."""

from __future__ import annotations

import pytest

from duban.meetings.actions.errors import NotPossible
from duban.meetings.actions.joining import confirm_matches, join_meetings
from duban.meetings.actions.proposals import Edit, edit, keep_rest
from duban.meetings.actions.releasing import release
from duban.meetings.actions.steps import undo
from duban.meetings.actions.texts import bring_in, store_reading
from duban.meetings.models import Action, Meeting
from duban.meetings.queries.lists import same_meeting
from duban.meetings.queries.matching import matches_of
from duban.meetings.queries.releasing import release_of
from tests.meetings.conftest import Desk
from tests.meetings.readings import TEXT, reading

MINUTES = TEXT.replace("完成南渠清淤", "全面完成南渠清淤")


@pytest.fixture
def other(desk: Desk) -> Meeting:
    """The same meeting brought in a second time as minutes."""
    text = bring_in(MINUTES, name="纪要.txt", actor=desk.office.clerk)
    store_reading(text, reading(MINUTES))
    return Meeting.objects.get(pk=text.meeting_id)


@pytest.fixture
def joined(desk: Desk, other: Meeting) -> Meeting:
    return join_meetings(other, desk.meeting, actor=desk.office.clerk)


def test_the_same_meeting_is_recognised_by_kind_number_and_date(desk: Desk, other: Meeting) -> None:
    assert same_meeting(other, desk.office.clerk) == [desk.meeting]
    assert same_meeting(other, desk.office.liaison) == []


def test_joining_moves_the_texts_and_leaves_one_meeting(desk: Desk, joined: Meeting) -> None:
    assert Meeting.objects.count() == 1
    assert joined.texts.count() == 2


def test_a_meeting_is_not_joined_into_itself(desk: Desk) -> None:
    with pytest.raises(NotPossible):
        join_meetings(desk.meeting, desk.meeting, actor=desk.office.clerk)


def test_alike_requirements_of_two_texts_are_proposed_best_first(desk: Desk, joined: Meeting) -> None:
    proposed = matches_of(joined)
    assert [match.percent for match in proposed] == sorted((m.percent for m in proposed), reverse=True)
    assert len(proposed) == 4
    assert all(match.one.text_id != match.other.text_id for match in proposed)


def test_a_confirmed_pair_is_one_task_with_two_quotes(desk: Desk, joined: Meeting) -> None:
    assert confirm_matches(joined, matches_of(joined), actor=desk.office.clerk) == 6
    assert matches_of(joined) == []
    for text in joined.texts.all():
        for item in text.agenda.all():
            keep_rest(joined, item, actor=desk.office.clerk)
    for action in Action.objects.filter(trackable=True, lead_unit=None, merged_into=None):
        edit(action, Edit(lead_unit=desk.office.units["市水务局"]), version=None, actor=desk.office.clerk)
    done = release(joined, token=release_of(joined).plan.token, actor=desk.office.clerk)
    assert len(done.opened) == 4
    canal = next(task for task in done.opened if "南渠清淤" in task.title)
    assert sorted(origin.quote for origin in canal.origins.all()) == [
        "市水务局要在年底前全面完成南渠清淤", "市水务局要在年底前完成南渠清淤",
    ]  # fmt: skip


def test_pairing_can_be_undone(desk: Desk, joined: Meeting) -> None:
    confirm_matches(joined, matches_of(joined), actor=desk.office.clerk)
    undo(joined, actor=desk.office.clerk)
    assert not Action.objects.exclude(merged_into=None).exists()
    assert len(matches_of(joined)) == 4


def test_a_read_text_is_not_read_twice(desk: Desk) -> None:
    before = desk.text.requirements.count()
    store_reading(desk.text, reading())
    assert desk.text.requirements.count() == before
