"""今日 of each role: what waits, oldest clock first, each with the one button it needs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from duban.organizations.models import User
from duban.tasks import actions
from duban.tasks.models import Report, Task, UnitPractice
from duban.tasks.states import TaskState, Verb
from duban.tasks.today import sections, shares_of
from duban.tasks.waiting import Waiting
from duban.web.menu import TodaySection
from tests.people import signed_in
from tests.tasks.conftest import City, draft
from tests.tasks.life import do, facts, task_in, today, walk

S, V = TaskState, Verb


def shown(section: TodaySection) -> list[Waiting]:
    """Return the rows shown, all kinds together."""
    return [row for _kind, rows in section.context["kinds"] for row in rows]


def waiting(user: User) -> list[tuple[str, str]]:
    """Return what waits and its button, as shown."""
    user = User.objects.get(pk=user.pk)
    found = next(iter(sections(user, timezone.localdate())), None)
    rows = shown(found) if found and "kinds" in found.context else []
    return [(str(row.what), str(row.button)) for row in rows]


@pytest.mark.parametrize(
    ("state", "who", "shown"),
    [
        (S.ASSIGNED, "water_liaison", [("待签收", "签收")]),
        (S.ASSIGNED, "finance_liaison", [("参与的事项待签收", "签收")]),
        (S.HANDED_BACK, "desk", [("单位退回，待答复", "重新交办")]),
        (S.HANDED_BACK, "clerk", []),
        (S.COMPLETION_REQUESTED, "clerk", [("申请办结，待核查", "核查通过")]),
        (S.COMPLETION_REQUESTED, "water_liaison", []),
        (S.VERIFIED, "desk", [("核查通过，待销号", "销号")]),
        (S.CLOSED_OUT, "desk", []),
        (S.ASSIGNED, "leader", []),
        (S.ASSIGNED, "education_head", []),
        (S.ASSIGNED, "auditor", []),
    ],
)
def test_what_waits_for_whom(city: City, state: TaskState, who: str, shown: list[tuple[str, str]]) -> None:
    task_in(city, state)
    assert waiting(getattr(city, who)) == shown


def test_every_button_opens_the_form_of_its_step(city: City) -> None:
    task = walk(city, task_in(city, S.IN_PROGRESS), V.REQUEST_CHANGE, V.INSTRUCT)
    Task.objects.filter(pk=task.pk).update(
        deadline=today() - timedelta(9), report_by=today() - timedelta(3), lamp="red"
    )
    UnitPractice.objects.create(unit=city.education, head_approves=True)
    for person in (city.water_liaison, city.desk, city.clerk, city.leader):
        client = Client()
        client.force_login(person)
        found = next(iter(sections(User.objects.get(pk=person.pk), today())))
        assert shown(found)
        assert all(client.get(row.address).status_code == 200 for row in shown(found))
        assert all(client.get(kind.address).status_code == 200 for kind, _rows in found.context["kinds"])
        assert "等我办的" in client.get("/").content.decode()


def test_the_oldest_clock_stands_first(city: City) -> None:
    for days in (5, 40, 1):
        task = task_in(city, S.IN_PROGRESS)
        Task.objects.filter(pk=task.pk).update(deadline=today() - timedelta(days), sign_by=None, report_by=None)
    found = next(iter(sections(city.desk, today())))
    assert [row.day for row in shown(found)] == [today() - timedelta(days) for days in (40, 5, 1)]


def test_a_head_approves_what_waits_and_an_author_mends_what_came_back(city: City) -> None:
    UnitPractice.objects.create(unit=city.education, head_approves=True)
    task = actions.open_task(draft(city.education), actor=city.clerk)
    liaison = User.objects.create_user("edu", name="教育局联络员")
    liaison.posts.create(unit=city.education, role="liaison")
    actions.sign_for(task, actor=liaison)
    report = actions.report_progress(task, facts("草稿"), actor=liaison)
    assert ("下属草拟的报送待审核", "报送进展") in waiting(city.education_head)
    actions.return_report(report, actor=city.education_head, remark="补数字")
    assert ("负责人退改的报送", "报送进展") in waiting(liaison)
    assert Report.objects.get().state == "returned"


def test_a_leader_sees_red_tasks_and_own_instructions_without_answer(city: City) -> None:
    task = task_in(city, S.IN_PROGRESS)
    Task.objects.filter(pk=task.pk).update(lamp="red")
    do(city, task, V.INSTRUCT)
    assert waiting(city.leader) == [("批示还没有答复", "批示"), ("红灯事项", "批示")] or waiting(city.leader) == [
        ("红灯事项", "批示"), ("批示还没有答复", "批示"),
    ]  # fmt: skip
    assert ("批示待答复", "答复批示") in waiting(city.water_liaison)


def test_the_number_of_queries_does_not_grow_with_what_waits(city: City) -> None:
    def queries() -> int:
        user = User.objects.get(pk=city.desk.pk)
        with CaptureQueriesContext(connection) as captured:
            list(sections(user, date(2027, 6, 1)))
        return len(captured)

    task_in(city, S.ASSIGNED)
    with_one = queries()
    for _ in range(3):
        task_in(city, S.ASSIGNED)
    assert queries() == with_one


def test_what_stands_still_comes_before_calls_and_what_is_cut_leads_to_all(city: City) -> None:
    for _ in range(12):
        late = task_in(city, S.IN_PROGRESS)
        Task.objects.filter(pk=late.pk).update(deadline=today() - timedelta(40), report_by=today() - timedelta(40))
    for state in (S.HANDED_BACK, S.COMPLETION_REQUESTED, S.VERIFIED):
        Task.objects.filter(pk=task_in(city, state).pk).update(deadline=today() + timedelta(9), report_by=None)
    rows = waiting(city.desk)
    assert [what for what, _button in rows[:3]] == ["单位退回，待答复", "核查通过，待销号", "申请办结，待核查"]
    assert len(rows) == 17
    page = signed_in(city.desk).get("/").content.decode()
    assert "共 12 项，查看全部" in page
    assert reverse("tasks:waiting", args=["to_close"]) in page


def test_each_kind_gets_a_fair_share_of_the_room() -> None:
    assert shares_of([10, 1, 10], 9) == [4, 1, 4]
    assert shares_of([2, 1], 9) == [2, 1]


def test_a_kind_is_listed_whole_for_whom_it_can_wait(city: City) -> None:
    for _ in range(3):
        do(city, task_in(city, S.IN_PROGRESS), V.INSTRUCT)
    address = reverse("tasks:waiting", args=["own_instructions"])
    assert signed_in(city.leader).get(address).context["page"].paginator.count == 3
    assert signed_in(city.clerk).get(address).status_code == 404
