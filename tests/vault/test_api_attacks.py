"""What the API tells of petitions: nothing of who petitioned, in lists, details, refusals and answers kept for a key."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from duban.api.actions.tokens import issue_token
from duban.api.models import Call
from duban.api.urls import api
from duban.inspections.actions.accepting import start_accepting
from duban.inspections.actions.batching import open_batch
from duban.inspections.actions.inspecting import save_inspection
from duban.inspections.actions.intaking import take_in
from duban.inspections.models import Inspection
from duban.petitions.actions import PetitionFacts, accept, refer, register
from duban.petitions.actions.referring import unit_view
from duban.petitions.models import Petition
from tests.inspections.conftest import DAY, TODAY, facts
from tests.inspections.tables import ROWS, xlsx
from tests.people import City
from tests.tasks.moments import At, at
from tests.vault.conftest import HOME, ID_NUMBER, IDENTITY, NAME, TELEPHONE
from tests.vault.test_attacks import leaks

__all__ = ["at"]
ROLES = ("clerk", "supervision_desk", "liaison", "unit_head", "leader", "auditor", "administrator")
TELLING = f"来电人{NAME}（电话{TELEPHONE}，身份证{ID_NUMBER}）反映砂石厂夜间筛砂扬尘很大。"


@pytest.fixture
def today(at: At) -> None:
    at(TODAY.isoformat())


def key_of(city: City, role: str) -> str:
    day = timezone.localdate()
    return issue_token(city.people[role], "试", read_only=False, expires_on=day + timedelta(days=9), today=day)[1]


def plain(answer: Any) -> str:
    """Return the answer with its characters as they are, not escaped."""
    return json.dumps(answer.json(), ensure_ascii=False)


def sent(city: City) -> Petition:
    """A citizen's petition sent to the unit of the city's liaison; who petitioned is sealed."""
    clerk, day = city.people["clerk"], timezone.localdate()
    original = f"我叫{NAME}，电话{TELEPHONE}，身份证{ID_NUMBER}，住{HOME}，傍晚打电话。"
    given = PetitionFacts(
        channel="letter", received_on=day, type="urban", title="小区排水管堵塞返水",
        summary="排水管堵塞三个月，要求疏通。", original=original, identity=IDENTITY,
    )  # fmt: skip
    petition = accept(register(given, actor=clerk), actor=clerk, on=day, told_on=day)
    seen = unit_view(petition, "请疏通").digest
    return refer(
        petition, city.units["市教育局"], actor=city.people["supervision_desk"], instruction="请疏通", seen=seen
    )


def taken_in(city: City) -> Inspection:
    """An inspection whose list names somebody, taken in and accepted as the pages do."""
    clerk = city.people["clerk"]
    inspection = save_inspection(None, facts(city), actor=clerk)
    batch = open_batch(inspection, number=1, day=DAY, actor=clerk)
    rows = [[*ROWS[0][:3], TELLING, *ROWS[0][4:]], *ROWS[1:]]
    start_accepting(take_in(batch, xlsx(rows), "清单.xlsx", actor=clerk), actor=clerk)
    return inspection


def test_no_address_tells_any_role_who_petitioned(city: City, today: None) -> None:
    petition, inspection = sent(city), taken_in(city)
    addresses = ["/petitions", f"/petitions/{petition.pk}", "/inspections", f"/inspections/{inspection.pk}/petitions"]
    addresses += [f"/inspection-petitions/{row.pk}" for row in inspection.petitions.all()]
    addresses += ["/petitions/999999", "/petitions?state=any&q=排水", "/search?q=排水", "/search?q=砂石厂"]
    told = ""
    for role in ROLES:
        headers = {"authorization": f"Bearer {key_of(city, role)}"}
        for address in addresses:
            answer = Client().get(f"/api{address}", headers=headers)
            assert answer.status_code in (200, 404), (role, address, answer.content)
            assert leaks(plain(answer)) == [], (role, address)
            told += plain(answer)
    assert "砂石厂夜间筛砂" in told  # the matter itself is told
    for words in (NAME, TELEPHONE):  # and nobody is found by it
        found = Client().get("/api/petitions", {"q": words, "state": "any"}, headers=headers).json()
        assert found["petitions"] == []


def test_a_write_that_names_somebody_is_refused_and_no_answer_kept_for_a_key_holds_a_name(
    city: City, today: None
) -> None:
    petition, key = sent(city), key_of(city, "liaison")

    def post(path: str, body: dict[str, Any], once: str) -> Any:
        headers = {"authorization": f"Bearer {key}", "idempotency-key": once}
        return Client().post(f"/api/petitions/{petition.pk}/{path}", body, "application/json", headers=headers)

    assert post("take-up", {}, "甲").json() == {"id": petition.pk, "number": petition.number, "state": "in_handling"}
    telling = {"text": f"已告知{NAME}，电话{TELEPHONE}。", "conclusion": "supported"}
    refused = post("reply", telling, "乙")
    assert (refused.status_code, leaks(plain(refused))) == (409, [])
    petition.refresh_from_db()
    assert petition.reply == ""
    assert post("reply", {"text": "排水管已疏通。", "conclusion": "supported"}, "丙").json()["state"] == "replied"
    kept = json.dumps(list(Call.objects.values("key", "answer")), ensure_ascii=False)
    assert ("甲" in kept, "乙" in kept, "丙" in kept, leaks(kept)) == (True, False, True, [])


def test_the_description_has_no_field_for_who_petitioned() -> None:
    described = json.dumps(api.get_openapi_schema(), ensure_ascii=False, default=str)
    for name in ("sealed_text", "identity", "original", "withheld", "accused", "registered_by", "once_by"):
        assert f'"{name}"' not in described
