"""Petitions by the API: the unit's whole road on the inspection desk, and on an ordinary petition."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.api.endpoints import api
from duban.inspections.actions import handling
from duban.inspections.models import GuardQuestion, Petition, PetitionMeasure, PetitionMove, Picture
from duban.web.reasons import LONGEST, SHORTEST
from tests.api.conftest import Program
from tests.files.samples import picture
from tests.inspections.conftest import Desk, at, desk
from tests.inspections.test_handling import FOUND, assigned, first
from tests.inspections.test_pages import signed_in

__all__ = ["at", "desk", "first"]


@pytest.fixture
def path(desk: Desk, first: Petition) -> str:
    assigned(desk, first)
    return f"/inspection-petitions/{first.pk}"


def test_a_unit_answers_a_petition_by_its_program(desk: Desk, first: Petition, path: str) -> None:
    unit = Program(desk.liaison)
    listed = unit.get("/inspections").json()["inspections"]
    assert [row["name"] for row in listed] == [desk.inspection.name]
    rows = unit.get(f"/inspections/{desk.inspection.pk}/petitions", in_hand="true").json()
    assert ([row["number"] for row in rows["petitions"]], rows["total"]) == ([first.number], 1)
    shown = unit.get(path).json()
    assert (shown["area"], shown["lead_unit"], shown["task"]) == ("青溪县", first.lead_unit.code, first.task_id)
    found = {
        "plan": "对全县砂石厂一律关停，开展专项整治。", "finding": "夜间筛砂，未降尘。", "verdict": "substantiated",
        "cause": "主体责任不落实。", "handling": "责令停止夜间作业。", "conclusion": "staged", "fines": "20000",
        "version": shown["version"],
    }  # fmt: skip
    assert unit.post(f"{path}/findings", found).json()["state"] == "assigned"
    assert unit.post(f"{path}/findings", found).status_code == 409  # somebody has written since that version
    assert unit.post(f"{path}/findings", {"accountability": "约谈负责人"}).status_code == 200
    first.refresh_from_db()
    assert (first.finding, first.accountability, str(first.fines)) == ("夜间筛砂，未降尘。", "约谈负责人", "20000.00")
    [question] = unit.get(path).json()["questions"]
    said = {"answer": "lawful_not_compliant", "why": "逐家核查后分类整改"}
    assert unit.post(f"/inspection-questions/{question['id']}/answer", said).status_code == 200
    lasting = {"kind": "lasting", "what": "建成封闭料棚", "due": "2027-03-31"}
    assert unit.post(f"{path}/measures", lasting, once="一次").status_code == 201
    assert unit.post(f"{path}/measures", lasting, once="一次").status_code == 201
    assert PetitionMeasure.objects.count() == 1  # the same key makes it once
    assert unit.get(path).json()["measures"][0]["agreed"] is False
    assert unit.post(f"{path}/visits", {"day": "2026-11-25", "who": "县局执法人员"}).status_code == 201
    photo = SimpleUploadedFile("料棚.png", picture())
    assert unit.post(f"{path}/pictures", file=photo).status_code == 201
    assert Picture.objects.get().moment == "after"
    assert unit.post(f"{path}/pictures", file=SimpleUploadedFile("说明.txt", b"text")).status_code == 422
    assert unit.post(f"{path}/submit", {}).json()["state"] == "submitted"
    assert unit.post(f"{path}/submit", {}).status_code == 409
    for part, given in (("measures", lasting), ("visits", {"day": "2026-11-25", "who": "县局执法人员"})):
        for program in (unit, Program(desk.clerk)):
            refused = program.post(f"{path}/{part}", given)
            assert (refused.status_code, "已经上报" in str(refused.json())) == (409, True)
    later = SimpleUploadedFile("别的.png", picture("别的"))
    assert unit.post(f"{path}/pictures", file=later).status_code == 409
    assert (first.measures.count(), first.visits.count(), first.pictures.count()) == (1, 1, 1)
    verbs = PetitionMove.objects.filter(actor=desk.liaison).values_list("verb", flat=True)
    assert set(verbs) == {"write", "answer_guard", "add", "submit"}


@pytest.mark.parametrize("why", ["同意", "—————！"])
def test_a_reason_too_short_on_the_page_is_too_short_for_a_program(
    desk: Desk, first: Petition, path: str, why: str
) -> None:
    handling.write(first, replace(FOUND, plan="对全县砂石厂一律关停。"), actor=desk.liaison)
    question = GuardQuestion.objects.get()
    answer = Program(desk.liaison).post(
        f"/inspection-questions/{question.pk}/answer", {"answer": "neither", "why": why}
    )
    page = signed_in(desk.liaison).post(
        f"/inspections/questions/{question.pk}/", {"answer": "neither", "why": why}, follow=True
    )
    said = {answer.json()["message"], *map(str, page.context["messages"])}
    question.refresh_from_db()
    assert (answer.status_code, question.answer) == (409, "")
    assert [words.partition("，")[0] for words in said] == ["回答的理由太短"]


def test_the_api_tells_of_the_shortest_reason() -> None:
    schema = api.get_openapi_schema()["components"]["schemas"]["AnswerIn"]["properties"]["why"]
    assert (schema["minLength"], schema["maxLength"]) == (SHORTEST, LONGEST)


def test_what_is_not_the_units_is_not_there(desk: Desk, first: Petition, path: str) -> None:
    other = desk.petition("X3SX202611200002")
    unit = Program(desk.liaison)
    assert unit.get(f"/inspection-petitions/{other.pk}").status_code == 404
    assert unit.post(f"/inspection-petitions/{other.pk}/findings", {"finding": "甲"}).status_code == 404
    assert (
        unit.post(f"/inspection-petitions/{other.pk}/pictures", file=SimpleUploadedFile("a.png", picture())).status_code
        == 404
    )
    first.accused.add(first.lead_unit)  # type: ignore[arg-type]
    assert unit.get(path).status_code == 404
    assert unit.get(f"/inspections/{desk.inspection.pk}/petitions").status_code == 404


def test_a_key_that_only_reads_writes_nothing(desk: Desk, path: str) -> None:
    reading = Program(desk.liaison, read_only=True)
    assert reading.get(path).status_code == 200
    assert reading.post(f"{path}/findings", {"finding": "甲"}).status_code == 403


def test_a_list_asks_as_many_queries_for_three_as_for_one(desk: Desk, first: Petition) -> None:
    office, counts = Program(desk.clerk), []
    for size in (1, 3):
        with CaptureQueriesContext(connection) as asked:
            rows: dict[str, Any] = office.get(f"/inspections/{desk.inspection.pk}/petitions", size=size).json()
        assert len(rows["petitions"]) == size
        counts.append(len(asked))
    assert counts[0] == counts[1]
