"""What the desk writes for a unit is looked through, and each private thing in it decided before it goes out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from duban.audit.models import AuditEntry
from duban.inspections.actions.intaking import take_in_text
from duban.inspections.models import Finding, Petition, SpotMatter, Sweep
from duban.inspections.rules.layouts import Layout
from duban.organizations.models import User
from duban.tasks.models import Task
from tests.inspections.conftest import Desk
from tests.inspections.intakes import accepted

NAME, TELEPHONE = "李秀英", "13812345678"
TOLD = f"举报人{NAME}（电话{TELEPHONE}）反映采石场扬尘。"
ONE = """受理编号：D3SX202611200001
行政区域：青溪县
污染类型：大气
交办问题：反映采石场扬尘。
"""


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def petition(desk: Desk) -> Petition:
    accepted(take_in_text(desk.batch, ONE, actor=desk.clerk), desk)
    return Petition.objects.get()


def assignment(petition: Petition, desk: Desk, **changes: str) -> dict[str, str]:
    unit = desk.city.units["青溪县"].name
    given = {
        "lead_unit": unit, "summary": petition.summary, "demand": "", "text_confirmed": "on",
        "version": str(petition.version), "reason": "属地办理",
    }  # fmt: skip
    return given | changes


def test_text_and_demand_are_asked_hit_by_hit_before_they_go_to_the_unit(desk: Desk, petition: Petition) -> None:
    client, address = signed_in(desk.desk), reverse("inspections:assign", args=[petition.pk])
    given = assignment(petition, desk, summary=TOLD, demand=f"请联系{NAME}{TELEPHONE}。")
    page = client.post(address, given)
    hits = page.context["form"].hits
    assert (page.status_code, {hit.quote for hit in hits}) == (422, {NAME, TELEPHONE})
    assert "请逐条决定" in page.content.decode()
    petition.refresh_from_db()
    assert petition.state == "received"
    assert client.post(address, given | {hits[0].field: "mask"}).status_code == 422, "one is still open"
    assert client.post(address, given | {hit.field: "mask" for hit in hits}).status_code == 302
    petition.refresh_from_db()
    assert petition.summary == "举报人〔姓名〕（电话〔电话〕）反映采石场扬尘。"
    assert petition.demand == "请联系〔姓名〕〔电话〕。"
    task = Task.objects.get(pk=petition.task_id or 0)
    page = signed_in(desk.liaison).get(petition.get_absolute_url()).content.decode()
    assert [
        word for word in (NAME, TELEPHONE) if word in page + task.title + str(task.origins.values_list("quote"))
    ] == []


def test_what_was_kept_is_counted_in_the_trail(desk: Desk, petition: Petition) -> None:
    client, address = signed_in(desk.desk), reverse("inspections:assign", args=[petition.pk])
    given = assignment(petition, desk, demand="采石场值班电话028-87654321，请先联系。")
    hits = client.post(address, given).context["form"].hits
    client.post(address, given | {hit.field: "keep" for hit in hits})
    petition.refresh_from_db()
    assert petition.demand == "采石场值班电话028-87654321，请先联系。"
    assert AuditEntry.objects.get(verb="petition.assign").changes["kept"] == ["", "1"]


def test_a_row_of_a_file_is_asked_the_same(desk: Desk) -> None:
    intake = take_in_text(desk.batch, ONE, actor=desk.clerk)
    row = intake.rows.get()
    client, address = signed_in(desk.clerk), reverse("inspections:row", args=[row.pk])
    area, kind = str(row.values["area"]), str(row.values["types"][0])
    given = {
        "summary": TOLD, "number": row.number, "channel": "call", "area": area, "types": [kind], "confirmed": "on",
    }  # fmt: skip
    page = client.post(address, given)
    hits = page.context["form"].hits
    row.refresh_from_db()
    assert (page.status_code, len(hits), row.confirmed) == (422, 2, False)
    assert client.post(address, given | {hit.field: "mask" for hit in hits}).status_code == 302
    row.refresh_from_db()
    assert (NAME in row.summary, TELEPHONE in row.summary, row.confirmed) == (False, False, True)
    assert intake.layout == Layout.FORMS.value


@pytest.mark.parametrize(
    ("what", "given", "field"),
    [
        ("measure", {"kind": "immediate", "what": f"走访举报人{NAME}，现场洒水。"}, "what"),
        ("visit", {"day": "2026-11-26", "who": "县生态环境局科长", "found": f"举报人{NAME}在场。"}, "found"),
    ],
)
def test_measures_and_visits_are_asked_and_nothing_typed_is_lost(
    desk: Desk, petition: Petition, what: str, given: dict[str, Any], field: str
) -> None:
    client = signed_in(desk.desk)
    client.post(reverse("inspections:assign", args=[petition.pk]), assignment(petition, desk))
    address = reverse("inspections:add", args=[petition.pk, what])
    page = client.post(address, given)
    html = page.content.decode()
    (hit,) = page.context["hits"][what]
    assert (page.status_code, hit.quote, given[field] in html, f'name="{hit.field}"' in html) == (422, NAME, True, True)
    assert client.post(address, given | {hit.field: "mask"}).status_code == 302
    kept = petition.measures.get().what if what == "measure" else petition.visits.get().found
    assert kept == given[field].replace(NAME, "〔姓名〕")


def test_a_sweep_and_its_sites_are_asked(desk: Desk, petition: Petition) -> None:
    client = signed_in(desk.desk)
    Petition.objects.update(verdict="substantiated")
    address = reverse("inspections:similar", args=[petition.pk])
    given = {
        "title": "采石场排查", "wanted": f"请联系举报人{NAME}。", "lead_unit": "青溪县人民政府", "due": "2026-12-20",
    }  # fmt: skip
    page = client.post(address, given | {"lead_unit": desk.city.units["青溪县"].name})
    (hit,) = page.context["form"].hits
    assert (page.status_code, Sweep.objects.count()) == (422, 0)
    client.post(address, given | {"lead_unit": desk.city.units["青溪县"].name, hit.field: "mask"})
    sweep = Sweep.objects.get()
    assert sweep.wanted == "请联系举报人〔姓名〕。"
    page = client.post(reverse("inspections:add_site", args=[sweep.pk]), {"name": f"举报人{NAME}家旁的料场"})
    (hit,) = page.context["site_form"].hits
    assert (page.status_code, f'name="{hit.field}"' in page.content.decode(), sweep.sites.count()) == (422, True, 0)


def test_registers_and_findings_for_units_are_asked(desk: Desk) -> None:
    client, unit = signed_in(desk.clerk), desk.city.units["青溪县"].name
    address = reverse("inspections:register", args=[desk.inspection.pk, "spots"])
    given = {
        "day": "2026-11-25", "place": "三合村料场", "what": f"举报人{NAME}带路查看。", "unit": unit, "due": "2026-12-01",
    }  # fmt: skip
    (hit,) = client.post(address, given).context["form"].hits
    assert SpotMatter.objects.count() == 0
    assert client.post(address, given | {hit.field: "mask"}).status_code == 302
    assert SpotMatter.objects.get().what == "举报人〔姓名〕带路查看。"

    address = reverse("inspections:findings", args=[desk.inspection.pk])
    given = {
        "title": "料场扬尘", "goal": "完成整治", "lead_unit": unit, "due": "2027-06-30",
        "plan": f"2027-03-01 联系举报人{NAME}核实\n2027-06-30 建成封闭料仓",
    }  # fmt: skip
    (hit,) = client.post(address, given).context["form"].hits
    assert Finding.objects.count() == 0
    assert client.post(address, given | {hit.field: "mask"}).status_code == 302
    steps = Finding.objects.get().steps.order_by("due").values_list("due", "what")
    assert list(steps) == [(date(2027, 3, 1), "联系举报人〔姓名〕核实"), (date(2027, 6, 30), "建成封闭料仓")]


def test_what_the_office_writes_in_the_units_place_is_asked_and_what_the_unit_wrote_is_not(
    desk: Desk, petition: Petition
) -> None:
    client, address = signed_in(desk.desk), reverse("inspections:write", args=[petition.pk])
    client.post(reverse("inspections:assign", args=[petition.pk]), assignment(petition, desk))
    petition.refresh_from_db()
    told = {"finding": f"经核查，举报人{NAME}反映属实。", "version": str(petition.version)}
    assert signed_in(desk.liaison).post(address, told).status_code == 302
    petition.refresh_from_db()
    told |= {"handling": f"已当面向举报人{NAME}说明。", "version": str(petition.version)}
    page = client.post(address, told)
    (hit,) = page.context["form"].hits
    assert (page.status_code, f'name="{hit.field}"' in page.content.decode()) == (422, True)
    assert client.post(address, told | {hit.field: "mask"}).status_code == 302
    petition.refresh_from_db()
    assert petition.handling == "已当面向举报人〔姓名〕说明。"


def test_a_mask_longer_than_what_it_covers_does_not_burst_the_field(desk: Desk) -> None:
    client, address = signed_in(desk.clerk), reverse("inspections:register", args=[desk.inspection.pk, "spots"])
    for more, status in (("", 302), ("中", 422)):
        place = f"{'料场' * 56}举报人{NAME}家{more}"
        given = {
            "day": "2026-11-25", "place": place, "what": "扬尘", "unit": desk.city.units["青溪县"].name, "due": "2026-12-01",
        }  # fmt: skip
        (hit,) = client.post(address, given).context["form"].hits
        page = client.post(address, given | {hit.field: "mask"})
        assert page.status_code == status
    assert "隐去以后有 121 字，最多 120 字" in page.content.decode()
    assert SpotMatter.objects.count() == 1
