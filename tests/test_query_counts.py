"""How many queries each page asks, by role: the same for one row and for many, and as tests/query_counts.json has it.

A change that is meant: DUBAN_UPDATE_QUERY_COUNTS=1 .venv/bin/pytest tests/test_query_counts.py
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from duban.organizations.actions import PostFacts, save_unit, save_user
from duban.organizations.models import Role, Unit, UnitKind, User
from duban.tasks.actions import GivenFile, ReportFacts, TaskDraft, open_task, report_progress, sign_for
from duban.tasks.models import Task
from tests.people import City, make_city

BASELINE = Path(__file__).parent / "query_counts.json"
ROLES = ("clerk", "supervision_desk", "liaison", "unit_head", "leader", "administrator", "auditor")
OFFICE = ("clerk", "supervision_desk", "leader")
# pages that list rows, and who opens them; {task} is a task with as many reports as there are rows
PAGES = {
    "/": ROLES,
    "/tasks/": (*OFFICE, "liaison"),
    "/tasks/?due=overdue": (*OFFICE, "liaison"),
    "/tasks/?lamp=red": (*OFFICE, "liaison"),
    "/tasks/?q=管网": (*OFFICE, "liaison"),
    "/tasks/print/": ("clerk", "liaison"),
    "/tasks/{task}/": (*OFFICE, "liaison", "unit_head"),
    "/tasks/{task}/report/": ("liaison",),
    "/units/": ROLES,
    "/users/": ("administrator",),
    "/audit/": ("auditor",),
}


def add_row(city: City, number: int) -> Task:
    """Add a late task of the liaison's unit with a report and its proof, a unit and a person."""
    clerk, liaison = city.people["clerk"], city.people["liaison"]
    today = timezone.localdate()
    draft = TaskDraft(
        source="meeting", year=today.year, title=f"清掏雨水管网{number}公里", lead_unit=city.units["市教育局"],
        supporting_units=(city.units["市水务局"],), deadline=today - timedelta(days=number), reporting_rhythm="每月",
    )  # fmt: skip
    task = sign_for(open_task(draft, actor=clerk), actor=liaison)
    report(task, city, number)
    unit = Unit(code=f"9{number}", name=f"云陵市第{number}中学", short_name=f"市{number}中", kind=UnitKind.OTHER)
    save_unit(unit, actor=None)
    save_user(User(username=f"u9{number}", name=f"联络员{number}"), [PostFacts(unit, Role.LIAISON)], actor=None)
    return task


def report(task: Task, city: City, number: int) -> None:
    proof = GivenFile(f"验收单{number}.txt", f"第{number}次现场核对。".encode())
    facts = ReportFacts("已开工。", timezone.localdate(), typed_percent=number, files=(proof,))
    report_progress(task, facts, actor=city.people["liaison"])


def counted(city: City, task: Task) -> dict[str, int]:
    """Return the queries of every page and role, with nothing kept from an earlier page."""
    counts = {}
    for page, roles in PAGES.items():
        for role in roles:
            client, address = city.sign_in(role), page.format(task=task.pk)
            if "q=" in page:
                client.get(address)  # the first search also brings the index up to date
            cache.clear()
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200, (address, role)
            counts[f"{page} {role}"] = len(asked)
    return counts


@pytest.mark.django_db
def test_pages_ask_as_many_queries_for_many_rows_as_for_one_and_no_more_than_before(
    settings: Any, tmp_path: Path
) -> None:
    settings.VAULT_KEYS = tmp_path / "none"  # keys made by another test would be asked after
    city = make_city()
    task = add_row(city, 1)
    one = counted(city, task)
    for number in (2, 3, 4):
        add_row(city, number)
        report(task, city, number)
    many = counted(city, task)
    assert {page: (one[page], many[page]) for page in one if one[page] != many[page]} == {}
    if os.environ.get("DUBAN_UPDATE_QUERY_COUNTS"):
        BASELINE.write_text(json.dumps(many, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert many == json.loads(BASELINE.read_text(encoding="utf-8"))
