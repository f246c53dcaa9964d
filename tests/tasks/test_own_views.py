"""A person's own views: kept with filter, columns and order, counted, opened, renamed, deleted; nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duban.audit.models import AuditEntry
from duban.tasks.actions import open_task
from duban.tasks.actions.viewing import MOST_VIEWS, ViewRefused, ViewWanted, delete_view, rename_view, save_view
from duban.tasks.models import OwnView
from tests.people import signed_in
from tests.tasks.conftest import City, draft


def saved(client: Client, name: str, query: str, **more: Any) -> str:
    """Save what the list shows now, as its form does; return the page that follows."""
    given = {"name": name, "query": query, "order": "-number", "column": ["lamp", "state"], **more}
    return client.post(reverse("tasks:save_own_view"), given, follow=True).content.decode()


@pytest.fixture
def ledger(city: City) -> City:
    for lead, title in ((city.water, "清掏管网"), (city.water, "疏浚河道"), (city.education, "修校舍")):
        open_task(draft(lead, title=title), actor=city.clerk)
    return city


def test_a_view_keeps_filter_columns_and_order_with_its_count_beside_it(ledger: City) -> None:
    client = signed_in(ledger.clerk)
    page = saved(client, " 水务 的事 ", "unit=水务局&page=3")
    assert "已保存为“水务 的事”" in page
    view = OwnView.objects.get()
    assert (view.name, view.given) == ("水务 的事", {"unit": "水务局"})
    assert (view.order, view.columns) == ("-number", ["lamp", "state"])
    assert '<span class="own-name">水务 的事</span> <span class="count">2</span>' in page
    assert 'data-key="1"' in page
    assert ("清掏管网" in page, "修校舍" in page) == (True, False)
    heads = page.partition("<thead>")[2].partition("</thead>")[0]
    assert ("状态" in heads, "最近报送" in heads) == (True, False)
    assert 'aria-sort="descending"' in heads


def test_opening_a_view_leaves_the_columns_and_order_kept_for_the_list(ledger: City) -> None:
    client = signed_in(ledger.clerk)
    client.get(reverse("tasks:list") + "?column=source&order=number")
    saved(client, "水务", "unit=水务局")
    heads = client.get(reverse("tasks:list")).content.decode().partition("<thead>")[2].partition("</thead>")[0]
    assert ("来源" in heads, "状态" in heads) == (True, False)
    assert 'aria-sort="ascending"><a class="sort" href="?order=-number">' in heads


def test_a_count_follows_the_ledger(ledger: City) -> None:
    client = signed_in(ledger.clerk)
    saved(client, "水务", "unit=水务局")
    open_task(draft(ledger.water, title="又一件"), actor=ledger.clerk)
    assert (
        '<span class="own-name">水务</span> <span class="count">3</span>'
        in client.get(reverse("tasks:list")).content.decode()
    )


def test_a_count_holds_only_what_the_person_sees(ledger: City) -> None:
    client = signed_in(ledger.water_liaison)
    page = saved(client, "全部", "")
    assert '<span class="own-name">全部</span> <span class="count">2</span>' in page


def test_the_same_name_is_replaced_only_where_that_is_asked_for(ledger: City) -> None:
    client = signed_in(ledger.clerk)
    saved(client, "我的", "unit=水务局")
    assert "已有叫“我的”的视图" in saved(client, "我的", "unit=教育局")
    assert OwnView.objects.get().given == {"unit": "水务局"}
    assert "已保存为“我的”" in saved(client, "我的", "unit=教育局", replace="1")
    assert OwnView.objects.get().given == {"unit": "教育局"}
    rows = AuditEntry.objects.filter(verb="tasks.save_view").order_by("id").values_list("changes", flat=True)
    assert rows[1] == {"given": [{"unit": "水务局"}, {"unit": "教育局"}]}
    saved(client, "我的", "unit=教育局")  # a second click
    assert AuditEntry.objects.filter(verb="tasks.save_view").count() == 2


@pytest.mark.parametrize(("name", "words"), [("", "没有写视图名称"), (" \x00 ", "没有写"), ("长" * 21, "有 21 字")])
def test_a_name_that_is_none_is_refused_with_the_reason(city: City, name: str, words: str) -> None:
    assert words in saved(signed_in(city.clerk), name, "")
    assert not OwnView.objects.exists()


def test_there_are_only_so_many(city: City) -> None:
    for place in range(MOST_VIEWS):
        save_view(f"视图{place}", ViewWanted(), actor=city.clerk)
    with pytest.raises(ViewRefused, match="已有 12 个"):
        save_view("再一个", ViewWanted(), actor=city.clerk)
    save_view("别人的", ViewWanted(), actor=city.desk)


def test_a_view_is_renamed_and_deleted_with_a_row_each(ledger: City) -> None:
    client = signed_in(ledger.clerk)
    saved(client, "甲", "lamp=red&q=管网&due_from=2026-01-01")
    saved(client, "乙", "")
    view = OwnView.objects.get(name="甲")
    page = client.get(reverse("tasks:own_views")).content.decode()
    assert "红灯；搜索“管网”；时限 2026-01-01 至 …" in page
    assert "按编号从大到小" in page
    taken = client.post(reverse("tasks:rename_own_view", args=[view.pk]), {"name": "乙"}, follow=True)
    assert "已有叫“乙”的视图，请换个名称" in taken.content.decode()
    client.post(reverse("tasks:rename_own_view", args=[view.pk]), {"name": "丙"})
    assert set(OwnView.objects.values_list("name", flat=True)) == {"丙", "乙"}
    gone = client.post(reverse("tasks:delete_own_view", args=[view.pk]), follow=True).content.decode()
    assert "已删除视图“丙”" in gone
    verbs = AuditEntry.objects.filter(verb__endswith="_view").order_by("id").values_list("verb", "object_label")
    assert list(verbs)[2:] == [("tasks.rename_view", "丙"), ("tasks.delete_view", "丙")]


def test_a_view_is_its_owners_alone(ledger: City) -> None:
    view = save_view("我的", ViewWanted({"unit": "水务局"}), actor=ledger.clerk)
    other = signed_in(ledger.desk)
    for name in ("tasks:rename_own_view", "tasks:delete_own_view"):
        assert other.post(reverse(name, args=[view.pk]), {"name": "乙"}).status_code == 404
    page = other.get(reverse("tasks:list") + f"?own={view.pk}").content.decode()
    assert "我的视图" not in page.partition("<main")[2].partition('class="ledger-main"')[0]
    with pytest.raises(PermissionDenied):
        rename_view(view, "乙", actor=ledger.desk)
    with pytest.raises(PermissionDenied):
        delete_view(view, actor=ledger.desk)


def test_what_is_written_in_a_name_stays_text(ledger: City) -> None:
    page = saved(signed_in(ledger.clerk), "<b>&\"'", "q=%3Cb%3E")
    assert "<b>&" not in page


def test_an_address_that_makes_no_sense_is_kept_out(ledger: City) -> None:
    client = signed_in(ledger.clerk)
    saved(
        client, "怪", "lamp=purple&due_from=2026-13-45&own=999&unit=无此单位&x=1", order="nonsense", column=["nothing"]
    )
    assert client.get(reverse("tasks:list") + f"?own={OwnView.objects.get().pk}").status_code == 200
    assert client.get(reverse("tasks:own_views")).status_code == 200
    assert client.get(reverse("tasks:list") + "?own=x").status_code == 200


def test_views_kept_cost_no_queries_until_the_ledger_moves(ledger: City) -> None:
    def asked() -> int:
        client.get(reverse("tasks:list"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("tasks:list"))
        return len(seen)

    client = signed_in(ledger.clerk)
    saved(client, "甲", "unit=水务局")
    with_one = asked()
    for name in ("乙", "丙"):
        saved(client, name, "lamp=red")
    assert asked() == with_one
