"""A unit's whole story in a real browser, through a year, and who sees what of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from duban.demo.ledger.tell import picture
from duban.tasks.actions import open_task
from duban.tasks.models import Task
from duban.tasks.states import TaskState
from tests.journeys.conftest import OpenPage
from tests.tasks.conftest import City, city, draft
from tests.tasks.life import ALL_SIX
from tests.tasks.moments import At, at

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
__all__ = ["at", "city"]

PASSWORD = "cheng-qing-2024"
TITLE = "清掏老城区雨水管网320公里"


@pytest.fixture
def people(city: City) -> City:
    for name in ("clerk", "desk", "leader", "auditor", "water_liaison", "finance_liaison", "education_head"):
        user = getattr(city, name)
        user.set_password(PASSWORD)
        user.save()
    return city


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "清淤现场.png"
    file.write_bytes(picture("清淤"))
    return file


class Story:
    """One browser a scene: a session does not outlast a month, and neither does a person's page."""

    def __init__(self, open_page: OpenPage, at: At, folder: Path) -> None:
        self.open_page, self.at, self.folder = open_page, at, folder
        self.scenes = 0

    def enter(self, username: str, day: str) -> Page:
        """Let the person sign in on that day."""
        self.at(f"{day} 09:30")
        page = self.open_page(username, PASSWORD)
        page.goto("/")
        return page

    def look(self, page: Page, name: str) -> None:
        """Keep a picture of the page, and see that it fits the screen's width."""
        self.scenes += 1
        page.screenshot(path=str(self.folder / f"{self.scenes:02d}-{name}.png"))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def press_button(page: Page, words: str) -> None:
    page.locator(".deeds").get_by_role("link", name=words, exact=True).click()


def submit(page: Page, words: str) -> None:
    page.locator(".form-buttons").get_by_role("button", name=words, exact=True).click()
    page.wait_for_selector(".message-success")


def task() -> Task:
    return Task.objects.get(title=TITLE)


def state() -> TaskState:
    return TaskState(task().state)


def open_by_hand(story: Story) -> None:
    """The clerk opens the task; the deadline's arithmetic is on the page before it is stored."""
    page = story.enter("clerk", "2026-01-05")
    page.goto("/tasks/")
    page.click("text=新建事项")
    page.fill("[name=title]", TITLE)
    page.click("[name=lead_unit]")
    page.keyboard.type("水务")
    page.wait_for_selector(".completions [data-name='水务局']")
    page.keyboard.press("Enter")
    page.fill("[name=limit]", "年底前")
    page.wait_for_selector("#reckoned >> text=2026-12-31")
    page.fill("[name=source_title]", "市长现场办公会")
    page.fill("[name=quote]", "老城区320公里雨水管网年底前全部清掏一遍。")
    story.look(page, "new")
    submit(page, "立项交办")
    press_button(page, "设定指标")
    page.fill("[name=target]", "320")
    page.fill("[name=unit]", "公里")
    submit(page, "设定指标")
    assert state() is TaskState.ASSIGNED


def sign_and_report(story: Story, photo: Path) -> None:
    """The liaison finds it on 今日, signs, reports with a picture, and a month later again."""
    page = story.enter("water", "2026-01-06")
    expect(page.get_by_text("待签收").first).to_be_visible()
    story.look(page, "today-of-the-unit")
    page.get_by_role("link", name="签收", exact=True).click()
    page.fill("[name=person_in_charge]", "排水科科长")
    submit(page, "签收")
    assert state() is TaskState.SIGNED_FOR
    page = story.enter("water", "2026-03-02")
    page.goto(task().get_absolute_url())
    page.keyboard.press("g")  # the next step
    page.wait_for_selector("[name=text]")
    page.fill("[name=text]", "已清掏60公里，重点路段先行。")
    page.fill("[name=actual]", "60")
    page.set_input_files("[name=evidence]", photo)
    page.fill("[name=file_note]", "迎春路清淤")
    story.look(page, "report")
    submit(page, "报送进展")
    expect(page.locator("#reports + *").first).to_contain_text("60")
    assert (state(), task().lamp) == (TaskState.IN_PROGRESS, "green")


def fall_behind(story: Story) -> None:
    """By summer too little is done: the lamp is yellow and says why; the unit adds measures."""
    page = story.enter("water", "2026-07-01")
    page.goto(f"{task().get_absolute_url()}report/")
    page.fill("[name=text]", "汛期到来，井下作业停了三周。")
    page.fill("[name=actual]", "112")
    submit(page, "报送进展")
    assert task().lamp == "yellow"
    expect(page.locator(".lamp-line")).to_contain_text("黄灯")
    story.look(page, "yellow")
    press_button(page, "增添措施")
    page.fill("[name=what]", "增加两个班组，汛后每日两班作业")
    page.fill("[name=who]", "排水科科长")
    page.fill("[name=until]", "2026-09-30")
    submit(page, "增添措施")
    expect(page.get_by_text("增加两个班组，汛后每日两班作业").first).to_be_visible()


def ask_for_more_time(story: Story) -> None:
    """An extension is asked for and refused; old and wanted day both stay to be seen."""
    page = story.enter("water", "2026-08-03")
    page.goto(task().get_absolute_url())
    press_button(page, "申请变更")
    page.select_option("[name=kind]", "deadline")
    page.fill("[name=deadline]", "2027-03-31")
    page.fill("[name=reason]", "汛期停工三周")
    submit(page, "申请变更")
    page = story.enter("desk", "2026-08-04")
    page.get_by_role("link", name="审定变更").click()
    page.select_option("[name=granted]", "0")
    page.fill("[name=remark]", "增加班组后可以按期完成，不同意延期")
    story.look(page, "decide")
    submit(page, "审定变更")
    page.goto(task().get_absolute_url())
    expect(page.locator("#requests + *").first).to_contain_text("2026-12-31 → 2027-03-31")
    assert str(task().deadline) == "2026-12-31"


