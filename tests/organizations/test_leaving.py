"""A person leaves: what they have in hand is listed and handed over."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.organizations.actions import PostFacts, Refused, leave, save_user
from duban.organizations.actions.deputies import appoint_deputy
from duban.organizations.duties import duties_of
from duban.organizations.models import Deputyship, Post, Role, User
from duban.tasks.actions import ReportFacts, open_task, report_progress, sign_for
from duban.tasks.models import Report, Task, UnitPractice
from tests.people import City
from tests.tasks.conftest import draft


@pytest.fixture
def task(city: City) -> Task:
    liaison = city.people["liaison"]
    made = open_task(draft(city.units["市教育局"], title="校车"), actor=city.people["clerk"])
    sign_for(made, actor=liaison, person_in_charge=liaison.name, telephone="1")
    return Task.objects.get(pk=made.pk)


@pytest.fixture
def successor(city: City) -> User:
    user = User(username="next", name="接手人", telephone="2")
    return save_user(user, [PostFacts(city.units["市水务局"], Role.LIAISON)], actor=None)


def test_tasks_drafts_and_posts_go_to_the_successor_with_a_record(city: City, task: Task, successor: User) -> None:
    liaison, chief = city.people["liaison"], city.people["administrator"]
    UnitPractice.objects.create(unit=city.units["市教育局"], head_approves=True)
    report = report_progress(task, ReportFacts("草稿", timezone.localdate()), actor=liaison)
    today = timezone.localdate()
    appoint_deputy(
        list(Post.objects.filter(user=liaison)),
        city.people["unit_head"],
        first_day=today,
        last_day=today,
        actor=liaison,
    )
    assert [duty.key for duty in duties_of(liaison)] == [f"task:{task.pk}", f"report:{report.pk}"]
    assert leave(liaison, successor, actor=chief, reason="调动") == 2
    task.refresh_from_db()
    assert (task.person_in_charge, task.telephone) == ("接手人", "2")
    move = task.moves.latest("id")
    assert (move.verb, move.reason) == ("change", "离任交接：单位联络员 → 接手人；调动")
    assert move.changes == {"person_in_charge": ["单位联络员", "接手人"], "telephone": ["1", "2"]}
    assert Report.objects.get(pk=report.pk).author == successor
    assert {str(post) for post in successor.posts.all()} == {"市水务局 单位联络员", "市教育局 单位联络员"}
    gone = User.objects.get(pk=liaison.pk)
    assert (gone.is_active, gone.posts.count(), duties_of(gone)) == (False, 0, [])
    assert Deputyship.objects.get().ended_at is not None
    assert AuditEntry.objects.get(verb="leave").changes["handed_over"] == ["", "2"]
    assert task.units.get().signed_by_name == "单位联络员"


def test_with_anything_in_hand_somebody_must_take_over(city: City, task: Task) -> None:
    liaison, chief = city.people["liaison"], city.people["administrator"]
    with pytest.raises(Refused, match="手上还有 1 件，请选接手的人"):
        leave(liaison, None, actor=chief)
    liaison.is_active = False
    with pytest.raises(Refused, match="请用“离任停用”"):
        save_user(liaison, [PostFacts(city.units["市教育局"], Role.LIAISON)], actor=chief)
    assert User.objects.get(pk=liaison.pk).is_active


def test_with_nothing_in_hand_nobody_need(city: City) -> None:
    assert leave(city.people["unit_head"], None, actor=city.people["administrator"]) == 0
    assert not User.objects.get(username="unit_head").is_active


def test_who_cannot_leave_or_take_over(city: City, successor: User) -> None:
    chief, clerk = city.people["administrator"], city.people["clerk"]
    for user, to, actor, words in (
        (chief, successor, chief, "不能给自己办离任"),
        (clerk, successor, city.people["supervision_desk"], "只有系统管理员"),
        (clerk, clerk, chief, "另一个在用的用户"),
    ):
        with pytest.raises(Refused, match=words):
            leave(user, to, actor=actor)
    leave(clerk, None, actor=chief)
    with pytest.raises(Refused, match="已经停用"):
        leave(User.objects.get(pk=clerk.pk), None, actor=chief)


def test_where_three_administrations_are_apart_the_posts_wait_for_security(
    city: City, successor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUBAN_SEPARATE_ADMINISTRATION", "1")
    leave(city.people["liaison"], successor, actor=city.people["administrator"])
    assert successor.posts.count() == 1
    assert User.objects.get(username="liaison").posts.count() == 1


def test_the_page_lists_what_is_in_hand_and_the_unit_left_alone(city: City, task: Task, successor: User) -> None:
    leave(city.people["unit_head"], None, actor=city.people["administrator"])
    client, address = city.sign_in("administrator"), reverse("organizations:leave", args=[city.people["liaison"].pk])
    page = client.get(address).content.decode()
    assert "承办的事项" in page
    assert task.number not in page  # an administrator reads no tasks
    assert "市教育局只有这一个人能签收和报送" in page
    assert client.post(address, {"successor": ""}).status_code == 409
    assert client.post(address, {"successor": successor.pk}).status_code == 302
    assert client.get(address).status_code == 404
