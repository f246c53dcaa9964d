"""Correcting the head, the text and its repairs: decisions stay with their quotes."""

from __future__ import annotations

from datetime import date

import pytest

from duban.meetings.actions import revising
from duban.meetings.actions.errors import Conflict, NotPossible
from duban.meetings.actions.heads import Head, correct_head, limit_from_words
from duban.meetings.actions.proposals import Edit, Limit, edit, keep
from duban.meetings.actions.releasing import release
from duban.meetings.actions.revising import accept_repair, correct_text, replace_repair
from duban.meetings.actions.shaping import mark_requirement, merge, split
from duban.meetings.actions.steps import undo
from duban.meetings.models import MeetingText
from duban.meetings.queries.releasing import release_of
from duban.reading.model import Restored, Source
from tests.meetings.conftest import Desk
from tests.meetings.readings import TEXT, reading


@pytest.fixture(autouse=True)
def read_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read corrected texts as these tests read the first one; the real reader has tests of its own."""

    def again(restored: Restored, *, source: Source, on: date | None = None) -> object:
        return reading(restored.text, repairs=restored.repairs, name=source.name)

    monkeypatch.setattr(revising, "read_again", again)


def correct(desk: Desk, old: str, new: str) -> MeetingText:
    start = desk.text.restored.index(old)
    return correct_text(
        desk.text, start, start + len(old), new, version=desk.text.version, actor=desk.office.clerk
    )  # fmt: skip


def head(desk: Desk, day: date | None) -> Head:
    meeting = desk.meeting
    return Head(meeting.title, meeting.kind, meeting.convener, 13, None, day, "市长", "")


def test_another_date_moves_the_deadlines_given_in_words(desk: Desk) -> None:
    edit(desk.action("巡查台账"), Edit(limit=Limit(date(2024, 10, 8))), version=None, actor=desk.office.clerk)
    moved = correct_head(
        desk.meeting, head(desk, date(2023, 9, 18)), version=desk.meeting.version, actor=desk.office.clerk
    )
    assert {(m.action.deadline_text, m.before, m.after) for m in moved} == {
        ("年底", date(2024, 12, 31), date(2023, 12, 31)),
        ("明年3月底前", date(2025, 3, 31), date(2024, 3, 31)),
    }
    assert desk.action("巡查台账").deadline == date(2024, 10, 8)
    undo(desk.meeting, actor=desk.office.clerk)
    desk.meeting.refresh_from_db()
    assert desk.meeting.ordinal == 12
    assert desk.action("南渠清淤").deadline == date(2024, 12, 31)


def test_two_clerks_cannot_both_correct_the_head(desk: Desk) -> None:
    version = desk.meeting.version
    correct_head(desk.meeting, head(desk, None), version=version, actor=desk.office.clerk)
    with pytest.raises(Conflict):
        correct_head(desk.meeting, head(desk, None), version=version, actor=desk.office.other_clerk)


def test_a_deadline_typed_in_words_is_counted_from_the_meeting() -> None:
    limit = limit_from_words("会后5个工作日内", date(2024, 9, 27))
    assert limit is not None and limit.day == date(2024, 10, 10)
    assert limit.explanation
    assert limit_from_words("尽快", date(2024, 9, 27)) is None


def test_a_correction_keeps_what_was_decided(desk: Desk) -> None:
    keep(desk.requirement("南渠清淤"), version=None, actor=desk.office.clerk)
    edit(
        desk.action("校车检查办法"), Edit(wording="制定办法", supporting_units=(desk.office.units["南渠县"],)),
        version=None, actor=desk.office.clerk,
    )  # fmt: skip
    new = correct(desk, "第12次", "第112次")
    assert (new.revision, new.carried["kept"], new.carried["changed"], new.carried["lost"]) == (2, 1, [], [])
    assert desk.requirement("南渠清淤").decision == "kept"
    rule = desk.action("校车检查办法")
    assert (rule.wording, rule.decision) == ("制定办法", "kept")
    assert list(rule.supporting_units.all()) == [desk.office.units["南渠县"]]
    assert MeetingText.objects.get(pk=new.revision_of_id).superseded
    for row in (*new.requirements.all(), *(a for r in new.requirements.all() for a in r.actions.all())):
        assert new.restored[row.start : row.end] == row.quote


def test_a_decided_quote_that_changes_keeps_its_decision_and_is_named(desk: Desk) -> None:
    keep(desk.requirement("南渠清淤"), version=None, actor=desk.office.clerk)
    new = correct(desk, "南渠清淤，各县", "北渠清淤，各县")
    action = desk.action("北渠清淤")
    assert action.decision == "kept"
    assert new.carried["changed"] == [[
        "市水务局要在年底前完成南渠清淤，各县(区)要建立巡查台账", "市水务局要在年底前完成北渠清淤，各县(区)要建立巡查台账",
    ]]  # fmt: skip


def test_what_the_clerk_marked_split_and_merged_survives_a_correction(desk: Desk) -> None:
    start = TEXT.index("会议还研究了其他事项")
    mark_requirement(desk.text, start, start + 10, actor=desk.office.clerk)
    requirement = desk.requirement("南渠清淤")
    split(requirement, TEXT.index("，各县") + 1, version=None, actor=desk.office.clerk)
    merge(desk.action("明年3月底前"), version=None, actor=desk.office.clerk)
    correct(desk, "第12次", "第112次")
    assert desk.requirement("其他事项").decision == "kept"
    assert desk.requirement("南渠清淤").quote == "市水务局要在年底前完成南渠清淤"
    assert desk.requirement("巡查台账").actions.count() == 1
    assert desk.action("明年3月底前").merged_into == desk.action("校车检查办法")
    assert desk.text.requirements.count() == 6


def test_a_decided_quote_that_is_deleted_is_listed_as_lost(desk: Desk) -> None:
    start = TEXT.index("会议还研究了其他事项")
    mark_requirement(desk.text, start, start + 10, actor=desk.office.clerk)
    new = correct(desk, "会议还研究了其他事项。", "")
    assert new.carried["lost"] == ["会议还研究了其他事项"]


def test_a_corrected_quote_changes_its_task_visibly(desk: Desk) -> None:
    first = desk.text.agenda.first()
    assert first is not None
    keep(desk.requirement("南渠清淤"), version=None, actor=desk.office.clerk)
    keep(desk.requirement("政治站位"), version=None, actor=desk.office.clerk)
    edit(desk.action("巡查台账"), Edit(lead_unit=desk.office.units["市水务局"]), version=None, actor=desk.office.clerk)
    token = release_of(desk.meeting, first.pk).plan.token
    release(desk.meeting, token=token, actor=desk.office.clerk, scope=first.pk)
    task = desk.action("南渠清淤").task
    correct(desk, "南渠清淤，各县", "北渠清淤，各县")
    assert desk.action("北渠清淤").task == task
    item = desk.text.agenda.first()
    assert item is not None
    planned = release_of(desk.meeting, item.pk)
    assert {change.field for change in planned.plan.changed[0].changes} == {"title", "origins"}
    release(desk.meeting, token=planned.plan.token, actor=desk.office.clerk, scope=item.pk)
    assert task is not None
    task.refresh_from_db()
    assert task.title == "市水务局要在年底前完成北渠清淤"


def test_a_correction_bars_undo_of_what_came_before(desk: Desk) -> None:
    keep(desk.requirement("南渠清淤"), version=None, actor=desk.office.clerk)
    correct(desk, "第12次", "第112次")
    with pytest.raises(NotPossible):
        undo(desk.meeting, actor=desk.office.clerk)


def test_the_old_revision_cannot_be_corrected_again(desk: Desk) -> None:
    old = desk.text
    correct(desk, "第12次", "第112次")
    with pytest.raises(Conflict):
        correct_text(old, 0, 1, "十", version=old.version, actor=desk.office.clerk)


def repaired(desk: Desk) -> MeetingText:
    start = TEXT.index("南渠县") if "南渠县" in TEXT else TEXT.index("南渠")
    row = {
        "kind": "byte_shift", "span": [start, start + 2], "original": "南?", "restored": "南渠",
        "original_span": [start, start + 2], "certain": False,
    }  # fmt: skip
    later = {
        "kind": "gloss", "span": [len(TEXT) - 2, len(TEXT) - 1], "original": "項(xiàng)", "restored": "项",
        "original_span": [len(TEXT) - 2, len(TEXT) + 6], "certain": True,
    }  # fmt: skip
    MeetingText.objects.filter(pk=desk.text.pk).update(repairs=[row, later])
    return desk.text


def test_an_uncertain_repair_is_accepted_without_touching_the_text(desk: Desk) -> None:
    text = repaired(desk)
    accept_repair(text, 0, version=text.version, actor=desk.office.clerk)
    assert desk.text.repairs[0]["decided"] == "accepted"
    assert desk.text.pk == text.pk
    undo(desk.meeting, actor=desk.office.clerk)
    assert "decided" not in desk.text.repairs[0]


def test_a_repair_is_rejected_or_typed_as_a_new_revision_with_the_others_moved(desk: Desk) -> None:
    text = repaired(desk)
    new = replace_repair(text, 0, "西大渠", version=text.version, actor=desk.office.clerk)
    assert "完成西大渠清淤" in new.restored
    assert (new.repairs[0]["decided"], new.repairs[0]["original"]) == ("typed", "南?")
    start, end = new.repairs[1]["span"]
    assert new.restored[start:end] == "项"
    again = replace_repair(new, 0, None, version=new.version, actor=desk.office.clerk)
    assert "完成南?清淤" in again.restored
    assert again.repairs[0]["decided"] == "rejected"
