"""The page of one task."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duban.organizations.models import User
from duban.tasks.actions import TaskMeasures, change_task, draft_of, open_task, set_measures
from duban.tasks.actions.reporting import GivenFile, report_progress
from duban.tasks.models import Task
from duban.tasks.states import TaskState
from tests.tasks.conftest import PARAGRAPH, QUOTE, City, draft, origin
from tests.tasks.life import facts, task_in


def status(user: User, task: Task) -> int:
    client = Client()
    client.force_login(user)
    return client.get(task.get_absolute_url()).status_code


def page(user: User, task: Task) -> str:
    client = Client()
    client.force_login(user)
    return client.get(task.get_absolute_url()).content.decode()


@pytest.fixture
def task(city: City) -> Task:
    return open_task(
        draft(city.water, supporting_units=(city.finance,), fan_out_to=(city.north,), deliverable="清淤台账"),
        actor=city.clerk,
    )


def test_the_quote_is_marked_in_its_paragraph(city: City, task: Task) -> None:
    before, after = PARAGRAPH.split(QUOTE)
    shown = page(city.water_liaison, task)
    assert f'{before}<mark id="quote-{task.origins.get().pk}">{QUOTE}</mark>{after}' in shown


def test_two_quotes_of_one_paragraph_are_marked_in_it_once(city: City, task: Task) -> None:
    again = replace(draft_of(task), origins=(origin("市水务局"), origin("清掏管网320公里"), origin("管网")))
    change_task(task, again, actor=city.clerk, reason="更正出处")
    shown = page(city.water_liaison, task)
    marked = ">市水务局</mark>要在年底前<mark id="
    assert shown.count(marked) == 1
    assert ">清掏管网320公里</mark>。各县要配合。</blockquote>" in shown


def test_the_office_reaches_the_meeting_and_a_unit_does_not(city: City, task: Task) -> None:
    assert 'href="/meetings/7/#action-3"' in page(city.clerk, task)
    assert "/meetings/" not in page(city.water_liaison, task)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("clerk", 200), ("desk", 200), ("leader", 200), ("water_liaison", 200), ("finance_liaison", 200),
        ("north_liaison", 404), ("education_head", 404), ("administrator", 404), ("auditor", 404),
    ],
)  # fmt: skip
def test_others_get_not_found(city: City, task: Task, who: str, expected: int) -> None:
    assert status(getattr(city, who), task) == expected


def test_a_child_is_shown_to_its_unit_without_the_parent(city: City, task: Task) -> None:
    child = task.children.get()
    assert status(city.north_liaison, child) == 200
    assert task.get_absolute_url() not in page(city.north_liaison, child)
    assert task.get_absolute_url() in page(city.water_liaison, child)


def test_children_stand_on_the_page_for_the_lead_only(city: City, task: Task) -> None:
    assert "会2026-0001-01" in page(city.water_liaison, task)
    assert "会2026-0001-01" not in page(city.finance_liaison, task)


def test_an_old_value_stays_visible_beside_the_new_one(city: City, task: Task) -> None:
    later = replace(draft_of(task), deadline=date(2027, 3, 31), origins=(origin("各县要配合"),))
    change_task(task, later, actor=city.desk, reason="会议更正时限")
    shown = page(city.water_liaison, Task.objects.get(pk=task.pk))
    assert "<del>2026-12-31</del>" in shown
    assert "<td>2027-03-31</td>" in shown
    assert "会议更正时限" in shown
    assert f">{QUOTE}</mark>" in shown  # the earlier quote


def test_deadline_arithmetic_units_and_deliverable_are_shown(city: City, task: Task) -> None:
    shown = page(city.finance_liaison, task)
    for words in ("会议年份 2026 → 2026-12-31", "云陵市水务局", "云陵市财政局", "清淤台账", "第 4 段", "城区排水工作"):
        assert words in shown


def test_the_number_of_queries_does_not_grow_with_children_and_moves(city: City, task: Task) -> None:
    client = Client()
    client.force_login(city.clerk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(task.get_absolute_url())
        return len(captured)

    change_task(task, replace(draft_of(task), deliverable="清单"), actor=city.clerk, reason="补充")
    client.get(task.get_absolute_url())
    with_one = queries()
    more = replace(draft_of(task), fan_out_to=(city.north, city.south, city.education))
    change_task(task, more, actor=city.clerk, reason="扩大范围")
    assert queries() == with_one


def test_a_report_shows_plain_figures_and_whatever_people_write_as_text(city: City) -> None:
    task = task_in(city, TaskState.IN_PROGRESS)
    set_measures(task, TaskMeasures(target=Decimal(320), unit="公里<i>"), actor=city.clerk)
    hostile = '<script>alert(1)</script>\r\n"第二行"'
    said = replace(
        facts(hostile, GivenFile('"><img src=x>.txt', b"photo", note="<b>note</b>")),
        actual=Decimal("230.0000"),
        problems=hostile,
        next_steps=hostile,
    )
    report_progress(task, said, actor=city.water_liaison)
    shown = page(city.water_liaison, task)
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "<b>note" not in shown
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt;<br>&quot;第二行&quot;") == 3
    assert "完成值 <strong>230</strong>" in shown
    assert "230.0000" not in shown
