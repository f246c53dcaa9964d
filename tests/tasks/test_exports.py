"""The list as files, and 今日."""

from __future__ import annotations

import csv
import io
from datetime import date

from django.test import Client
from django.urls import reverse

from duban.tasks.actions import open_task
from duban.tasks.exports import table_of
from duban.tasks.models import Task
from duban.tasks.queries import in_order, with_parts
from duban.tasks.today import sections
from tests.tasks.conftest import QUOTE, City, draft

TUESDAY = date(2026, 11, 24)


def test_the_table_holds_what_the_list_shows(city: City) -> None:
    open_task(draft(city.water, responsible_units=(city.finance, city.education)), actor=city.clerk)
    table = table_of(with_parts(in_order(Task.objects.all(), "number")), TUESDAY)
    assert [list(row) for row in table.rows] == [
        [
            "会2026-0001", "清掏雨水管网320公里", "云陵市水务局", "云陵市财政局、云陵市教育局", "",
            date(2026, 12, 31), "余 27 个工作日", "", "", "已交办", "第9次常务会议", QUOTE,
        ]
    ]  # fmt: skip


def test_an_export_holds_the_filtered_tasks_of_this_person_only(city: City) -> None:
    open_task(draft(city.water, title="水务甲"), actor=city.clerk)
    open_task(draft(city.water, title="水务乙"), actor=city.clerk)
    open_task(draft(city.education, title="教育甲"), actor=city.clerk)
    client = Client()
    client.force_login(city.water_liaison)
    response = client.get(reverse("tasks:csv") + "?q=甲")
    titles = [row[1] for row in csv.reader(io.StringIO(response.content.decode("utf-8-sig")))]
    assert titles == ["事项", "水务甲"]
    assert response["Content-Disposition"].startswith('attachment; filename="tasks-')


def test_today_lists_what_is_overdue_due_and_new_for_a_unit(city: City) -> None:
    late = open_task(draft(city.water, deadline=date(2026, 11, 20)), actor=city.clerk)
    soon = open_task(draft(city.water, deadline=date(2026, 11, 26)), actor=city.clerk)
    open_task(draft(city.education, deadline=date(2026, 11, 20)), actor=city.clerk)
    Task.objects.update(opened_at="2026-11-23T08:00:00+08:00")
    waiting, new = sections(city.water_liaison, TUESDAY)
    assert {row.task.pk for row in waiting.context["rows"]} == {late.pk, soon.pk}
    assert [task.pk for task in new.context["tasks"]] == [soon.pk, late.pk]
    assert [section.count for section in sections(city.clerk, TUESDAY)] == [2]
    assert list(sections(city.administrator, TUESDAY)) == []
