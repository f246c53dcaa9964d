"""The lamp's parts of the task page: sentence, picture, months as they were, roll-up with links."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from duban.organizations.models import User
from duban.tasks.actions import (
    ReportFacts,
    TaskMeasures,
    open_task,
    report_progress,
    set_measures,
    sign_for,
    suspend,
)
from duban.tasks.actions.lighting import light_all
from duban.tasks.models import RollUp, Task, TaskUnit
from tests.tasks.conftest import City, draft
from tests.tasks.moments import At, at

__all__ = ["at"]


def page(user: User, task: Task, language: str = "zh-hans") -> str:
    client = Client()
    client.force_login(user)
    if language == "en":
        client.cookies["duban_language"] = "en"
    response = client.get(reverse("tasks:detail", args=[task.pk]))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def task(city: City, at: At) -> Task:
    """100 公里 from 1 January to 10 April 2026, a hundred days; 35 reported on day 50; looked at on day 50."""
    at("2026-01-01")
    task = open_task(draft(city.water, deadline=date(2026, 4, 10)), actor=city.clerk)
    set_measures(task, TaskMeasures(start=date(2026, 1, 1), target=Decimal(100), unit="公里"), actor=city.clerk)
    sign_for(task, actor=city.water_liaison)
    at("2026-02-19")
    report_progress(
        task, ReportFacts(text="进展", as_of=date(2026, 2, 19), actual=Decimal(35)), actor=city.water_liaison
    )
    return task


def test_the_lamp_says_its_sentence_and_its_arithmetic(city: City, task: Task) -> None:
    shown = page(city.clerk, task)
    assert "序时 50.0%，实际 35.0%，落后 15.0 个百分点（通用规则1，10–20 个百分点为黄）" in shown
    assert "<li>实际：35÷100公里＝35.00%</li>" in shown
    assert "评灯日期：2026-02-19" in shown


def test_the_lamp_speaks_english_where_the_page_does(city: City, task: Task) -> None:
    shown = page(city.clerk, task, "en")
    assert "schedule 50.0%, actual 35.0%, 15.0 points behind (Duban default 1; 10–20 points behind is yellow)" in shown


def test_the_picture_has_its_table_and_no_inline_style(city: City, task: Task) -> None:
    shown = page(city.clerk, task)
    drawn = shown[shown.index("<svg") : shown.index("</svg>")]
    assert 'class="picture-due"' in drawn and 'class="picture-done"' in drawn
    assert drawn.count("picture-lamp") == 2  # January grey, February yellow
    assert "<polygon" in drawn and "picture-unlit" in drawn
    assert "style=" not in drawn
    assert ">2026-01</th>" in shown and ">2026-02</th>" in shown


def test_months_stay_as_they_were(city: City, task: Task, at: At) -> None:
    light_all(date(2026, 3, 20))  # red: 44 points behind
    at("2026-03-25")
    report_progress(
        task, ReportFacts(text="赶上", as_of=date(2026, 3, 25), actual=Decimal(90)), actor=city.water_liaison
    )
    at("2026-04-02")
    light_all(date(2026, 4, 2))
    shown = page(city.clerk, task)
    drawn = re.findall(r"<title>(\d{4}-\d{2} \S+)</title>", shown)
    assert drawn == ["2026-01 未亮灯", "2026-02 黄灯", "2026-03 绿灯", "2026-04 绿灯"]
    march = shown[shown.index(">2026-03</th>") : shown.index(">2026-02</th>")]
    assert "03-20" in march and "红灯" in march  # within the month, too, nothing is painted over


def test_a_suspended_task_keeps_its_sentence(city: City, task: Task, at: At) -> None:
    suspend(task, actor=city.desk, reason="停工", today=date(2026, 2, 19))
    at("2026-03-30")
    light_all(date(2026, 3, 30))
    shown = page(city.clerk, task)
    assert "落后 15.0 个百分点" in shown and "暂停计时期间灯不变" in shown


@pytest.fixture
def parent(city: City, at: At) -> Task:
    """A parent whose figure is its children's sum: the north has 30 of 60, the south nothing of 40."""
    at("2026-01-01")
    task = open_task(
        draft(city.water, deadline=date(2026, 4, 10), supporting_units=(city.finance,), fan_out_to=(city.north, city.south)),
        actor=city.clerk,
    )  # fmt: skip
    start = date(2026, 1, 1)
    set_measures(
        task, TaskMeasures(start=start, target=Decimal(100), unit="公里", roll_up=RollUp.SUM), actor=city.clerk
    )
    north, south = task.children.order_by("part")
    for child, target in ((north, 60), (south, 40)):
        set_measures(child, TaskMeasures(start=start, target=Decimal(target), unit="公里"), actor=city.clerk)
    sign_for(north, actor=city.north_liaison)
    report_progress(north, ReportFacts(text="进展", as_of=start, actual=Decimal(30)), actor=city.north_liaison)
    light_all(date(2026, 1, 2))
    return task


def test_a_roll_up_shows_its_arithmetic_with_links(city: City, parent: Task) -> None:
    shown = page(city.clerk, parent)
    north, south = parent.children.order_by("part")
    assert (
        f'<a href="{north.get_absolute_url()}">北县</a> 30 ＋ <a href="{south.get_absolute_url()}">南县</a> 0（未报）'
        " ＝ 30公里；30÷100＝30.00%"
    ) in shown


@pytest.mark.parametrize(
    ("method", "words"),
    [(RollUp.WEIGHTED, "1×50.00% ＋"), (RollUp.WORST, "最慢的是")],
)
def test_the_other_ways_show_theirs(city: City, parent: Task, method: str, words: str) -> None:
    Task.objects.filter(pk=parent.pk).update(roll_up=method)
    assert words in page(city.clerk, parent)


def test_a_child_one_may_not_see_is_counted_and_not_named(city: City, parent: Task) -> None:
    finance = page(city.finance_liaison, parent)  # a supporting unit of the parent: sees no child
    assert TaskUnit.objects.filter(task=parent, unit=city.finance).exists()
    assert "北县" not in finance and "南县" not in finance


def test_a_lamp_not_yet_judged_says_so(city: City, task: Task) -> None:
    Task.objects.filter(pk=task.pk).update(lamp_on=None)
    task.lamps.all()._raw_delete("default")  # type: ignore[attr-defined]
    assert "还没有评灯" in page(city.clerk, task)
