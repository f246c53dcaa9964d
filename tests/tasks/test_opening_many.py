"""Many tasks opened at once are the tasks that opening each by itself makes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from duban.audit.actions import verify_chain
from duban.audit.models import AuditEntry
from duban.organizations.models import User
from duban.tasks.actions import DraftRefused, TaskDraft, open_task, open_tasks
from duban.tasks.models import Demand, LampEntry, Task, TaskMove, TaskOrigin, TaskSerial, TaskUnit
from tests.tasks.conftest import City, draft, origin

KINDS: tuple[type[models.Model], ...] = (Task, TaskUnit, TaskOrigin, Demand, TaskMove, LampEntry, TaskSerial)
# what differs between two runs of one thing: keys, moments, random tokens
PASSING = {"once", "id", "task_id", "parent_id", "opened_at", "asked_at", "at", "evaluated_at"}


def drafts_of(city: City, random: Random, count: int) -> list[TaskDraft]:
    """Return drafts of every shape: units in all roles, limits with words and without, rhythms, children, years."""
    units = [city.water, city.finance, city.education, city.north, city.south]
    made = []
    for place in range(count):
        some = random.sample(units, len(units))
        deadline = random.choice([None, date(2026, 11, 1), date(2026, 12, 31), date(2027, 6, 30)])
        words = random.choice(["", "年底前", "每月5日前", "5个工作日内"])
        made.append(
            draft(
                some[0],
                title=f"清掏雨水管网{place}公里",
                source=random.choice(["meeting", "manual", "ledger"]),
                year=random.choice([2026, 2027]),
                responsible_units=tuple(random.sample(some, random.randint(0, 2))),
                supporting_units=tuple(some[2 : 2 + random.randint(0, 2)]),
                data_units=tuple(some[3:4]) if random.random() < 0.3 else (),
                deadline=deadline,
                deadline_text=words,
                deadline_from=date(2026, 10, 24) if random.random() < 0.5 else None,
                reporting_rhythm=random.choice(["", "每月25日前", "每季度末"]),
                priority=random.choice(["normal", "urgent"]),
                start=date(2026, 10, 1) if deadline and random.random() < 0.5 else None,
                leading_official=random.choice(["", "分管副市长"]),
                origins=(origin(), origin("各县要配合"))[: random.randint(0, 2)],
                fan_out_to=tuple(random.choices(some[1:], k=random.randint(0, 3))),
            )
        )
    return made


def rows() -> dict[str, list[dict[str, Any]]]:
    """Return every row that opening wrote, told by the number of its task."""
    numbers = dict(Task.objects.values_list("pk", "number"))
    found: dict[str, list[dict[str, Any]]] = {}
    for kind in KINDS:
        fields = [field.attname for field in kind._meta.concrete_fields]
        found[kind.__name__] = [
            {name: value for name, value in row.items() if name not in PASSING}
            | {"of": numbers.get(row.get("task_id", 0)), "under": numbers.get(row.get("parent_id", 0))}
            for row in kind._default_manager.order_by("pk").values(*fields)
        ]
    found["audit"] = [
        {**row, "object_id": numbers[int(row["object_id"])]}
        for row in AuditEntry.objects.filter(object_type="tasks.task")
        .order_by("pk")
        .values("actor_id", "actor_name", "verb", "object_type", "object_id", "object_label", "changes", "reason")
    ]
    return found


def by_task(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows task by task: between tasks the two ways write in another order."""
    return sorted(
        found, key=lambda row: str(row.get("number") or row.get("of") or (row.get("year"), row.get("source")))
    )


def written(drafts: Sequence[TaskDraft], actor: User, *, at_once: bool) -> tuple[list[str], dict[str, Any]]:
    """Return numbers and rows of the tasks, and leave nothing behind."""
    with transaction.atomic():
        opened = open_tasks(drafts, actor=actor) if at_once else [open_task(one, actor=actor) for one in drafts]
        result = [task.number for task in opened], rows()
        assert verify_chain().whole
        transaction.set_rollback(True)
    return result


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("desk_assigns", ["", "1"])
def test_opening_many_writes_the_rows_of_opening_each(
    city: City, monkeypatch: pytest.MonkeyPatch, seed: int, desk_assigns: str
) -> None:
    monkeypatch.setenv("DUBAN_ASSIGN_BY_DESK", desk_assigns)
    drafts = drafts_of(city, Random(seed), 25)
    one_by_one, at_once = (written(drafts, city.clerk, at_once=way) for way in (False, True))
    assert at_once[0] == one_by_one[0]
    for kind, expected in one_by_one[1].items():
        assert by_task(at_once[1][kind]) == by_task(expected), kind
    assert at_once[1]["audit"] == one_by_one[1]["audit"]  # the chain in the very same order


def test_what_is_returned_knows_what_the_database_holds(city: City) -> None:
    opened = open_tasks(drafts_of(city, Random(4), 5), actor=city.clerk)
    for task in opened:
        stored = Task.objects.get(pk=task.pk)
        names = [field.attname for field in Task._meta.concrete_fields]
        assert [getattr(task, name) for name in names] == [getattr(stored, name) for name in names]


def test_one_that_cannot_be_a_task_keeps_all_from_being_opened(city: City) -> None:
    wrong = draft(city.water, title=" ")
    with pytest.raises(DraftRefused, match="为空"):
        open_tasks([draft(city.water), wrong], actor=city.clerk)
    assert not Task.objects.exists()
    assert open_task(draft(city.water), actor=city.clerk).number == "会2026-0001"


def test_tokens_given_again_open_nothing_again(city: City) -> None:
    first, second = uuid.uuid4(), uuid.uuid4()
    before = open_task(draft(city.water), actor=city.clerk, token=first)
    wanted = [draft(city.water), draft(city.finance), draft(city.finance), draft(city.north)]
    opened = open_tasks(wanted, actor=city.clerk, tokens=[first, second, second, None])
    assert [task.number for task in opened] == ["会2026-0001", "会2026-0002", "会2026-0002", "会2026-0003"]
    assert opened[0] == before
    assert open_tasks(wanted[:3], actor=city.clerk, tokens=[first, second, second]) == opened[:3]
    assert open_task(draft(city.water), actor=city.clerk).number == "会2026-0004"  # no number was left out


def test_only_who_may_open_one_may_open_many(city: City) -> None:
    with pytest.raises(PermissionDenied):
        open_tasks([draft(city.water)], actor=city.water_liaison)
    assert open_tasks([], actor=city.clerk) == []


def test_statements_do_not_grow_with_the_tasks(city: City) -> None:
    def asked(count: int) -> int:
        wanted = [replace(draft(city.water), title=f"事项{place}") for place in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            open_tasks(wanted, actor=city.clerk)
        return len(seen)

    asked(1)
    assert asked(20) == asked(2)
