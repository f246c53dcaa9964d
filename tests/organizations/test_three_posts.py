"""System, security and audit administration in three hands, where the office wants it (三员分立)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from duban.organizations import actions
from duban.organizations.actions import PostFacts, Refused, save_user
from duban.organizations.models import Role, User
from tests.organizations.test_pages import user_values
from tests.people import City


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_SEPARATE_ADMINISTRATION", "1")


PAIRS = [(Role.ADMINISTRATOR, Role.AUDITOR), (Role.ADMINISTRATOR, Role.SECURITY), (Role.SECURITY, Role.AUDITOR)]


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("pair", PAIRS)
def test_no_one_person_combines_two_of_the_three(city: City, pair: tuple[Role, Role]) -> None:
    posts = [PostFacts(city.units["市政府办"], role) for role in pair]
    with pytest.raises(Refused, match="本单位实行三员分立"):
        save_user(User(username="x", name="某甲"), posts, actor=None)
    assert not User.objects.filter(username="x").exists()


@pytest.mark.parametrize("pair", PAIRS)
def test_without_the_setting_they_may(city: City, pair: tuple[Role, Role]) -> None:
    posts = [PostFacts(city.units["市政府办"], role) for role in pair]
    save_user(User(username="x", name="某甲"), posts, actor=None)


def test_one_of_the_three_beside_other_posts_is_nobodys_business(city: City, apart: None) -> None:
    posts = [PostFacts(city.units["市政府办"], role) for role in (Role.AUDITOR, Role.CLERK)]
    save_user(User(username="x", name="某甲"), posts, actor=None)


def test_the_administrator_makes_the_account_and_security_gives_the_post_and_the_code(city: City, apart: None) -> None:
    administrator, security = city.sign_in("administrator"), city.sign_in("security")
    home = [(city.units["市水务局"], Role.LIAISON)]
    new: dict[str, Any] = user_values(None, home)
    assert security.post(reverse("organizations:new_user"), new).status_code == 403
    answer = administrator.post(reverse("organizations:new_user"), new)
    assert answer.status_code == 302
    user = User.objects.get(username="new")
    assert not user.posts.exists()
    address = reverse("organizations:user", args=[user.pk])
    page = administrator.get(address).content.decode()
    assert "本单位实行三员分立" in page
    assert "posts-0-unit" not in page
    security.post(address, user_values(user, home, name="改了的名字"))
    user = User.objects.get(pk=user.pk)
    assert (user.name, [post.role for post in user.posts.all()]) == ("新来的", ["liaison"])
    code = reverse("organizations:issue_reset_code", args=[user.pk])
    assert administrator.post(code).status_code == 403
    assert "重置码" in security.post(code).content.decode()


def test_the_actions_refuse_what_the_pages_do_not_offer(city: City, apart: None) -> None:
    user, home = city.people["clerk"], city.units["市政府办"]
    with pytest.raises(Refused, match="岗位由安全管理员授予"):
        save_user(user, [PostFacts(home, Role.DESK)], actor=city.people["administrator"])
    user = User.objects.get(pk=user.pk)
    user.telephone = "1"
    with pytest.raises(Refused, match="账号资料由系统管理员维护"):
        save_user(user, [PostFacts(home, Role.CLERK)], actor=city.people["security"])
    with pytest.raises(Refused, match="重置码由安全管理员发"):
        actions.issue_reset_code(user, actor=city.people["administrator"])
