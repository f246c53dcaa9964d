"""What follows the replies, in a real browser: a public table, a look-back that reopens one, statistics that tell of it."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.inspections.months import Month, make_month
from tests.journeys.conftest import OpenPage
from tests.people import PASSWORD, City, make_city

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DAY = date(2024, 11, 8)
LINK = "https://www.yunling.example/gk/8.html"


@pytest.fixture
def city(db: None) -> City:
    return make_city()


@pytest.fixture
def month(city: City) -> Month:
    clerk, desk = city.people["clerk"], city.people["supervision_desk"]
    month = make_month(clerk, desk, city.units["青溪县"], city.units["市政府办"])
    told = {"finding": "经查，举报人电话13800138000反映属实。", "handling": "已安装喷淋。"}
    rows = [month.replied("substantiated", "concluded", DAY, area="青溪县", starred=n == 0, **told) for n in range(3)]
    month.add(month.batch(8, DAY), [*rows, month.replied("partly", "staged", DAY, area="白石区")])
    return month


def test_what_was_answered_goes_out_is_looked_at_again_and_counted(open_page: OpenPage, month: Month) -> None:
    address = f"/inspections/{month.inspection.pk}/"
    clerk = open_page("clerk", PASSWORD)
    clerk.goto(address + "publications/")
    clerk.get_by_role("button", name="编制公开表").click()
    expect(clerk.locator("mark").first).to_have_text("〔电话〕")
    expect(clerk.locator("main")).to_contain_text("这张表是您编制的，要由另一位同事复核")
    desk = open_page("supervision_desk", PASSWORD)
    publish(desk, address)
    look_back(desk, address)
    count(desk, address)


def publish(page: Page, address: str) -> None:
    page.goto(address + "publications/")
    page.get_by_role("link", name="第1版").click()
    expect(page.locator("main")).not_to_contain_text("13800138000")
    page.get_by_role("button", name="逐格看过，同意公开").click()
    expect(page.get_by_role("link", name="导出 XLSX")).to_be_visible()
    with page.expect_download() as kept:
        page.get_by_role("link", name="导出 XLSX").click()
    assert kept.value.suggested_filename.endswith("第8批-1.xlsx")
    page.fill("[name=link]", LINK)
    page.get_by_role("button", name="登记公开").click()
    expect(page.locator(".facts-line")).to_contain_text(LINK)


def look_back(page: Page, address: str) -> None:
    page.goto(address + "look-backs/")
    page.fill("[name=seed]", "20241109-甲")
    page.fill("[name=percent]", "50")
    page.get_by_role("button", name="抽样", exact=True).click()
    expect(page.locator("main")).to_contain_text("其余 2 件抽 50%：2 × 50% 进位取整 = 1 件")
    expect(page.locator("main")).to_contain_text("已重新核算，与抽样一致")
    page.locator("summary", has_text="登记结果").first.click()
    form = page.locator(".row-form").first
    form.locator("[name=outcome]").select_option("recurred")
    form.locator("[name=found]").fill("喷淋停用，又有扬尘")
    form.get_by_role("button", name="登记").click()
    expect(page.locator(".tag-wrong")).to_have_text("反弹或不实，重新办理")


def count(page: Page, address: str) -> None:
    page.goto(address + "statistics/")
    reopened = page.locator(".sums a", has_text="重新办理")
    expect(reopened.locator("strong")).to_have_text("1")
    expect(page.locator("main")).to_contain_text("办结率 50.0%")
    expect(page.locator("main")).to_contain_text("办结率（含阶段性办结） 75.0%")
    reopened.click()
    expect(page.locator("main tbody tr")).to_have_count(1)
    page.goto(f"{address}daily/?day={DAY}")
    expect(page.locator(".paper")).to_contain_text("督察组转办信访举报件4件（第8批），其中来电4件、来信0件，重点件1件")
    page.goto(f"{address}weekly/?day={DAY}")
    expect(page.locator(".paper")).to_contain_text("累计重新办理1件")
