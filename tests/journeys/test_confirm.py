"""The confirm page in a real browser: by keyboard, by mouse, and by two clerks at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from duban.meetings.actions.proposals import Edit, edit
from duban.meetings.models import Action, Meeting, MeetingText, Requirement
from duban.organizations.models import User
from duban.tasks.models import Task
from tests.journeys.conftest import OpenPage
from tests.meetings.conftest import Office, office

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
__all__ = ["office"]

PASSWORD = "cheng-qing-2024"
NEWS = """云陵市政府召開第12次常務(wù)會(huì)議
2024年9月18日,市長主持召開市政府第12次常務(wù)會(huì)議,聽取河道清淤和校車安全工作匯報(bào)。
會議聽取河道清淤工作匯報(bào)。會議強(qiáng)調(diào),市水務(wù)局要清理南渠淤泥18公里,12月底前完成,各縣(區(qū))要建立巡查臺(tái)賬。要提高政治站位,牢固樹立責(zé)任意識(shí)。
會議聽取校車安全工作匯報(bào)。會議要求,市教育局要制定校車檢查辦(bàn)法,會后5個(gè)工作日內(nèi)報(bào)市政府。
會議還研究了其他事項(xiàng)。
"""


@pytest.fixture
def clerk(office: Office) -> User:
    for user in (office.clerk, office.other_clerk):
        user.set_password(PASSWORD)
        user.save()
    return office.clerk


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "常务会议.txt"
    file.write_text(NEWS, encoding="utf-8")
    return file


def upload(page: Page, paper: Path) -> Meeting:
    page.goto("/meetings/new/")
    page.set_input_files("input[type=file]", paper)
    page.click("#new-meeting button[type=submit]")
    page.wait_for_selector("#confirm .row.chosen")  # the page is drawn before its script listens to keys
    return Meeting.objects.latest("id")


def undecided(page: Page) -> int:
    return int(page.locator("#running-count b").last.inner_text())


def chosen(page: Page) -> str:
    return str(page.evaluate("document.querySelector('.row.chosen')?.id || ''"))


def press(page: Page, *keys: str) -> None:
    """Press keys that write, waiting for each answer."""
    for key in keys:
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.keyboard.press(key)
        page.wait_for_timeout(120)


def choose(page: Page, row: Requirement | Action) -> None:
    page.click(f"#{row._meta.model_name}-{row.pk} > .line .words")


def select(page: Page, words: str) -> None:
    """Select words of the text as a person would by dragging, across marks and repairs."""
    page.evaluate(
        """(words) => {
            const pieces = [...document.querySelectorAll('#source [data-at]')];
            const whole = pieces.map((piece) => piece.textContent).join('');
            const place = (offset) => {
                for (const piece of pieces) {
                    if (offset <= piece.textContent.length) return [piece.firstChild, offset];
                    offset -= piece.textContent.length;
                }
            };
            const start = whole.lastIndexOf(words);
            const range = document.createRange();
            range.setStart(...place(start));
            range.setEnd(...place(start + words.length));
            document.getSelection().removeAllRanges();
            document.getSelection().addRange(range);
        }""",
        words,
    )


def test_a_clerk_confirms_and_releases_by_keyboard_alone(open_page: OpenPage, clerk: User, paper: Path) -> None:
    page = open_page(clerk.username, PASSWORD)
    meeting = upload(page, paper)
    assert (meeting.kind, meeting.ordinal, str(meeting.date)) == ("executive", 12, "2024-09-18")
    text = meeting.texts.get()
    assert "市水务局要清理南渠淤泥18公里,12月底前完成" in text.restored
    start = undecided(page)
    assert start == Requirement.objects.count() > 1
    expect(page.get_by_text("发布为任务")).to_have_attribute("aria-disabled", "true")

    stance = Requirement.objects.get(quote__contains="政治站位")
    while chosen(page) != f"requirement-{stance.pk}":
        page.keyboard.press("j")
    page.keyboard.press("d")
    press(page, "1")
    assert undecided(page) == start - 1
    press(page, "u")
    assert undecided(page) == start
    finish = Action.objects.get(quote="12月底前完成")
    while chosen(page) != f"action-{finish.pk}":
        page.keyboard.press("k")
    press(page, "m")
    assert Action.objects.get(pk=finish.pk).merged_into is not None
    while undecided(page):
        page.keyboard.press("J")
        press(page, "x")
    for action in Action.objects.filter(trackable=True, lead_unit=None, merged_into=None):
        page.keyboard.press("j")
        choose(page, action)
        page.keyboard.press("l")
        page.wait_for_selector("#action-form [name=lead_unit]:focus")
        page.keyboard.type("水利")  # a former name finds the unit
        page.wait_for_selector(".completions [data-name='市水务局']")
        page.keyboard.press("Enter")
        press(page, "Enter")
        expect(page.locator("#dock form")).to_have_count(0)
    page.click("text=发布为任务")
    page.click(".release button[type=submit]")
    page.wait_for_selector(".message-success")
    kept = Action.objects.filter(trackable=True, merged_into=None)
    assert Task.objects.filter(parent=None).count() == kept.count() > 1
    canal = Task.objects.get(title__contains="南渠淤泥", parent=None)
    assert [origin.quote for origin in canal.origins.all()] == ["市水务局要清理南渠淤泥18公里", "12月底前完成"]
    assert (str(canal.deadline), canal.lead_unit.short_name) == ("2024-12-31", "市水务局")
    page.screenshot(path=str(paper.parent / "released.png"))


def test_either_side_shows_the_other_and_repairs_tell_what_stood_there(
    open_page: OpenPage, clerk: User, paper: Path
) -> None:
    page = open_page(clerk.username, PASSWORD, "large")
    upload(page, paper)
    action = Action.objects.get(quote__contains="南渠淤泥")
    page.click(f"[data-target='action-{action.pk}'] >> nth=0")
    assert chosen(page) == f"action-{action.pk}"
    other = Requirement.objects.get(quote__contains="校车检查")
    choose(page, other)
    marked = page.locator("#source .chosen-mark").all_inner_texts()
    assert "".join(marked) == other.quote
    assert "務(wù)" in (page.locator(".m-repair", has_text="务").first.get_attribute("title") or "")
    page.click("text=原文 >> nth=0")
    expect(page.locator(".document[data-original]")).to_contain_text("常務(wù)會(huì)議")


def test_a_row_of_the_other_text_brings_that_text_up(open_page: OpenPage, clerk: User, paper: Path) -> None:
    page = open_page(clerk.username, PASSWORD)
    meeting = upload(page, paper)
    page.goto(f"/meetings/{meeting.pk}/add/")
    page.fill("textarea[name=words]", "会议纪要\n会议强调，市公安局要开展道路排查，10月底前完成。")
    page.click("#new-meeting button[type=submit]")
    page.wait_for_selector("#confirm")
    other = Requirement.objects.get(quote__contains="道路排查")
    first = Requirement.objects.filter(text=meeting.texts.first()).first()
    assert first is not None
    choose(page, first)
    expect(page.locator(f".document[data-text='{first.text_id}']")).to_have_count(1)
    choose(page, other)
    expect(page.locator(f".document[data-text='{other.text_id}']")).to_have_count(1)
    expect(page.locator("#source .chosen-mark").first).to_be_visible()


def test_words_selected_in_the_text_become_a_requirement(open_page: OpenPage, clerk: User, paper: Path) -> None:
    page = open_page(clerk.username, PASSWORD)
    upload(page, paper)
    before = Requirement.objects.count()
    select(page, "研究了其他事")
    expect(page.locator("#selection")).to_be_visible()
    press(page, "n")
    made = Requirement.objects.latest("id")
    assert Requirement.objects.count() == before + 1
    assert made.quote == "研究了其他事"
    page.wait_for_function(f"document.querySelector('.row.chosen')?.id === 'action-{made.actions.get().pk}'")


def test_a_struck_sentence_comes_back_by_a_click(open_page: OpenPage, clerk: User, paper: Path) -> None:
    page = open_page(clerk.username, PASSWORD)
    upload(page, paper)
    start = undecided(page)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.click(".para[data-number='¶5'] .reason")
    expect(page.locator("#running-count b").last).to_have_text(str(start + 1))


def test_two_clerks_see_the_conflict_and_nothing_is_overwritten(
    open_page: OpenPage, clerk: User, office: Office, paper: Path
) -> None:
    page = open_page(clerk.username, PASSWORD)
    upload(page, paper)
    action = Action.objects.get(quote__contains="南渠淤泥")
    choose(page, action)
    page.keyboard.press("e")
    page.wait_for_selector("#action-form")
    edit(action, Edit(wording="南渠全线清理"), version=action.version, actor=office.other_clerk)
    page.fill("[name=wording]", "清淤一次")
    page.click("#action-form button[type=submit]")
    expect(page.locator("#conflict")).to_contain_text("经办乙")
    expect(page.locator("#conflict")).to_contain_text("南渠全线清理")
    expect(page.locator("#conflict")).to_contain_text("清淤一次")
    assert Action.objects.get(pk=action.pk).wording == "南渠全线清理"
    page.click("#action-form button[type=submit]")
    expect(page.locator("#dock form")).to_have_count(0)
    assert Action.objects.get(pk=action.pk).wording == "清淤一次"


def test_a_corrected_word_is_a_new_revision_with_the_decisions_kept(
    open_page: OpenPage, clerk: User, paper: Path
) -> None:
    page = open_page(clerk.username, PASSWORD)
    meeting = upload(page, paper)
    requirement = Requirement.objects.get(quote__contains="南渠淤泥")
    choose(page, requirement)
    press(page, "x")
    select(page, "18")
    page.click("[data-correct-selection]")
    page.wait_for_selector("#correct-form")
    assert page.input_value("#correct-form [name=words]") == "18"
    page.fill("#correct-form [name=words]", "28")
    page.click("#correct-form button[type=submit]")
    expect(page.locator("#notes")).to_contain_text("第 2 版")
    text = MeetingText.objects.get(meeting=meeting, superseded=False)
    assert text.requirements.get(quote__contains="南渠淤泥28公里").decision == "kept"


def test_the_page_does_not_scroll_as_a_whole(open_page: OpenPage, clerk: User, paper: Path) -> None:
    for size in ("small", "large"):
        page = open_page(clerk.username, PASSWORD, size)
        if not Meeting.objects.exists():
            upload(page, paper)
        page.goto(f"/meetings/{Meeting.objects.latest('id').pk}/")
        page.wait_for_selector(".row.chosen")
        overflow = page.evaluate("document.documentElement.scrollHeight - window.innerHeight")
        assert overflow <= 0
