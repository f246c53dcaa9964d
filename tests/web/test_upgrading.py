"""Squashed migrations: what a new database gets is what an old one grows into, from wherever it stands."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tests.faults.installation import PROJECT, empty_database, environment
from tests.web.older import STARTING_DAY

Ask = Callable[[str], list[Any]]

_POSTGRESQL = (
    """SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, is_nullable,
       column_default, is_identity, generation_expression FROM information_schema.columns
       WHERE table_schema = 'public'""",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid > 0",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


def schema(ask: Ask) -> set[Any]:
    """Return every part of the tables: columns, constraints, indexes, triggers."""
    if connection.vendor == "postgresql":
        return {tuple(row) for query in _POSTGRESQL for row in ask(query)}
    parts: set[Any] = set()
    for name, kind, sql in ask("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        if kind == "table" and not name.startswith("sqlite_"):
            # the place of a column does not matter: Duban names the columns it reads
            parts |= {(name, part) for part in pieces(sql)}
        elif kind != "table":
            parts.add((name, sql))
    return parts


def pieces(sql: str) -> Iterator[str]:
    """Yield columns and constraints of a CREATE TABLE: what commas part that stand in no inner bracket."""
    depth, piece = 0, ""
    for sign in re.sub(r"\s+", " ", sql[sql.index("(") + 1 : sql.rindex(")")]):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            yield piece.strip()
            piece = ""
        else:
            piece += sign
    yield piece.strip()


def ask_here(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Upgrade an installation that stood in the middle of the replaced steps; yield what asks its database.

    Whoever uses it also wants `db`: tests with a database run before those without, and it would be made twice.
    """
    data = tmp_path_factory.mktemp("older")
    with empty_database() as url:
        env = environment(data, url)
        subprocess.run([sys.executable, "-m", "tests.web.older"], cwd=PROJECT, env=env, check=True)
        if url:
            import psycopg

            with psycopg.connect(url) as there:
                yield lambda query: there.execute(query.encode()).fetchall()
        else:
            file = sqlite3.connect(data / "duban.sqlite3")
            yield lambda query: file.execute(query).fetchall()
            file.close()


def test_an_upgraded_database_has_the_tables_of_a_new_one(db: None, upgraded: Ask) -> None:
    new, old = schema(ask_here), schema(upgraded)
    assert (sorted(new - old, key=str), sorted(old - new, key=str)) == ([], [])


def test_the_rows_are_there_and_were_brought_up_to_date(db: None, upgraded: Ask) -> None:
    ((title, starting_day),) = upgraded("SELECT title, deadline_from FROM tasks_task")
    assert (title, str(starting_day)) == ("清掏雨水管网", str(STARTING_DAY))
    assert upgraded("SELECT verb FROM tasks_taskmove") == [("open",)]
    assert upgraded("SELECT number, summary FROM inspections_petition") == [("X1", "河边倒渣土")]


def test_the_squashed_steps_count_as_taken(db: None, upgraded: Ask) -> None:
    taken = {tuple(row) for row in upgraded("SELECT app, name FROM django_migrations")}
    loader = MigrationLoader(None, replace_migrations=False)
    squashed = {key for key, step in loader.disk_migrations.items() if step.replaces}
    assert squashed
    assert squashed <= taken


def test_from_every_earlier_state_there_is_a_road(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = MigrationLoader(None, replace_migrations=False)
    replaced = {old for step in steps.disk_migrations.values() for old in step.replaces}
    history = [key for key in _in_order(steps) if not steps.disk_migrations[key].replaces]
    assert replaced <= set(history)
    for stop in [number for number, key in enumerate(history, start=1) if key in replaced]:
        had = set(history[:stop])
        applied = {key: steps.disk_migrations[key] for key in had}
        monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _self, applied=applied: applied)
        loader = MigrationLoader(connection)
        plan = [key for key in _in_order(loader) if key not in loader.applied_migrations]
        will_have = [old for key in plan for old in (steps.disk_migrations[key].replaces or [key])]
        assert sorted(will_have) == sorted(set(history) - had)


@pytest.mark.django_db(transaction=True)
def test_tables_made_at_once_go_and_come_back() -> None:
    def own() -> set[Any]:
        return {part for part in schema(ask_here) if str(part[0]).startswith("notifications_")}

    before = own()
    assert before
    MigrationExecutor(connection).migrate([("notifications", None)])
    assert own() == set()
    MigrationExecutor(connection).migrate([("notifications", "0001_first_tables")])
    assert own() == before


def _in_order(loader: MigrationLoader) -> list[tuple[str, str]]:
    plan: dict[tuple[str, str], None] = {}
    for leaf in loader.graph.leaf_nodes():
        plan |= dict.fromkeys(loader.graph.forwards_plan(leaf))
    return list(plan)
