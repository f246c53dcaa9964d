"""Standing in for somebody, and speaking for one of several units."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.organizations.actions import PostFacts, Refused, save_user
from duban.organizations.actions.deputies import appoint_deputy, end_deputyship
from duban.organizations.models import Deputyship, Post, Role, User
from duban.tasks.actions import ReportFacts, SixPoints, open_task, report_progress, request_completion, sign_for
from duban.tasks.models import Task
from tests.people import City, signed_in
from tests.tasks.conftest import draft
from tests.tasks.life import proof

DAY = timedelta(days=1)


@pytest.fixture
def colleague(city: City) -> User:
    """Return somebody of the liaison's unit who has no post that speaks for it."""
    education = city.units["市教育局"]
    facts = [PostFacts(education, Role.LIAISON), PostFacts(city.units["市水务局"], Role.LIAISON)]
    return save_user(User(username="colleague", name="同事甲"), facts, actor=None)


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def appoint(city: City, deputy: User, *, first: int = 0, last: int = 3, role: str = "unit_head") -> Deputyship:
    person, today = city.people[role], timezone.localdate()
    posts = list(Post.objects.filter(user=person))
    return appoint_deputy(posts, deputy, first_day=today + first * DAY, last_day=today + last * DAY, actor=person)


def task_of(city: City, unit: str = "市教育局", **more: Any) -> Task:
    wanted = draft(city.units[unit], title=f"{unit}的事", deadline=timezone.localdate() + 30 * DAY, **more)
    return open_task(wanted, actor=city.people["clerk"])


def test_what_a_deputy_does_is_recorded_under_both_names(city: City, colleague: User) -> None:
    made = appoint(city, colleague)
    task, client = task_of(city), signed_in(colleague)
    client.post(reverse("organizations:act"), {"deputyship": made.pk})
    assert "您正在代单位负责人办理" in client.get("/").content.decode()
    client.post(reverse("tasks:sign_for", args=[task.pk]), {"version": task.version})
    move = task.moves.get(verb="sign_for")
    assert (move.actor, move.actor_name) == (colleague, "同事甲（代单位负责人）")
    assert task.units.get().signed_by_name == "同事甲（代单位负责人）"
    assert AuditEntry.objects.get(verb="task.sign_for").actor_name == "同事甲（代单位负责人）"
    assert fresh(colleague).name == "同事甲"
    client.post(reverse("organizations:act"), {})
    assert "您正在代" not in client.get("/").content.decode()


def test_a_deputy_acts_in_the_posts_given_and_not_in_their_own(city: City, colleague: User) -> None:
    made = appoint(city, colleague)
    water, education = task_of(city, "市水务局"), task_of(city)
    client = signed_in(colleague)
    assert "市水务局的事" in client.get(reverse("tasks:list")).content.decode()
    client.post(reverse("organizations:act"), {"deputyship": made.pk})
    page = client.get(reverse("tasks:list")).content.decode()
    assert "市水务局的事" not in page
    assert "市教育局的事" in page
    assert client.get(water.get_absolute_url()).status_code == 404
    assert client.get(education.get_absolute_url()).status_code == 200


