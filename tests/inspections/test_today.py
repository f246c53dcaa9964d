"""今日 shows replies that are due soon, to the desk all of them, to a unit its own."""

from __future__ import annotations

from duban.inspections.actions import handling
from duban.inspections.models import Petition
from tests.inspections.conftest import Desk
from tests.inspections.test_handling import first, replied, wanted
from tests.inspections.test_pages import words
from tests.people import signed_in
from tests.tasks.moments import At

__all__ = ["first"]


def test_a_reply_due_soon_waits_for_the_desk_and_for_its_unit(desk: Desk, first: Petition, at: At) -> None:
    handling.assign(first, wanted(desk, first), actor=desk.clerk)
    mine, other = first.get_absolute_url(), desk.petition("X3SX202611200002").get_absolute_url()
    assert mine not in words(signed_in(desk.liaison).get("/"))
    at("2026-11-28")
    office, unit = words(signed_in(desk.clerk).get("/")), words(signed_in(desk.liaison).get("/"))
    assert mine in office
    assert other in office
    assert mine in unit
    assert other not in unit
    at("2026-12-02")
    assert "已超期" in words(signed_in(desk.liaison).get("/"))


def test_what_is_replied_waits_for_nobody(desk: Desk, first: Petition, at: At) -> None:
    replied(desk, first)
    at("2026-11-29")
    assert first.get_absolute_url() not in words(signed_in(desk.clerk).get("/"))
