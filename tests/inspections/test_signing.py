"""Who submits neither checks nor signs: the page says who is left, before and while it waits, and what to do where nobody is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from duban.inspections.actions import handling
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.models import Petition
from duban.inspections.states import MoveRefused
from duban.organizations.models import Deputyship, Role, User
from tests.inspections.conftest import Desk, at, desk, person
from tests.inspections.test_handling import FOUND, assigned, first
from tests.people import signed_in

__all__ = ["at", "desk", "first"]


@pytest.fixture
def written(desk: Desk, first: Petition) -> Petition:
    assigned(desk, first)
    return handling.write(first, replace(FOUND, plan=""), actor=desk.liaison)


def without(*people: User) -> None:
    User.objects.filter(pk__in=[one.pk for one in people]).update(is_active=False)


def page_of(user: User, petition: Petition) -> str:
    return signed_in(user).get(petition.get_absolute_url()).content.decode()


def test_who_of_the_office_submits_is_told_who_checks_and_signs_then(desk: Desk, written: Petition) -> None:
    told = "您上报后就不能核查、签发本件：可以核查的有经办、签发人，可以签发的有签发人。"
    assert told in page_of(desk.desk, written)
    assert "您上报后就不能核查本件：可以核查的有督查室、签发人，可以签发的有督查室、签发人。" in page_of(
        desk.clerk, written
    )
    assert "您上报后" not in page_of(desk.liaison, written)
    handling.submit(written, actor=desk.desk)
    waits = "等待核查：可以核查的有经办、签发人；核查后由另一人签发，可以签发的有签发人。"
    assert waits in page_of(desk.desk, written)
    assert "等待核查" not in page_of(desk.liaison, written)


def test_the_only_one_who_signs_is_told_before_submitting_and_on_the_page_where_it_waits(
    desk: Desk, written: Petition
) -> None:
    without(desk.signer)
    before = page_of(desk.desk, written)
    assert "您上报后没有人能签发本件" in before
    assert "请由责任单位“青溪县”上报，或请系统管理员（系统管理员）先给督查室再设一人。" in before
    assert "确定上报" in before  # asked once more, not refused
    handling.submit(written, actor=desk.desk)
    for who in (desk.desk, desk.clerk, desk.city.people["leader"]):
        assert "没有人能签发本件" in page_of(who, written)
    handling.check(written, actor=desk.clerk)
    with pytest.raises(MoveRefused, match="另一人"):
        handling.sign_off(written, actor=desk.desk)
    waits = page_of(desk.desk, written)
    assert "请系统管理员（系统管理员）给督查室再设一人；也可以“退回重办”" in waits
    person("third", "督查室新人", desk.city.units["市政府办"], Role.DESK)
    assert "等待签发：可以签发的有督查室新人。" in page_of(desk.desk, written)


def test_sent_back_and_submitted_by_the_unit_it_goes_on(desk: Desk, written: Petition) -> None:
    without(desk.signer)
    handling.submit(written, actor=desk.desk)
    handling.send_back(written, actor=desk.clerk, reason="由责任单位上报")
    assert "您上报后本件只有督查室能核查和签发" in page_of(desk.clerk, written)  # who submitted before is free again
    handling.submit(written, actor=desk.liaison)
    assert "等待核查：可以核查的有经办、督查室；核查后由另一人签发，可以签发的有督查室。" in page_of(
        desk.clerk, written
    )
    handling.check(written, actor=desk.clerk)
    assert handling.sign_off(written, actor=desk.desk).state == "signed_off"


def test_where_one_person_is_left_for_both_it_says_so(desk: Desk, written: Petition) -> None:
    without(desk.desk)
    assert "您上报后本件只有签发人能核查和签发，而核查的人不能再签发。" in page_of(desk.clerk, written)
    handling.submit(written, actor=desk.clerk)
    assert "本件只有签发人能核查和签发，而核查的人不能再签发：请系统管理员（系统管理员）" in page_of(
        desk.clerk, written
    )


def test_who_alone_is_left_of_the_office_is_told_who_can_appoint_another(desk: Desk, written: Petition) -> None:
    handling.submit(written, actor=desk.liaison)
    without(desk.clerk, desk.signer)
    with pytest.raises(DeskRefused, match="又没有别的人能核查：请系统管理员（系统管理员）先给督查室再设一人"):
        handling.check(written, actor=desk.desk)


def test_who_stands_in_for_somebody_of_the_desk_can_sign(desk: Desk, written: Petition) -> None:
    today, deputy = timezone.localdate(), desk.city.people["unit_head"]
    stands_in = Deputyship.objects.create(
        person=desk.signer, deputy=deputy, first_day=today, last_day=today + timedelta(3), made_by=desk.clerk, made_by_name="甲"
    )  # fmt: skip
    stands_in.posts.set(desk.signer.posts.all())
    without(desk.signer)
    assert f"可以签发的有{deputy.name}。" in page_of(desk.desk, written)


def test_where_administrations_are_apart_the_security_administrator_is_named(
    desk: Desk, written: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUBAN_SEPARATE_ADMINISTRATION", "1")
    without(desk.signer)
    assert "请安全管理员（安全管理员）先给督查室再设一人" in page_of(desk.desk, written)
