"""Who sees which task."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from duban.tasks import permissions
from duban.tasks.actions import open_task, withdraw_task
from duban.tasks.models import Task
from duban.tasks.permissions import visible_to
from tests.tasks.conftest import City, draft


@pytest.fixture
def tasks(city: City) -> None:
    """One fanned out to the north county, one with finance supporting, one of education alone."""
    open_task(draft(city.water, title="甲", fan_out_to=(city.north,)), actor=city.clerk)
    open_task(draft(city.water, title="乙", supporting_units=(city.finance,)), actor=city.clerk)
    open_task(draft(city.education, title="丙", data_units=(city.north,)), actor=city.clerk)


@pytest.mark.parametrize(
    ("who", "numbers"),
    [
        ("clerk", ["会2026-0001", "会2026-0001-01", "会2026-0002", "会2026-0003"]),
        ("desk", ["会2026-0001", "会2026-0001-01", "会2026-0002", "会2026-0003"]),
        ("leader", ["会2026-0001", "会2026-0001-01", "会2026-0002", "会2026-0003"]),
        ("administrator", []),
        ("auditor", []),
        ("water_liaison", ["会2026-0001", "会2026-0001-01", "会2026-0002"]),
        ("finance_liaison", ["会2026-0002"]),
        ("north_liaison", ["会2026-0001-01", "会2026-0003"]),
        ("education_head", ["会2026-0003"]),
    ],
)
@pytest.mark.usefixtures("tasks")
def test_each_sees_its_own_and_nothing_else(
    city: City, who: str, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = getattr(city, who)
    assert sorted(visible_to(person).values_list("number", flat=True)) == numbers
    each = [
        visible_to(person, Task.objects.filter(pk=task.pk)).values_list("number", flat=True)
        for task in Task.objects.all()
    ]
    assert sorted(number for one in each for number in one) == numbers
    monkeypatch.setattr(permissions, "MANY_TASKS", 0)  # a unit with very many tasks is asked for another way
    assert sorted(visible_to(person).values_list("number", flat=True)) == numbers


@pytest.mark.usefixtures("tasks")
def test_a_guest_sees_nothing() -> None:
    assert visible_to(AnonymousUser()).count() == 0


def test_a_withdrawn_task_stays_visible_to_its_unit(city: City) -> None:
    task = open_task(draft(city.water), actor=city.clerk)
    withdraw_task(task, actor=city.clerk, reason="更正")
    assert visible_to(city.water_liaison).get() == task
