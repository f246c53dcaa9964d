"""The desk confirms what a unit will see with the original beside it: read on record, masks put right with a reason."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.inspections.models import IntakeRow, Petition, PetitionMove
from duban.search.models import SearchEntry
from duban.vault.actions import name_custodian
from duban.vault.models import VaultRead
from tests.inspections.conftest import Desk
from tests.inspections.intakes import accepted, taken
from tests.inspections.tables import ROWS
from tests.people import signed_in

TEXT = "反映人李小满，电话13912345678，称苗记砂石厂夜间扬尘，门口老榕树下的矮个子也看见了。"
WHY = "交办前核对隐去的内容"


@pytest.fixture
def row(desk: Desk) -> IntakeRow:
    administrator = desk.city.people["administrator"]
    name_custodian(desk.clerk, first_day=timezone.localdate(), last_day=None, reason="核对", actor=administrator)
    rows = [list(line) for line in ROWS]
    rows[0][3] = TEXT
    return taken(desk, rows).rows.order_by("row")[0]


def opened(client: Client, address: str) -> Any:
    once = client.get(address).context["form"].initial["once"]
    return client.post(address, {"reason": WHY, "once": str(once)})


def sent(page: Any, **given: Any) -> dict[str, Any]:
    """Return the page's form as it would be sent, with some fields filled in."""
    html = page.content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    return {name: hidden[name] for name in ("once", "reason", "seen")} | {"step": "save"} | given


def place_of(page: Any, words: str) -> str:
    return next(f"open{at}" for at, part in enumerate(page.context["form"].parts) if part.original == words)


def test_both_texts_stand_side_by_side_and_each_showing_is_a_read_of_the_row(desk: Desk, row: IntakeRow) -> None:
    client, address = signed_in(desk.clerk), reverse("inspections:compare_row", args=[row.pk])
    assert "李小满" not in client.get(address).content.decode()
    assert VaultRead.objects.filter(outcome="read").count() == 0, "asking is no read"
    page = opened(client, address)
    html = page.content.decode()
    assert ("李小满" in html, "13912345678" in html) == (True, True)
    assert {"no-store", "private"} <= set(page.headers["Cache-Control"].split(", "))
    assert re.search(r'title="第 \d+ 处隐去：姓名"[^>]*>李小满', html), "the kind is told, not shown by colour alone"
    read = VaultRead.objects.get(outcome="read")
    assert (read.reader, read.reason) == (desk.clerk, f"{WHY}（第 {row.row} 行）")
    assert ROWS[1][3] not in html, "only this row's text"


def test_a_mask_is_opened_another_put_on_and_the_row_confirmed_with_the_reason(desk: Desk, row: IntakeRow) -> None:
    client, address = signed_in(desk.clerk), reverse("inspections:compare_row", args=[row.pk])
    before = row.summary
    page = opened(client, address)
    words = {"words0": "老榕树下的矮个子", "kind0": "person", "why": "认得出是哪一户村民，李小满也是"}
    answer = client.post(address, sent(page, **words))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("inspections:row", args=[row.pk]))
    row.refresh_from_db()
    assert (row.summary, row.confirmed) == (before.replace("老榕树下的矮个子", "〔姓名〕"), True)
    entry = AuditEntry.objects.get(verb="inspections.confirm_text")
    assert entry.changes["masked"] == ["", "姓名 1"]
    page = opened(client, address)
    answer = client.post(address, sent(page, **{place_of(page, "老榕树下的矮个子"): "on", "why": "那里是公共地点"}))
    row.refresh_from_db()
    assert row.summary == before
    assert VaultRead.objects.filter(outcome="read").count() == 4


