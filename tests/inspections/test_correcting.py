"""What was registered is corrected with a reason; whom a petition complains of neither handles nor sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from duban.inspections.actions import handling
from duban.inspections.actions.correcting import Registered, correct
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.models import Petition, Term
from duban.inspections.permissions import visible_to
from duban.tasks.actions import DraftRefused, change_task, draft_of
from duban.tasks.models import Task
from tests.inspections.conftest import Desk
from tests.inspections.test_handling import FOUND, assigned, first, wanted
from tests.inspections.test_pages import form_values
from tests.people import signed_in

__all__ = ["first"]


def registered(petition: Petition) -> Registered:
    types = tuple(petition.types.all())
    return Registered(petition.area, types, petition.channel, petition.received_on, petition.starred)


def test_a_registration_is_corrected_and_the_old_values_stay_to_be_seen(desk: Desk, first: Petition) -> None:
    noise = Term.objects.get(inspection=desk.inspection, label="噪声")
    changed = replace(registered(first), types=(noise, *first.types.all()), area=None, starred=False)
    with pytest.raises(DeskRefused, match="理由"):
        correct(first, changed, actor=desk.clerk, reason=" ")
    correct(first, changed, actor=desk.clerk, reason="原表填错")
    assert (first.area, first.main_type, first.starred) == (None, noise, False)
    move = first.moves.latest("id")
    assert move.changes["area"] == ["青溪县", ""]
    assert move.changes["types"] == ["大气", "噪声、大气"]
    with pytest.raises(PermissionDenied):
        correct(first, changed, actor=desk.liaison, reason="单位不能改")
    with pytest.raises(DeskRefused, match="受理日期"):
        correct(first, replace(changed, received_on=date(2026, 11, 25)), actor=desk.clerk, reason="日期")
    with pytest.raises(DeskRefused, match="写明"):
        correct(first, replace(changed, sharing="split"), actor=desk.clerk, reason="拆分")


def test_whom_a_petition_complains_of_neither_handles_nor_sees_it(desk: Desk, first: Petition) -> None:
    county, water = desk.city.units["青溪县"], desk.city.units["市水务局"]
    with pytest.raises(DeskRefused, match="被反映单位"):
        handling.assign(first, wanted(desk, first, accused=(county,)), actor=desk.clerk)
    handling.assign(first, wanted(desk, first, lead_unit=water, accused=(county,)), actor=desk.clerk)
    assert not visible_to(desk.liaison).exists()
    task = Task.objects.get(pk=first.task_id)
    with pytest.raises(DraftRefused, match="被反映单位"):
        change_task(task, replace(draft_of(task), supporting_units=(county,)), actor=desk.clerk, reason="协办")
    with pytest.raises(DeskRefused, match="正在办理"):
        correct(first, replace(registered(first), accused=(water,)), actor=desk.clerk, reason="也被反映")


def test_a_registration_is_corrected_on_its_page(desk: Desk, first: Petition) -> None:
    assigned(desk, first)
    client = signed_in(desk.clerk)
    page = client.get(f"/inspections/petitions/{first.pk}/correct/")
    given = form_values(page.context["form"]) | {
        "sharing": "joint",
        "shared_with": "白石区",
        "reason": "共办",
        "starred": "",
    }
    assert client.post(f"/inspections/petitions/{first.pk}/correct/", given).status_code == 302
    first.refresh_from_db()
    assert (first.sharing, first.shared_with) == ("joint", "白石区")
    assert client.post(f"/inspections/petitions/{first.pk}/correct/", given | {"reason": ""}).status_code == 422


def test_a_wrong_number_is_corrected_with_its_task_and_the_old_one_still_leads_to_it(
    desk: Desk, first: Petition
) -> None:
    assigned(desk, first)
    client, old, new = signed_in(desk.clerk), first.number, "D3SX202611190009"
    place = f"/inspections/petitions/{first.pk}/correct/"
    given = form_values(client.get(place).context["form"]) | {"reason": "编号抄错"}
    for wrong, told in (
        ("D3SX202612010001", "编号里的日期 2026-12-01"), ("X3SX202611190009", "所选来源不同"),
        ("D3AB202611190009", "省份代码是 AB"), ("X3SX202611200002", "已经是另一件的"), ("乱写", "与式样"),
    ):  # fmt: skip
        refused = client.post(place, given | {"number": wrong})
        assert (refused.status_code, told in refused.content.decode()) == (422, True), wrong
    assert client.post(place, given | {"number": f"★{new}"}).status_code == 302
    first.refresh_from_db()
    assert (first.number, first.moves.latest("id").changes["number"]) == (new, [old, new])
    task = Task.objects.get(pk=first.task_id)
    origin = task.origins.get(replaced=False)
    assert (old in task.title, new in task.title, new in origin.title, new in origin.link) == (False, True, True, True)
    for number in (old, new):
        leads = client.get(f"/inspections/{desk.inspection.pk}/numbers/{number}/")
        assert leads.headers["Location"] == first.get_absolute_url()
    assert signed_in(desk.liaison).get(f"/inspections/{desk.inspection.pk}/numbers/{old}/").status_code == 302
    other = desk.petition("X3SX202611200002")
    assert signed_in(desk.liaison).get(f"/inspections/{desk.inspection.pk}/numbers/{other.number}/").status_code == 404
    assert signed_in(desk.liaison).post(place, given).status_code == 403


def test_the_number_of_what_was_handed_in_stays_until_it_is_sent_back(desk: Desk, first: Petition) -> None:
    assigned(desk, first)
    handling.write(first, replace(FOUND, plan=""), actor=desk.liaison)
    handling.submit(first, actor=desk.liaison)
    client, place = signed_in(desk.clerk), f"/inspections/petitions/{first.pk}/correct/"
    given = form_values(client.get(place).context["form"]) | {"reason": "编号抄错"}
    assert "请先“退回重办”" in client.post(place, given | {"number": "D3SX202611190009"}).content.decode()
    assert client.post(place, given | {"starred": ""}).status_code == 302
