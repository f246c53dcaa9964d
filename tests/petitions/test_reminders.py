"""The clock of an ordinary petition joins the day's digest."""

from __future__ import annotations

from datetime import date

from django.test import Client

from duban.notifications.actions import remind
from duban.notifications.models import Notice
from duban.petitions.models import Petition
from tests.people import City
from tests.petitions.conftest import handled, registered


def told(day: date) -> dict[str, str]:
    remind(day)
    notices = Notice.objects.filter(day=day, text__contains="信访件").select_related("recipient")
    return {notice.recipient.username: notice.text for notice in notices}


def test_a_unit_is_told_of_the_clock_that_runs_out_first(city: City) -> None:
    petition = handled(city)
    Petition.objects.filter(pk=petition.pk).update(due_on=date(2027, 3, 5), due_clock="conclude")  # a Friday
    people = told(date(2027, 3, 2))
    unit = petition.handler
    assert unit
    assert people[city.people["liaison"].username] == (
        f"还有 3 天：信访件 {petition.number}，应于 2027-03-05 前办结并答复（{unit.name}）"
    )
    late = told(date(2027, 3, 8))
    assert late[city.people["supervision_desk"].username].startswith("超期 3 天")
    assert petition.title not in "".join(late.values())


def test_what_waits_for_the_office_is_told_to_the_desk_and_the_petitioners_own_time_to_nobody(city: City) -> None:
    petition = registered(city)
    Petition.objects.filter(pk=petition.pk).update(due_on=date(2027, 3, 5), due_clock="route")
    people = told(date(2027, 3, 2))
    assert set(people) == {city.people["supervision_desk"].username}
    Petition.objects.filter(pk=petition.pk).update(due_clock="ask_review")
    assert told(date(2027, 3, 4)) == {}


def test_today_marks_what_is_overdue(city: City) -> None:
    petition = registered(city)
    Petition.objects.filter(pk=petition.pk).update(due_on=date(2020, 1, 3))
    desk = Client()
    desk.force_login(city.people["supervision_desk"])
    assert "已超期" in desk.get("/").content.decode()
