"""今日 shows replies that are due soon, to the desk all of them, to a unit its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from duban.inspections.actions import handling
from duban.inspections.actions.batching import announce, explain_difference
from duban.inspections.models import Petition
from duban.inspections.queries.boards import clock_counts
from duban.inspections.today import sections
from duban.inspections.waiting import waiting_for
from duban.inspections.wording import beginning
from duban.notifications.models import Notice
from duban.organizations.models import User
from duban.tasks.waiting import Waiting
from tests.inspections.conftest import Desk
from tests.inspections.test_handling import FOUND, first, replied, wanted
from tests.inspections.test_pages import words
from tests.people import signed_in
from tests.tasks.moments import At

__all__ = ["first"]


def test_a_reply_due_soon_waits_for_the_desk_and_for_its_unit(desk: Desk, first: Petition, at: At) -> None:
    handling.assign(first, wanted(desk, first), actor=desk.clerk)
    mine, other = first.get_absolute_url(), desk.petition("X3SX202611200002").get_absolute_url()
    assert mine not in words(signed_in(desk.liaison).get("/"))
    at("2026-11-28")
    office, unit = words(signed_in(desk.clerk).get("/")), words(signed_in(desk.liaison).get("/"))
    assert mine in office
    assert other in office
    assert mine in unit
    assert other not in unit
    at("2026-12-02")
    assert "clock-late" in words(signed_in(desk.liaison).get("/"))


def test_what_is_replied_waits_for_nobody(desk: Desk, first: Petition, at: At) -> None:
    replied(desk, first)
    at("2026-11-29")
    assert first.get_absolute_url() not in words(signed_in(desk.clerk).get("/"))


def test_a_reply_whose_clock_stopped_is_late_neither_here_nor_on_the_board(desk: Desk, first: Petition, at: At) -> None:
    replied(desk, first)
    handling.follow_up(first, actor=desk.clerk, reason="请续报整改进展", due=date(2026, 12, 8))
    at("2026-12-02")
    today = date(2026, 12, 2)
    assert clock_counts(desk.inspection.petitions.filter(pk=first.pk), today)["overdue"] == 0
    for person in (desk.clerk, desk.liaison):
        shown = [petition for section in sections(person, today) for petition in section.context.get("petitions", ())]
        assert first not in shown


def test_an_answer_that_work_goes_on_leaves_the_reply_late_here_as_on_the_board(
    desk: Desk, first: Petition, at: At
) -> None:
    replied(desk, first, replace(FOUND, conclusion="going_on"))
    at("2026-12-02")
    assert clock_counts(desk.inspection.petitions.filter(pk=first.pk), date(2026, 12, 2))["overdue"] == 1
    assert first.get_absolute_url() in words(signed_in(desk.clerk).get("/"))


def waiting(person: User, today: date) -> list[Waiting]:
    return [row for kind in waiting_for(person, today) for row in kind.rows]


def test_a_unit_has_its_own_limit_among_what_waits_for_it(desk: Desk, first: Petition) -> None:
    handling.assign(first, wanted(desk, first, unit_due=date(2026, 11, 29)), actor=desk.clerk)
    row = waiting(desk.liaison, date(2026, 11, 26))[0]
    assert (row.number, row.day, row.what) == (first.number, date(2026, 11, 29), "上报办理结果，11月29日前")
    page = words(signed_in(desk.liaison).get("/"))
    assert "上报办理结果，11月29日前" in page
    assert signed_in(desk.liaison).get(row.address).status_code == 200
    assert first.number not in {row.number for row in waiting(desk.clerk, date(2026, 11, 26))}


def test_a_unit_learns_that_its_result_was_sent_back_and_why(desk: Desk, first: Petition) -> None:
    handling.assign(first, wanted(desk, first, unit_due=date(2026, 11, 29)), actor=desk.clerk)
    handling.write(first, replace(FOUND, plan=""), actor=desk.liaison)
    handling.submit(first, actor=desk.liaison)
    assert waiting(desk.liaison, date(2026, 11, 26)) == []
    handling.send_back(first, actor=desk.clerk, reason="请补充照片，电话13912345678")
    row = waiting(desk.liaison, date(2026, 11, 26))[0]
    assert (row.number, row.what, row.day) == (first.number, "退回重办", date(2026, 11, 29))
    notice = Notice.objects.get(recipient=desk.liaison, key__startswith="inspections:move:")
    assert "退回重办" in notice.text
    assert "请补充照片" in notice.text
    page = words(signed_in(desk.liaison).get(first.get_absolute_url()))
    assert "请补充照片" in page
    assert "13912345678" not in page + notice.text
    handling.assign(first, wanted(desk, first, unit_due=date(2026, 11, 28)), actor=desk.clerk)
    assert [str(row.what) for row in waiting(desk.liaison, date(2026, 11, 26))] == ["退回重办"]
    handling.submit(first, actor=desk.liaison)
    assert "请补充照片" not in words(signed_in(desk.liaison).get(first.get_absolute_url()))


def test_the_desk_has_what_no_unit_has_and_the_batches_that_do_not_balance(desk: Desk, first: Petition) -> None:
    handling.assign(first, wanted(desk, first), actor=desk.clerk)
    announce(desk.batch, actor=desk.clerk, calls=1, letters=5, starred=None)
    kinds = [kind for kind in waiting_for(desk.clerk, date(2026, 11, 26)) if kind.rows]
    assert [(kind.what, kind.count) for kind in kinds] == [("督察信访件待分派", 2), ("批次件数对不上", 1)]
    client = signed_in(desk.clerk)
    assert all(client.get(kind.address).status_code == 200 for kind in kinds)
    assert all(client.get(row.address).status_code == 200 for kind in kinds for row in kind.rows)
    explain_difference(desk.batch, actor=desk.clerk, reason="另三件次日补交")
    assert "批次件数对不上" not in words(client.get("/"))


def test_what_a_unit_gave_back_is_named_with_the_reason_and_the_unit_is_led_to_a_page_it_may_see(
    desk: Desk, first: Petition
) -> None:
    handling.assign(first, wanted(desk, first), actor=desk.clerk)
    client, address = signed_in(desk.liaison), f"/inspections/petitions/{first.pk}/move/hand_back/"
    answer = client.post(address, {"version": first.version, "reason": "不属本县，问13912345678"}, follow=True)
    assert (answer.status_code, "不再由本单位办理" in words(answer)) == (200, True)
    kinds = [kind for kind in waiting_for(desk.clerk, date(2026, 11, 26)) if kind.rows]
    assert [(kind.what, kind.count) for kind in kinds[:2]] == [
        ("督察信访件被单位退回，请改交办", 1),
        ("督察信访件待分派", 2),
    ]
    assert kinds[0].rows[0].why == "青溪县退回：不属本县，问〔电话〕"
    assert [
        "不属本县，问〔电话〕" in words(signed_in(desk.clerk).get(page)) for page in ("/", first.get_absolute_url())
    ] == [
        True,
        True,
    ]
    handling.assign(first, wanted(desk, first), actor=desk.clerk)
    assert first.number not in [row.number for row in waiting(desk.clerk, date(2026, 11, 26))]
    assert "不属本县，问〔电话〕" not in words(signed_in(desk.clerk).get("/"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("河水发黑。", "河水发黑。"),
        ("十字路口扬尘很大，居民不敢开窗，请督察组督办", "十字路口扬尘很大，居民不敢开窗…"),
        ("没有停顿的一句话说得很长很长一直说到看不完", "没有停顿的一句话说得很长很长一直说…"),
        ("来，" + "字" * 40, "来，" + "字" * 15 + "…"),  # a pause too early leaves too little
    ],
)
def test_a_text_too_long_for_a_row_ends_at_a_pause_and_says_that_it_goes_on(text: str, shown: str) -> None:
    assert beginning(text, 18) == shown
    assert len(shown) <= 18


def test_a_row_says_that_the_text_goes_on(desk: Desk, first: Petition) -> None:
    Petition.objects.filter(pk=first.pk).update(summary="料场扬尘，" * 20)
    page = words(signed_in(desk.clerk).get("/"))
    assert "料场扬尘，" * 10 + "料场扬尘…" in page