def test_it_is_over_by_itself_the_day_after_the_last(
    city: City, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = appoint(city, colleague, last=1)
    client = signed_in(colleague)
    client.post(reverse("organizations:act"), {"deputyship": made.pk})
    tomorrow = timezone.localdate() + DAY
    monkeypatch.setattr(timezone, "localdate", lambda *_given: tomorrow)
    assert "您正在代" in client.get("/deputies/").content.decode()
    monkeypatch.setattr(timezone, "localdate", lambda *_given: tomorrow + DAY)
    page = client.get("/deputies/").content.decode()
    assert "您正在代" not in page
    assert "代理已经结束，现在以本人身份办理。" in page
    assert client.post(reverse("organizations:act"), {"deputyship": made.pk}).status_code == 404


def test_ended_early_it_is_over_at_once(city: City, colleague: User) -> None:
    made = appoint(city, colleague)
    client = signed_in(colleague)
    client.post(reverse("organizations:act"), {"deputyship": made.pk})
    end_deputyship(made, actor=city.people["unit_head"])
    end_deputyship(made, actor=colleague)
    assert "您正在代" not in client.get("/").content.decode()
    assert AuditEntry.objects.filter(verb="end_deputyship").count() == 1


def test_both_and_the_administrator_see_it_and_nobody_else(city: City, colleague: User) -> None:
    appoint(city, colleague)
    for person, seen in ((colleague, True), (city.people["unit_head"], True), (city.people["administrator"], True),
                         (city.people["liaison"], False)):  # fmt: skip
        page = signed_in(person).get("/deputies/").content.decode()
        assert ("代理中" in page) is seen
    assert "您今天可以代理的人" in signed_in(colleague).get("/").content.decode()


def test_who_stands_in_is_no_second_person(city: City) -> None:
    """A desk officer who stands in for the liaison of a unit verifies nothing of that unit."""
    desk = save_user(User(username="desk2", name="督查乙"), [PostFacts(city.units["市政府办"], Role.DESK)], actor=None)
    today = timezone.localdate()
    posts = list(Post.objects.filter(user=city.people["liaison"]))
    appoint_deputy(posts, desk, first_day=today, last_day=today, actor=city.people["administrator"])
    task = task_of(city)
    sign_for(task, actor=city.people["liaison"])
    report_progress(task, ReportFacts("办完", today, files=(proof(),)), actor=city.people["liaison"])
    task.refresh_from_db()
    request_completion(task, actor=city.people["liaison"], statement="办完")
    page = signed_in(desk).get(reverse("tasks:verify", args=[task.pk]))
    assert page.status_code == 403
    assert signed_in(city.people["supervision_desk"]).get(reverse("tasks:verify", args=[task.pk])).status_code == 200
    assert SixPoints(*([True] * 6)).failed == []


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(2, 1, "早于开始日期"), (-3, -1, "已经过去"), (0, 400, "最长一年")],
)
def test_days_that_make_no_sense_are_refused(city: City, colleague: User, first: int, last: int, words: str) -> None:
    with pytest.raises(Refused, match=words):
        appoint(city, colleague, first=first, last=last)


def test_who_cannot_stand_in_and_who_cannot_ask(city: City, colleague: User) -> None:
    head, today = city.people["unit_head"], timezone.localdate()
    posts = list(Post.objects.filter(user=head))
    days = {"first_day": today, "last_day": today}
    for deputy, actor, words in (
        (head, head, "不能是本人"),
        (city.people["leader"], head, "只能请同单位的人"),
        (colleague, city.people["liaison"], "只能为自己的岗位"),
    ):
        with pytest.raises(Refused, match=words):
            appoint_deputy(posts, deputy, actor=actor, **days)
    with pytest.raises(Refused, match="没有选要代理的岗位"):
        appoint_deputy([], colleague, actor=head, **days)
    appoint(city, colleague)
    with pytest.raises(Refused, match="已由“同事甲”代理"):
        appoint(city, city.people["liaison"])
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    with pytest.raises(Refused, match="已停用"):
        appoint_deputy(posts, fresh(colleague), actor=head, first_day=date(2099, 1, 1), last_day=date(2099, 1, 2))
    acting = fresh(city.people["liaison"])
    acting.act_for(Deputyship.objects.get())
    with pytest.raises(Refused, match="您正在代理别人"):
        appoint_deputy(posts, city.people["liaison"], actor=acting, **days)


def test_three_administrations_are_not_combined_by_standing_in(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_SEPARATE_ADMINISTRATION", "1")
    with pytest.raises(Refused, match="本单位实行三员分立，“审计员”不能同时担任系统管理员、审计员"):
        appoint(city, city.people["auditor"], role="administrator")


def test_one_person_speaks_for_the_unit_chosen_on_the_form(city: City, colleague: User) -> None:
    task = task_of(city, supporting_units=(city.units["市水务局"],))
    client, address = signed_in(colleague), reverse("tasks:sign_for", args=[task.pk])
    page = client.get(address).content.decode()
    assert "以哪个单位办理" in page
    assert "云陵市教育局（牵头单位）" in page
    assert client.post(address, {"version": task.version}).status_code == 422
    client.post(address, {"version": task.version, "speaks_for": city.units["市水务局"].pk})
    assert [part.unit_name for part in task.units.all() if part.signed_at] == ["云陵市水务局"]
    task.refresh_from_db()
    assert task.state == "assigned"
    client.post(address, {"version": task.version, "speaks_for": city.units["市教育局"].pk})
    task.refresh_from_db()
    assert task.state == "signed_for"
    nobody = {"version": task.version, "speaks_for": city.units["云陵水投"].pk}
    assert client.post(address, nobody).status_code == 422


def test_with_one_unit_on_the_task_the_form_says_for_whom(city: City, colleague: User) -> None:
    page = signed_in(colleague).get(reverse("tasks:sign_for", args=[task_of(city).pk])).content.decode()
    assert "以“云陵市教育局”办理，记为“同事甲”" in page
    assert "以哪个单位办理" not in page
