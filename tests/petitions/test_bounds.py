"""Days that are rather slips: an old day of receipt is confirmed, a new deadline keeps to the clock, one extension a life."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from duban.petitions import actions
from duban.petitions.actions import PetitionRefused, importing
from duban.petitions.models import Petition
from duban.petitions.queries.page import offers
from duban.petitions.states import Verb
from duban.tasks.models import Task
from tests.people import City
from tests.petitions.conftest import called_back, facts, handled, registered
from tests.petitions.test_pages import form

GIVEN = {"reason": "要等汛期过后施工", "approved_by": "市教育局局长"}


def ago(days: int) -> str:
    return str(timezone.localdate() - timedelta(days))


def test_an_old_letter_is_entered_after_its_day_was_confirmed(city: City) -> None:
    client = city.sign_in("clerk")
    assert "确是旧信</label>" not in client.get("/petitions/new/").content.decode()
    page = client.post("/petitions/new/", form(received_on="2019-01-01"))
    html = page.content.decode()
    assert (page.status_code, Petition.objects.count()) == (422, 0)
    assert ("收到日期 2019-01-01 是" in html, ">确是旧信</label>" in html) == (True, True)
    assert client.post("/petitions/new/", form(received_on="2019-01-01", long_ago="on")).status_code == 302
    petition = Petition.objects.get()
    assert (str(petition.received_on), petition.moves.get().facts["long_ago"]) == ("2019-01-01", "是")


@pytest.mark.parametrize(
    ("days", "limit", "status"), [(180, "", 302), (181, "", 422), (181, "0", 302), (31, "30", 422)]
)
def test_how_long_ago_is_asked_about_is_a_setting(
    city: City, monkeypatch: pytest.MonkeyPatch, days: int, limit: str, status: int
) -> None:
    if limit:
        monkeypatch.setenv("DUBAN_PETITION_LONG_AGO", limit)
    answer = city.sign_in("clerk").post("/petitions/new/", form(received_on=ago(days)))
    assert answer.status_code == status


def test_a_correction_asks_only_where_the_day_is_another(city: City) -> None:
    petition = registered(city, received_on=timezone.localdate() - timedelta(400), long_ago=True)
    clerk = city.people["clerk"]
    same = facts(received_on=petition.received_on, title="一楼返水")
    petition = actions.correct(petition, same, actor=clerk, reason="标题写清楚")
    other = facts(received_on=petition.received_on - timedelta(1))
    with pytest.raises(PetitionRefused, match="确是旧信的请确认"):
        actions.correct(petition, other, actor=clerk, reason="日期抄错")


def test_old_days_of_a_list_are_confirmed_once_for_all(city: City) -> None:
    rows = [
        {"收到日期": day, "渠道": "来信", "类型": "城乡建设", "反映内容": text}
        for day, text in ((ago(3), "东街路灯夜里不亮。"), ("2019-01-01", "西河桥栏杆断了两根。"))
    ]
    brought = importing.take_in(rows, actor=city.people["clerk"])
    client, address = city.sign_in("clerk"), f"/petitions/imports/{brought.pk}/"
    page = client.get(address).content.decode()
    assert (page.count("收到日期很早，请核对"), 'name="long_ago"' in page) == (1, True)
    refused = client.post(address)
    assert (refused.status_code, "第 2 行的收到日期是很久以前" in refused.content.decode()) == (422, True)
    assert Petition.objects.count() == 0
    assert client.post(address, {"long_ago": "on"}).status_code == 302
    told = [petition.moves.get().facts.get("long_ago", "") for petition in Petition.objects.order_by("pk")]
    assert told == ["", "是"]


def test_a_new_deadline_keeps_to_the_sixty_days_of_concluding(city: City) -> None:
    petition, desk, today = called_back(city), city.people["supervision_desk"], timezone.localdate()
    with pytest.raises(PetitionRefused, match=f"晚于 {today + timedelta(60)}.*60日内，第三十四条"):
        actions.reopen(petition, actor=desk, reason="又堵", deadline=today + timedelta(61))
    petition = actions.reopen(petition, actor=desk, reason="又堵", deadline=today + timedelta(60))
    assert petition.due_on == today + timedelta(60)


def test_taken_up_anew_its_time_is_extended_from_the_day_that_was_set(city: City) -> None:
    petition, desk, today = called_back(city), city.people["supervision_desk"], timezone.localdate()
    petition = actions.reopen(petition, actor=desk, reason="又堵", deadline=today + timedelta(15))
    petition = actions.extend(petition, actor=desk, days=10, told_on=today, **GIVEN)
    assert petition.due_on == Task.objects.get().deadline == today + timedelta(25)
    assert (
        petition.moves.filter(verb="extend").get().facts["limit"]
        == f"{today + timedelta(15)} → {today + timedelta(25)}"
    )


def test_one_extension_is_all_taken_up_anew_or_not(city: City) -> None:
    petition, desk, today = handled(city), city.people["supervision_desk"], timezone.localdate()
    actions.extend(petition, actor=desk, days=10, told_on=today, **GIVEN)
    Petition.objects.filter(pk=petition.pk).update(state="called_back", solved=False)
    petition = actions.reopen(petition, actor=desk, reason="又堵", deadline=today + timedelta(15))
    (offer,) = [offer for offer in offers(desk, petition) if offer.verb is Verb.EXTEND]
    assert (offer.allowed, "已经延长过 10 日" in offer.why_not) == (False, True)
    page = city.sign_in("supervision_desk").get(offer.url).content.decode()
    assert ("已经延长过 10 日" in page, 'name="approved_by"' in page) == (True, False)
    with pytest.raises(PetitionRefused, match="不能再延"):
        actions.extend(petition, actor=desk, days=5, told_on=today, **GIVEN)
