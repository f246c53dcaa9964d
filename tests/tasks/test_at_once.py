"""Two people at once, with real threads, on the database the tests run on: one wins, the other is told."""

from __future__ import annotations

import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections

from duban.organizations.models import User
from duban.tasks import actions
from duban.tasks.actions import ChangeWanted, TaskConflict
from duban.tasks.models import Report, RequestState, Task
from duban.tasks.states import MoveRefused, TaskState, Verb
from tests.tasks.conftest import City, city, draft
from tests.tasks.life import facts, task_in, today, walk

__all__ = ["city"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_database_threads_can_share(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Put the SQLite database of the tests into a file for a while: one in memory has no queue for its locks."""
    if connection.vendor != "sqlite":
        yield
        return
    memory, name = connection.connection, connection.settings_dict["NAME"]
    with sqlite3.connect(tmp_path / "tests.sqlite3") as file:
        memory.backup(file)
    connection.connection, connection.settings_dict["NAME"] = None, str(tmp_path / "tests.sqlite3")
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = memory, name


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do all at once, each in a thread; return what each gave or raised."""
    ready = threading.Barrier(len(deeds))
    results: list[object] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        ready.wait()
        try:
            results[place] = deed()
        except Exception as raised:
            results[place] = raised
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_closing_and_extending_at_once_leaves_one_of_them(city: City) -> None:
    task = walk(city, task_in(city, TaskState.IN_PROGRESS))
    later = today() + timedelta(400)
    wanted = ChangeWanted("deadline", deadline=later)
    request = actions.request_change(task, wanted, actor=city.water_liaison, reason="雨季", today=today())
    walk(city, task, Verb.REQUEST_COMPLETION, Verb.VERIFY)
    page = Task.objects.get(pk=task.pk)  # as the closing person has it before them
    desk, clerk = User.objects.get(pk=city.desk.pk), User.objects.get(pk=city.clerk.pk)
    closed, extended = at_once(
        lambda: actions.close_out(page, actor=clerk),
        lambda: actions.decide_change(request, actor=desk, granted=True, approver="分管副市长"),
    )
    task.refresh_from_db()
    request.refresh_from_db()
    if isinstance(closed, TaskConflict):
        assert (task.state, task.deadline, request.state) == ("verified", later, RequestState.GRANTED)
    else:
        assert isinstance(extended, MoveRefused | TaskConflict)
        assert (task.state, request.state) == ("closed_out", RequestState.WITHDRAWN)
        assert task.deadline != later


def test_a_double_clicked_report_is_one_report(city: City) -> None:
    task = task_in(city, TaskState.SIGNED_FOR)
    once = facts("已清掏一半")
    pages = [(Task.objects.get(pk=task.pk), User.objects.get(pk=city.water_liaison.pk)) for _ in range(2)]
    results = at_once(*(lambda page=page: actions.report_progress(page[0], once, actor=page[1]) for page in pages))
    assert {type(result) for result in results} == {Report}
    assert (Report.objects.count(), task.moves.filter(verb=Verb.REPORT.value).count()) == (1, 1)


def test_a_double_clicked_opening_is_one_task(city: City) -> None:
    token, actors = uuid.uuid4(), [User.objects.get(pk=city.clerk.pk) for _ in range(2)]
    wanted = draft(city.water, source="manual")
    at_once(*(lambda who=who: actions.open_task(wanted, actor=who, token=token) for who in actors))
    assert Task.objects.count() == 1
    assert actions.open_task(wanted, actor=city.clerk).number == "办2026-0002"


def test_two_people_signing_at_once_both_sign(city: City) -> None:
    task = actions.open_task(draft(city.water, supporting_units=(city.finance,)), actor=city.clerk)
    people = [User.objects.get(pk=person.pk) for person in (city.water_liaison, city.finance_liaison)]
    at_once(*(lambda who=who: actions.sign_for(Task.objects.get(pk=task.pk), actor=who) for who in people))
    task.refresh_from_db()
    assert (task.state, task.units.filter(signed_at=None).count()) == ("signed_for", 0)
