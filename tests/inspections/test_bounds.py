"""Days that cannot be, and a measure taken off: refused in plain words, the ledger's clock following."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.inspections.actions import agreeing, handling, showing
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.looking_back import draw_round, note_look_back
from duban.inspections.actions.sweeping import add_site, note_site, open_sweep
from duban.inspections.models import Petition, PetitionMeasure
from duban.inspections.states import MoveRefused
from duban.tasks.models import Task
from tests.inspections.conftest import Desk, at, desk
from tests.inspections.months import Month
from tests.inspections.test_frozen import Steps, story, taken_to
from tests.inspections.test_handling import assigned, first
from tests.inspections.test_pages import signed_in
from tests.inspections.test_sweeps import facts, some
from tests.tasks.moments import At

__all__ = ["at", "desk", "first", "story"]

DUE = date(2027, 3, 31)


def lasting(petition: Petition, actor: Any, due: date = DUE, done_on: date | None = None) -> PetitionMeasure:
    showing.add_measure(petition, kind="lasting", what="建成封闭料棚", due=due, done_on=done_on, actor=actor)
    return petition.measures.latest("pk")


@pytest.mark.parametrize(
    ("due", "done_on", "refused"),
    [
        (date(2026, 11, 25), None, True),
        (date(2026, 11, 26), None, False),
        (date(2026, 11, 22), date(2026, 11, 22), False),  # done before it was noted
        (date(2026, 11, 19), date(2026, 11, 22), True),
    ],
)
def test_a_measure_is_not_due_before_it_is_decided(
    desk: Desk, first: Petition, due: date, done_on: date | None, refused: bool
) -> None:
    assigned(desk, first)
    if refused:
        with pytest.raises(DeskRefused, match="请填能做到的日期"):
            lasting(first, desk.clerk, due, done_on)
    else:
        assert lasting(first, desk.clerk, due, done_on).due == due


def test_a_deadline_is_not_moved_into_the_past(desk: Desk, first: Petition) -> None:
    assigned(desk, first)
    measure = lasting(first, desk.liaison)
    with pytest.raises(DeskRefused, match="早于 2026-11-26"):
        agreeing.change_due(measure, actor=desk.clerk, due=date(2026, 11, 20))


@pytest.mark.parametrize(("day", "words"), [("2026-11-19", "早于信访件的受理日期"), ("2026-11-27", "还没有到")])
def test_a_visit_lies_between_the_petition_and_today(desk: Desk, first: Petition, day: str, words: str) -> None:
    assigned(desk, first)
    client = signed_in(desk.liaison)
    given = {"day": day, "who": "县局科长", "found": "正常"}
    page = client.post(f"/inspections/petitions/{first.pk}/add/visit/", given)
    assert (page.status_code, words in page.content.decode(), first.visits.count()) == (422, True, 0)


def test_a_measure_is_taken_off_with_its_deadline_as_long_as_no_reply_told_of_it(desk: Desk, first: Petition) -> None:
    assigned(desk, first)
    measure = lasting(first, desk.clerk)
    assert Task.objects.get(pk=first.task_id or 0).deadline == DUE
    client, page = signed_in(desk.clerk), first.get_absolute_url()
    assert "确定删除措施" in client.get(page).content.decode()
    answer = client.post(f"/inspections/measures/{measure.pk}/drop/", follow=True).content.decode()
    assert ("已删除措施“建成封闭料棚”" in answer, first.measures.count()) == (True, 0)
    assert Task.objects.get(pk=first.task_id or 0).deadline is None
    entry = AuditEntry.objects.get(verb="petition.drop")
    assert entry.changes["measure"] == ["长效整改：建成封闭料棚", ""]


def test_the_deadline_is_then_that_of_the_measures_left(desk: Desk, first: Petition) -> None:
    assigned(desk, first)
    lasting(first, desk.clerk, date(2027, 1, 31))
    last = lasting(first, desk.clerk)
    showing.drop_measure(last, actor=desk.desk)
    assert Task.objects.get(pk=first.task_id or 0).deadline == date(2027, 1, 31)


def test_a_unit_takes_off_its_own_but_not_what_the_office_agreed_to(desk: Desk, first: Petition) -> None:
    assigned(desk, first)
    measure = lasting(first, desk.liaison)
    agreeing.agree_deadline(measure, actor=desk.clerk)
    with pytest.raises(DeskRefused, match="请市级承办人员办理"):
        showing.drop_measure(measure, actor=desk.liaison)
    other = lasting(first, desk.liaison)
    showing.drop_measure(other, actor=desk.liaison)
    assert list(first.measures.values_list("pk", flat=True)) == [measure.pk]


def test_what_the_team_was_told_stays(desk: Desk, first: Petition, story: Steps, at: At) -> None:
    taken_to(story, 4)
    at("2026-11-27")
    told = first.measures.get()
    added = lasting(first, desk.clerk)
    page = signed_in(desk.clerk).get(first.get_absolute_url()).content.decode()
    assert [f"/inspections/measures/{one.pk}/drop/" in page for one in (told, added)] == [False, True]
    showing.drop_measure(added, actor=desk.clerk)
    with pytest.raises(DeskRefused, match="已写进回复督察组的回复件"):
        showing.drop_measure(told, actor=desk.clerk)
    handling.reject(first, actor=desk.clerk, reason="措施不具体，请补充")
    with pytest.raises(DeskRefused, match="已写进回复督察组的回复件"):
        showing.drop_measure(told, actor=desk.clerk)


def test_a_site_and_a_look_back_are_visited_after_what_led_to_them(month: Month) -> None:
    petition = some(month)[0]
    today = timezone.localdate()
    sweep = open_sweep(petition, facts(month), [], actor=month.clerk, today=today)
    site = add_site(sweep, "城东料场", actor=month.clerk)
    with pytest.raises(MoveRefused, match="早于信访件"):
        note_site(site, actor=month.clerk, on=date(2020, 1, 1), problems=0, mended=0, found="", today=today)
    Petition.objects.filter(pk=petition.pk).update(
        state="replied", conclusion="concluded", replied_on=petition.batch.day, starred=True
    )
    item = draw_round(month.inspection, actor=month.clerk, seed="1", percent=100).items.get(petition=petition)
    with pytest.raises(MoveRefused, match="回头看是回复以后的事"):
        note_look_back(item, actor=month.desk, on=date(2020, 1, 1), outcome="holds", found="好", today=today)
