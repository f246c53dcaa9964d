"""The pages of demands: list, asking, a unit's month, the burden of a month."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duban.tasks import actions
from duban.tasks.actions.demanding import DemandFacts, ask
from duban.tasks.models import Demand
from tests.people import signed_in
from tests.tasks.conftest import City, draft
from tests.tasks.moments import At, at

__all__ = ["at"]


def text(client: Client, name: str, query: str = "") -> str:
    return client.get(reverse(f"tasks:{name}") + query).content.decode()


@pytest.fixture
def busy(city: City, at: At) -> City:
    """A city on 25 September 2024 in which water reports monthly and everybody is asked for something."""
    at("2024-09-25")
    actions.open_task(
        draft(city.water, title="清掏管网", deadline=date(2024, 10, 31), reporting_rhythm="每月5日前"), actor=city.clerk
    )
    today = timezone.localdate()
    ask([city.water], DemandFacts("material", "管网图纸", date(2024, 9, 26)), actor=city.desk, today=today)
    ask([city.finance], DemandFacts("meeting", "预算调度会", date(2024, 9, 27)), actor=city.desk, today=today)
    return city


def test_a_unit_sees_its_own_demands_and_the_office_all(busy: City) -> None:
    for name in ("demands", "calendar", "burden"):
        own, whole = text(signed_in(busy.water_liaison), name), text(signed_in(busy.desk), name)
        assert "财政局</option>" not in own
        assert ("水务局" in own, "水务局" in whole) == (True, True)
    assert "预算调度会" not in text(signed_in(busy.water_liaison), "demands")
    assert "预算调度会" in text(signed_in(busy.desk), "demands")
    stranger = text(signed_in(busy.water_liaison), "calendar", f"?unit={busy.finance.pk}&month=2024-09")
    assert "预算调度会" not in stranger


def test_the_month_shows_what_falls_due_by_rhythm_too(busy: City) -> None:
    unit = f"?unit={busy.water.pk}&month="
    september = text(signed_in(busy.desk), "calendar", unit + "2024-09")
    assert ("管网图纸" in september, "中秋节" in september, "国庆节调休" in september) == (True, True, True)
    october = text(signed_in(busy.desk), "calendar", unit + "2024-10")
    assert ("10-05" in october, "休息日" in october, "10-31" in october) == (True, True, True)
    december = text(signed_in(busy.desk), "calendar", unit + "2024-12")
    assert "每月5日前：清掏管网" in december


@pytest.mark.parametrize("month", ["2024-13", "abc", "0000-01"])
def test_a_wrong_month_is_this_one(busy: City, month: str) -> None:
    assert "2024 年 9 月" in text(signed_in(busy.desk), "calendar", f"?month={month}")


def test_the_burden_counts_by_unit_asker_and_kind_and_every_figure_opens_its_list(busy: City) -> None:
    counted = text(signed_in(busy.leader), "burden", "?month=2024-09")
    address = f"{reverse('tasks:demands')}?unit={busy.water.pk}&amp;kind=material&amp;month=2024-09"
    assert f'<a href="{address}">1</a>' in counted
    listed = text(signed_in(busy.leader), "demands", f"?unit={busy.water.pk}&kind=material&month=2024-09")
    assert ("管网图纸" in listed, "预算调度会" in listed, "共 1 条" in listed) == (True, False, True)
    assert "这个月没有向单位提出要求" in text(signed_in(busy.leader), "burden", "?month=2024-08")


def test_asking_shows_what_stands_against_it_and_sends_it_with_a_reason(busy: City) -> None:
    client, address = signed_in(busy.clerk), reverse("tasks:new_demand")
    form = client.get(address).context["form"]
    given: dict[str, Any] = {
        "once": str(form.initial["once"]), "kind": "material", "units": [busy.water.pk], "what": "报送管网图纸",
        "due": "2024-09-27", "number": "", "reason": "",
    }  # fmt: skip
    warned = client.post(address, given)
    words = warned.content.decode()
    assert (warned.status_code, "近期已要过同样的内容" in words, "管网图纸" in words) == (422, True, True)
    before = Demand.objects.count()
    assert client.post(address, {**given, "reason": "缺比例尺"}).status_code == 302
    assert client.post(address, {**given, "reason": "缺比例尺"}).status_code == 302
    assert Demand.objects.count() == before + 1


def test_a_unit_marks_a_demand_as_met_and_another_does_not_find_it(busy: City) -> None:
    row = Demand.objects.get(what="管网图纸")
    address = reverse("tasks:answer_demand", args=[row.pk])
    assert signed_in(busy.finance_liaison).post(address, {"answer": "好"}).status_code == 404
    assert signed_in(busy.water_liaison).post(address, {"answer": "已送"}).status_code == 302
    row.refresh_from_db()
    assert row.answer == "已送"
    assert signed_in(busy.water_liaison).post(address, {"answer": "再送"}).status_code == 409
    drop = reverse("tasks:drop_demand", args=[Demand.objects.get(what="预算调度会").pk])
    assert signed_in(busy.water_liaison).get(drop).status_code == 404
    assert signed_in(busy.desk).post(drop, {"reason": "不开了"}).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("demands", 7), ("burden", 7), ("calendar", 7)])
def test_the_pages_ask_as_often_for_one_row_as_for_three(
    city: City, at: At, name: str, queries: int, rows: int, django_assert_num_queries: Any
) -> None:
    at("2024-09-25")
    for place in range(rows):
        lead = (city.water, city.finance, city.education)[place] if name == "burden" else city.water
        actions.open_task(draft(lead, title=f"第{place}件", reporting_rhythm="每周"), actor=city.clerk)
    client = signed_in(city.desk)
    with django_assert_num_queries(queries):
        text(client, name, f"?unit={city.water.pk}" if name == "calendar" else "")
