"""Two units become one in a real browser: planned, looked at, confirmed, found again by old names, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from duban.organizations.actions import PostFacts, save_user
from duban.organizations.models import Reorganization, Role, Unit, User
from duban.tasks.actions import open_task
from tests.journeys.conftest import OpenPage
from tests.people import PASSWORD, City, make_city
from tests.tasks.conftest import draft

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(transactional_db: None) -> City:
    city = make_city()
    water = city.units["市水务局"]
    liaison = save_user(User(username="water", name="水务局联络员"), [PostFacts(water, Role.LIAISON)], actor=None)
    liaison.set_password(PASSWORD)
    liaison.save()
    clerk = city.people["clerk"]
    for number in range(1, 5):
        open_task(draft(water, title=f"清淤第{number}段"), actor=clerk)
    open_task(draft(city.units["云陵水投"], title="泵站改造", supporting_units=(water,)), actor=clerk)
    return city


def test_two_units_become_one_and_are_parted_again(open_page: OpenPage, city: City, tmp_path: Path) -> None:
    desk = open_page("supervision_desk", PASSWORD)
    desk.goto("/units/")
    desk.click("text=机构调整")
    desk.screenshot(path=str(tmp_path / "list.png"))
    desk.click("a.button:has-text('合并')")
    desk.fill("[name=units]", "市水务局、云陵水投")
    desk.fill("[name=name]", "云陵市水利局")
    desk.fill("[name=short_name]", "市水利局新")
    desk.fill("[name=code]", "900")
    desk.fill("[name=document]", "云编〔2026〕12号")
    desk.screenshot(path=str(tmp_path / "form.png"))
    desk.click("text=下一步：预览")
    expect(desk.locator(".notice")).to_contain_text("5 件在办事项")
    expect(desk.locator(".notice")).to_contain_text("“云陵市水务局”停用")
    desk.screenshot(path=str(tmp_path / "preview.png"), full_page=True)
    desk.click("text=确认办理")
    expect(desk.locator(".facts")).to_contain_text("云陵市水利局 5")
    desk.screenshot(path=str(tmp_path / "done.png"))

    liaison = open_page("water", PASSWORD)
    liaison.goto("/tasks/")
    expect(liaison.locator("main tbody tr")).to_have_count(5)
    liaison.click("text=泵站改造")
    expect(liaison.locator("#content")).to_contain_text("机构调整移交")
    liaison.screenshot(path=str(tmp_path / "task.png"), full_page=True)

    desk.goto("/units/?q=水务局")
    expect(desk.locator("main tbody tr")).to_have_count(1)
    expect(desk.locator("main tbody")).to_contain_text("云陵市水利局")

    desk.goto(f"/units/reorganizations/{Reorganization.objects.get().pk}/")
    desk.click("text=改回去")
    desk.click("text=下一步：预览")
    desk.screenshot(path=str(tmp_path / "back.png"), full_page=True)
    desk.click("text=确认办理")
    expect(desk.locator(".facts")).to_contain_text("云陵市水务局 4")
    assert Unit.objects.get(pk=city.units["市水务局"].pk).active
    assert not Unit.objects.get(name="云陵市水利局").active
