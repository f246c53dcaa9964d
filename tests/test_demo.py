"""The demo city: loaded by stages, once, and never over an office's own data."""

from __future__ import annotations

import io
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.db import DatabaseError
from django.test import RequestFactory

from duban.audit.models import AuditEntry
from duban.demo.city import COUNTIES, UNITS
from duban.demo.command import run
from duban.demo.load import TEXT_NAMES, TEXTS
from duban.demo.people import PASSWORD, PEOPLE
from duban.meetings.models import Decision, Meeting, Sentence
from duban.organizations.models import Unit, UnitName, User
from duban.organizations.queries import find_unit
from duban.reading import read_file
from duban.tasks.models import Task, TaskMove
from duban.tasks.permissions import visible_to

CLEAN_COPY = Path(__file__).parent / "demo_web_copy.txt"


def demo(*arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        code = run(["demo", *arguments])
    return code, out.getvalue()


def test_the_city_has_sixty_units_of_the_real_kinds_and_no_name_twice() -> None:
    kinds = Counter(unit.kind for unit in UNITS)
    assert kinds == {"office": 2, "department": 36, "county": 8, "state_firm": 7, "other": 8}
    names = [name for unit in UNITS for name in (unit.name, *unit.short_names, *unit.former_names)]
    assert sorted(name for name, times in Counter(names).items() if times > 1) == []
    assert len({unit.code for unit in UNITS}) == len(UNITS)


@pytest.mark.parametrize("name", TEXT_NAMES)
def test_every_text_is_read_as_a_meeting_of_2026_with_tasks_to_be(name: str) -> None:
    reading = read_file(TEXTS / name)
    assert reading.meeting.date and reading.meeting.date.value and reading.meeting.date.value.year == 2026
    assert reading.meeting.kind == ("dispatch" if name == "q4-dispatch.txt" else "executive")
    trackable = [action for requirement in reading.requirements for action in requirement.actions if action.trackable]
    assert len(trackable) >= 15


def test_the_damaged_copy_is_restored_to_its_clean_text() -> None:
    clean = CLEAN_COPY.read_text(encoding="utf-8")
    restored = read_file(TEXTS / "65-web-copy.txt").restored.text
    body = [line for line in restored.splitlines() if line.startswith("　　")]
    assert body == [line for line in clean.splitlines() if line.startswith("　　")]


@pytest.mark.django_db
def test_stages_build_on_each_other_and_a_second_run_changes_nothing() -> None:
    code, said = demo("--stage", "empty")
    assert (code, Unit.objects.count(), User.objects.count()) == (0, len(UNITS), len(PEOPLE))
    assert (PASSWORD in said, "clerk" in said, Meeting.objects.count()) == (True, True, 0)

    assert demo("--stage", "meetings")[0] == 0
    assert (Meeting.objects.count(), Task.objects.count()) == (4, 0)

    assert demo("--stage", "tasks")[0] == 0
    tasks, moves = Task.objects.count(), TaskMove.objects.count()
    assert tasks > 40

    code, said = demo("--stage", "tasks", "--port", "8123", "--lang", "en")
    assert (code, "there already" in said, "http://127.0.0.1:8123/" in said) == (0, True, True)
    assert (Task.objects.count(), TaskMove.objects.count(), Meeting.objects.count()) == (tasks, moves, 4)
    the_released_tasks_are_numbered_led_quoted_and_seen_by_their_units()


def the_released_tasks_are_numbered_led_quoted_and_seen_by_their_units() -> None:
    """Asked of the same city: releasing four meetings takes seconds."""
    for task in Task.objects.prefetch_related("units", "origins"):
        assert [part.unit_id for part in task.units.all() if part.role == "lead"] == [task.lead_unit_id]
        assert all(o.paragraph[o.start : o.end] == o.quote for o in task.origins.all()) and task.origins.all()
    serials = list(Task.objects.filter(part=0).order_by("serial").values_list("serial", flat=True))
    assert serials == list(range(1, len(serials) + 1))
    corrected = TaskMove.objects.get(verb="change")
    assert corrected.changes["deadline"] == ["2026-10-26", "2026-10-30"]
    assert Task.objects.filter(parent__isnull=False).count() == 2 * len(COUNTIES)
    assert not Task.objects.filter(lead_unit__code="101").exists()  # nothing fell back to the desk
    released = Sentence.objects.filter(text__meeting__released_at__isnull=False)
    assert not released.filter(decision=Decision.UNDECIDED).exists()
    liaison = User.objects.get(username="u207")
    seen = set(visible_to(liaison).values_list("units__unit__code", flat=True))
    assert 0 < visible_to(liaison).count() < Task.objects.count()
    assert "207" in seen


@pytest.mark.django_db
def test_everybody_signs_in_with_the_printed_password_and_units_are_found_by_every_name() -> None:
    demo("--stage", "empty")
    request = RequestFactory().post("/")
    for username in ("clerk", "desk", "leader", "admin", "auditor", "u201"):
        assert authenticate(request, username=username, password=PASSWORD) is not None
    assert UnitName.objects.filter(unit__code="201").count() == 4
    for name in ("市发改委", "云陵市发展计划委员会", "市发展改革委"):
        assert getattr(find_unit(name), "code", None) == "201"


@pytest.mark.django_db
def test_an_office_with_its_own_units_is_left_alone() -> None:
    Unit.objects.create(code="1", name="某市人民政府办公室", short_name="办公室", kind="office")
    for arguments in ((), ("--reset",)):
        code, said = demo(*arguments)
        assert (code, "某市人民政府办公室" in said) == (2, True)
    assert (Unit.objects.count(), User.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_a_reset_empties_the_demo_database_and_keeps_the_audit_guard() -> None:
    demo("--stage", "empty")
    Unit.objects.filter(code="201").update(short_name="改过")
    assert demo("--stage", "empty", "--reset")[0] == 0
    assert Unit.objects.get(code="201").short_name == "市发展改革委"
    with pytest.raises(DatabaseError):
        AuditEntry.objects.update(reason="改写")
