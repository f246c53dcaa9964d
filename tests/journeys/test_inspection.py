"""The month of an inspection in small, in a real browser: set up, three batches in three layouts, handled to the reply."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from duban.inspections.models import Batch, Inspection, Petition
from duban.organizations.models import Role
from duban.tasks.models import Task
from tests.inspections.conftest import person
from tests.inspections.tables import docx, flattened, xlsx
from tests.journeys.conftest import OpenPage
from tests.journeys.test_ledger import PASSWORD, Story
from tests.people import City, make_city
from tests.tasks.moments import At, at

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
__all__ = ["at"]

FIRST = [
    ["1", "D3SX202611200001", "来电", "青溪县城东砂石厂夜间筛砂扬尘很大，联系电话13812345678。", "青溪县", "大气", "是"],
    ["2", "X3SX202611200002", "来信", "白石区团结路一家印染作坊偷排废水，河水发黑。", "白石区", "水", ""],
]  # fmt: skip
SECOND = [
    ["1", "X3SX202611210001", "来信", "青溪县一家养殖场粪污直排水塘，气味难闻。", "青溪县", "水", ""],
    ["2", "D3SX202611210002", "来电", "印染作坊的事，与第一批受理编号X3SX202611200002号属同一案件。", "白石区", "水", ""],
]  # fmt: skip
THIRD = [
    ["1", "D3SX202611220001", "来电", "清河上游跨界断面漂浮垃圾，涉及邻水市和青溪县。", "青溪县", "水", ""],
    ["2", "D3HB202611220002", "来电", "邻省一家化工厂排放刺鼻气体。", "青溪县", "大气", ""],
]  # fmt: skip
PLAN = "立即对全县砂石厂一律关停，限期整治。"


@pytest.fixture
def people(db: None) -> City:
    city = make_city()
    office, county = city.units["市政府办"], city.units["青溪县"]
    clerk = city.people["clerk"]
    for user in (
        clerk,
        person("signer", "签发人", office, Role.DESK),
        person("qingxi", "青溪县联络员", county, Role.LIAISON),
    ):
        user.set_password(PASSWORD)
        user.save()
    return city


def test_a_month_of_an_inspection_in_small(open_page: OpenPage, people: City, at: At, tmp_path: Path) -> None:
    story = Story(open_page, at, tmp_path)
    set_up(story)
    take_in_three_batches(story, tmp_path)
    assign(story)
    investigate(story, tmp_path)
    reply(story)
    petition = Petition.objects.get(number="D3SX202611200001")
    task = Task.objects.get(pk=petition.task_id)
    assert (petition.state, petition.conclusion, task.in_hand) == ("replied", "staged", 1)
    assert str(task.deadline) == "2027-03-31"


def set_up(story: Story) -> None:
    page = story.enter("clerk", "2026-11-20")
    page.get_by_role("link", name="督察整改", exact=True).click()
    page.get_by_role("link", name="新建督察").first.click()
    for name, value in (
        ("name", "第三轮中央督察"), ("team", "第二督察组"), ("first_day", "2026-11-10"), ("last_day", "2026-12-10"),
        ("province_code", "SX"), ("desk_unit", "市政府办"), ("types", "水\n大气\n噪声"),
        ("areas", "青溪县 = 青溪县\n白石区 = 白石区"),
    ):  # fmt: skip
        page.fill(f"[name={name}]", value)
    story.look(page, "set-up")
    page.get_by_role("button", name="保存").click()
    page.wait_for_selector(".message-success")
    assert Inspection.objects.get().reply_days == 10


def new_batch(page: Page, calls: int, letters: int) -> None:
    page.goto(f"/inspections/{Inspection.objects.get().pk}/batches/new/")
    page.fill("[name=calls]", str(calls))
    page.fill("[name=letters]", str(letters))
    page.locator("main").get_by_role("button", name="新建批次").click()
    page.wait_for_url("**/batches/*/")


def accept(page: Page) -> None:
    page.get_by_role("button", name="当天立项").click()
    expect(page.locator("h1")).to_contain_text("已受理")


def take_in_three_batches(story: Story, folder: Path) -> None:
    page = story.enter("clerk", "2026-11-20")
    new_batch(page, 1, 1)
    (folder / "第一批.xlsx").write_bytes(xlsx(FIRST))
    page.set_input_files("[name=file]", folder / "第一批.xlsx")
    page.get_by_role("button", name="上传并预览").click()
    expect(page.locator("main")).to_contain_text("〔电话〕")
    expect(page.locator("main")).not_to_contain_text("13812345678")
    chosen = page.locator("[data-chosen]")
    expect(chosen).to_have_text("已选 0 行")
    page.focus("[data-pick=all]")
    page.keyboard.press("Enter")
    expect(chosen).to_have_text("已选 2 行")
    page.click("[data-pick=none]")
    expect(chosen).to_have_text("已选 0 行")
    story.look(page, "preview")
    accept(page)

    page = story.enter("clerk", "2026-11-21")
    new_batch(page, 1, 1)
    (folder / "第二批.docx").write_bytes(docx(SECOND))
    page.set_input_files("[name=file]", folder / "第二批.docx")
    page.get_by_role("button", name="上传并预览").click()
    expect(page.locator("main")).to_contain_text("属同一")
    story.look(page, "duplicate")
    accept(page)
    duplicate = Petition.objects.get(number="D3SX202611210002")
    assert duplicate.task == Petition.objects.get(number="X3SX202611200002").task

    page = story.enter("clerk", "2026-11-22")
    new_batch(page, 2, 0)
    page.fill("[name=text]", flattened(THIRD))
    page.get_by_role("button", name="上传并预览").click()
    expect(page.locator("main")).to_contain_text("省份代码是 HB")
    page.get_by_role("link", name="D3HB202611220002").click()
    page.fill("#decide_reason", "属邻省，退回督察组")
    page.get_by_role("button", name="退回督察组").click()
    page.wait_for_load_state()
    batch = Batch.objects.get(number=3)
    page.goto(f"/inspections/intakes/{batch.intakes.get().pk}/")
    page.get_by_role("link", name="D3SX202611220001").click()
    page.select_option("[name=sharing]", "split")
    page.fill("[name=shared_with]", "邻水市")
    story.look(page, "row")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("**/intakes/*/")
    expect(page.locator("main")).to_contain_text("跨市拆分件")
    accept(page)
    page.goto(f"/inspections/batches/{batch.pk}/")
    expect(page.locator("h1")).to_contain_text("通报 2 = 受理 1 + 退回 1")
    story.look(page, "batch")
    page.goto(f"/inspections/{batch.inspection_id}/equation/")
    expect(page.locator("tfoot")).to_contain_text("0 批还没有对平")
    story.look(page, "equation")
    page.goto(f"/inspections/{batch.inspection_id}/")
    story.look(page, "board")


def assign(story: Story) -> None:
    page = story.enter("clerk", "2026-11-22")
    petition = Petition.objects.get(number="D3SX202611200001")
    page.goto(petition.get_absolute_url())
    expect(page.locator("#unit-view")).to_contain_text("待确认")
    page.locator(".deeds").get_by_role("link", name="交办").click()
    expect(page.locator(".notice")).to_contain_text("青溪县的属地单位")
    page.fill("[name=demand]", "请立即核查，依法处理，严禁一刀切。")
    page.check("[name=text_confirmed]")
    story.look(page, "assign")
    page.get_by_role("button", name="交办", exact=True).click()
    page.wait_for_selector(".message-success")
    assert Task.objects.get(pk=petition.task_id).lead_unit.short_name == "青溪县"


def photograph(path: Path, colour: str) -> Path:
    stream = io.BytesIO()
    Image.new("RGB", (640, 420), colour).save(stream, "JPEG")
    path.write_bytes(stream.getvalue())
    return path


def investigate(story: Story, folder: Path) -> None:
    page = story.enter("qingxi", "2026-11-23")
    page.get_by_role("link", name="督察整改", exact=True).click()
    page.get_by_role("link", name="第三轮中央督察").click()
    expect(page.locator("main")).not_to_contain_text("X3SX202611200002")
    page.get_by_role("link", name="D3SX202611200001").click()
    page.get_by_role("link", name="填写").click()
    page.fill("[name=plan]", PLAN)
    page.fill("[name=finding]", "该厂夜间筛砂属实，未采取降尘措施，证照齐全。")
    page.select_option("[name=verdict]", "substantiated")
    page.fill("[name=handling]", "责令停止夜间作业，安装喷淋设施，封闭料棚2027年3月底前建成。")
    page.select_option("[name=conclusion]", "staged")
    page.fill("[name=sites_ordered]", "1")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("mark")).to_have_count(1)
    story.look(page, "asked")
    page.select_option(".question [name=answer]", "lawful_not_compliant")
    page.fill(".question [name=why]", "只针对该厂问题整改，其他砂石厂逐家核查")
    page.get_by_role("button", name="记下").click()
    expect(page.locator(".question").first).to_contain_text("已回答")
    for moment, colour in (("before", "gray"), ("after", "green")):
        page.set_input_files("[name=file]", photograph(folder / f"{moment}.jpg", colour))
        page.select_option("[name=moment]", moment)
        page.get_by_role("button", name="上传照片").click()
        page.wait_for_load_state()
    expect(page.locator(".pictures figure")).to_have_count(2)
    page.select_option("[name=kind]", "lasting")
    page.fill("form[action*='add/measure'] [name=what]", "建成封闭料棚")
    page.fill("form[action*='add/measure'] [name=due]", "2027-03-31")
    page.get_by_role("button", name="添加措施").click()
    expect(page.locator(".measure-due")).to_contain_text("待市级确认")
    page.get_by_role("button", name="上报办理结果").click()
    page.wait_for_selector(".message-success")
    story.look(page, "unit")


def reply(story: Story) -> None:
    address = Petition.objects.get(number="D3SX202611200001").get_absolute_url()
    page = story.enter("clerk", "2026-11-24")
    page.goto(address)
    page.get_by_role("button", name="确认时限").click()
    expect(page.locator(".measure-due")).to_contain_text("确认，台账按此计时")
    page.get_by_role("button", name="核查通过").click()
    page.wait_for_selector(".message-success")
    expect(page.locator(".deeds")).to_contain_text("签发要由督查室另一人办")
    page = story.enter("signer", "2026-11-24")
    page.goto(address)
    page.get_by_role("button", name="签发", exact=True).click()
    page.wait_for_selector(".message-success")
    page.locator(".deeds summary", has_text="回复督察组").click()
    page.get_by_role("button", name="确定回复督察组").click()
    expect(page.locator(".standing")).to_contain_text("回复时钟已于 2026-11-24 停止")
    story.look(page, "replied")
