"""Every operation of the API × every role × own and another's unit, against a written table: the pages' rights again."""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from duban.organizations.models import Role
from tests.api.conftest import Program
from tests.files.samples import picture
from tests.permission_world import World, make_world

EVERYBODY = frozenset(Role.values)
OFFICE = frozenset({"clerk", "supervision_desk"})
READERS = OFFICE | {"leader"}
UNIT, DESK = frozenset({"liaison", "unit_head"}), frozenset({"supervision_desk"})
BLIND = EVERYBODY - READERS - UNIT
POINTS = ["facts_clear", "problem_solved", "task_done", "conclusion_accurate", "measures_lawful", "form_right"]


class Rule(NamedTuple):
    """Who may; a task's operations are `of_task`: not found for whoever does not see the task."""

    allowed: frozenset[str]
    body: dict[str, Any] | None = None
    of_task: bool = False

    def answer(self, role: str, whose: str) -> str:
        if self.of_task and (role in BLIND or (whose == "other" and role in UNIT)):
            return "missing"
        return "yes" if role in self.allowed else "forbidden"


RULES = {
    "GET /units": Rule(EVERYBODY),
    "GET /tasks": Rule(EVERYBODY),
    "GET /search": Rule(EVERYBODY),
    "GET /tasks/{task_id}": Rule(READERS | UNIT, of_task=True),
    "POST /tasks": Rule(OFFICE, {"title": "甲", "lead_unit": "100"}),
    "POST /tasks/{task_id}/sign-for": Rule(UNIT, {}, of_task=True),
    "POST /tasks/{task_id}/hand-back": Rule(UNIT, {"reason": "不归我管"}, of_task=True),
    "POST /tasks/{task_id}/report": Rule(UNIT, {"text": "开工", "as_of": "2026-01-05"}, of_task=True),
    "POST /tasks/{task_id}/evidence": Rule(UNIT, None, of_task=True),
    "POST /tasks/{task_id}/request-completion": Rule(UNIT, {"statement": "完成"}, of_task=True),
    "POST /tasks/{task_id}/verify": Rule(OFFICE, dict.fromkeys(POINTS, True), of_task=True),
    "POST /tasks/{task_id}/send-back": Rule(OFFICE, {"reason": "不实"}, of_task=True),
    "POST /tasks/{task_id}/close-out": Rule(DESK, {}, of_task=True),
    "POST /tasks/{task_id}/request-change": Rule(UNIT, {"reason": "雨多", "deadline": "2030-01-01"}, of_task=True),
    "GET /inspections": Rule(EVERYBODY),
    "GET /inspections/{inspection_id}/petitions": Rule(READERS | UNIT, of_task=True),
    "GET /inspection-petitions/{desk_id}": Rule(READERS | UNIT, of_task=True),
    "POST /inspection-petitions/{desk_id}/findings": Rule(OFFICE | UNIT, {"finding": "已核查"}, of_task=True),
    "POST /inspection-petitions/{desk_id}/measures": Rule(OFFICE | UNIT, {"what": "清理"}, of_task=True),
    "POST /inspection-petitions/{desk_id}/visits": Rule(
        OFFICE | UNIT, {"day": "2024-11-09", "who": "执法人员"}, of_task=True
    ),
    "POST /inspection-petitions/{desk_id}/pictures": Rule(OFFICE | UNIT, None, of_task=True),
    "POST /inspection-petitions/{desk_id}/submit": Rule(OFFICE | UNIT, {}, of_task=True),
    "POST /inspection-petitions/{desk_id}/hand-back": Rule(UNIT, {"reason": "不归我管"}, of_task=True),
    "POST /inspection-questions/{question_id}/answer": Rule(
        OFFICE | UNIT, {"answer": "not_such", "why": "引用上级禁令原文"}, of_task=True
    ),
    "GET /petitions": Rule(EVERYBODY),
    "GET /petitions/{petition_id}": Rule(READERS | UNIT, of_task=True),
    "POST /petitions/{petition_id}/take-up": Rule(UNIT, {}, of_task=True),
    "POST /petitions/{petition_id}/return": Rule(UNIT, {"reason": "不归我管"}, of_task=True),
    "POST /petitions/{petition_id}/reply": Rule(
        OFFICE | UNIT, {"text": "已疏通。", "conclusion": "supported"}, of_task=True
    ),
}
NAMES = {"/inspection-petitions/{petition_id}": "/inspection-petitions/{desk_id}"}  # two apps call theirs a petition
SAID = {403: "forbidden", 404: "missing"}


def test_every_operation_stands_in_the_table() -> None:
    from duban.api.endpoints import api

    found = {
        f"{method.upper()} {named(path.removeprefix('/api'))}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
    assert found == set(RULES)


def named(path: str) -> str:
    for one, other in NAMES.items():
        path = path.replace(one, other)
    return path


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def keys_of(there: Any) -> dict[str, int]:
    """Return the rows an address may name, of the one side of the world."""
    return {
        "task_id": there["tasks"]["pk"],
        "desk_id": there["inspections:petition"]["pk"],
        "inspection_id": there["inspections:board"]["pk"],
        "question_id": there["inspections:answer"]["pk"],
        "petition_id": there["petitions"]["pk"],
    }


def asked(program: Program, name: str, keys: dict[str, int]) -> int:
    """Return what the operation answers; whatever it changed is undone."""
    method, _blank, path = name.partition(" ")
    path = path.format(**keys)
    with transaction.atomic():
        if method == "GET":
            answer = program.get(path, q="教育")
        elif path.endswith("/evidence"):
            answer = program.post(path, file=SimpleUploadedFile("证.txt", "证".encode()))
        elif path.endswith("/pictures"):
            answer = program.post(path, file=SimpleUploadedFile("现场.png", picture()))
        else:
            answer = program.post(path, RULES[name].body)
        transaction.set_rollback(True)
    code: int = answer.status_code
    return code


@pytest.mark.parametrize("role", Role.values)
def test_each_role_may_what_the_table_says_and_nothing_else(world: World, role: str) -> None:
    program, wrong = Program(world.city.people[role]), {}
    assert timezone.localdate().year >= 2026
    for name, whose in product(RULES, ("own", "other")):
        code = asked(program, name, keys_of(getattr(world, whose)))
        if SAID.get(code, "yes") != RULES[name].answer(role, whose):
            wrong[name, whose] = (code, RULES[name].answer(role, whose))
    assert wrong == {}


def test_an_operation_without_a_key_is_refused_everywhere(world: World) -> None:
    program = Program(None)
    for name in RULES:
        method, _blank, path = name.partition(" ")
        path = path.format(task_id=1, desk_id=1, inspection_id=1, question_id=1, petition_id=1)
        answer = program.get(path) if method == "GET" else program.post(path, {})
        assert answer.status_code == 401, name
