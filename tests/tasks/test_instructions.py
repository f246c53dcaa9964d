"""Written instructions by themselves: recorded, turned into tasks, answered, seen by whom they concern."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from duban.tasks import actions
from duban.tasks.actions import DraftRefused, TaskDraft
from duban.tasks.actions.directing import answer_directly, open_tasks_of, origin_of, record_instruction
from duban.tasks.models import Demand, Instruction
from duban.tasks.permissions import instructions_visible_to
from duban.tasks.states import MoveRefused
from tests.people import signed_in
from tests.tasks.conftest import City
from tests.tasks.moments import At, at

__all__ = ["at"]
TEXT = "请市水务局牵头查清内涝点位，市财政局配合。"


def recorded(city: City, **more: Any) -> Instruction:
    values = {"leader": "市长", "on": date(2024, 9, 27), "text": TEXT, "actor": city.clerk, **more}
    return record_instruction(**values)


def drafts(city: City, row: Instruction) -> list[TaskDraft]:
    return [
        TaskDraft(source="directive", year=2024, title=f"{unit}的事", lead_unit=unit, origins=(origin_of(row),))
        for unit in (city.water, city.finance)
    ]


def test_one_instruction_becomes_several_tasks_with_its_words_as_their_origin(city: City, at: At) -> None:
    at("2024-09-27")
    row = recorded(city, answer_by=date(2024, 10, 12))
    tasks = open_tasks_of(row, drafts(city, row), actor=city.clerk)
    assert [task.number for task in tasks] == ["批2024-0001", "批2024-0002"]
    origin = tasks[1].origins.get()
    assert (origin.kind, origin.quote, origin.link, origin.key) == (
        "directive", TEXT, reverse("tasks:instruction", args=[row.pk]), f"instruction:{row.pk}",
    )  # fmt: skip
    owed = Demand.objects.get(kind="answer")
    assert (owed.unit, owed.due, owed.instruction) == (city.water, date(2024, 10, 12), row)
    actions.answer_instruction(row, actor=city.water_liaison, answer="已查清 12 处")
    assert Demand.objects.get(kind="answer").answer == "已查清 12 处"
    with pytest.raises(MoveRefused, match="已经答复过，不再立项"):
        open_tasks_of(row, drafts(city, row), actor=city.clerk)


def test_who_sees_an_instruction(city: City, at: At) -> None:
    at("2024-09-27")
    row, apart = recorded(city), recorded(city, text="只是批示")
    open_tasks_of(row, drafts(city, row), actor=city.clerk)
    people = ("clerk", "desk", "leader", "water_liaison", "finance_liaison", "education_head", "administrator")
    seen = {name: set(instructions_visible_to(getattr(city, name))) for name in people}
    both, one, none = {row, apart}, {row}, set[Instruction]()
    assert seen == dict(zip(people, (both, both, both, one, one, none, none), strict=True))


def test_the_office_answers_what_needs_no_task_once(city: City, at: At) -> None:
    at("2024-09-27")
    row = recorded(city)
    with pytest.raises(PermissionDenied):
        answer_directly(row, actor=city.leader, answer="好")
    answer_directly(row, actor=city.desk, answer="已核实")
    assert (row.answer, row.answered_by_name) == ("已核实", city.desk.name)
    with pytest.raises(MoveRefused, match="已经答复或已经立项"):
        answer_directly(row, actor=city.desk, answer="再答")
    assert "已核实" in signed_in(city.leader).get(reverse("tasks:instruction", args=[row.pk])).content.decode()


def test_a_leader_writes_alone_and_a_unit_does_not(city: City, at: At) -> None:
    at("2024-09-27")
    assert recorded(city, actor=city.leader).leader_user == city.leader
    assert recorded(city).leader_user is None
    assert recorded(city) == recorded(city)
    with pytest.raises(PermissionDenied):
        recorded(city, actor=city.water_liaison)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [({"text": " "}, "都要填写"), ({"on": date(2024, 9, 28)}, "还没有到"), ({"answer_by": date(2024, 9, 26)}, "不能早于")],
)  # fmt: skip
def test_what_is_no_instruction_is_refused(city: City, at: At, wrong: Any, refusal: str) -> None:
    at("2024-09-27")
    with pytest.raises(DraftRefused, match=refusal):
        recorded(city, **wrong)


@pytest.mark.parametrize(
    ("urgency", "day"), [("urgent", "2024-10-02"), ("normal", "2024-10-12"), ("hard", "2024-10-27")]
)
def test_the_default_limit_follows_the_urgency_and_says_so(
    city: City, at: At, monkeypatch: pytest.MonkeyPatch, urgency: str, day: str
) -> None:
    at("2024-09-27")
    assert recorded(city, urgency=urgency).answer_by is None
    monkeypatch.setenv("DUBAN_DEFAULT_LIMITS", "duban-limits-1")
    row = recorded(city, urgency=urgency, text="另一条")
    assert (str(row.answer_by), row.answer_by_explanation[:16]) == (day, "原文没有时限，按默认办理时限“d")


def test_the_pages_from_recording_to_tasks(city: City, at: At) -> None:
    at("2024-09-27")
    clerk = signed_in(city.clerk)
    wrong = clerk.post(reverse("tasks:new_instruction"), {"leader": "市长"})
    assert wrong.status_code == 422
    given = {"leader": "市长", "on": "2024-09-27", "text": TEXT, "urgency": "urgent", "answer_by": "2024-09-30"}
    assert clerk.post(reverse("tasks:new_instruction"), given).status_code == 302
    row = Instruction.objects.get()
    address = reverse("tasks:open_from_instruction", args=[row.pk])
    total = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 0}
    half = clerk.post(address, {**total, "form-0-title": "查清点位"})
    assert (half.status_code, "没有选牵头单位" in half.content.decode()) == (422, True)
    empty = clerk.post(address, total)
    assert (empty.status_code, "没有填写要立项的事" in empty.content.decode()) == (422, True)
    two = {"form-0-title": "查清点位", "form-0-lead_unit": city.water.pk, "form-0-deadline": "2024-10-12",
           "form-2-title": "安排经费", "form-2-lead_unit": city.finance.pk}  # fmt: skip
    assert clerk.post(address, {**total, **two}).status_code == 302
    shown = signed_in(city.finance_liaison).get(reverse("tasks:instruction", args=[row.pk])).content.decode()
    assert ("安排经费" in shown, "查清点位" in shown) == (True, False)
    listed = signed_in(city.leader).get(reverse("tasks:instructions") + "?state=waiting").content.decode()
    assert ("批2024-0001" in listed, "余 2 个工作日" in listed) == (True, True)  # the 29th is worked
    assert signed_in(city.leader).get(address).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_one_row_as_for_three(
    city: City, at: At, rows: int, django_assert_num_queries: Any
) -> None:
    at("2024-09-27")
    for place in range(rows):
        row = recorded(city, text=f"第{place}条")
        open_tasks_of(row, drafts(city, row), actor=city.clerk)
    desk = signed_in(city.desk)
    with django_assert_num_queries(6):
        desk.get(reverse("tasks:instructions"))
