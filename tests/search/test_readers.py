"""The marks of readers: they spare looking, and change nothing of what anybody finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from duban.organizations.models import User
from duban.search.actions import catch_up
from duban.search.engines import engine_for
from duban.search.models import SearchEntry
from duban.search.queries import SearchFilter, find, marks_of, matching, visible_entries
from duban.search.rules import mark, words_of
from duban.tasks.actions import ReportFacts, change_task, draft_of, open_task, report_progress, sign_for
from duban.tasks.models import Task
from tests.tasks.conftest import City, draft

PEOPLE = ("clerk", "desk", "leader", "water_liaison", "finance_liaison", "north_liaison", "administrator", "auditor")


@pytest.fixture
def tasks(city: City) -> list[Task]:
    """One of the water bureau with a child in 北县, one of the finance bureau which the water bureau supports."""
    opened = [
        open_task(draft(city.water, title="清掏水管", fan_out_to=(city.north,)), actor=city.clerk),
        open_task(draft(city.finance, title="水管资金", supporting_units=(city.water,)), actor=city.clerk),
        open_task(draft(city.finance, title="水管审计"), actor=city.clerk),
    ]
    sign_for(opened[0], actor=city.water_liaison)
    report_progress(opened[0], ReportFacts("水管已清掏一半", date(2026, 1, 5)), actor=city.water_liaison)
    catch_up()
    return opened


def found_by(user: User, word: str = "水管") -> set[int]:
    """Return the tasks whose entries the person finds; see that marks hide nothing they may see."""
    words = words_of(word)
    without = set(matching(visible_entries(user), words).values_list("pk", flat=True))
    assert set(matching(visible_entries(user), words, marks_of(user)).values_list("pk", flat=True)) == without
    assert find(user, word, SearchFilter()).total == len(without)
    return set(SearchEntry.objects.filter(pk__in=without).values_list("task", flat=True))  # type: ignore[arg-type]


def test_marks_change_nothing_of_what_anybody_finds(city: City, tasks: list[Task]) -> None:
    first, second, third = (task.pk for task in tasks)
    child = tasks[0].children.get().pk
    found = {person: found_by(getattr(city, person)) for person in PEOPLE if hasattr(city, person)}
    everything = {first, second, third, child}
    assert found["clerk"] == found["desk"] == found["leader"] == everything
    assert found["water_liaison"] == {first, second, child}
    assert found["finance_liaison"] == {second, third}
    assert found["administrator"] == found["auditor"] == set()


def test_marks_follow_a_change_of_units_of_the_child_too(city: City, tasks: list[Task]) -> None:
    first, child = tasks[0], tasks[0].children.get()
    first.refresh_from_db()
    change_task(first, replace(draft_of(first), lead_unit=city.finance), actor=city.clerk, reason="改由财政局牵头")
    catch_up()
    assert found_by(city.water_liaison) == {tasks[1].pk}
    assert {first.pk, child.pk} < found_by(city.finance_liaison)
    words = words_of("一半")  # the report of the task, whose own words did not change
    assert [entry.readers for entry in matching(SearchEntry.objects.all(), words)] == [mark(city.finance.pk)]


def test_who_lost_a_task_does_not_find_it_before_the_marks_follow(city: City, tasks: list[Task]) -> None:
    tasks[1].refresh_from_db()
    change_task(tasks[1], replace(draft_of(tasks[1]), supporting_units=()), actor=city.clerk, reason="不再配合")
    words = words_of("水管资金")
    marked = matching(SearchEntry.objects.all(), words, marks_of(city.water_liaison))
    assert [entry.task_id for entry in marked] == [tasks[1].pk]
    assert find(city.water_liaison, "水管资金", SearchFilter()).total == 0


@pytest.mark.parametrize("search", ["•", "•1", "1", "u"])
def test_marks_are_no_words(city: City, tasks: list[Task], search: str) -> None:
    words = words_of(search)
    found = set(matching(SearchEntry.objects.all(), words).values_list("pk", flat=True))
    held = {entry.pk for entry in SearchEntry.objects.all() if all(word.text in entry.plain for word in words)}
    assert found == held


def test_an_index_from_before_the_marks_gets_them(city: City, tasks: list[Task]) -> None:
    before = dict(SearchEntry.objects.values_list("pk", "readers"))
    SearchEntry.objects.update(readers="")
    entries = list(SearchEntry.objects.all())
    engine_for(connection).store(connection, entries)
    assert not find(city.water_liaison, "水管", SearchFilter()).total
    migration = import_module("duban.search.migrations.0004_marks_of_readers")
    with connection.cursor() as cursor:
        migration.mark(None, SimpleNamespace(connection=connection, execute=cursor.execute))
    assert dict(SearchEntry.objects.values_list("pk", "readers")) == before
    assert len(found_by(city.water_liaison)) == 3


@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.parametrize("search", ["水管", "水", "清掏水管", "水管 一半", "水管，", "审"])
def test_walking_the_entries_finds_what_the_index_holds(
    city: City, tasks: list[Task], monkeypatch: pytest.MonkeyPatch, search: str
) -> None:
    def found() -> list[list[int]]:
        people = [getattr(city, person) for person in PEOPLE]
        ways = [matching(visible_entries(user), words_of(search), marks_of(user)) for user in people]
        return [list(way.values_list("pk", flat=True)) for way in ways]

    held = found()
    monkeypatch.setattr("duban.search.engines.postgresql.FREQUENT", 0)
    assert found() == held
