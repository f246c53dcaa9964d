"""An ordinary petition's summary beside its original, before it goes to a unit: read on record, masks put right."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.petitions.models import Petition, PetitionMove
from duban.search.actions import catch_up
from duban.search.models import SearchEntry
from duban.vault.actions import name_custodian
from duban.vault.models import VaultRead
from tests.people import City
from tests.petitions.conftest import NAME, TELEPHONE, accepted, referred

ORIGINAL = f"我叫{NAME}，电话{TELEPHONE}，梧桐里小区排水管堵塞，门卫室隔壁那家返水。"
SUMMARY = "我叫〔姓名〕，电话〔电话〕，梧桐里小区排水管堵塞，门卫室隔壁那家返水。"
TITLE = "门卫室隔壁那家返水"


@pytest.fixture
def petition(city: City) -> Petition:
    clerk, administrator = city.people["clerk"], city.people["administrator"]
    name_custodian(clerk, first_day=timezone.localdate(), last_day=None, reason="核对", actor=administrator)
    return accepted(city, original=ORIGINAL, summary=SUMMARY, title=TITLE)


def opened(city: City, petition: Petition) -> tuple[Any, Any]:
    client, address = city.sign_in("clerk"), reverse("petitions:compare", args=[petition.pk])
    once = client.get(address).context["form"].initial["once"]
    return client, client.post(address, {"reason": "转办前核对隐去的内容", "once": str(once)})


def sent(page: Any, **given: str) -> dict[str, str]:
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))
    return {name: hidden[name] for name in ("once", "reason", "seen")} | {"step": "save"} | given


def test_words_masked_by_hand_go_from_summary_and_title_and_the_reason_stays(city: City, petition: Petition) -> None:
    address = reverse("petitions:compare", args=[petition.pk])
    client, page = opened(city, petition)
    html = page.content.decode()
    assert (NAME in html, TELEPHONE in html, "no-store" in page.headers["Cache-Control"]) == (True, True, True)
    assert VaultRead.objects.filter(outcome="read").count() == 1
    words = {"words0": "门卫室隔壁那家", "kind0": "address", "why": "门卫室隔壁那家只有一户"}
    answer = client.post(address, sent(page, **words))
    assert answer.headers["Location"] == reverse("petitions:refer", args=[petition.pk])
    petition.refresh_from_db()
    assert (petition.title, petition.summary) == ("〔住址〕返水", SUMMARY.replace("门卫室隔壁那家", "〔住址〕"))
    move = PetitionMove.objects.latest("id")
    assert (move.verb, move.facts, move.reason) == ("correct", {"masked": "住址 1"}, "〔住址〕只有一户")
    assert "再隐去" in client.get(f"/petitions/{petition.pk}/").content.decode()


def test_what_was_masked_goes_from_the_search_and_stays_in_no_record(city: City, petition: Petition) -> None:
    catch_up()
    assert "门卫室隔壁那家" in SearchEntry.objects.get(kind="citizen").text
    client, page = opened(city, petition)
    given = sent(page, words0="门卫室隔壁那家", kind0="address", why="门卫室隔壁那家只有一户")
    rows = AuditEntry.objects.count()
    client.post(reverse("petitions:compare", args=[petition.pk]), given)
    catch_up()
    entry = SearchEntry.objects.get(kind="citizen")
    told = [str(entry.__dict__) for entry in AuditEntry.objects.order_by("id")[rows:]]
    assert [word for word in (NAME, TELEPHONE, "门卫室") if word in f"{entry.title} {entry.text} {told}"] == []
    assert len(told) == 2, "the read, and what was done"


def test_what_nobody_changed_leaves_no_move(city: City, petition: Petition) -> None:
    client, page = opened(city, petition)
    moves = PetitionMove.objects.count()
    assert client.post(reverse("petitions:compare", args=[petition.pk]), sent(page)).status_code == 302
    assert PetitionMove.objects.count() == moves


def test_once_referred_it_is_only_compared(city: City, petition: Petition) -> None:
    client, page = opened(city, petition)
    referred(city, petition=petition)
    address = reverse("petitions:compare", args=[petition.pk])
    given = sent(page, words0="门卫室隔壁那家", kind0="address", why="只有那一户人家")
    answer = client.post(address, given)
    assert ("要改请先由单位退回" in answer.content.decode(), answer.status_code) == (True, 200)
    petition.refresh_from_db()
    assert petition.title == TITLE


def test_the_page_is_offered_where_the_desk_confirms_and_only_to_a_custodian(city: City, petition: Petition) -> None:
    address = reverse("petitions:compare", args=[petition.pk])
    pages = [f"/petitions/{petition.pk}/", reverse("petitions:refer", args=[petition.pk])]
    for role, offered in (("clerk", True), ("supervision_desk", False)):
        client = city.sign_in(role)
        assert [address in client.get(page).content.decode() for page in pages] == [offered] * 2
    for role in ("supervision_desk", "leader"):
        answer = city.sign_in(role).get(address)
        assert (answer.status_code, NAME in answer.content.decode()) == (403, False)
    assert VaultRead.objects.filter(outcome="refused").count() == 2
    assert city.sign_in("liaison").get(address).status_code == 404
