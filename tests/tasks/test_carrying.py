"""Open tasks carried over into a year or a term."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.tasks.actions import DraftRefused, open_task
from duban.tasks.actions.carrying import carry_out, order_carry_over
from duban.tasks.carrying import by_source, by_unit, by_year
from duban.tasks.models import CarriedTask, CarryOver, Task
from tests.people import signed_in
from tests.tasks.conftest import City, draft


@pytest.fixture(autouse=True)
def new_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_given: date(2027, 1, 6))


def task_of(city: City, title: str, opened: date = date(2026, 5, 6), state: str = "in_progress", **more: Any) -> Task:
    task = open_task(draft(city.water, title=title, year=opened.year, **more), actor=city.clerk)
    at = datetime(opened.year, opened.month, opened.day, tzinfo=UTC)
    Task.objects.filter(pk=task.pk).update(opened_at=at, state=state)
    return Task.objects.get(pk=task.pk)


def carry(city: City, into: int = 2027) -> CarryOver:
    return order_carry_over("year", into, date(into, 1, 1), actor=city.desk)


def test_what_is_open_is_carried_over_with_a_record_and_nothing_else_changes(city: City) -> None:
    open_one, suspended = task_of(city, "甲"), task_of(city, "乙", state="suspended")
    ended, proposed = task_of(city, "丙", state="withdrawn"), task_of(city, "丁", state="proposed")
    fresh = task_of(city, "戊", date(2027, 1, 4))
    before = Task.objects.filter(pk=open_one.pk).values().get()
    ordered = carry(city)
    assert {row.task for row in ordered.tasks.all()} == {open_one, suspended}
    assert Task.objects.filter(pk=open_one.pk).values().get() == before
    move = open_one.moves.get(verb="carry_over")
    assert (move.from_state, move.to_state, move.actor_name) == ("in_progress", "in_progress", city.desk.name)
    assert move.changes == {"carried_into": ["2026年立项", "2027年"]}
    assert AuditEntry.objects.filter(verb="task.carry_over", object_id=str(open_one.pk)).count() == 1
    for task in (ended, proposed, fresh):
        assert not task.moves.filter(verb="carry_over").exists()


def test_ordered_again_only_what_was_not_carried_is_and_a_killed_job_goes_on(city: City) -> None:
    task = task_of(city, "甲")
    ordered = carry(city)
    with pytest.raises(DraftRefused, match="已经全部结转到“2027年”"):
        carry(city)
    late = task_of(city, "乙", date(2026, 12, 31))
    carry(city)
    assert CarryOver.objects.count() == 1
    assert [row.moves.filter(verb="carry_over").count() for row in (task, late)] == [1, 1]
    CarriedTask.objects.filter(task=late).delete()  # as if it had been killed before this one
    assert carry_out(ordered) == 1
    assert carry_out(ordered) == 0


def test_a_task_is_carried_over_year_after_year_and_into_a_term(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    task = task_of(city, "甲", date(2025, 5, 6))
    carry(city, 2026)
    carry(city)
    order_carry_over("term", 6, date(2027, 1, 5), actor=city.desk)
    into = [move.changes["carried_into"][1] for move in task.moves.filter(verb="carry_over")]
    assert into == ["2026年", "2027年", "第6届"]


@pytest.mark.parametrize(
    ("kind", "into", "before", "words"),
    [
        ("year", 2028, date(2028, 1, 1), "要到 2027 年 12 月才能办"),
        ("year", 2027, date(2027, 2, 1), "从 1 月 1 日算起"),
        ("term", 0, date(2027, 1, 1), "届次要在 1 到 99 之间"),
        ("term", 6, date(2027, 2, 1), "还没有到"),
    ],
)
def test_what_cannot_be_is_refused(city: City, kind: str, into: int, before: date, words: str) -> None:
    task_of(city, "甲")
    with pytest.raises(DraftRefused, match=words):
        order_carry_over(kind, into, before, actor=city.desk)
    assert not CarryOver.objects.exists()


def test_the_same_term_keeps_its_first_day_and_only_the_desk_orders(city: City) -> None:
    task_of(city, "甲")
    with pytest.raises(PermissionDenied):
        order_carry_over("year", 2027, date(2027, 1, 1), actor=city.clerk)
    order_carry_over("term", 6, date(2027, 1, 5), actor=city.desk)
    with pytest.raises(DraftRefused, match="请用同一个日期"):
        order_carry_over("term", 6, date(2027, 1, 6), actor=city.desk)


def test_counts_by_unit_source_and_year_of_opening(city: City) -> None:
    task_of(city, "甲", date(2025, 3, 1), deadline=date(2025, 12, 31))
    task_of(city, "乙", state="withdrawn")
    task_of(city, "丙", source="manual", origins=())
    tasks = Task.objects.filter(in_hand=1)
    assert by_unit(tasks) == [(city.water, 2)]
    assert sorted(by_source(tasks)) == [("manual", 1), ("meeting", 1)]
    rows = [
        (row.year, row.opened, row.closed, row.open, row.overdue)
        for row in by_year(Task.objects.all(), date(2027, 1, 6))
    ]
    assert rows == [(2026, 2, 0, 1, 1), (2025, 1, 0, 1, 1)]


def test_the_page_shows_orders_and_opens_the_lists_it_counts(city: City) -> None:
    task_of(city, "去年的事")
    task_of(city, "今年的事", date(2027, 1, 4))
    address = reverse("tasks:carry_over")
    page = signed_in(city.leader).get(address).content.decode()
    assert "去年的事" in page
    assert "今年的事" not in page
    assert "结转这 1 件" not in page
    desk = signed_in(city.desk)
    assert "结转这 1 件" in desk.get(address).content.decode()
    answer = desk.post(reverse("tasks:order_carry_over"), {"kind": "year", "into": 2027})
    page = desk.get(answer.headers["Location"]).content.decode()
    assert "没有要结转的在办事项" in page
    assert "2027年" in page
    rows = desk.get(reverse("tasks:list"), {"opened": "2026"}).content.decode()
    assert "去年的事" in rows
    assert "今年的事" not in rows
    assert "2026年立项" in rows
    bad = desk.post(reverse("tasks:order_carry_over"), {"kind": "term", "into": "x"}, follow=True).content.decode()
    assert "换届结转要填新一届的起始日期" in bad


def test_a_list_of_one_source_holds_that_source_alone(city: City) -> None:
    task_of(city, "会上的事")
    task_of(city, "自己的事", source="manual", origins=())
    client = signed_in(city.clerk)
    page = client.get(reverse("tasks:list"), {"source": "manual"}).content.decode()
    assert "自己的事" in page
    assert "会上的事" not in page
    assert "会上的事" in client.get(reverse("tasks:list"), {"source": "<b>", "opened": "x"}).content.decode()


def test_the_page_costs_the_same_queries_however_long(city: City) -> None:
    client, address = signed_in(city.desk), reverse("tasks:carry_over")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    task_of(city, "甲")
    before = queries()
    task_of(city, "乙")
    task_of(city, "丙")
    assert queries() == before
