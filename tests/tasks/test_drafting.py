"""A task opened by hand, and one changed while it runs: every field, the deadline's arithmetic, two people at once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from unittest.mock import patch

import pytest
from django.urls import reverse

from duban.organizations.models import User
from duban.tasks import actions
from duban.tasks.actions import DraftRefused, TaskMeasures, draft_of
from duban.tasks.forms.drafting import shown_values
from duban.tasks.models import Task
from tests.people import signed_in
from tests.tasks.conftest import City, draft

FRIDAY = date(2024, 9, 27)
TOKEN = "6a1f2b4c-0d3e-4f5a-8b7c-9d0e1f2a3b4c"
GIVEN = {
    "once": TOKEN,
    "title": "清掏老城区雨水管网",
    "lead_unit": "水务局",
    "responsible_units": "财政局",
    "supporting_units": "教育局",
    "data_units": "",
    "fan_out_to": "各县（区）",
    "leading_official": "分管副市长",
    "priority": "urgent",
    "limit": "5个工作日内",
    "counted_from": str(FRIDAY),
    "start": "2024-09-27",
    "deliverable": "清淤台账",
    "reporting_rhythm": "每周",
    "source_title": "市长现场办公会",
    "quote": "雨水管网五个工作日内清掏完。",
    "reckoned": "",
}


def opened(city: City, **values: str) -> tuple[int, str]:
    answer = signed_in(city.clerk).post(reverse("tasks:new"), {**GIVEN, **values})
    return answer.status_code, answer.content.decode()


def test_a_task_is_opened_by_hand_with_every_field_after_its_arithmetic_was_shown(city: City) -> None:
    status, page = opened(city)
    assert (status, Task.objects.count()) == (422, 0)
    assert "请核对下面的推算" in page
    assert "结果：2024年10月10日" in page
    assert 'name="reckoned" value="2024-10-10"' in page
    status, _page = opened(city, reckoned="2024-10-10")
    task = Task.objects.get(parent=None)
    assert (status, task.number.split("-")[0][0], task.source) == (302, "办", "manual")
    roles = dict(task.units.values_list("unit__short_name", "role"))
    assert roles == {"水务局": "lead", "财政局": "responsible", "教育局": "supporting"}
    assert {child.lead_unit for child in task.children.all()} == {city.north, city.south}
    assert (task.deadline, task.deadline_text, task.start) == (date(2024, 10, 10), "5个工作日内", FRIDAY)
    assert "跳过" in task.deadline_explanation
    assert (task.priority, task.leading_official, task.deliverable) == ("urgent", "分管副市长", "清淤台账")
    origin = task.origins.get()
    assert (origin.kind, origin.title, origin.quote) == ("manual", "市长现场办公会", GIVEN["quote"])
    assert str(origin.quote) in signed_in(city.clerk).get(task.get_absolute_url()).content.decode()


def test_a_double_click_opens_one_task(city: City) -> None:
    for _ in range(2):
        assert opened(city, limit="2024-12-31", fan_out_to="")[0] == 302
    assert Task.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", " ", "必填"),
        ("lead_unit", "水利局", "没有叫“水利局”的单位"),
        ("lead_unit", "水务局、财政局", "只能填一个单位"),
        ("limit", "尽快", "看不懂时限“尽快”"),
        ("limit", "2024-02-30", "没有“2024-02-30”这一天"),
        ("limit", "2024-09-01", "起算日期 2024-09-27 晚于办理时限 2024-09-01"),
        ("source_title", "", "必填"),
    ],
)
def test_what_cannot_be_a_task_is_refused_in_words_and_leaves_nothing(
    city: City, field: str, value: str, words: str
) -> None:
    status, page = opened(city, **{field: value})
    assert (status, Task.objects.count()) == (422, 0)
    assert words in page or (words == "必填" and "error-summary" in page)


def test_the_arithmetic_is_shown_while_typing(city: City) -> None:
    def asked(limit: str) -> str:
        values = {"limit": limit, "counted_from": str(FRIDAY)}
        return signed_in(city.clerk).get(reverse("tasks:reckon"), values).content.decode()

    assert "2024-12-31" in asked("年底前")
    assert "没有单一日期" in asked("每月5日前")
    assert "看不懂时限" in asked("随时")
    assert asked("").strip() == asked("2024-12-31").strip() == ""


def changed(city: City, task: Task, user: User | None = None, **values: str) -> tuple[int, str]:
    shown = shown_values(task)
    base = {f"initial-{name}": value for name, value in shown.items()}
    given = {**shown, **base, "version": str(task.version), "reason": "会议更正", **values}
    answer = signed_in(user or city.clerk).post(reverse("tasks:change", args=[task.pk]), given)
    return answer.status_code, answer.content.decode()


def test_wording_units_and_deadline_are_changed_and_the_old_values_stay(city: City) -> None:
    task = actions.open_task(draft(city.water), actor=city.clerk)
    values = {"title": "清掏管网300公里", "limit": "2027-03-31", "supporting_units": "财政局", "priority": "important"}
    assert changed(city, task, **values)[0] == 302
    move = Task.objects.get().moves.get(verb="change")
    assert move.changes == {
        "title": ["清掏雨水管网320公里", "清掏管网300公里"],
        "deadline": ["2026-12-31", "2027-03-31"],
        "deadline_text": ["年底前", ""],
        "deadline_explanation": ["会议年份 2026 → 2026-12-31", ""],
        "priority": ["", "重要"],
        "supporting_units": ["", "云陵市财政局"],
    }


def test_an_untouched_deadline_keeps_its_words_and_arithmetic(city: City) -> None:
    task = actions.open_task(draft(city.water), actor=city.clerk)
    assert changed(city, task, deliverable="台账")[0] == 302
    task.refresh_from_db()
    assert (task.deadline_text, task.deadline_explanation) == ("年底前", "会议年份 2026 → 2026-12-31")


def test_another_lead_signs_anew_within_a_new_limit(city: City) -> None:
    task = actions.open_task(draft(city.water), actor=city.clerk)
    actions.sign_for(task, actor=city.water_liaison, person_in_charge="科长")
    with patch("duban.tasks.actions.clocks.sign_limit", return_value=date(2026, 11, 30)):
        assert changed(city, task, lead_unit="财政局")[0] == 302
    task.refresh_from_db()
    assert (task.state, task.lead_unit, task.person_in_charge, task.sign_by) == (
        "assigned", city.finance, "", date(2026, 11, 30),
    )  # fmt: skip


def test_two_clerks_changes_are_joined_and_a_clash_is_shown_with_both_values(city: City) -> None:
    task = actions.open_task(draft(city.water), actor=city.clerk)
    page = Task.objects.get(pk=task.pk)
    theirs = replace(draft_of(task), deadline=date(2027, 1, 31), title="清掏管网310公里")
    actions.change_task(task, theirs, actor=city.desk, reason="督查更正")
    status, shown = changed(city, page, title="清掏管网300公里", deliverable="台账")
    assert status == 409
    assert "政府办公室desk 刚才做了“变更：" in shown
    row = "<td>清掏雨水管网320公里</td><td>清掏管网310公里</td><td>清掏管网300公里</td>"
    assert row in shown
    assert "两边都改了，下面留的是您填的，请核对" in shown
    for kept in ('value="2027-01-31"', 'value="台账"', f'name="version" value="{task.version}"'):
        assert kept in shown
    assert Task.objects.get().title == "清掏管网310公里"
    # what the page now holds, sent again, is taken
    now = Task.objects.get(pk=task.pk)
    assert changed(city, now, title="清掏管网300公里", deliverable="台账")[0] == 302
    now.refresh_from_db()
    assert (now.title, now.deadline, now.deliverable) == ("清掏管网300公里", date(2027, 1, 31), "台账")


def test_a_deadline_before_the_start_of_the_schedule_is_refused(city: City) -> None:
    task = actions.open_task(draft(city.water), actor=city.clerk)
    actions.set_measures(task, TaskMeasures(start=date(2026, 11, 1)), actor=city.clerk)
    task.refresh_from_db()
    with pytest.raises(DraftRefused, match="起算日期 2026-11-01 晚于办理时限 2026-10-01"):
        actions.change_task(task, replace(draft_of(task), deadline=date(2026, 10, 1)), actor=city.clerk, reason="早")
    status, page = changed(city, task, limit="2026-10-01")
    assert (status, "晚于办理时限" in page) == (422, True)


def test_a_childs_page_offers_no_breaking_down(city: City) -> None:
    task = actions.open_task(draft(city.water, fan_out_to=(city.north,)), actor=city.clerk)
    child = task.children.get()
    page = signed_in(city.clerk).get(reverse("tasks:change", args=[child.pk])).content.decode()
    assert 'name="fan_out_to"' not in page
    assert changed(city, child, deliverable="台账")[0] == 302
    child.refresh_from_db()
    assert child.deliverable == "台账"


def test_what_a_change_adds_to_a_childs_demands_is_shown_before_it_is_saved(city: City) -> None:
    wanted = draft(city.water, fan_out_to=(city.north,), reporting_rhythm="每月")
    child = actions.open_task(wanted, actor=city.clerk).children.get()
    values = {"limit": "2026-11-30", "deliverable": "台账", "reason": "汛期以前完成"}
    status, page = changed(city, child, **values)
    assert (status, Task.objects.get(pk=child.pk).deadline) == (422, child.deadline)
    assert "时限提前：北县 2026-11-30，比上级的 2026-12-31 早 31 天，没有写明理由" in page
    assert "在变更理由中说明，再提交一次" in page and "仍这样变更" in page
    assert ('value="2026-11-30"' in page, "汛期以前" in page) == (True, True)  # nothing is filled in again
    token = re.search(r'name="added" value="(\w+)"', page)
    assert token
    # something further is shown anew, the same goes through
    status, page = changed(city, child, **values, added=token[1], reporting_rhythm="每周")
    assert (status, "报送加密：北县为“每周”，上级为“每月”" in page) == (422, True)
    assert changed(city, child, **values, added=token[1])[0] == 302
    child.refresh_from_db()
    assert (child.deadline, child.deliverable) == (date(2026, 11, 30), "台账")
    changes = child.moves.get(verb="change").changes
    assert (changes["breakdown"][1][:5], changes["breakdown_answer"]) == ("时限提前：", ["", "汛期以前完成"])
    assert changed(city, child, deliverable="清单")[0] == 302  # what stands already is not asked for again


def test_a_change_that_adds_nothing_to_a_child_is_saved_at_once(city: City) -> None:
    child = actions.open_task(draft(city.water, fan_out_to=(city.north,)), actor=city.clerk).children.get()
    assert changed(city, child, limit="2027-01-31")[0] == 302