def complete(story: Story, photo: Path) -> None:
    """Completion is asked for, sent back once, verified by a second person, closed out by the desk."""
    page = story.enter("water", "2026-12-15")
    page.goto(f"{task().get_absolute_url()}report/")
    page.fill("[name=text]", "320公里全部清掏完毕。")
    page.fill("[name=actual]", "320")
    submit(page, "报送进展")
    press_button(page, "申请办结")
    page.fill("[name=statement]", "320公里全部清掏，影像资料归档。")
    submit(page, "申请办结")
    page = story.enter("clerk", "2026-12-16")
    page.get_by_text("申请办结，待核查").first.wait_for()
    page.goto(task().get_absolute_url())
    press_button(page, "核查退回")
    page.fill("[name=reason]", "缺第三方验收单")
    submit(page, "核查退回")
    page = story.enter("water", "2026-12-18")
    page.goto(task().get_absolute_url())
    press_button(page, "补充佐证")
    page.set_input_files("[name=evidence]", photo)
    page.fill("[name=file_note]", "第三方验收单")
    submit(page, "补充佐证")
    press_button(page, "申请办结")
    page.fill("[name=statement]", "验收单已补充。")
    submit(page, "申请办结")
    page = story.enter("clerk", "2026-12-21")
    page.goto(task().get_absolute_url())
    press_button(page, "核查通过")
    for point in ALL_SIX.__dataclass_fields__:
        page.check(f"[name={point}]")
    story.look(page, "six-points")
    submit(page, "核查通过")
    page = story.enter("desk", "2026-12-22")
    page.get_by_role("link", name="销号", exact=True).click()
    submit(page, "销号")
    assert state() is TaskState.CLOSED_OUT


def reopen(story: Story) -> None:
    """A look back finds it undone; the task is reopened with a new deadline and counted."""
    page = story.enter("desk", "2027-02-01")
    page.goto(task().get_absolute_url())
    press_button(page, "回头看")
    page.fill("[name=finding]", "南门路一段3公里又被堵塞。")
    page.select_option("[name=solved]", "0")
    submit(page, "回头看")
    page.goto("/")
    page.get_by_role("link", name="重新办理").click()
    page.fill("[name=reason]", "南门路反弹")
    page.fill("[name=deadline]", "2027-03-15")
    submit(page, "重新办理")
    expect(page.locator(".standing")).to_contain_text("重新办理 1 次")
    story.look(page, "reopened")
    page.pdf(path=str(story.folder / "task.pdf"), prefer_css_page_size=True)
    page.goto("/tasks/")
    story.look(page, "ledger")
    page.pdf(path=str(story.folder / "ledger.pdf"), prefer_css_page_size=True)


def test_a_units_whole_story_and_who_sees_it(
    open_page: OpenPage, people: City, at: At, photo: Path, tmp_path: Path
) -> None:
    story = Story(open_page, at, tmp_path)
    open_by_hand(story)
    sign_and_report(story, photo)
    fall_behind(story)
    ask_for_more_time(story)
    complete(story, photo)
    reopen(story)
    address = task().get_absolute_url()

    other = story.enter("education", "2027-02-02")
    answer = other.goto(address)
    assert answer is not None and answer.status == 404
    story.look(other, "another-unit")
    other.goto("/tasks/?state=all")
    expect(other.get_by_text(TITLE)).to_have_count(0)

    leader = story.enter("leader", "2027-02-02")
    leader.goto(address)
    expect(leader.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(leader.locator(".deeds")).to_contain_text("批示")
    expect(leader.locator(".deeds")).not_to_contain_text("销号")
    story.look(leader, "leader")

    auditor = story.enter("auditor", "2027-02-02")
    answer = auditor.goto(address)
    assert answer is not None and answer.status == 404
    auditor.goto(f"/audit/?text={task().number}")
    for words in ("签收", "报送进展", "审定变更", "核查退回", "销号", "重新办理"):
        expect(auditor.locator("main table")).to_contain_text(words)
    story.look(auditor, "auditor")


def test_the_ledger_is_worked_by_keyboard_alone(open_page: OpenPage, people: City, at: At, tmp_path: Path) -> None:
    at("2026-11-24 09:00")
    for number in range(3):
        open_task(draft(people.water, title=f"第{number + 1}件事"), actor=people.clerk)
    story = Story(open_page, at, tmp_path)
    page = story.enter("clerk", "2026-11-24")
    page.goto("/tasks/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("已选 1 项")).to_be_visible()
    story.look(page, "chosen")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("a.matter").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="第2件事")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("e")
    page.wait_for_selector("[name=reason]")
    page.fill("[name=deliverable]", "清淤台账")
    page.fill("[name=reason]", "补充成果形式")
    page.press("[name=deliverable]", "Enter")
    page.wait_for_selector(".message-success")
    assert Task.objects.get(title="第2件事").deliverable == "清淤台账"
    page.goto("/tasks/")
    page.keyboard.press("/")
    page.keyboard.type("第3件")
    page.keyboard.press("Enter")
    expect(page.locator("a.matter")).to_have_count(1)
