"""Urging papers: numbered, one a unit, kept as demands, with a receipt; and their sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from duban.tasks import actions
from duban.tasks.actions.demanding import DemandWarned
from duban.tasks.actions.urging import PaperFacts, issue_papers, note_receipt
from duban.tasks.models import Demand, Task, UrgingPaper
from duban.tasks.rules.clashes import ClashKind
from duban.tasks.states import MoveRefused
from tests.people import signed_in
from tests.tasks.conftest import City, draft
from tests.tasks.moments import At, at

__all__ = ["at"]
FACTS = PaperFacts("notice", "请抓紧办理", date(2024, 9, 30), "市政府秘书长", "值班员", "3260001")
TODAY = date(2024, 9, 27)


@pytest.fixture
def three(city: City, at: At) -> list[Task]:
    """Two tasks of water, one late, and one of finance."""
    at("2024-09-20")
    leads = (city.water, city.water, city.finance)
    deadlines = (date(2024, 9, 25), date(2024, 12, 31), date(2024, 12, 31))
    tasks = [
        actions.open_task(draft(lead, title=f"第{place}件", deadline=day), actor=city.clerk)
        for place, (lead, day) in enumerate(zip(leads, deadlines, strict=True), start=1)
    ]
    at("2024-09-27")
    return tasks


def test_a_batch_is_one_numbered_paper_a_unit_with_a_demand_and_a_move_a_task(city: City, three: list[Task]) -> None:
    papers = issue_papers(three, FACTS, actor=city.desk, today=TODAY)
    assert [(paper.number, paper.unit_name) for paper in papers] == [
        ("云政督〔2024〕1号", "云陵市水务局"),
        ("云政督〔2024〕2号", "云陵市财政局"),
    ]
    matters = [(row.position, row.title, row.standing) for row in papers[0].matters.all()]
    assert matters == [
        (1, "第1件", "已交办，领办逾期，办理逾期，尚未报送"),
        (2, "第2件", "已交办，领办逾期，尚未报送"),
    ]
    urged = Demand.objects.filter(kind="urge").order_by("id")
    assert [(row.task, row.due, row.paper, row.asked_by) for row in urged] == [
        (three[0], date(2024, 9, 30), papers[0], city.desk),
        (three[1], date(2024, 9, 30), papers[0], city.desk),
        (three[2], date(2024, 9, 30), papers[1], city.desk),
    ]
    move = three[0].moves.get(verb="urge")
    assert (move.actor, move.changes, move.reason) == (city.desk, {"paper": ["", "云政督〔2024〕1号"]}, "请抓紧办理")
    reminder = issue_papers(three[2:], replace(FACTS, kind="reminder"), actor=city.clerk, reason="再提醒", today=TODAY)
    assert reminder[0].number == "云政督提〔2024〕1号"


def test_a_paper_still_out_and_a_reply_on_a_day_off_are_warned_of(city: City, three: list[Task]) -> None:
    issue_papers(three[:1], FACTS, actor=city.desk, today=TODAY)
    with pytest.raises(DemandWarned) as warned:
        issue_papers(three, replace(FACTS, reply_by=date(2024, 10, 1)), actor=city.desk, today=TODAY)
    found = [(clash.unit, clash.kind) for clash in warned.value.clashes]
    assert found == [
        (city.water.pk, ClashKind.SAME_MATERIAL),
        (city.water.pk, ClashKind.DAY_OFF),
        (city.finance.pk, ClashKind.DAY_OFF),
    ]
    assert UrgingPaper.objects.count() == 1
    again = issue_papers(three, FACTS, actor=city.desk, reason="仍未回复", today=TODAY)
    assert [paper.reason for paper in again] == ["仍未回复", "仍未回复"]


def test_the_receipt_meets_the_demand_once_and_a_report_does_not(city: City, three: list[Task]) -> None:
    paper = issue_papers(three[:1], FACTS, actor=city.desk, today=TODAY)[0]
    three[0].refresh_from_db()
    actions.sign_for(three[0], actor=city.water_liaison)
    assert Demand.objects.get(paper=paper).answered_at is None
    with pytest.raises(actions.DraftRefused, match="签发（2024-09-27）以后、今天以前"):
        note_receipt(paper, actor=city.desk, on=date(2024, 9, 28), signed_by="值班员")
    note_receipt(paper, actor=city.desk, on=TODAY, signed_by="值班员", says="月底办结")
    assert Demand.objects.get(paper=paper).answer == "回执：值班员 月底办结"
    with pytest.raises(MoveRefused, match="已经登记过"):
        note_receipt(paper, actor=city.desk, on=TODAY, signed_by="值班员")


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [({"wanted": " "}, "没有写办理要求"), ({"reply_by": date(2024, 9, 26)}, "已经过去"), ({"kind": "letter"}, "没有选种类")],
)  # fmt: skip
def test_what_cannot_be_issued_is_refused(city: City, three: list[Task], wrong: Any, refusal: str) -> None:
    with pytest.raises(actions.DraftRefused, match=refusal):
        issue_papers(three, replace(FACTS, **wrong), actor=city.desk, today=TODAY)
    for person in (city.leader, city.water_liaison, city.administrator):
        with pytest.raises(PermissionDenied):
            issue_papers(three, FACTS, actor=person, today=TODAY)


def test_no_paper_goes_out_on_a_task_that_has_ended(city: City, three: list[Task]) -> None:
    actions.terminate(three[2], actor=city.desk, approver="市长", reason="不办了")
    with pytest.raises(MoveRefused):
        issue_papers(three, FACTS, actor=city.desk, today=TODAY)
    assert UrgingPaper.objects.count() == 0


def test_the_form_issues_for_chosen_tasks_and_leads_to_the_sheets(city: City, three: list[Task]) -> None:
    desk, address = signed_in(city.desk), reverse("tasks:new_papers")
    shown = desk.get(address, {"task": [task.pk for task in three]}).content.decode()
    assert ("3 项事项" in shown, "发 2 份" in shown) == (True, True)
    given = {"task": [task.pk for task in three], "kind": "notice", "wanted": "请抓紧", "reply_by": "2024-09-30"}
    answer = desk.post(address, given)
    first, second = UrgingPaper.objects.order_by("id")
    assert answer.headers["Location"] == f"{reverse('tasks:paper_sheets')}?paper={first.pk}&paper={second.pk}"
    sheet = desk.get(answer.headers["Location"]).content.decode()
    for words in ("云政督〔2024〕1号", "云陵市财政局：", "督办通知单回执", "沿此线裁下", "2024年9月30日"):
        assert words in sheet
    own = signed_in(city.water_liaison).get(answer.headers["Location"]).content.decode()
    assert ("云政督〔2024〕1号" in own, "云政督〔2024〕2号" in own) == (True, False)
    stranger = signed_in(city.education_head).get(answer.headers["Location"])
    assert stranger.status_code == 404


def test_the_form_of_one_task_and_its_receipt(city: City, three: list[Task]) -> None:
    desk = signed_in(city.desk)
    answer = desk.post(
        reverse("tasks:urge", args=[three[0].pk]), {"kind": "reminder", "wanted": "请抓紧", "reply_by": "2024-09-30"}
    )
    paper = UrgingPaper.objects.get()
    assert answer.status_code == 302
    again = desk.post(
        reverse("tasks:urge", args=[three[0].pk]), {"kind": "reminder", "wanted": "请抓紧", "reply_by": "2024-09-30"}
    )
    assert (again.status_code, "有还没收回执的催办" in again.content.decode()) == (422, True)
    receipt = reverse("tasks:paper_receipt", args=[paper.pk])
    assert desk.post(receipt, {"on": "2024-09-27", "signed_by": "值班员"}).status_code == 302
    assert desk.post(receipt, {"on": "2024-09-27", "signed_by": "值班员"}).status_code == 409
    assert "值班员" in desk.get(reverse("tasks:papers")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_papers_asks_as_often_for_one_row_as_for_three(
    city: City, three: list[Task], rows: int, django_assert_num_queries: Any
) -> None:
    for task in three[:rows]:
        issue_papers([task], FACTS, actor=city.desk, reason="再催", today=timezone.localdate())
    desk = signed_in(city.desk)
    with django_assert_num_queries(6):
        desk.get(reverse("tasks:papers"))