def test_nothing_of_the_original_is_left_anywhere(desk: Desk, row: IntakeRow, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client, address = signed_in(desk.clerk), reverse("inspections:compare_row", args=[row.pk])
    page = opened(client, address)
    client.post(address, sent(page, words0="老榕树下的矮个子", kind0="person", why="李小满和老榕树下的矮个子都是村民"))
    told = [*AuditEntry.objects.values_list("changes", "reason"), *VaultRead.objects.values_list("reason")]
    told += [*SearchEntry.objects.values_list("title", "text"), caplog.text]
    assert [word for word in ("李小满", "13912345678", "老榕树") if word in str(told)] == []
    assert "都是村民" in str(told), "the reason is kept"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"words0": "老榕树", "kind0": "person"}, "请写明理由"),
        ({"words0": "老榕树", "why": "是村民的小名"}, "请选择这是哪一种信息"),
        ({"words0": "老", "kind0": "person", "why": "是村民的小名"}, "只有一个字"),
        ({"words0": "李小满", "kind0": "person", "why": "是村民的小名"}, "已经隐去的不用再写"),
        ({"seen": "别的", "why": "是村民的小名"}, "被别人改过"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_changes(
    desk: Desk, row: IntakeRow, given: dict[str, str], said: str
) -> None:
    client, address = signed_in(desk.clerk), reverse("inspections:compare_row", args=[row.pk])
    before = row.summary
    answer = client.post(address, sent(opened(client, address), **given))
    row.refresh_from_db()
    assert said in answer.content.decode()
    assert (row.summary, row.confirmed) == (before, False)


def test_a_colleague_without_the_post_is_refused_on_record_and_offered_nothing(desk: Desk, row: IntakeRow) -> None:
    client, address = signed_in(desk.desk), reverse("inspections:compare_row", args=[row.pk])
    for answer in (client.get(address), client.post(address, {"reason": WHY, "seen": "x", "step": "save"})):
        assert (answer.status_code, "李小满" in answer.content.decode()) == (403, False)
    assert list(VaultRead.objects.values_list("reader_name", "outcome")) == [(desk.desk.name, "refused")] * 2
    assert address not in client.get(reverse("inspections:row", args=[row.pk])).content.decode()
    clerk, preview = signed_in(desk.clerk), reverse("inspections:intake", args=[row.intake_id])
    assert address in clerk.get(reverse("inspections:row", args=[row.pk])).content.decode()
    assert [address in one.get(preview).content.decode() for one in (client, clerk)] == [False, True]
    assert Client().get(address).status_code == 302
    assert VaultRead.objects.filter(reader=None, outcome="refused").count() == 1


def test_a_petition_is_compared_before_it_is_assigned_and_only_read_afterwards(desk: Desk, row: IntakeRow) -> None:
    intake = row.intake
    accepted(intake, desk)
    petition = Petition.objects.get(number=row.number)
    client, address = signed_in(desk.clerk), reverse("inspections:compare", args=[petition.pk])
    assert address in client.get(petition.get_absolute_url()).content.decode()
    before = petition.summary
    page = opened(client, address)
    words = {"words0": "老榕树下的矮个子", "kind0": "person", "why": "老榕树下的矮个子是村民小名"}
    answer = client.post(address, sent(page, **words))
    assert answer.headers["Location"] == reverse("inspections:assign", args=[petition.pk])
    petition.refresh_from_db()
    assert petition.summary == before.replace("老榕树下的矮个子", "〔姓名〕")
    move = PetitionMove.objects.filter(petition=petition).latest("id")
    assert (move.verb, move.changes, move.reason) == ("correct", {"masked": ["", "姓名 1"]}, "〔姓名〕是村民小名")
    Petition.objects.filter(pk=petition.pk).update(state="assigned")
    page = opened(client, address)
    assert ("李小满" in page.content.decode(), "data-take" in page.content.decode()) == (True, False)
    assert client.post(address, sent(page, words0="砂石厂", kind0="person", why="是村民的小名")).status_code == 200
    petition.refresh_from_db()
    assert "砂石厂" in petition.summary


def test_one_goes_on_to_the_next_row_that_waits_with_the_same_reason_asked_again(desk: Desk, row: IntakeRow) -> None:
    client, address = signed_in(desk.clerk), reverse("inspections:compare_row", args=[row.pk])
    second, third = row.intake.rows.order_by("row")[1:3]
    IntakeRow.objects.filter(pk=second.pk).update(confirmed=True)
    answer = client.post(address, sent(opened(client, address), step="next"))
    following = reverse("inspections:compare_row", args=[third.pk])
    assert answer.headers["Location"] == following
    asked = client.get(following)
    assert (asked.context["form"].initial["reason"], ROWS[2][3] in asked.content.decode()) == (WHY, False)
    assert VaultRead.objects.filter(outcome="read").count() == 2, "the next one is read when it is asked for"
    page = opened(client, following)
    assert 'value="next"' not in page.content.decode(), "no further row waits"
    answer = client.post(following, sent(page, step="next"))
    assert answer.headers["Location"] == reverse("inspections:row", args=[third.pk])
