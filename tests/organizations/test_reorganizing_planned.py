"""A reorganisation before it is carried out: what is refused, the preview with its choices, the pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from duban.organizations.actions import Refused, save_unit
from duban.organizations.actions.reorganizing import (
    change_plan,
    discard_plan,
    order_reorganization,
    plan_reorganization,
)
from duban.organizations.models import Post, Reorganization, Role, Unit, User
from duban.organizations.plans import Plan, PlannedUnit
from duban.organizations.previews import preview_of
from tests.organizations.reorganizations import WATER_BUREAU, do, new, task_of
from tests.organizations.test_pages import queries
from tests.people import City


@pytest.mark.parametrize(
    ("kind", "sources", "heirs", "words"),
    [
        ("merge", ("市水务局",), (WATER_BUREAU,), "合并至少要选两个单位"),
        ("merge", ("市水务局", "云陵水投"), (), "请选一个承接单位"),
        ("merge", ("市水务局", "云陵水投"), (new("云陵市教育局", "甲", "9"),), "已有单位“云陵市教育局”"),
        ("merge", ("市水务局", "云陵水投"), (new("云陵市水利局", "甲", "101"),), "代码 101 已被使用"),
        ("merge", ("市水务局", "云陵水投"), (new("", "甲", "9"),), "都要填写"),
        ("split", ("市水务局",), (WATER_BUREAU,), "分设是一个单位变成两个以上"),
        ("split", ("市水务局",), ("云陵水投", "云陵水投"), "列了两次"),
        ("abolish", ("市水务局",), ("市水务局",), "不能由自己承接"),
        ("rename", ("市水务局",), (("市水务局", "云陵市水务局", "市水务局"),), "与现在的一样"),
        ("rename", (), (WATER_BUREAU,), "没有选要调整的单位"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_in_words(
    city: City, kind: str, sources: tuple[str, ...], heirs: tuple[Any, ...], words: str
) -> None:
    def planned(heir: Any) -> PlannedUnit:
        if isinstance(heir, PlannedUnit):
            return heir
        name, *names = heir if isinstance(heir, tuple) else (heir,)
        return PlannedUnit(city.units[name].pk, *names)

    plan = Plan(tuple(city.units[name].pk for name in sources), tuple(planned(heir) for heir in heirs))
    with pytest.raises(Refused, match=words):
        do(city, kind, plan)
    assert not Reorganization.objects.exists()


def test_what_lies_ahead_what_is_gone_and_who_may_not_are_refused(city: City) -> None:
    plan = Plan((city.units["市水务局"].pk,), (PlannedUnit(city.units["云陵水投"].pk),))
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused, match="还没有到"):
        plan_reorganization(plan, kind="abolish", on=tomorrow, actor=city.people["supervision_desk"])
    with pytest.raises(Refused, match="只有督查室和系统管理员"):
        plan_reorganization(plan, kind="abolish", on=timezone.localdate(), actor=city.people["clerk"])
    done = do(city, "abolish", plan)
    with pytest.raises(Refused, match="由“云陵水利投资集团有限公司”承接"):
        do(city, "abolish", plan)
    with pytest.raises(Refused, match="不能再改"):
        change_plan(done, replace(plan, sources=(city.units["市教育局"].pk,)), actor=city.people["supervision_desk"])
    with pytest.raises(Refused, match="不能放弃"):
        discard_plan(done, actor=city.people["supervision_desk"])


def test_a_unit_with_tasks_in_hand_is_not_simply_switched_off(city: City) -> None:
    unit = city.units["市水务局"]
    task_of(city, unit, "甲")
    unit.active = False
    with pytest.raises(Refused, match="请用“机构调整”"):
        save_unit(unit, ["市水利局"], actor=None)


def test_the_last_administrator_keeps_a_post(city: City) -> None:
    office = city.units["市政府办"]
    post = Post.objects.get(role=Role.ADMINISTRATOR)
    plan = Plan((office.pk,), (PlannedUnit(city.units["市教育局"].pk),), posts={str(post.pk): None})
    ordered = order_reorganization(
        plan_reorganization(plan, kind="abolish", on=timezone.localdate(), actor=city.people["administrator"]),
        actor=city.people["administrator"],
    )
    assert ordered.job is not None
    assert "没有在用的系统管理员" in ordered.job.message
    assert Unit.objects.get(pk=office.pk).active


def test_the_preview_names_what_moves_and_changes_nothing(city: City, liaison: User) -> None:
    water = city.units["市水务局"]
    task = task_of(city, water, "清淤", data_units=(city.units["云陵水投"],))
    desk = city.sign_in("supervision_desk")
    values = {"units": "市水务局、云陵水投", "on": timezone.localdate(), "kind": "department"}
    values |= {"name": "云陵市水利局", "short_name": "市水利局新", "code": "900"}
    answer = desk.post(reverse("organizations:plan_merge"), values)
    planned = Reorganization.objects.get()
    assert answer.headers["Location"] == reverse("organizations:reorganization", args=[planned.pk])
    page = desk.get(answer.headers["Location"]).content.decode()
    for words in ("1 件在办事项", "1 人的岗位", "“云陵市水务局”停用", task.number, "水务联络员"):
        assert words in page
    assert preview_of(planned).in_hand == 1
    assert Unit.objects.get(pk=water.pk).active
    administrator = city.sign_in("administrator").get(answer.headers["Location"]).content.decode()
    assert "1 件在办事项" in administrator
    assert task.number not in administrator
    desk.post(answer.headers["Location"], {"carry_out": "1"})
    page = desk.get(answer.headers["Location"]).content.decode()
    assert "已办理" in page
    assert "改回去" in page
    assert not Unit.objects.get(pk=water.pk).active


def test_choices_of_the_preview_are_kept_and_nonsense_is_left_out(city: City, liaison: User) -> None:
    water = city.units["市水务局"]
    task = task_of(city, water, "甲")
    plan = Plan((water.pk,), (new("云陵市供水局", "市供水局", "901"), new("云陵市河道局", "市河道局", "902")))
    planned = plan_reorganization(plan, kind="split", on=timezone.localdate(), actor=city.people["supervision_desk"])
    post = Post.objects.get(user=liaison)
    address = reverse("organizations:reorganization", args=[planned.pk])
    given = {
        "first": "7",
        f"choice:task:{task.pk}": "1",
        f"post:{post.pk}": "end",
        "choice:task:999": "x",
        "post:0": "9",
    }
    city.sign_in("supervision_desk").post(address, given)
    planned.refresh_from_db()
    stored = Plan.from_json(planned.plan)
    assert (stored.first, stored.choices, stored.posts) == (0, {f"task:{task.pk}": 1}, {str(post.pk): None})


def test_a_line_of_new_units_that_cannot_be_read_is_named(city: City) -> None:
    values = {
        "unit": "市水务局",
        "new": "云陵市供水局 市供水局 901\n云陵市河道局",
        "on": timezone.localdate(),
    }
    page = city.sign_in("administrator").post(reverse("organizations:plan_split"), values)
    assert page.status_code == 422
    assert "第 2 行“云陵市河道局”看不懂" in page.content.decode()


def test_the_list_costs_the_same_queries_however_long(city: City) -> None:
    client, address = city.sign_in("supervision_desk"), reverse("organizations:reorganizations")
    names = iter("甲乙丙丁戊己")

    def rename() -> None:
        water = Unit.objects.get(pk=city.units["市水务局"].pk)
        name = next(names)
        do(city, "rename", Plan((water.pk,), (PlannedUnit(water.pk, f"{name}局", f"{name}"),)))

    rename()
    before = queries(client, address)
    rename()
    rename()
    assert queries(client, address) == before
