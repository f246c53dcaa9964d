"""What the pages of the petitions desk show, to whom, and what they never hold."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from duban.notifications.models import Notice
from duban.organizations.actions import PostFacts, save_user
from duban.organizations.models import Role, User
from duban.petitions import actions
from duban.petitions.alike import alike_to
from duban.petitions.models import Petition
from duban.petitions.waiting import waiting_for
from duban.search.models import SearchEntry
from duban.tasks.models import Task
from duban.vault.models import Sealed, VaultRead
from tests.people import City
from tests.petitions.conftest import (
    SUMMARY,
    TELEPHONE,
    accepted,
    called_back,
    concluded,
    form,
    leaks,
    referred,
    registered,
    replied,
    returned,
)


def test_a_proposal_masks_the_original_and_the_clerk_sees_both(city: City) -> None:
    page = city.sign_in("clerk").post("/petitions/new/", form(step="propose", title="", summary=""))
    proposed = page.context["form"].initial
    assert (leaks(proposed["summary"]), leaks(proposed["title"])) == ([], [])
    assert "排水管堵塞三个月" in proposed["summary"]
    assert "已隐去 3 处" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert not Petition.objects.exists()


def test_what_is_left_of_a_person_in_the_summary_must_be_decided(city: City) -> None:
    client = city.sign_in("clerk")
    page = client.post("/petitions/new/", form(summary=f"联系{TELEPHONE}，要求疏通管道。"))
    hits = page.context["form"].hits
    assert (page.status_code, [hit.quote for hit in hits], Petition.objects.count()) == (422, [TELEPHONE], 0)
    done = client.post("/petitions/new/", form(summary=f"联系{TELEPHONE}，要求疏通管道。", **{hits[0].field: "mask"}))
    assert done.status_code == 302
    assert Petition.objects.get().summary == "联系〔电话〕，要求疏通管道。"


def test_what_was_looked_at_and_kept_stays_and_is_on_record(city: City) -> None:
    client = city.sign_in("clerk")
    summary = "物业服务电话028-87654321无人接听。"
    hits = client.post("/petitions/new/", form(summary=summary)).context["form"].hits
    client.post("/petitions/new/", form(summary=summary, **{hit.field: "keep" for hit in hits}))
    petition = Petition.objects.get()
    assert (petition.summary, petition.moves.get().facts["kept"]) == (summary, "1")


def test_no_list_print_file_or_search_holds_who_petitioned(city: City) -> None:
    petition = referred(city)
    for role in ("clerk", "supervision_desk", "leader", "liaison"):
        client = city.sign_in(role)
        for address in ("/petitions/", "/petitions/print/", f"/petitions/{petition.pk}/", "/search/?q=返水"):
            page = client.get(address)
            assert (page.status_code, leaks(page.content.decode())) == (200, []), address
        book = client.get("/petitions/petitions.xlsx").content
        from openpyxl import load_workbook

        cells = [str(cell.value) for row in load_workbook(io.BytesIO(book)).active for cell in row]
        assert leaks("".join(cells)) == []
        assert petition.title in cells
    assert SearchEntry.objects.filter(kind="citizen", title__contains=petition.number).exists()
    assert [entry for entry in SearchEntry.objects.all() if leaks(entry.title + entry.text)] == []


def test_a_unit_sees_what_was_sent_to_it_and_nothing_of_another_unit(city: City) -> None:
    own, other = referred(city), referred(city, city.units["市水务局"])
    client = city.sign_in("liaison")
    page = client.get(f"/petitions/{own.pk}/").content.decode()
    assert ("请尽快疏通" in page, "封存内容" in page, "回访" in page) == (True, False, False)
    assert client.get(f"/petitions/{other.pk}/").status_code == 404
    assert client.get(f"/petitions/{accepted(city).pk}/").status_code == 404


def test_a_unit_learns_nothing_of_whom_it_was_referred_to_before(city: City) -> None:
    petition = returned(city, "这件归市水务局，不归我们")
    referred(city, city.units["市水务局"], petition)
    water = save_user(
        User(username="water", name="水务局联络员"), [PostFacts(city.units["市水务局"], Role.LIAISON)], actor=None
    )
    client = Client()
    client.force_login(water, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/petitions/{petition.pk}/")
    assert [row.move.verb for row in page.context["moves"]] == ["refer"]
    assert "不归我们" not in page.content.decode()
    assert city.sign_in("liaison").get(f"/petitions/{petition.pk}/").status_code == 404


def test_the_desk_sees_exactly_what_the_unit_will_see_before_it_is_sent(city: City) -> None:
    petition = accepted(city)
    client, unit = city.sign_in("clerk"), city.units["市教育局"]
    address = f"/petitions/{petition.pk}/refer/"
    page = client.post(address, {"unit": unit.pk, "instruction": "请现场核实", "seen": ""})
    view = page.context["view"]
    assert (page.status_code, Task.objects.count(), view.instruction) == (200, 0, "请现场核实")
    sent = client.post(address, {"unit": unit.pk, "instruction": "请现场核实", "seen": view.digest})
    assert (sent.status_code, Task.objects.count()) == (302, 1)
    shown = city.sign_in("liaison").get(f"/petitions/{petition.pk}/")
    assert shown.context["view"] == view


def test_a_telephone_in_the_instruction_is_decided_before_it_goes_out(city: City) -> None:
    petition = accepted(city)
    client, unit = city.sign_in("clerk"), city.units["市教育局"]
    given: dict[str, Any] = {"unit": unit.pk, "instruction": f"请联系{TELEPHONE}", "seen": ""}
    page = client.post(f"/petitions/{petition.pk}/refer/", given)
    assert [hit.quote for hit in page.context["form"].hits] == [TELEPHONE]
    assert "核对无误" not in page.content.decode()
    field = page.context["form"].hits[0].field
    page = client.post(f"/petitions/{petition.pk}/refer/", {**given, field: "mask"})
    assert page.context["view"].instruction == "请联系〔电话〕"
    assert "核对无误" in page.content.decode()


def test_an_accused_unit_cannot_be_chosen(city: City) -> None:
    petition = accepted(city, nature="accusation", accused=(city.units["市水务局"],))
    page = city.sign_in("clerk").post(
        f"/petitions/{petition.pk}/refer/", {"unit": city.units["市水务局"].pk, "instruction": "", "seen": ""}
    )
    assert (page.status_code, page.context["view"]) == (422, None)
    assert "第三十条" in page.content.decode()


def test_moves_are_offered_where_they_can_be_made_and_say_why_not_elsewhere(city: City) -> None:
    petition = registered(city)
    client = city.sign_in("clerk")
    offered = {offer.verb.value: offer.allowed for offer in client.get(f"/petitions/{petition.pk}/").context["offers"]}
    assert (offered["accept"], offered["conclude"], "take_up" in offered) == (True, False, False)
    page = client.get(f"/petitions/{petition.pk}/conclude/").content.decode()
    assert "不能送达答复" in page
    done = client.post(f"/petitions/{petition.pk}/conclude/", {"delivered_on": str(timezone.localdate())})
    assert done.status_code == 422
    assert city.sign_in("liaison").get(f"/petitions/{petition.pk}/conclude/").status_code == 404


def test_every_clock_of_the_list_explains_itself(city: City) -> None:
    petition = accepted(city, on=timezone.localdate() - timedelta(days=70))
    actions.take_up(referred(city, petition=petition), actor=city.people["liaison"])
    page = city.sign_in("clerk").get("/petitions/?due=overdue").content.decode()
    assert ("超期 10 天" in page, "第三十四条" in page, "从次日起数60个自然日" in page) == (True, True, True)
    assert "没有符合条件" in city.sign_in("clerk").get("/petitions/?q=没有这种事").content.decode()


def test_lists_ask_as_many_queries_for_three_rows_as_for_one(city: City) -> None:
    addresses = [("clerk", "/petitions/"), ("liaison", "/petitions/"), ("clerk", "/petitions/print/")]
    addresses += [
        ("clerk", "/petitions/petitions.xlsx"),
        ("clerk", "/petitions/statistics/"),
        ("auditor", "/vault/reads/"),
    ]

    def counted() -> list[int]:
        counts = []
        for role, address in addresses:
            client = city.sign_in(role)
            cache.clear()
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
        return counts

    petition = referred(city)
    city.sign_in("leader").get(f"/vault/{Sealed.objects.first().pk}/")  # type: ignore[union-attr]
    one = counted()
    for _ in range(2):
        referred(city)
        city.sign_in("leader").get(f"/vault/{Sealed.objects.first().pk}/")  # type: ignore[union-attr]
    assert VaultRead.objects.count() == 3
    assert counted() == one
    assert petition.pk


def test_statistics_add_up_and_each_number_opens_its_list(city: City) -> None:
    called_back(city)
    registered(city, area=city.units["青溪县"], type="labour")
    accepted(city, on=timezone.localdate() - timedelta(days=70))
    year = timezone.localdate().year
    page = city.sign_in("leader").get(f"/petitions/statistics/?year={year}")
    totals = page.context["totals"].counts
    assert (totals["all"], totals["not_solved"], totals["overdue"]) == (3, 1, 1)
    for rows in (page.context["types"], page.context["areas"]):
        assert sum(row.counts["all"] for row in rows) == totals["all"]
    for row in page.context["types"]:
        listed = city.sign_in("leader").get(f"/petitions/?year={year}&{row.query}&state=any").context["page"]
        assert listed.paginator.count == row.counts["all"]
    overdue = {clock.rule.key: clock.counts["overdue"] for clock, _title in page.context["clocks"]}
    assert overdue["conclude"] == 1


def test_the_reply_is_a_paper_without_a_name(city: City) -> None:
    petition = concluded(city)
    client = city.sign_in("clerk")
    page = client.get(f"/petitions/{petition.pk}/paper/").content.decode()
    assert (leaks(page), "已疏通并更换管道。" in page, "30日内" in page) == ([], True, True)
    from docx import Document

    book = Document(io.BytesIO(client.get(f"/petitions/{petition.pk}/paper.docx").content))
    words = [paragraph.text for paragraph in book.paragraphs]
    assert (words[0], words[3], leaks("".join(words))) == ("信访事项答复意见书", "____________：", [])
    section = book.sections[0]
    assert [round(float(length.mm)) for length in (section.page_width, section.top_margin)] == [210, 37]
    assert client.get(f"/petitions/{registered(city).pk}/paper/").status_code == 404


def test_what_looks_like_one_registered_before_is_asked_about(city: City) -> None:
    before, client = registered(city), city.sign_in("clerk")
    given = form(summary=SUMMARY.replace("三个月", "两个多月"))
    page = client.post("/petitions/new/", given)
    assert (page.status_code, Petition.objects.count()) == (422, 1)
    assert [other.petition for other in page.context["alike"]] == [before]
    assert f'href="/petitions/{before.pk}/"' in page.content.decode()
    assert client.post("/petitions/new/", given | {"distinct": "on"}).status_code == 302
    second = Petition.objects.latest("pk")
    token = {"once": "11111111-2222-4333-8444-555555555555"}
    fresh = form(summary="老城区停车位被私占，要求清理。") | token
    assert [client.post("/petitions/new/", fresh).status_code for _ in range(2)] == [302, 302]
    assert second.moves.get(verb="register").facts["distinct_from"] == before.number
    assert client.post("/petitions/new/", form(summary="公交3路末班车提前一小时收车。")).status_code == 302


def test_an_accusation_of_the_clerks_own_office_is_not_told_as_alike(city: City) -> None:
    registered(city, nature="accusation", accused=(city.units["市水务局"],))
    clerk = city.people["clerk"]
    clerk.posts.update(unit=city.units["市水务局"])
    assert alike_to(type(clerk).objects.get(pk=clerk.pk), SUMMARY) == []
    assert len(alike_to(city.people["supervision_desk"], SUMMARY)) == 1


@pytest.mark.parametrize("verb", ["退回重办", "重新办理"])
def test_a_petition_that_comes_back_waits_for_its_unit_which_is_told(city: City, verb: str) -> None:
    liaison, desk, day = city.people["liaison"], city.people["supervision_desk"], timezone.localdate()
    petition = replied(city) if verb == "退回重办" else called_back(city)
    assert [row for kind in waiting_for(liaison, day) for row in kind.rows] == []
    if verb == "退回重办":
        actions.send_back(petition, actor=desk, reason="请写明依据")
    else:
        actions.reopen(petition, actor=desk, reason="请写明依据", deadline=day + timedelta(days=9))
    (row,) = [row for kind in waiting_for(liaison, day) for row in kind.rows]
    assert (row.number, str(row.what)) == (petition.number, verb)
    assert row.address in city.sign_in("liaison").get("/").content.decode()
    assert "请写明依据" in Notice.objects.get(recipient=liaison, key__startswith="petitions:move:").text


def test_what_no_unit_has_waits_for_the_office(city: City) -> None:
    to_refer, back = accepted(city), returned(city, "不属本单位")
    clerk, day = city.people["clerk"], timezone.localdate()
    kinds = [kind for kind in waiting_for(clerk, day) if kind.rows]
    assert [[row.number for row in kind.rows] for kind in kinds] == [[to_refer.number], [back.number]]
    assert [row.why for kind in kinds for row in kind.rows] == ["", "市教育局退回：不属本单位"]
    client = city.sign_in("clerk")
    assert all(client.get(kind.address).context["page"].paginator.count == kind.count for kind in kinds)
    assert all(row.address in client.get("/").content.decode() for kind in kinds for row in kind.rows)


def test_the_ledger_leads_to_the_search_for_what_it_does_not_have(city: City) -> None:
    petition, client = registered(city), city.sign_in("clerk")
    page = client.get(f"/tasks/?q={petition.number}").content.decode()
    link = re.search(r'href="(/search/\?q=[^"]+)">在“查找”里找', page)
    assert link is not None
    found = client.get(link[1], follow=True).content.decode()
    assert f'href="/petitions/{petition.pk}/"' in found
    sent = referred(city)
    assert "信访件、会议、佐证里也找" in client.get(f"/tasks/?q={sent.number}").content.decode()
    assert "/search/?q=" not in client.get("/tasks/").content.decode()
