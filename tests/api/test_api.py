"""The API as a program sees it: the same rights and refusals as the pages."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from duban.api.models import Call, Token
from duban.audit.models import AuditEntry
from duban.organizations.models import User
from duban.tasks.actions import open_task, sign_for
from duban.tasks.models import Report, Task
from tests.api.conftest import Program
from tests.tasks.conftest import City, draft

POINTS = ["facts_clear", "problem_solved", "task_done", "conclusion_accurate", "measures_lawful", "form_right"]


@pytest.fixture
def task(city: City) -> Task:
    return open_task(draft(city.water), actor=city.clerk)


def test_a_task_is_driven_from_assignment_to_close_out(city: City) -> None:
    office, unit, desk = Program(city.clerk), Program(city.water_liaison), Program(city.desk)
    opened = office.post("/tasks", {"title": "清掏管网", "lead_unit": city.water.code, "deadline": "2026-12-31"})
    assert opened.status_code == 201, opened.content
    path = f"/tasks/{opened.json()['id']}"
    signed = unit.post(f"{path}/sign-for", {"person_in_charge": "甲", "version": opened.json()["version"]}).json()
    assert signed["state"] == "signed_for"
    today = timezone.localdate().isoformat()
    assert unit.post(f"{path}/report", {"text": "开工", "as_of": today}).status_code == 201
    proof = SimpleUploadedFile("证明.txt", "证明".encode())
    assert unit.post(f"{path}/evidence", file=proof).json()[0]["name"] == "证明.txt"
    assert unit.post(f"{path}/request-completion", {"statement": "已完成"}).json()["state"] == "completion_requested"
    assert unit.post(f"{path}/verify", dict.fromkeys(POINTS, True)).status_code == 403
    assert desk.post(f"{path}/verify", dict.fromkeys(POINTS, True)).json()["state"] == "verified"
    closed = desk.post(f"{path}/close-out", {}).json()
    assert closed["state"] == "closed_out"
    assert [move["verb"] for move in closed["moves"]][-2:] == ["verify", "close_out"]
    assert AuditEntry.objects.filter(verb="task.close_out", actor=city.desk).count() == 1


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("clerk", 200),
        ("leader", 200),
        ("water_liaison", 200),
        ("finance_liaison", 404),
        ("administrator", 404),
        ("auditor", 404),
    ],
)
def test_each_sees_only_what_the_pages_show(city: City, task: Task, person: str, status: int) -> None:
    asked = Program(getattr(city, person))
    assert asked.get(f"/tasks/{task.pk}").status_code == status
    assert asked.get("/tasks").json()["total"] == (1 if status == 200 else 0)
    assert len(asked.get("/search", q="管网").json()["hits"]) in ((0, 1) if status == 200 else (0,))


def test_without_a_good_key_nothing_is_answered(city: City, task: Task) -> None:
    today = timezone.localdate()
    for key in ("", "duban_wrong", "nonsense"):
        assert Program(None, key=key).get("/tasks").status_code == 401
    program = Program(city.clerk)
    Token.objects.update(expires_on=today - timedelta(days=1))
    assert program.get("/tasks").status_code == 401
    Token.objects.update(expires_on=today, revoked_at=timezone.now())
    assert program.get("/tasks").status_code == 401
    Token.objects.update(revoked_at=None)
    assert program.get("/tasks").status_code == 200
    User.objects.filter(pk=city.clerk.pk).update(is_active=False)
    assert program.get("/tasks").status_code == 401


def test_a_session_is_no_key_and_a_key_is_no_session(city: City, task: Task) -> None:
    program = Program(city.clerk)
    program.client.force_login(city.clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert program.client.get("/api/tasks").status_code == 401
    fresh = Program(city.clerk)
    assert fresh.client.get("/tasks/", headers={"Authorization": f"Bearer {fresh.key}"}).status_code == 302


def test_a_reading_key_writes_nothing(city: City, task: Task) -> None:
    program = Program(city.water_liaison, read_only=True)
    assert program.get(f"/tasks/{task.pk}").status_code == 200
    assert program.post(f"/tasks/{task.pk}/sign-for", {}).status_code == 403
    task.refresh_from_db()
    assert task.state == "assigned"


def test_a_write_under_one_key_is_made_once(city: City, task: Task) -> None:
    sign_for(task, actor=city.water_liaison)
    program, body = Program(city.water_liaison), {"text": "开工", "as_of": timezone.localdate().isoformat()}
    first = program.post(f"/tasks/{task.pk}/report", body, once="k1")
    again = program.post(f"/tasks/{task.pk}/report", body, once="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Report.objects.count() == 1
    other = program.post(f"/tasks/{task.pk}/report", {**body, "text": "别的"}, once="k1")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency")
    assert Call.objects.count() == 1


def test_a_refused_write_leaves_its_key_free(city: City, task: Task) -> None:
    program, body = Program(city.water_liaison), {"text": "开工", "as_of": timezone.localdate().isoformat()}
    refused = program.post(f"/tasks/{task.pk}/report", body, once="k2")
    assert (refused.status_code, refused.json()["code"]) == (409, "refused")
    assert not Call.objects.exists()
    sign_for(task, actor=city.water_liaison)
    assert program.post(f"/tasks/{task.pk}/report", body, once="k2").status_code == 201


def test_a_version_seen_before_somebody_elses_change_is_a_conflict(city: City, task: Task) -> None:
    seen = Program(city.water_liaison).get(f"/tasks/{task.pk}").json()["version"]
    sign_for(task, actor=city.water_liaison)
    answer = Program(city.water_liaison).post(f"/tasks/{task.pk}/hand-back", {"reason": "不归我管", "version": seen})
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/tasks", {}, 422),
        ("/tasks", {"title": "", "lead_unit": "2"}, 422),
        ("/tasks", {"title": "甲", "lead_unit": "不存在"}, 422),
        ("/tasks", {"title": "甲" * 501, "lead_unit": "2"}, 422),
        ("/tasks/999999/sign-for", {}, 404),
        ("/tasks/99999999999999999999/sign-for", {}, 422),
        ("/tasks/1/report", {"text": "甲", "as_of": "2024-13-45"}, 422),
        ("/tasks", {"title": "甲\0乙", "lead_unit": "2"}, 422),
    ],
)
def test_what_cannot_be_used_is_said(city: City, path: str, body: dict[str, Any], status: int) -> None:
    answer = Program(city.clerk).post(path, body)
    assert answer.status_code == status, answer.content
    assert set(answer.json()) == {"code", "message"}


def test_a_null_in_a_search_is_refused_on_either_database(city: City) -> None:
    for path in ("/search", "/tasks"):
        assert Program(city.clerk).get(path, q="管\0网").status_code == 422


def test_lists_are_paged_and_narrowed(city: City, django_assert_max_num_queries: Any) -> None:
    for place in range(7):
        open_task(draft(city.water if place % 2 else city.finance, title=f"事{place}"), actor=city.clerk)
    program = Program(city.clerk)
    with django_assert_max_num_queries(8):
        page = program.get("/tasks", size=3).json()
    assert (page["total"], page["page"], page["next"], len(page["tasks"])) == (7, 1, 2, 3)
    assert program.get("/tasks", size=3, page=3).json()["next"] is None
    assert program.get("/tasks", unit=city.water.code).json()["total"] == 3
    assert program.get("/tasks", size=1000).status_code == 422


def test_the_description_is_for_people_signed_in_and_fetches_nothing_from_outside(city: City) -> None:
    program = Program(city.clerk)
    assert program.client.get("/api/docs").status_code == 302
    program.client.force_login(city.clerk, backend="django.contrib.auth.backends.ModelBackend")
    page = program.client.get("/api/docs").content.decode()
    assert "//cdn" not in page
    description = program.client.get("/api/openapi.json").json()
    assert description["openapi"].startswith("3.")
    assert "/api/tasks/{task_id}/close-out" in description["paths"]
    assert "example" in json.dumps(description)
