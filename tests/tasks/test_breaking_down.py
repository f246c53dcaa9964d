"""A breakdown with targets and limits for each child: what is added on the way down is shown, answered, kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from duban.tasks import actions
from duban.tasks.actions import DraftRefused, TaskMeasures, change_task, draft_of, set_measures
from duban.tasks.actions.added_demands import BreakdownWarned, ChildWanted
from duban.tasks.actions.breaking_down import break_down
from duban.tasks.models import Task
from tests.tasks.conftest import City, draft
from tests.tasks.moments import At, at

__all__ = ["at"]

YEAR_END = date(2026, 12, 31)


@pytest.fixture(autouse=True)
def spring(at: At) -> None:
    """The office's day: before every limit here."""
    at("2026-03-02")


@pytest.fixture
def task(city: City) -> Task:
    """A task with 320 公里 until the year's end, reported monthly."""
    found = actions.open_task(draft(city.water, deadline=YEAR_END, reporting_rhythm="每月"), actor=city.clerk)
    return actions.set_measures(found, TaskMeasures(target=Decimal(320), unit="公里"), actor=city.clerk)


def test_children_get_their_own_target_limit_and_rhythm(city: City, task: Task) -> None:
    north, south = break_down(
        task,
        [ChildWanted(city.north, Decimal(200)), ChildWanted(city.south, Decimal(120), YEAR_END, "每季度")],
        actor=city.clerk,
        reason="分解到县",
    )
    rows = [(row.number, row.lead_unit, row.quantity.target, row.quantity.unit, row.deadline) for row in (north, south)]
    assert rows == [
        ("会2026-0001-01", city.north, Decimal(200), "公里", YEAR_END),
        ("会2026-0001-02", city.south, Decimal(120), "公里", YEAR_END),
    ]
    assert [row.reporting_rhythm for row in (north, south)] == ["每月", "每季度"]
    assert north.deadline_text == task.deadline_text
    assert "breakdown" not in task.moves.get(verb="fan_out").changes


def test_what_is_added_is_shown_with_its_arithmetic_and_goes_through_with_an_answer(city: City, task: Task) -> None:
    asked = [ChildWanted(city.north, Decimal(250)), ChildWanted(city.south, Decimal(120), date(2026, 11, 30), "每周")]
    with pytest.raises(BreakdownWarned) as warned:
        break_down(task, asked, actor=city.clerk, reason="分解到县", answer=" — ")
    assert warned.value.lines == [
        "合计超出：下级目标合计 370，比上级目标 320 多 50（15.6%）",
        "时限提前：南县 2026-11-30，比上级的 2026-12-31 早 31 天，没有写明理由",
        "报送加密：南县为“每周”，上级为“每月”",
    ]
    assert not task.children.exists()
    task.refresh_from_db()
    break_down(task, asked, actor=city.clerk, reason="分解到县", answer="留出修补时间")
    move = task.moves.get(verb="fan_out")
    assert move.changes["breakdown"][1].splitlines() == warned.value.lines
    assert (move.changes["breakdown_answer"], move.reason) == (["", "留出修补时间"], "分解到县")
    south = task.children.get(lead_unit=city.south)
    assert (south.deadline, south.deadline_text, south.deadline_explanation) == (
        date(2026, 11, 30), "", "分解时定为 2026-11-30",
    )  # fmt: skip


def test_children_there_already_are_added_up_too(city: City, task: Task) -> None:
    break_down(
        task, [ChildWanted(city.north, Decimal(200))], actor=city.clerk, reason="先分一个", answer="先后分两次下达"
    )
    task.refresh_from_db()
    with pytest.raises(BreakdownWarned) as warned:
        break_down(task, [ChildWanted(city.south, Decimal(150))], actor=city.clerk, reason="再分一个")
    assert warned.value.lines == ["合计超出：下级目标合计 350，比上级目标 320 多 30（9.4%）"]


def test_what_cannot_be_broken_down_is_refused(city: City, task: Task) -> None:
    for asked, refusal in (
        ([], "没有填写分解到哪个单位"),
        ([ChildWanted(city.water)], "是本事项的牵头单位"),
        ([ChildWanted(city.north), ChildWanted(city.north)], "已经有分解的事项"),
        ([ChildWanted(city.north, Decimal(0))], "目标值要大于 0"),
    ):
        with pytest.raises(DraftRefused, match=refusal):
            break_down(task, asked, actor=city.clerk, reason="分解", answer="已经说明过")


