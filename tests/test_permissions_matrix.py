"""Every address and every role, against a written table: who may open what, and what the others get.

A new address without a line here fails; so does a line whose address is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from duban.files.actions import store_file
from duban.jobs.models import Job
from duban.meetings.actions.texts import bring_in, store_reading
from duban.meetings.models import Action, AgendaItem, Meeting, MeetingText
from duban.organizations.models import Role
from duban.tasks.actions import (
    ChangeWanted,
    ReportFacts,
    instruct,
    open_task,
    report_progress,
    request_change,
    sign_for,
)
from duban.tasks.models import Task
from tests.meetings.readings import TEXT, reading
from tests.people import City, make_city
from tests.tasks.conftest import draft

EVERYBODY = frozenset(Role.values)
ADMINISTRATOR, AUDITOR = frozenset({"administrator"}), frozenset({"auditor"})
OFFICE = frozenset({"clerk", "supervision_desk"})
READERS = OFFICE | {"leader"}
DESK, HEAD = frozenset({"supervision_desk"}), frozenset({"unit_head"})
UNIT = frozenset({"liaison", "unit_head"})  # of the unit that leads the task
NOBODYS = ADMINISTRATOR | AUDITOR  # see no task
FORBIDDEN, MISSING = 403, 404


class Rule(NamedTuple):
    """Who may, what the others get, and by which method; for `blind` ones there is nothing at the address."""

    allowed: frozenset[str]
    others: int = FORBIDDEN
    method: str = "get"
    blind: frozenset[str] = frozenset()

    def answer(self, role: str) -> int:
        """Return what the role gets."""
        return 200 if role in self.allowed else MISSING if role in self.blind else self.others


def move(allowed: frozenset[str]) -> Rule:
    """Return the rule of a task's move: who sees the task but may not move it is told so."""
    return Rule(allowed, blind=NOBODYS)


RULES = {
    "web:today": Rule(EVERYBODY),
    "web:language": Rule(EVERYBODY, method="post"),
    "organizations:sign_in": Rule(EVERYBODY),
    "organizations:sign_out": Rule(EVERYBODY, method="post"),
    "organizations:change_password": Rule(EVERYBODY),
    "organizations:reset": Rule(EVERYBODY),
    "organizations:units": Rule(EVERYBODY),
    "organizations:complete_unit": Rule(EVERYBODY),
    "organizations:new_unit": Rule(ADMINISTRATOR),
    "organizations:unit": Rule(ADMINISTRATOR),
    "organizations:users": Rule(ADMINISTRATOR),
    "organizations:new_user": Rule(ADMINISTRATOR),
    "organizations:user": Rule(ADMINISTRATOR),
    "organizations:issue_reset_code": Rule(ADMINISTRATOR, method="post"),
    "audit:entries": Rule(AUDITOR),
    "audit:verify": Rule(AUDITOR),
    "files:download": Rule(frozenset({"clerk"}), MISSING),  # its uploader; no meeting holds this file
    "jobs:jobs": Rule(ADMINISTRATOR),
    "jobs:job": Rule(frozenset({"clerk", "administrator"}), MISSING),  # whoever started it
    "jobs:retry": Rule(ADMINISTRATOR, method="post"),
    "meetings:meetings": Rule(READERS),
    "meetings:new": Rule(OFFICE),
    "meetings:add_text": Rule(OFFICE),
    "meetings:confirm": Rule(READERS),
    "meetings:progress": Rule(READERS),
    "meetings:sheet": Rule(READERS, MISSING),
    "meetings:sheet_workbook": Rule(READERS, MISSING),
    "meetings:discard": Rule(OFFICE, method="post"),
    "meetings:step": Rule(OFFICE, method="post"),
    "meetings:undo": Rule(OFFICE, method="post"),
    "meetings:mark": Rule(OFFICE, method="post"),
    "meetings:keep_rest": Rule(OFFICE, method="post"),
    "meetings:assign_item": Rule(OFFICE),
    "meetings:edit_action": Rule(OFFICE),
    "meetings:head": Rule(OFFICE),
    "meetings:repair": Rule(OFFICE),
    "meetings:correct": Rule(OFFICE),
    "meetings:matches": Rule(OFFICE),
    "meetings:join": Rule(OFFICE, method="post"),
    "meetings:release": Rule(OFFICE),
    "tasks:list": Rule(EVERYBODY),
    "tasks:print": Rule(EVERYBODY),
    "tasks:csv": Rule(EVERYBODY),
    "tasks:xlsx": Rule(EVERYBODY),
    "tasks:detail": Rule(READERS | UNIT, MISSING),
    "tasks:assign": move(OFFICE),
    "tasks:sign_for": move(UNIT),
    "tasks:hand_back": move(UNIT),
    "tasks:assign_anew": move(DESK),
    "tasks:reassign": move(DESK),
    "tasks:report": move(UNIT),
    "tasks:attach": move(UNIT),
    "tasks:add_measure": move(UNIT),
    "tasks:request_completion": move(UNIT),
    "tasks:withdraw_request": move(UNIT),
    "tasks:verify": move(OFFICE),
    "tasks:send_back": move(OFFICE),
    "tasks:close_out": move(DESK),  # and who verified it
    "tasks:look_back": move(DESK),
    "tasks:reopen": move(DESK),
    "tasks:suspend": move(DESK),
    "tasks:resume": move(DESK),
    "tasks:request_change": move(UNIT),
    "tasks:merge": move(DESK),
    "tasks:terminate": move(DESK),
    "tasks:withdraw": move(OFFICE),
    "tasks:fan_out": move(OFFICE),
    "tasks:set_measures": move(OFFICE),
    "tasks:instruct": move(READERS),
    "tasks:log_call": move(OFFICE),
    "tasks:correct_report": move(UNIT),
    "tasks:revise_report": move(UNIT),
    "tasks:approve_report": move(HEAD),
    "tasks:return_report": move(HEAD),
    "tasks:decide_change": move(DESK),
    "tasks:withdraw_change": move(UNIT),
    "tasks:answer_instruction": move(OFFICE | UNIT),
}
GUESTS = {"web:language", "organizations:sign_in", "organizations:reset"}


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, set[str]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, prefix + namespace)
        else:
            yield f"{prefix}{pattern.name}", set(pattern.pattern.converters)


