"""Masks put right beside the original in a real browser: by keyboard alone, and by the pointer."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Error, expect

from duban.petitions.models import Petition
from duban.vault.actions import name_custodian
from duban.vault.models import VaultRead
from tests.journeys.conftest import OpenPage
from tests.people import PASSWORD, City, make_city
from tests.petitions.conftest import accepted

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ORIGINAL = "阿旺家隔壁排水管堵塞。我叫苗小枝，电话13912345678，梧桐里小区一楼多户返水，苗记砂石厂夜间扬尘。"
SUMMARY = "阿旺家隔壁排水管堵塞。我叫〔姓名〕，电话〔电话〕，梧桐里小区一楼多户返水，〔姓名〕砂石厂夜间扬尘。"


@pytest.fixture
def city(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr(settings, "VAULT_KEYS", tmp_path / "vault-keys")
    city = make_city()
    clerk, administrator = city.people["clerk"], city.people["administrator"]
    name_custodian(clerk, first_day=timezone.localdate(), last_day=None, reason="核对", actor=administrator)
    return city


def test_a_clerk_masks_one_passage_and_opens_another(open_page: OpenPage, city: City, tmp_path: Path) -> None:
    petition = accepted(city, original=ORIGINAL, summary=SUMMARY, title="排水管堵塞返水")
    page = open_page("clerk", PASSWORD)
    page.goto(f"/petitions/{petition.pk}/refer/")
    page.get_by_role("link", name="对照原文核对…").click()
    page.fill("[name=reason]", "转办前核对隐去的内容")
    page.get_by_role("button", name="写明理由，查看一次").click()
    result = page.locator("[data-result]")
    expect(page.locator("[data-take]")).to_be_visible()  # the script has drawn the page
    expect(result).to_have_text(SUMMARY)
    page.screenshot(path=tmp_path / "compare.png")
    page.focus("[data-original]")
    page.keyboard.press("ArrowRight")  # stands on the first character
    for _ in range(2):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("[name=words0]")).to_have_value("阿旺家")
    expect(page.locator("[name=kind0]")).to_be_focused()
    page.select_option("[name=kind0]", "person")
    expect(result).to_contain_text("〔姓名〕隔壁排水管堵塞")
    page.locator("[data-original] label", has_text="苗记").click()
    expect(result).to_contain_text("苗记砂石厂")
    page.fill("[name=why]", "苗记是砂石厂的字号，不是个人")
    page.screenshot(path=tmp_path / "compared.png")
    page.get_by_role("button", name="逐字核对无误，保存").click()
    page.wait_for_url("**/refer/")
    wanted = SUMMARY.replace("阿旺家", "〔姓名〕").replace("〔姓名〕砂石厂", "苗记砂石厂")
    assert Petition.objects.get().summary == wanted
    assert VaultRead.objects.filter(outcome="read").count() == 2
    with pytest.raises(Error, match="ERR_CACHE_MISS"):  # the browser kept nothing to go back to
        page.go_back()
