"""Marking, splitting, merging: every proposal stays an exact quote of the text."""

from __future__ import annotations

import pytest

from duban.meetings.actions.errors import NotPossible
from duban.meetings.actions.proposals import set_trackable
from duban.meetings.actions.shaping import join, mark_requirement, merge, part, restore_sentence, split
from duban.meetings.actions.steps import undo
from duban.meetings.models import Action, Requirement
from duban.meetings.queries.page import count_of
from tests.meetings.conftest import Desk
from tests.meetings.readings import TEXT


def assert_quotes_are_exact(desk: Desk) -> None:
    for row in (*Requirement.objects.all(), *Action.objects.all()):
        assert desk.text.restored[row.start : row.end] == row.quote


def test_any_words_become_a_requirement_of_the_agenda_item_around_them(desk: Desk) -> None:
    start = TEXT.index("会议还研究了其他事项")
    made = mark_requirement(desk.text, start, start + 11, actor=desk.office.clerk)
    assert made.quote == "会议还研究了其他事项"  # the stop is left out
    assert [item.topic for item in made.agenda.all()] == ["校车安全情况"]
    action = made.actions.get()
    assert (action.decision, action.trackable) == ("kept", True)
    assert count_of(desk.meeting).kept == 1
    assert_quotes_are_exact(desk)


def test_nothing_but_signs_is_no_requirement(desk: Desk) -> None:
    place = TEXT.index("。")
    with pytest.raises(NotPossible):
        mark_requirement(desk.text, place, place + 1, actor=desk.office.clerk)


def test_the_same_words_are_marked_once(desk: Desk) -> None:
    requirement = desk.requirement("政治站位")
    with pytest.raises(NotPossible):
        mark_requirement(desk.text, requirement.start, requirement.end, actor=desk.office.clerk)


def test_a_sentence_dropped_by_the_reader_comes_back_undecided(desk: Desk) -> None:
    sentence = desk.text.sentences.get(position=1)
    restore_sentence(sentence, version=sentence.version, actor=desk.office.clerk)
    count = count_of(desk.meeting)
    assert (count.dropped, count.undecided) == (3, 5)
    undo(desk.meeting, actor=desk.office.clerk)
    assert count_of(desk.meeting).dropped == 4


def test_an_action_splits_into_two_exact_quotes(desk: Desk) -> None:
    action = desk.action("校车检查办法")
    at = TEXT.index("制定校车")
    second = split(action, at, version=action.version, actor=desk.office.clerk)
    assert isinstance(second, Action)
    assert (desk.action("市教育局会同").quote, second.quote) == ("市教育局会同市公安局", "制定校车检查办法")
    assert second.lead_unit == desk.office.units["市教育局"]
    assert_quotes_are_exact(desk)
    undo(desk.meeting, actor=desk.office.clerk)
    assert desk.action("校车检查办法").quote == "市教育局会同市公安局制定校车检查办法"
    assert Action.objects.count() == 6


def test_splitting_at_the_edge_is_refused(desk: Desk) -> None:
    action = desk.action("校车检查办法")
    for at in (action.start, action.end, action.end + 5):
        with pytest.raises(NotPossible):
            split(action, at, version=action.version, actor=desk.office.clerk)
    assert Action.objects.count() == 6


def test_a_requirement_splits_with_its_actions(desk: Desk) -> None:
    requirement = desk.requirement("南渠清淤")
    second = split(requirement, TEXT.index("，各县") + 1, version=requirement.version, actor=desk.office.clerk)
    assert isinstance(second, Requirement)
    assert [a.quote for a in second.actions.all()] == ["各县(区)要建立巡查台账"]
    assert [a.quote for a in desk.requirement("南渠清淤").actions.all()] == ["市水务局要在年底前完成南渠清淤"]
    assert_quotes_are_exact(desk)
    undo(desk.meeting, actor=desk.office.clerk)
    assert Requirement.objects.count() == 4
    assert desk.requirement("南渠清淤").actions.count() == 2


