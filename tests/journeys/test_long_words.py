"""A word without end breaks in every table and list; figures, dates and Chinese stay as they were; forms keep their layout."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from duban.inspections.models import Petition
from tests.inspections.conftest import TODAY, Desk, make_desk
from tests.inspections.intakes import accepted, taken
from tests.inspections.tables import ROWS
from tests.journeys.conftest import OpenPage
from tests.people import PASSWORD
from tests.tasks.moments import At, at

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
__all__ = ["at"]

LANDSCAPE = 1047  # pixels between the margins of A4 laid across


@pytest.fixture
def desk(db: None, at: At) -> Desk:
    at(f"{TODAY} 09:30")
    return make_desk()


def widest(page: Page) -> int:
    """Return how wide the page is, or the part of it that sticks out furthest."""
    script = "Math.max(...[...document.querySelectorAll('main *')].map(one => one.getBoundingClientRect().right))"
    return max(int(page.evaluate("document.documentElement.scrollWidth")), int(page.evaluate(script)))


def lines_of(page: Page, words: str) -> int:
    """Return on how many lines the innermost element with these words is set."""
    script = """words => {
        const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + words.length);
            return new Set([...range.getClientRects()].map(one => Math.round(one.top))).size;
        }
        return 0;
    }"""
    return int(page.evaluate(script, words))


def test_a_word_of_three_hundred_letters_widens_no_page(open_page: OpenPage, desk: Desk) -> None:
    first, *others = ROWS
    intake = taken(desk, [[*first[:3], f"青溪县砂石厂扬尘{'Abcdefghij' * 30}。", *first[4:]], *others])
    page = open_page("clerk", PASSWORD)
    preview = f"/inspections/intakes/{intake.pk}/"
    page.goto(preview)
    assert "Abcdefghij" in page.inner_text("main table")
    assert widest(page) <= 1366
    accepted(intake, desk)
    petition = Petition.objects.get(number=first[1])
    batch = desk.batch.get_absolute_url()
    cases = f"/inspections/{desk.inspection.pk}/petitions/"
    for address in (preview, batch, cases, petition.get_absolute_url(), "/tasks/", "/"):
        page.goto(address)
        assert widest(page) <= 1366, address
    page.emulate_media(media="print")
    page.set_viewport_size({"width": LANDSCAPE, "height": 700})
    for address in (preview, batch, cases):
        page.goto(address)
        assert widest(page) <= LANDSCAPE, address
        assert lines_of(page, first[1]) == 1, address
    page.goto(batch)
    assert lines_of(page, "2026-11-30") == 1


def test_a_form_in_a_table_is_laid_out_by_its_own_class(open_page: OpenPage, desk: Desk) -> None:
    accepted(taken(desk), desk)
    page = open_page("clerk", PASSWORD)
    page.goto(desk.batch.get_absolute_url())
    script = """name => {
        const form = document.createElement('form');
        form.className = name;
        document.querySelector('main table td').append(form);
        return getComputedStyle(form).display;
    }"""
    assert [page.evaluate(script, name) for name in ("", "row-form", "filters")] == ["inline", "flex", "flex"]
