"""The page of a unit, its head's approval, and what is drafted there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.organizations.models import Post, Role, User
from duban.tasks import actions
from duban.tasks.actions import DraftRefused, ReportFacts
from duban.tasks.actions.practising import set_practice
from duban.tasks.models import Report, Task, UnitPractice
from tests.people import signed_in
from tests.tasks.conftest import City, draft, person

TODAY = timezone.localdate


@pytest.fixture
def head(city: City) -> User:
    user = person("head", Role.UNIT_HEAD, city.water)
    User.objects.filter(pk=user.pk).update(telephone="0800-1234")
    return User.objects.get(pk=user.pk)


def task_of(city: City, title: str, **more: object) -> Task:
    return actions.open_task(draft(city.water, title=title, **more), actor=city.clerk)


def text(user: User, city: City) -> str:
    return signed_in(user).get(reverse("tasks:unit", args=[city.water.pk])).content.decode()


def test_the_page_shows_tasks_people_names_and_calls(city: City, head: User) -> None:
    task = task_of(city, "清掏管网", deadline=TODAY() + timedelta(days=9))
    overdue = task_of(city, "修泵站", deadline=TODAY() + timedelta(days=9))
    Task.objects.filter(pk=overdue.pk).update(deadline=TODAY() - timedelta(days=3), lamp="red")
    actions.log_call(
        task, actor=city.clerk, unit=city.water, person_called="老张", said="请抓紧", at=timezone.now(), telephone="12"
    )
    for user in (city.clerk, city.leader, head):
        page = text(user, city)
        for words in ("清掏管网", "修泵站", "0800-1234", "老张", "请抓紧", "报送直接报出，不经负责人审核"):
            assert words in page
        assert f"?unit={city.water.pk}&amp;lamp=red" in page
    page = signed_in(city.clerk).get(f"{reverse('tasks:list')}?unit={city.water.pk}&lamp=red").content.decode()
    assert "修泵站" in page
    assert "清掏管网" not in page


def test_a_unit_sees_its_own_page_and_no_other(city: City, head: User) -> None:
    assert signed_in(head).get(reverse("tasks:own_unit")).headers["Location"] == reverse(
        "tasks:unit", args=[city.water.pk]
    )
    assert signed_in(city.finance_liaison).get(reverse("tasks:unit", args=[city.water.pk])).status_code == 404
    assert signed_in(city.administrator).get(reverse("tasks:unit", args=[city.water.pk])).status_code == 404


def test_the_units_page_links_what_the_person_may_open(city: City, head: User) -> None:
    own, other = (reverse("tasks:unit", args=[unit.pk]) for unit in (city.water, city.finance))
    page = signed_in(head).get("/units/").content.decode()
    assert own in page
    assert other not in page
    assert other in signed_in(city.leader).get("/units/").content.decode()


def test_the_head_has_reports_approved_and_finds_them_in_one_list(city: City, head: User) -> None:
    task = task_of(city, "清掏管网")
    actions.sign_for(task, actor=city.water_liaison)
    client, address = signed_in(head), reverse("tasks:practice", args=[city.water.pk])
    client.post(address, {"head_approves": "1"})
    assert AuditEntry.objects.get(verb="tasks.set_practice").changes == {"head_approves": [False, True]}
    client.post(address, {"head_approves": "1"})
    assert AuditEntry.objects.filter(verb="tasks.set_practice").count() == 1
    report = actions.report_progress(task, ReportFacts("开工了", TODAY()), actor=city.water_liaison)
    assert report.state == "draft"
    page = client.get(reverse("tasks:drafts")).content.decode()
    assert "开工了" in page
    assert reverse("tasks:approve_report", args=[report.pk]) in page
    liaison = signed_in(city.water_liaison).get(reverse("tasks:drafts")).content.decode()
    assert "开工了" in liaison
    assert "审核报出" not in liaison
    assert "开工了" not in signed_in(city.finance_liaison).get(reverse("tasks:drafts")).content.decode()
    assert "未报出的草稿 1" in text(head, city)
    assert "未报出的草稿" not in text(city.clerk, city)
    actions.return_report(report, actor=head, remark="写清数字")
    returned = client.get(reverse("tasks:drafts"), {"state": "returned"}).content.decode()
    assert "退改意见：写清数字" in returned
    assert "开工了" not in client.get(reverse("tasks:drafts"), {"state": "draft"}).content.decode()


def test_only_the_head_sets_it_and_not_without_one(city: City, head: User) -> None:
    for user in (city.clerk, city.water_liaison):
        assert signed_in(user).post(reverse("tasks:practice", args=[city.water.pk])).status_code == 403
    assert signed_in(city.finance_liaison).post(reverse("tasks:practice", args=[city.water.pk])).status_code == 404
    User.objects.filter(pk=head.pk).update(is_active=False)
    with pytest.raises(DraftRefused, match="还没有单位负责人的账号"):
        set_practice(city.water, head_approves=True, actor=head)
    assert not UnitPractice.objects.exists()


def test_the_page_and_the_drafts_cost_the_same_queries_however_long(city: City, head: User) -> None:
    UnitPractice.objects.create(unit=city.water, head_approves=True)

    def grow(number: int) -> None:
        task = task_of(city, f"事{number}")
        actions.sign_for(task, actor=city.water_liaison)
        actions.report_progress(task, ReportFacts("写好", TODAY()), actor=city.water_liaison)
        user = User.objects.create_user(f"w{number}", name=f"某{number}")
        Post.objects.create(user=user, unit=city.water, role=Role.LIAISON)

    client = signed_in(head)
    grow(0)
    counts = []
    for _round in range(2):
        for address in (reverse("tasks:unit", args=[city.water.pk]), reverse("tasks:drafts")):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            counts.append(len(captured))
        grow(1 + len(counts))
        grow(2 + len(counts))
    assert counts[:2] == counts[2:]
    assert Report.objects.filter(state="draft").count() > 3
