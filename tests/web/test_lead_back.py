"""What is only posted to, opened in the address bar, leads to the page it belongs to and says that nothing was done."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import City
from tests.permission_world import World
from tests.test_permissions_matrix import RULES, parts, world

__all__ = ["world"]

PAGE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SAID = "这次没有办理任何事项"
TO_TODAY = {"organizations:sign_out"}  # of no page


def test_every_address_that_is_only_posted_to_leads_to_a_page_that_opens(world: World) -> None:
    astray = {}
    for name in {name for name, rule in RULES.items() if rule.method == "post"} - {"web:language"}:  # Django's own
        role = min(RULES[name].allowed, key=lambda role: (role != "administrator", role != "clerk"))
        response = world.client(role).get(
            reverse(name, kwargs=world.values(name, "own", parts()[name])), headers=PAGE, follow=True
        )
        (place, code), *more = response.redirect_chain or [("", 0)]
        kind = response.headers.get("Content-Type", "").split(";")[0]
        right = (code, more, response.status_code, kind) == (302, [], 200, "text/html")
        said = right and SAID in response.content.decode() and (place != "/" or name in TO_TODAY)
        if not said:
            astray[name] = (role, place, code, more, response.status_code, kind)
    assert astray == {}


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("inspections:note_site", "inspections:sweep"),
        ("inspections:prove_publication", "inspections:publication"),
        ("inspections:counts", "inspections:batch"),
        ("inspections:note_step", "inspections:finding"),
        ("inspections:drop_picture", "inspections:petition"),
        ("inspections:answer", "inspections:petition"),
        ("inspections:change_due", "inspections:petition"),
        ("inspections:note_look_back", "inspections:look_back"),
    ],
)
def test_it_leads_to_the_very_thing(world: World, name: str, page: str) -> None:
    values = [reverse(one, kwargs=world.values(one, "own", parts()[one])) for one in (name, page)]
    assert world.client("clerk").get(values[0], headers=PAGE).headers["Location"] == values[1]


@pytest.mark.parametrize("name", ["inspections:note_site", "inspections:note_step", "inspections:answer"])
def test_another_units_thing_is_not_there(world: World, name: str) -> None:
    address = reverse(name, kwargs=world.values(name, "other", parts()[name]))
    assert world.client("liaison").get(address, headers=PAGE).status_code == 404


def test_a_program_a_fragment_and_a_guest_get_what_they_always_got(city: City) -> None:
    address = reverse("organizations:sign_out")
    client = city.sign_in("clerk")
    assert client.get(address).status_code == 405
    assert client.get(address, headers=PAGE | {"HX-Request": "true"}).status_code == 405
    assert client.get("/api/v1/tasks/1/report", headers=PAGE).status_code in (404, 405)
    assert Client().get(reverse("notifications:read"), headers=PAGE).headers["Location"].startswith("/sign-in/")
