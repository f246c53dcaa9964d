"""Deciding proposals: keep, drop, edit, in batch, with the running count, undo and conflicts."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from duban.audit.models import AuditEntry
from duban.meetings.actions.errors import Conflict, NotPossible
from duban.meetings.actions.proposals import (
    Edit,
    Limit,
    assign_item,
    drop,
    drop_sentence,
    edit,
    keep,
    keep_rest,
    reopen,
    set_trackable,
)
from duban.meetings.actions.steps import undo
from duban.meetings.models import Action, Sentence
from duban.meetings.queries.page import count_of
from tests.meetings.conftest import Desk


def test_a_reading_proposes_units_deadline_and_children(desk: Desk) -> None:
    canal, patrol = desk.action("南渠清淤"), desk.action("巡查台账")
    assert canal.lead_unit == desk.office.units["市水务局"]
    assert canal.deadline == date(2024, 12, 31)
    assert patrol.fan_out and patrol.lead_unit is None
    rule = desk.action("校车检查办法")
    assert rule.lead_unit == desk.office.units["市教育局"]
    assert list(rule.responsible_units.all()) == [desk.office.units["市公安局"]]


def test_the_head_is_taken_over_from_the_reading(desk: Desk) -> None:
    meeting = desk.meeting
    assert (meeting.title, meeting.kind, meeting.ordinal, meeting.date) == (
        "市政府第12次常务会议", "executive", 12, date(2024, 9, 18),
    )  # fmt: skip


def test_the_count_adds_up_before_anything_is_decided(desk: Desk) -> None:
    count = count_of(desk.meeting)
    assert (count.read, count.kept, count.dropped, count.undecided) == (8, 0, 4, 4)
    assert count.reasons == {"drop.report": 4}


def test_keeping_a_requirement_keeps_its_actions(desk: Desk) -> None:
    requirement = desk.requirement("南渠清淤")
    keep(requirement, version=requirement.version, actor=desk.office.clerk)
    assert {a.decision for a in requirement.actions.all()} == {"kept"}
    assert count_of(desk.meeting).undecided == 3


def test_a_requirement_with_one_action_dropped_and_one_kept_is_kept(desk: Desk) -> None:
    canal, patrol = desk.action("南渠清淤"), desk.action("巡查台账")
    drop(canal, reason="routine", version=canal.version, actor=desk.office.clerk)
    assert desk.requirement("南渠清淤").decision == "undecided"
    keep(patrol, version=patrol.version, actor=desk.office.clerk)
    assert desk.requirement("南渠清淤").decision == "kept"


def test_dropping_needs_a_reason_that_is_known(desk: Desk) -> None:
    requirement = desk.requirement("政治站位")
    with pytest.raises(NotPossible):
        drop(requirement, reason="因为", version=requirement.version, actor=desk.office.clerk)
    drop(requirement, reason="attitude", version=requirement.version, actor=desk.office.clerk)
    assert count_of(desk.meeting).reasons["attitude"] == 1


def test_a_unit_cannot_decide(desk: Desk) -> None:
    requirement = desk.requirement("政治站位")
    for actor in (desk.office.liaison, desk.office.leader):
        with pytest.raises(PermissionDenied):
            keep(requirement, version=requirement.version, actor=actor)
    assert desk.requirement("政治站位").decision == "undecided"


def test_a_second_clerk_with_an_old_page_is_told_who_changed_it(desk: Desk) -> None:
    action = desk.action("南渠清淤")
    edit(action, Edit(wording="清淤"), version=action.version, actor=desk.office.clerk)
    with pytest.raises(Conflict) as caught:
        edit(action, Edit(wording="别的"), version=action.version, actor=desk.office.other_clerk)
    assert caught.value.step is not None
    assert caught.value.step.actor == desk.office.clerk
    assert desk.action("南渠清淤").wording == "清淤"


def test_deciding_a_requirement_sees_a_change_of_its_action(desk: Desk) -> None:
    requirement, action = desk.requirement("南渠清淤"), desk.action("南渠清淤")
    edit(action, Edit(wording="清淤"), version=action.version, actor=desk.office.clerk)
    with pytest.raises(Conflict):
        drop(requirement, reason="fact", version=requirement.version, actor=desk.office.other_clerk)


def test_an_edit_keeps_the_action_and_names_the_clerks_deadline(desk: Desk) -> None:
    action = desk.action("南渠清淤")
    change = Edit(
        wording="完成南渠清淤", lead_unit=desk.office.units["南渠县"],
        supporting_units=(desk.office.units["市水务局"],), limit=Limit(date(2024, 11, 30)), reporting_rhythm="每月",
    )  # fmt: skip
    edit(action, change, version=action.version, actor=desk.office.clerk)
    now = desk.action("南渠清淤")
    assert (now.decision, now.wording, now.deadline, now.deadline_rule) == (
        "kept",
        "完成南渠清淤",
        date(2024, 11, 30),
        "",
    )
    assert list(now.supporting_units.all()) == [desk.office.units["市水务局"]]


def test_each_write_leaves_one_audit_row_and_one_that_changes_nothing_none(desk: Desk) -> None:
    action = desk.action("南渠清淤")
    before = AuditEntry.objects.count()
    keep(action, version=action.version, actor=desk.office.clerk)
    assert AuditEntry.objects.count() == before + 1
    again = desk.action("南渠清淤")
    keep(again, version=again.version, actor=desk.office.clerk)
    assert AuditEntry.objects.count() == before + 1


def test_undo_gives_back_what_was_there(desk: Desk) -> None:
    action = desk.action("校车检查办法")
    edit(
        action, Edit(wording="别的", responsible_units=(), lead_unit=desk.office.units["市公安局"]),
        version=action.version, actor=desk.office.clerk,
    )  # fmt: skip
    undo(desk.meeting, actor=desk.office.clerk)
    now = desk.action("校车检查办法")
    assert (now.wording, now.decision, now.lead_unit) == ("", "undecided", desk.office.units["市教育局"])
    assert list(now.responsible_units.all()) == [desk.office.units["市公安局"]]
    assert now.version > action.version


def test_undo_goes_back_step_by_step_and_only_through_ones_own(desk: Desk) -> None:
    first, second, other = desk.action("南渠清淤"), desk.action("巡查台账"), desk.requirement("政治站位")
    keep(first, version=None, actor=desk.office.clerk)
    keep(second, version=None, actor=desk.office.clerk)
    drop(other, reason="attitude", version=None, actor=desk.office.other_clerk)
    undo(desk.meeting, actor=desk.office.clerk)
    undo(desk.meeting, actor=desk.office.clerk)
    assert desk.action("南渠清淤").decision == "undecided"
    assert desk.requirement("政治站位").decision == "dropped"
    with pytest.raises(NotPossible):
        undo(desk.meeting, actor=desk.office.clerk)


def test_undo_refuses_where_somebody_changed_the_same_thing_since(desk: Desk) -> None:
    action = desk.action("南渠清淤")
    keep(action, version=None, actor=desk.office.clerk)
    drop(action, reason="routine", version=None, actor=desk.office.other_clerk)
    with pytest.raises(Conflict):
        undo(desk.meeting, actor=desk.office.clerk)
    assert desk.action("南渠清淤").decision == "dropped"


def test_reopening_makes_it_undecided_again(desk: Desk) -> None:
    requirement = desk.requirement("政治站位")
    drop(requirement, reason="attitude", version=None, actor=desk.office.clerk)
    reopen(requirement, version=None, actor=desk.office.clerk)
    assert {a.decision for a in requirement.actions.all()} == {"undecided"}


def test_the_trackable_verdict_becomes_the_clerks(desk: Desk) -> None:
    action = desk.action("严格落实责任")
    set_trackable(action, trackable=True, version=action.version, actor=desk.office.clerk)
    now = desk.action("严格落实责任")
    assert now.trackable and now.trackable_rule == ""


def test_keeping_the_rest_of_an_item_leaves_what_is_dropped(desk: Desk) -> None:
    dropped = desk.action("巡查台账")
    drop(dropped, reason="routine", version=None, actor=desk.office.clerk)
    item = desk.text.agenda.first()
    assert keep_rest(desk.meeting, item, actor=desk.office.clerk) == 2
    assert desk.action("巡查台账").decision == "dropped"
    assert desk.action("南渠清淤").decision == "kept"
    assert desk.action("校车检查办法").decision == "undecided"


def test_assigning_an_item_fills_only_what_is_empty(desk: Desk) -> None:
    item = desk.text.agenda.first()
    change = Edit(lead_unit=desk.office.units["南渠县"], limit=Limit(date(2024, 10, 31)))
    assert assign_item(desk.meeting, item, change, overwrite=False, actor=desk.office.clerk) == 2
    canal, patrol = desk.action("南渠清淤"), desk.action("巡查台账")
    assert (canal.lead_unit, canal.deadline) == (desk.office.units["市水务局"], date(2024, 12, 31))
    assert (patrol.lead_unit, patrol.deadline) == (desk.office.units["南渠县"], date(2024, 10, 31))
    assign_item(desk.meeting, item, change, overwrite=True, actor=desk.office.clerk)
    assert desk.action("南渠清淤").lead_unit == desk.office.units["南渠县"]


def test_a_sentence_left_to_the_clerk_is_dropped_with_a_reason(desk: Desk) -> None:
    sentence = desk.text.sentences.first()
    assert sentence is not None
    Sentence.objects.filter(pk=sentence.pk).update(decision="undecided")
    Action.objects.all().update(decision="kept")
    desk.text.agenda.all().delete()
    drop_sentence(sentence, reason="fact", version=sentence.version, actor=desk.office.clerk)
    sentence.refresh_from_db()
    assert (sentence.decision, sentence.reason) == ("dropped", "fact")
