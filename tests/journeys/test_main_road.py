"""The main road in a real browser: a damaged text comes in, a clerk confirms and releases, a unit opens its task."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from duban.meetings.models import Action, Meeting
from duban.tasks.models import Task
from tests.journeys.conftest import OpenPage
from tests.journeys.test_confirm import NEWS, PASSWORD, press, undecided, upload
from tests.meetings.conftest import Office, office

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
__all__ = ["office"]

SEED = "gold/yaan-2024-10-24.txt"


@pytest.fixture
def people(office: Office) -> Office:
    for user in (office.clerk, office.liaison):
        user.set_password(PASSWORD)
        user.save()
    return office


def keep_all(page: Page) -> None:
    """Keep every undecided proposal by keyboard."""
    while undecided(page):
        page.keyboard.press("J")
        press(page, "x")


def name_leads(page: Page, meeting: Meeting, names: list[str]) -> None:
    """Give every matter without a lead one of the names in turn, by keyboard, as the release page asks for it."""
    waiting = Action.objects.filter(trackable=True, lead_unit=None, merged_into=None).order_by("id")
    for place, action in enumerate(waiting):
        page.goto(f"/meetings/{meeting.pk}/?text={action.requirement.text_id}&place={action.start}#action-{action.pk}")
        page.wait_for_selector(f"#action-{action.pk}.chosen")
        page.keyboard.press("l")
        page.wait_for_selector("#action-form [name=lead_unit]:focus")
        page.keyboard.type(names[place % len(names)])
        page.wait_for_selector(".completions [data-name]")
        page.keyboard.press("Enter")
        press(page, "Enter")
        expect(page.locator("#dock form")).to_have_count(0)


def walk(open_page: OpenPage, people: Office, paper: Path, size: str) -> None:
    """Walk the whole road with one text."""
    page = open_page(people.clerk.username, PASSWORD, size)
    meeting = upload(page, paper)
    keep_all(page)
    name_leads(page, meeting, ["市水利局", "市教育局"])  # a former name finds the unit
    page.goto(f"/meetings/{meeting.pk}/")
    page.click("text=发布为任务")
    page.click(".release button[type=submit]")
    page.wait_for_selector(".message-success")
    page.screenshot(path=str(paper.parent / f"released-{size}.png"))

    water = people.units["市水务局"]
    own = Task.objects.filter(lead_unit=water)
    others = Task.objects.exclude(lead_unit=water).exclude(parent__lead_unit=water)  # a parent's lead sees the children
    assert own.exists() and others.exists()
    unit = open_page(people.liaison.username, PASSWORD, size)
    unit.goto("/tasks/")
    for task in own:
        expect(unit.get_by_role("link", name=task.number, exact=True)).to_have_count(1)
    hidden = [task for task in others if not task.units.filter(unit=water).exists()]
    for task in hidden:
        expect(unit.get_by_role("link", name=task.number, exact=True)).to_have_count(0)
    answer = unit.goto(f"/tasks/{hidden[0].pk}/")
    assert answer is not None and answer.status == 404
    task = own.first()
    assert task is not None
    unit.goto("/tasks/")
    unit.get_by_role("link", name=task.number, exact=True).click()
    marked = unit.locator(".quote.paragraph mark").first
    expect(marked).to_be_visible()
    assert marked.inner_text() == task.origins.first().quote  # type: ignore[union-attr]
    unit.screenshot(path=str(paper.parent / f"task-{size}.png"))


def test_a_damaged_text_becomes_the_tasks_of_its_units(open_page: OpenPage, people: Office, tmp_path: Path) -> None:
    paper = tmp_path / "常务会议.txt"
    paper.write_text(NEWS, encoding="utf-8")
    walk(open_page, people, paper, "small")


@pytest.mark.shared
def test_the_seed_copy_becomes_the_tasks_of_its_units(
    open_page: OpenPage, people: Office, shared: Path, tmp_path: Path
) -> None:
    paper = tmp_path / "网页复制.txt"
    paper.write_bytes((shared / SEED).read_bytes())
    walk(open_page, people, paper, "large")