def test_actions_merge_into_one_task_and_part_again(desk: Desk) -> None:
    report = desk.action("明年3月底前")
    merge(report, version=report.version, actor=desk.office.clerk)
    now = desk.action("明年3月底前")
    assert now.merged_into == desk.action("校车检查办法")
    root = desk.action("校车检查办法")
    assert {now.decision, root.decision} == {"kept"}
    assert (root.deadline_text, str(root.deadline)) == ("明年3月底前", "2025-03-31")
    part(now, version=now.version, actor=desk.office.clerk)
    assert desk.action("明年3月底前").merged_into is None


def test_merging_twice_puts_three_into_one(desk: Desk) -> None:
    for words in ("明年3月底前", "严格落实责任"):
        action = desk.action(words)
        merge(action, version=action.version, actor=desk.office.clerk)
    root = desk.action("校车检查办法")
    assert set(Action.objects.filter(merged_into=root)) == {desk.action("明年3月底前"), desk.action("严格落实责任")}


def test_undoing_a_merge_gives_the_root_back_as_it_was(desk: Desk) -> None:
    for words in ("明年3月底前", "严格落实责任"):
        action = desk.action(words)
        merge(action, version=action.version, actor=desk.office.clerk)
    undo(desk.meeting, actor=desk.office.clerk)
    assert desk.action("严格落实责任").merged_into is None
    undo(desk.meeting, actor=desk.office.clerk)
    root = desk.action("校车检查办法")
    assert (root.deadline, root.deadline_text, root.decision) == (None, "", "undecided")


def test_the_first_action_has_nothing_to_merge_with(desk: Desk) -> None:
    action = desk.action("南渠清淤")
    with pytest.raises(NotPossible):
        merge(action, version=action.version, actor=desk.office.clerk)


def test_requirements_of_one_paragraph_merge_and_come_apart_by_undo(desk: Desk) -> None:
    second = desk.requirement("政治站位")
    merge(second, version=second.version, actor=desk.office.clerk)
    assert Requirement.objects.count() == 3
    assert desk.requirement("南渠清淤").actions.count() == 3
    assert_quotes_are_exact(desk)
    undo(desk.meeting, actor=desk.office.clerk)
    assert desk.requirement("政治站位").pk == second.pk
    assert desk.requirement("政治站位").actions.count() == 1
    assert [item.topic for item in desk.requirement("政治站位").agenda.all()] == ["河道清淤情况"]


def test_requirements_of_two_paragraphs_do_not_merge(desk: Desk) -> None:
    requirement = desk.requirement("校车检查办法")
    with pytest.raises(NotPossible):
        merge(requirement, version=requirement.version, actor=desk.office.clerk)
    assert Requirement.objects.count() == 4


def test_words_before_the_first_requirement_of_their_paragraph_belong_to_its_agenda_item(desk: Desk) -> None:
    start = TEXT.index("会议听取校车安全情况汇报")
    made = mark_requirement(desk.text, start, start + 12, actor=desk.office.clerk)
    assert [item.topic for item in made.agenda.all()] == ["校车安全情况"]


def test_what_is_merged_is_trackable_together_or_not_at_all(desk: Desk) -> None:
    root, stance = desk.action("南渠清淤"), desk.action("政治站位")
    join(stance, root)
    stance.refresh_from_db()
    set_trackable(stance, trackable=False, version=stance.version, actor=desk.office.clerk)
    assert (desk.action("南渠清淤").trackable, desk.action("政治站位").trackable) == (False, False)
    undo(desk.meeting, actor=desk.office.clerk)
    assert desk.action("南渠清淤").trackable
    stance = desk.action("政治站位")
    set_trackable(stance, trackable=True, version=stance.version, actor=desk.office.clerk)
    assert (desk.action("南渠清淤").trackable, desk.action("政治站位").trackable) == (True, True)
