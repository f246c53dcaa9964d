"""After something was added far down a long page, the page stands where it was added and says so in view."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from duban.inspections.actions import handling
from tests.inspections.conftest import TODAY, make_desk
from tests.inspections.intakes import accepted, taken
from tests.inspections.test_handling import wanted
from tests.journeys.conftest import OpenPage
from tests.people import PASSWORD
from tests.tasks.moments import At, at

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
__all__ = ["at"]


def said_in_view(page: Page, words: str, heading: str) -> None:
    expect(page.locator(".messages")).to_have_text(words)
    expect(page.locator(".messages")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("heading", name=heading)).to_be_in_viewport(ratio=1)
    assert page.evaluate("window.scrollY") > 0
    message, title = page.locator(".messages").bounding_box(), page.get_by_role("heading", name=heading).bounding_box()
    assert message and title and message["y"] + message["height"] <= title["y"]  # nothing lies over the heading


def test_the_page_stays_where_something_was_added(open_page: OpenPage, db: None, at: At) -> None:
    at(f"{TODAY} 09:30")
    desk = make_desk()
    accepted(taken(desk), desk)
    petition = desk.petition("D3SX202611200001")
    handling.assign(petition, wanted(desk, petition), actor=desk.clerk)
    page = open_page("clerk", PASSWORD)
    page.set_viewport_size({"width": 1366, "height": 500})
    page.goto(petition.get_absolute_url())
    page.get_by_placeholder("措施").fill("料堆覆盖防尘网")
    page.get_by_role("button", name="添加措施").click()
    said_in_view(page, "已添加措施。", "措施")
    page.get_by_placeholder("人员（职务）").fill("县执法队队长")
    page.get_by_role("button", name="添加记录").click()
    said_in_view(page, "已添加记录。", "现场核查和回访")
    page.get_by_placeholder("人员（职务）").fill(" ")
    page.get_by_role("button", name="添加记录").click()
    expect(page.locator(".messages .message-error")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("heading", name="现场核查和回访")).to_be_in_viewport(ratio=1)
    page.goto(petition.get_absolute_url())
    page.emulate_media(media="print")
    for pressed in (".button", "button", "input", "summary"):
        expect(page.locator(f"{pressed}:visible")).to_have_count(0)  # nobody presses paper