def test_every_address_stands_in_the_table() -> None:
    assert sorted(name for name, _values in names(get_resolver().url_patterns)) == sorted(RULES)


class World(NamedTuple):
    """A city with one of everything."""

    city: City
    values: dict[str, dict[str, int]]  # by namespace, and by name where it differs
    posted: dict[str, dict[str, Any]]


@pytest.fixture
def world(db: None) -> World:
    city = make_city()
    clerk = city.people["clerk"]
    text = bring_in(TEXT, name="云陵常务会议.txt", actor=clerk, on=date(2024, 9, 18))
    store_reading(text, reading())
    text = MeetingText.objects.get(pk=text.pk)
    meeting = Meeting.objects.get(pk=text.meeting_id)
    job = Job.objects.create(kind="test", label="试", created_by=clerk, state="failed")
    task = open_task(draft(city.units["市教育局"]), actor=clerk)
    rows = rows_of_task(task, city)
    item = AgendaItem.objects.filter(text=text).first()
    action = Action.objects.filter(requirement__text=text).first()
    assert action is not None
    ids = {"action": action.pk, "item": item.pk if item else 0, "text": text.pk, "index": 0}
    values = {
        "organizations:unit": {"pk": city.units["市水务局"].pk},
        "organizations:user": {"pk": city.people["leader"].pk},
        "organizations:issue_reset_code": {"pk": city.people["leader"].pk},
        "files": {"pk": store_file("甲".encode(), "甲.txt", clerk).pk},
        "jobs": {"pk": job.pk},
        "meetings": {"pk": meeting.pk, **ids},
        "tasks": {"pk": task.pk},
        **{f"tasks:{deed}": {"pk": pk} for deed, pk in rows.items()},
    }
    other = Meeting.objects.create(title="另一次会议", created_by=clerk)
    version = {"version": meeting.version}
    posted = {
        "meetings:mark": {**version, "text": text.pk, "start": 0, "end": 4},
        "meetings:join": {**version, "into": other.pk},
        "meetings:step": {**version, "row": f"action:{action.pk}", "verb": "keep"},
    }
    return World(city, values, posted)


def rows_of_task(task: Task, city: City) -> dict[str, int]:
    """Report on the task, ask for a change, instruct; return the id of the row each address is about."""
    liaison, today = city.people["liaison"], timezone.localdate()
    sign_for(task, actor=liaison)
    report = report_progress(task, ReportFacts("已清掏一半", today), actor=liaison)
    wanted = ChangeWanted("lead_unit", lead_unit=city.units["市水务局"])
    change = request_change(task, wanted, actor=liaison, reason="职能不符", today=today)
    instruction = instruct(task, actor=city.people["leader"], leader="市长", on=today, text="抓紧办。")
    of_report = dict.fromkeys(("correct_report", "revise_report", "approve_report", "return_report"), report.pk)
    of_change = dict.fromkeys(("decide_change", "withdraw_change"), change.pk)
    return {**of_report, **of_change, "answer_instruction": instruction.pk}


def status(world: World, client: Client, name: str) -> tuple[int, str]:
    """Return what an address answers; whatever it changed is undone."""
    wanted = dict(names(get_resolver().url_patterns))[name]
    known = world.values.get(name) or world.values.get(name.split(":")[0], {})
    address = reverse(name, kwargs={value: known[value] for value in wanted})
    with transaction.atomic():
        response = getattr(client, RULES[name].method)(address, world.posted.get(name, {}))
        transaction.set_rollback(True)
    return response.status_code, response.headers.get("Location", "")


@pytest.mark.parametrize("role", Role.values)
def test_each_role_may_open_what_the_table_says_and_nothing_else(world: World, role: str) -> None:
    answers = {}
    for name in RULES:
        code, _location = status(world, world.city.sign_in(role), name)
        answers[name] = 200 if code in (200, 204, 302, 409) else code
    assert answers == {name: rule.answer(role) for name, rule in RULES.items()}


def test_a_guest_is_led_to_sign_in_everywhere_else(world: World) -> None:
    answers = {name: status(world, Client(), name) for name in RULES}
    led = {name for name, (code, location) in answers.items() if code == 302 and location.startswith("/sign-in/")}
    assert set(RULES) - led == GUESTS


def test_a_unit_sees_no_task_of_another_unit(world: World) -> None:
    task = open_task(draft(world.city.units["市水务局"], title="市水务局的事"), actor=world.city.people["clerk"])
    client = world.city.sign_in("liaison")
    assert client.get(reverse("tasks:detail", args=[task.pk])).status_code == MISSING
    for name in ("tasks:list", "tasks:print", "tasks:csv"):
        assert "市水务局的事" not in client.get(reverse(name)).content.decode()
        assert "市水务局的事" in world.city.sign_in("clerk").get(reverse(name)).content.decode()
