"""An ordinary petition in a real browser: registered, referred as seen, answered, called back, reopened, read by a custodian."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from duban.petitions.models import Petition
from duban.tasks.models import Task
from duban.vault.actions import name_custodian
from duban.vault.models import VaultRead
from tests.journeys.conftest import OpenPage
from tests.people import PASSWORD, City, make_city

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NAME, TELEPHONE = "苗小枝", "13912345678"
ORIGINAL = f"梧桐里小区排水管堵塞三个月，一楼多户返水。我叫{NAME}，电话{TELEPHONE}，住梧桐里3栋2单元501。"


@pytest.fixture
def city(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr(settings, "VAULT_KEYS", tmp_path / "vault-keys")
    return make_city()


def move(page: Page, number: str, button: str, fill: Callable[[], None] = lambda: None) -> None:
    """Go to the petition, choose a move, fill its form and send it."""
    page.goto(f"/petitions/{number}/")
    page.locator(".offers").get_by_role("link", name=button, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(button)
    fill()
    page.locator("form.form").get_by_role("button", name=button, exact=True).click()
    page.wait_for_url("**/petitions/*/")
    expect(page.locator(".messages")).to_be_visible()


def test_a_petition_is_answered_called_back_and_taken_up_anew(open_page: OpenPage, city: City, tmp_path: Path) -> None:
    desk = open_page("supervision_desk", PASSWORD)
    desk.goto("/petitions/")
    expect(desk.get_by_text("还没有在办的信访件")).to_be_visible()
    desk.get_by_role("link", name="登记信访件").click()
    desk.fill("[name=original]", ORIGINAL)
    desk.fill("[name=name0]", NAME)
    desk.fill("[name=telephone0]", TELEPHONE)
    desk.get_by_role("button", name="隐去个人信息").click()
    expect(desk.locator("[name=title]")).to_have_value("梧桐里小区排水管堵塞三个月，一楼多户返水")
    summary = desk.locator("[name=summary]").input_value()
    assert [secret for secret in (NAME, TELEPHONE, "2单元501") if secret in summary] == []
    desk.get_by_role("button", name="核对无误，登记").click()
    desk.wait_for_url(re.compile(r"/petitions/\d+/$"))
    pk = str(Petition.objects.get().pk)
    assert NAME not in desk.content()

    move(desk, pk, "受理", lambda: _days(desk, "on", "told_on"))
    desk.goto(f"/petitions/{pk}/refer/")
    desk.select_option("[name=unit]", label="市教育局")
    desk.fill("[name=instruction]", f"请联系{TELEPHONE}现场核实。")
    desk.get_by_role("button", name="预览").click()
    expect(desk.get_by_text("请逐条决定")).to_be_visible()
    desk.get_by_label("隐去", exact=True).check()
    desk.get_by_role("button", name="预览").click()
    expect(desk.locator(".unit-view")).to_contain_text("请联系〔电话〕现场核实。")
    desk.get_by_role("button", name="核对无误，转办并立项").click()
    desk.wait_for_url(f"**/petitions/{pk}/")
    task = Task.objects.get()
    assert task.origins.get().quote == summary

    unit = open_page("liaison", PASSWORD)
    move(unit, pk, "接收办理")
    expect(unit.locator("main")).to_contain_text("请联系〔电话〕现场核实。")
    assert "封存内容" not in unit.content()

    def answer() -> None:
        unit.select_option("[name=conclusion]", "supported")
        unit.fill("[name=text]", "已疏通并更换管道42米。")

    unit.goto(f"/petitions/{pk}/reply/")
    answer()
    unit.locator("form.form").get_by_role("button", name="报答复意见").click()
    unit.wait_for_url(f"**/petitions/{pk}/")

    move(desk, pk, "送达答复、办结", lambda: _days(desk, "delivered_on"))
    desk.get_by_role("link", name="答复意见书").click()
    expect(desk.locator(".reply")).to_contain_text("已疏通并更换管道42米。")
    desk.screenshot(path=tmp_path / "reply.png")

    def call_back() -> None:
        _days(desk, "on")
        desk.select_option("[name=satisfied]", "unsatisfied")
        desk.select_option("[name=solved]", "false")
        desk.fill("[name=note]", f"{NAME}说又堵了")

    move(desk, pk, "回访", call_back)
    expect(desk.locator("main")).to_contain_text("〔姓名〕说又堵了")

    def anew() -> None:
        desk.fill("[name=reason]", "回访反映又堵，须查明原因")
        desk.fill("[name=deadline]", str(timezone.localdate() + timedelta(days=15)))

    move(desk, pk, "重新办理", anew)
    petition = Petition.objects.get()
    assert (petition.state, petition.reopened, petition.solved) == ("in_handling", 1, False)
    desk.goto("/petitions/statistics/")
    expect(desk.get_by_role("row", name="合计").first).to_contain_text("1")
    _read_by_a_custodian(open_page, city, pk)


def _days(page: Page, *names: str) -> None:
    for name in names:
        page.fill(f"[name={name}]", str(timezone.localdate()))


def _read_by_a_custodian(open_page: OpenPage, city: City, pk: str) -> None:
    """Let the clerk see who petitioned, once, with a reason; going back and reloading shows nothing."""
    today = timezone.localdate()
    name_custodian(
        city.people["clerk"], first_day=today, last_day=None, reason="回访", actor=city.people["administrator"]
    )
    clerk = open_page("clerk", PASSWORD)
    clerk.goto(f"/petitions/{pk}/")
    clerk.get_by_role("link", name="写明理由查看…").first.click()
    clerk.fill("[name=reason]", "告知重新办理的期限")
    clerk.get_by_role("button", name="写明理由，查看一次").click()
    expect(clerk.get_by_role("cell", name=NAME)).to_be_visible()
    clerk.go_back()
    clerk.wait_for_load_state()
    assert NAME not in clerk.content()
    assert VaultRead.objects.get(outcome="read").reason == "告知重新办理的期限"
    auditor = open_page("auditor", PASSWORD)
    auditor.goto("/vault/reads/")
    expect(auditor.get_by_role("row", name="告知重新办理的期限")).to_be_visible()
    assert NAME not in auditor.content()


def test_what_was_typed_stays_on_the_page_where_one_was_signed_out_elsewhere(open_page: OpenPage, city: City) -> None:
    page = open_page("clerk", PASSWORD)
    page.goto("/petitions/new/")
    page.fill("[name=original]", ORIGINAL)
    page.fill("[name=title]", "小区排水管堵塞")
    page.fill("[name=summary]", "小区排水管堵塞三个月，一楼多户返水。")
    page.select_option("[name=type]", "urban")
    other = page.context.new_page()
    other.goto("/")
    other.locator("details.account summary").click()
    other.get_by_role("button", name="退出登录").click()
    expect(other.get_by_role("heading", name="登录督办")).to_be_visible()
    page.get_by_role("button", name="核对无误，登记").click()
    expect(page.get_by_text("您已退出登录，刚才的内容没有发送")).to_be_visible()
    expect(page.locator("[name=original]")).to_have_value(ORIGINAL)
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert TELEPHONE not in kept
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="在新窗口登录").click()
    opened.value.fill("[name=username]", "supervision_desk")
    opened.value.fill("[name=password]", PASSWORD)
    opened.value.get_by_role("button", name="登录", exact=True).click()
    expect(opened.value.locator("details.account")).to_be_visible()
    page.get_by_role("button", name="核对无误，登记").click()
    expect(page.get_by_text("现在登录的是另一个人")).to_be_visible()
    expect(page.get_by_text("您已退出登录")).to_be_hidden()
    opened.value.locator("details.account summary").click()
    opened.value.get_by_role("button", name="退出登录").click()
    opened.value.fill("[name=username]", "clerk")
    opened.value.fill("[name=password]", PASSWORD)
    opened.value.get_by_role("button", name="登录", exact=True).click()
    expect(opened.value.locator("details.account")).to_be_visible()
    page.get_by_role("button", name="核对无误，登记").click()
    page.wait_for_url(re.compile(r"/petitions/\d+/$"))
    assert Petition.objects.get().registered_by == city.people["clerk"]