def test_the_page_shows_what_is_added_before_it_is_done(city: City, task: Task) -> None:
    client = Client()
    client.force_login(city.clerk, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("tasks:break_down", args=[task.pk])
    shown = client.get(address).content.decode()
    assert ("北县" in shown, "320公里" in shown) == (True, True)
    given: dict[str, Any] = {
        "form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0, "version": task.version, "reason": "分解到县", "answer": "",
        "form-0-unit": city.north.pk, "form-0-target": "250", "form-1-unit": city.south.pk, "form-1-target": "120",
    }  # fmt: skip
    warned = client.post(address, given)
    given["confirmed"] = f"{city.north.pk},{city.south.pk}"
    assert 'value="{}"'.format(given["confirmed"]) in warned.content.decode()
    assert (warned.status_code, "比上级目标 320 多 50（15.6%）" in warned.content.decode()) == (422, True)
    assert not task.children.exists()
    assert client.post(address, {**given, "answer": "预留修补余量"}).status_code == 302
    assert task.children.count() == 2
    assert client.post(address, {**given, "answer": "预留修补余量"}).status_code == 409  # the second click


@pytest.fixture
def children(city: City, task: Task) -> list[Task]:
    """北县 200 and 南县 120 公里: together what the parent asks."""
    wanted = [ChildWanted(city.north, Decimal(200)), ChildWanted(city.south, Decimal(120))]
    return break_down(task, wanted, actor=city.clerk, reason="分解到县")


def kilometres(number: int) -> TaskMeasures:
    return TaskMeasures(target=Decimal(number), unit="公里")


def test_a_childs_target_raised_later_is_answered_too_and_lowered_is_not(city: City, children: list[Task]) -> None:
    north = children[0]
    with pytest.raises(BreakdownWarned) as warned:
        set_measures(north, kilometres(230), actor=city.clerk)
    assert warned.value.lines == ["合计超出：下级目标合计 350，比上级目标 320 多 30（9.4%）"]
    north.refresh_from_db()
    assert north.quantity.target == 200
    set_measures(north, kilometres(230), actor=city.clerk, answer="北县余量比较大")
    assert north.moves.filter(verb="set_measures").last().changes["breakdown_answer"] == ["", "北县余量比较大"]  # type: ignore[union-attr]
    set_measures(north, kilometres(220), actor=city.clerk)  # still too much, but less than before
    set_measures(north, kilometres(150), actor=city.clerk)
    assert "breakdown" not in north.moves.filter(verb="set_measures").last().changes  # type: ignore[union-attr]


def test_a_childs_earlier_limit_is_kept_in_its_move_with_the_reason(city: City, children: list[Task]) -> None:
    north = children[0]
    change_task(north, replace(draft_of(north), deadline=date(2026, 11, 30)), actor=city.clerk, reason="汛期以前完成")
    changes = north.moves.filter(verb="change").last().changes  # type: ignore[union-attr]
    told = "时限提前：北县 2026-11-30，比上级的 2026-12-31 早 31 天，没有写明理由"
    assert (changes["breakdown"], changes["breakdown_answer"]) == (["", told], ["", "汛期以前完成"])
    change_task(north, replace(draft_of(north), deliverable="台账"), actor=city.clerk, reason="补充")
    assert "breakdown" not in north.moves.filter(verb="change").last().changes  # type: ignore[union-attr]


def test_the_page_of_a_childs_measures_asks_why(city: City, children: list[Task]) -> None:
    client = Client()
    client.force_login(city.clerk, backend="django.contrib.auth.backends.ModelBackend")
    north = children[0]
    north.refresh_from_db()
    address = reverse("tasks:set_measures", args=[north.pk])
    assert 'name="answer"' in client.get(address).content.decode()
    given = {"version": north.version, "direction": "floor", "target": "230", "unit": "公里", "roll_up": "none"}
    warned = client.post(address, given)
    assert (warned.status_code, "比上级目标 320 多 30（9.4%）" in warned.content.decode()) == (422, True)
    assert client.post(address, {**given, "answer": "北县余量比较大"}).status_code == 302
    parent = reverse("tasks:set_measures", args=[north.parent_id])
    assert 'name="answer"' not in client.get(parent).content.decode()


def test_a_past_limit_an_unreadable_rhythm_and_the_unit_above_are_refused(city: City, task: Task) -> None:
    for asked, refusal in (
        (ChildWanted(city.north, None, date(2020, 1, 1)), "办理时限 2020-01-01 已经过去"),
        (ChildWanted(city.north, None, None, "随便写写"), "“随便写写”看不出多久报一次，请写成“每周”"),
    ):
        with pytest.raises(DraftRefused, match=refusal):
            break_down(task, [asked], actor=city.clerk, reason="分解到县", answer="已经说明过")
    (north,) = break_down(
        task,
        [ChildWanted(city.north, None, None, "办结时")],
        actor=city.clerk,
        reason="分解到县",
        answer="办结时报一次",
    )
    with pytest.raises(DraftRefused, match="是上级事项 会2026-0001 的牵头单位"):
        break_down(north, [ChildWanted(city.water)], actor=city.clerk, reason="再分解")
    north.refresh_from_db()
    with pytest.raises(DraftRefused, match="是上级事项 会2026-0001 的牵头单位"):
        actions.fan_out(north, [city.water], actor=city.clerk, reason="再分解")


def test_a_limit_after_the_parents_is_pointed_out_and_needs_a_reason_that_says_something(
    city: City, task: Task
) -> None:
    later = [ChildWanted(city.north, Decimal(320), date(2027, 2, 1))]
    for answer in ("", "忙", "——————"):
        with pytest.raises(BreakdownWarned, match="至少 5 个字") as warned:
            break_down(task, later, actor=city.clerk, reason="分解到县", answer=answer)
        assert warned.value.lines == ["时限推后：北县 2027-02-01，比上级的 2026-12-31 晚 32 天"]
        task.refresh_from_db()
    (north,) = break_down(task, later, actor=city.clerk, reason="分解到县", answer="汛后才能开工")
    assert north.deadline == date(2027, 2, 1)


def test_only_the_rows_chosen_are_opened_and_their_count_is_named_first(city: City, task: Task) -> None:
    client = Client()
    client.force_login(city.clerk, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("tasks:break_down", args=[task.pk])
    rows = client.get(address).context["rows"]
    assert [(row["unit"].value(), row["chosen"].value()) for row in rows][:2] == [
        (city.north.pk, False), (city.south.pk, False),
    ]  # fmt: skip
    given: dict[str, Any] = {"form-TOTAL_FORMS": 5, "form-INITIAL_FORMS": 5, "version": task.version, "reason": "分解"}
    for place, unit in enumerate((city.north, city.south)):
        own = {"unit": unit.pk, "proposed": unit.pk, "deadline": "2026-12-31", "reporting_rhythm": "每月", "target": ""}
        given |= {f"form-{place}-{name}": value for name, value in own.items()}
    assert "没有填写分解到哪个单位" in client.post(address, given).content.decode()
    given["form-1-chosen"] = "on"
    named = client.post(address, given).content.decode()
    assert "将分解到 1 个单位：南县" in named and "确认分解到 1 个单位" in named
    assert not task.children.exists()
    assert client.post(address, {**given, "confirmed": str(city.south.pk)}).status_code == 302
    assert [child.lead_unit for child in task.children.all()] == [city.south]


def test_units_typed_for_all_survive_the_step_to_the_rows(city: City, task: Task) -> None:
    client = Client()
    client.force_login(city.clerk, backend="django.contrib.auth.backends.ModelBackend")
    before = reverse("tasks:fan_out", args=[task.pk])
    address = reverse("tasks:break_down", args=[task.pk])
    assert f'formaction="{address}"' in client.get(before).content.decode()
    shown = client.post(
        address, {"units": "财政局、南县", "reason": "分解到两家", "version": task.version, "each": "1"}
    )
    rows = [(row["unit"].value(), row["chosen"].value()) for row in shown.context["rows"]][:3]
    assert rows == [(city.finance.pk, True), (city.south.pk, True), (city.north.pk, False)]
    assert shown.context["form"]["reason"].value() == "分解到两家"
    assert "无此单位" in client.post(address, {"units": "无此单位"}).content.decode()
