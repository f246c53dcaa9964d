"""What was registered is corrected with a reason; what was there before is told in the history, never who petitioned."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.petitions import actions
from duban.petitions.actions import PetitionRefused
from duban.petitions.models import Petition, PetitionMove
from duban.vault.identities import Identity
from duban.vault.models import Sealed
from tests.people import City
from tests.petitions.conftest import NAME, SUMMARY, TELEPHONE, facts, referred, registered

WHY = "电话核对，来信人写错了路名"


def given(client: Client, petition: Petition, **changed: Any) -> dict[str, Any]:
    form = client.get(f"/petitions/{petition.pk}/edit/").context["form"]
    names = ("channel", "type", "area", "title", "summary", "received_on", "nature", "seen")
    values = {name: form[name].value() or "" for name in names}
    return values | {"step": "save", "reason": WHY} | changed


def test_a_correction_says_why_and_what_was_there_before(city: City) -> None:
    petition, client, county = registered(city), city.sign_in("clerk"), city.units["青溪县"]
    address = f"/petitions/{petition.pk}/edit/"
    assert f'href="{address}">更正登记信息' in client.get(f"/petitions/{petition.pk}/").content.decode()
    wanted = given(client, petition, type="transport", area=county.pk, title="公交停运", summary="公交停运三天。")
    assert client.post(address, wanted).status_code == 302
    petition.refresh_from_db()
    assert (petition.type, petition.area, petition.title) == ("transport", county, "公交停运")
    move = petition.moves.get(verb="correct")
    assert (move.reason, move.facts) == (WHY, {
        "type": ["城乡建设", "交通运输"], "area": ["市本级", str(county)], "heading": ["小区排水管堵塞返水", "公交停运"],
        "summary": [SUMMARY, "公交停运三天。"],
    })  # fmt: skip
    entry = AuditEntry.objects.filter(verb="petitions.correct").get()
    assert (entry.reason, entry.changes["area"], entry.changes["also"]) == (
        WHY,
        ["市本级", str(county)],
        ["", "内容摘要"],
    )
    assert SUMMARY not in json.dumps(entry.changes, ensure_ascii=False)
    page = client.get(f"/petitions/{petition.pk}/").content.decode()
    assert ("小区排水管堵塞返水 → 公交停运" in page, WHY in page, SUMMARY in page) == (True, True, True)
    sent = referred(city)
    assert "更正登记信息" not in client.get(f"/petitions/{sent.pk}/").content.decode()


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_corrected(city: City, reason: str) -> None:
    petition, client = registered(city), city.sign_in("clerk")
    wanted = given(client, petition, title="公交停运", reason=reason)
    page = client.post(f"/petitions/{petition.pk}/edit/", wanted)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["reason"])
    assert page.context["form"]["title"].value() == "公交停运"
    with pytest.raises(PetitionRefused, match="没有写更正理由"):
        actions.correct(petition, facts(title="公交停运"), actor=city.people["clerk"], reason=reason)
    assert not petition.moves.filter(verb="correct").exists()
    assert Petition.objects.get().title == "小区排水管堵塞返水"


def test_where_nothing_is_corrected_it_says_so(city: City) -> None:
    petition, client = registered(city), city.sign_in("clerk")
    page = client.post(f"/petitions/{petition.pk}/edit/", given(client, petition))
    assert (page.status_code, "没有改动任何一项" in page.content.decode()) == (422, True)


def test_who_petitioned_is_sealed_anew_and_told_without_a_name(city: City) -> None:
    petition, client = registered(city), city.sign_in("clerk")
    wanted = given(client, petition, name0="邹大有", telephone0="13800138000", reason=f"登记有误，{TELEPHONE}来电说明")
    assert client.post(f"/petitions/{petition.pk}/edit/", wanted).status_code == 302
    move = petition.moves.get(verb="correct")
    assert (move.facts, move.reason) == ({"sealed": "来访人信息"}, "登记有误，〔电话〕来电说明")
    assert Sealed.objects.filter(kind="identity").count() == 1
    rows = [str(vars(row)) for model in (Petition, PetitionMove, AuditEntry) for row in model.objects.all()]
    secrets = ("邹大有", "13800138000", NAME, TELEPHONE)
    assert [row for row in rows if any(secret in row for secret in secrets)] == []


def test_a_text_that_told_of_a_person_is_not_kept_as_what_was_there_before(city: City) -> None:
    petition, client = registered(city, summary="老苗家的排水管堵塞。", title="老苗家返水"), city.sign_in("clerk")
    wanted = given(client, petition, summary="一户居民排水管堵塞。", title="一楼返水", forget="on")
    assert client.post(f"/petitions/{petition.pk}/edit/", wanted).status_code == 302
    told = petition.moves.get(verb="correct").facts
    assert told == {
        "heading": ["（含个人信息，不留存）", "一楼返水"], "summary": ["（含个人信息，不留存）", "一户居民排水管堵塞。"],
    }  # fmt: skip
    entry = AuditEntry.objects.get(verb="petitions.correct")
    assert "老苗" not in json.dumps(entry.changes, ensure_ascii=False)
    page = client.post(f"/petitions/{petition.pk}/edit/", given(client, petition, forget="on", type="transport"))
    assert (page.status_code, "标题和摘要却没有改" in page.content.decode()) == (422, True)


def test_a_telephone_somebody_kept_is_masked_in_what_was_there_before(city: City) -> None:
    petition = registered(city, summary=f"物业{TELEPHONE}无人接听。")
    actions.correct(petition, facts(summary="物业无人接听。"), actor=city.people["clerk"], reason=WHY)
    assert petition.moves.get(verb="correct").facts["summary"] == ["物业〔电话〕无人接听。", "物业无人接听。"]


def test_whom_an_accusation_is_about_stands_in_the_history_not_in_the_trail(city: City) -> None:
    petition = registered(city, nature="accusation", accused=(city.units["市水务局"],))
    wanted = facts(nature="accusation", accused=(city.units["云陵水投"],))
    actions.correct(petition, wanted, actor=city.people["clerk"], reason=WHY)
    accused = [city.units[name].name for name in ("市水务局", "云陵水投")]
    assert petition.moves.get(verb="correct").facts == {"accused": accused, "sealed": "来访人信息、原文"}
    entry = AuditEntry.objects.get(verb="petitions.correct")
    assert (entry.changes["also"], accused[1] in json.dumps(entry.changes, ensure_ascii=False)) == (
        ["", "被检举单位"],
        False,
    )


def test_who_may_not_see_or_register_it_does_not_correct_it(city: City) -> None:
    petition = registered(city, nature="accusation", accused=(city.units["市水务局"],))
    wanted = facts(nature="accusation", accused=(city.units["市水务局"],), title="改")
    with pytest.raises(PermissionDenied):
        actions.correct(petition, wanted, actor=city.people["leader"], reason=WHY)
    clerk = city.people["clerk"]
    clerk.posts.update(unit=city.units["市水务局"])
    with pytest.raises(PermissionDenied):
        actions.correct(petition, wanted, actor=type(clerk).objects.get(pk=clerk.pk), reason=WHY)


def test_what_was_corrected_before_reasons_were_asked_is_still_told(city: City) -> None:
    petition = registered(city)
    PetitionMove.objects.create(
        petition=petition, actor=city.people["clerk"], actor_name="经办", verb="correct", from_state="registered",
        to_state="registered", facts={"heading": "公交停运"},
    )  # fmt: skip
    page = city.sign_in("clerk").get(f"/petitions/{petition.pk}/")
    assert page.context["moves"][-1].facts == [("标题", "公交停运")]


def test_a_proposal_for_a_correction_keeps_the_reason_that_was_typed(city: City) -> None:
    petition, client = registered(city), city.sign_in("clerk")
    original = f"我叫{NAME}，公交停运三天。"
    page = client.post(f"/petitions/{petition.pk}/edit/", given(client, petition, original=original, step="propose"))
    assert page.context["form"]["reason"].value() == WHY
    assert not petition.moves.filter(verb="correct").exists()


def test_identity_left_empty_leaves_what_is_sealed(city: City) -> None:
    petition = registered(city)
    wanted = facts(title="公交停运", identity=Identity(), original="")
    actions.correct(petition, wanted, actor=city.people["clerk"], reason=WHY)
    assert "sealed" not in petition.moves.get(verb="correct").facts
    assert Sealed.objects.count() == 2


def test_of_two_who_correct_at_once_the_second_is_told_who_changed_what(city: City) -> None:
    petition, clerk, desk = registered(city), city.sign_in("clerk"), city.sign_in("supervision_desk")
    address = f"/petitions/{petition.pk}/edit/"
    first, second = (
        given(clerk, petition, title="公交停运", urgent="on", area=city.units["青溪县"].pk),
        given(desk, petition, summary="公交停运三天。", type="transport"),
    )
    assert clerk.post(address, first).status_code == 302
    page = desk.post(address, second)
    words = page.content.decode()
    assert (page.status_code, Petition.objects.get().summary) == (409, SUMMARY)
    assert f"{city.people['clerk'].name}在" in words
    assert "小区排水管堵塞返水 → 公交停运" in words
    assert page.context["form"]["summary"].value() == "公交停运三天。"
    form = page.context["form"]
    names = ("seen", "title", "area", "urgent", "type")
    shown = {name: form[name].value() for name in names}
    assert shown["title"] == "公交停运"  # not touched by the second: the first one's word stands
    assert shown["type"] == "transport"
    assert desk.post(address, second | shown).status_code == 302
    petition.refresh_from_db()
    assert (petition.title, petition.summary, petition.urgent) == ("公交停运", "公交停运三天。", True)
    assert (petition.area, petition.type) == (city.units["青溪县"], "transport")


def test_what_was_done_with_it_meanwhile_is_told_too(city: City) -> None:
    petition, client = registered(city), city.sign_in("clerk")
    wanted = given(client, petition, title="公交停运")
    day = timezone.localdate()
    actions.accept(petition, actor=city.people["supervision_desk"], on=day, told_on=day)
    page = client.post(f"/petitions/{petition.pk}/edit/", wanted)
    assert (page.status_code, "做了“受理”" in page.content.decode()) == (409, True)
