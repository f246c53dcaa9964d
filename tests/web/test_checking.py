"""`duban check`: each thing that can be wrong with an installation is named with its fix."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.dates import workdays
from duban.files.actions import store_file
from duban.files.models import StoredFile, path_of
from duban.jobs.checks import sign_of_life
from duban.jobs.management.commands.work import do_rounds
from duban.jobs.models import Job
from duban.web.checking import all_problems, run
from tests.audit.conftest import tamper
from tests.people import City, make_city


@pytest.fixture
def city(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> City:
    """An installation with nothing wrong."""
    (tmp_path / "data").mkdir(mode=0o700)
    for name, value in {
        "DATA": tmp_path / "data",
        "FILES_FOLDER": tmp_path / "data" / "files",
        "SECRET_KEY": "k" * 64,
        "DEBUG": False,
        "ALLOWED_HOSTS": ["127.0.0.1"],
    }.items():
        monkeypatch.setattr(settings, name, value)
    sign_of_life()
    return make_city()


def codes(thorough: bool = False) -> list[str]:
    return [problem.code for problem in all_problems(thorough)]


def test_a_sound_installation_is_ok(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    assert codes(thorough=True) == []
    assert (run(["check"]), capsys.readouterr().out) == (0, "ok\n")


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("DEBUG", True, "debug"),
        ("ALLOWED_HOSTS", ["*", "127.0.0.1"], "any_host"),
        ("ALLOWED_HOSTS", ["duban.yunling.example"], "no_https"),
    ],
)
def test_unsafe_settings_are_named(
    city: City, monkeypatch: pytest.MonkeyPatch, name: str, value: object, code: str
) -> None:
    monkeypatch.setattr(settings, name, value)
    assert code in codes()


def test_a_short_key_is_named(db: None, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SECRET_KEY", "short")
    assert codes() == ["short_key", "audit"]  # and the end of the trail was signed with another


def test_a_data_folder_open_to_others_and_a_readable_key_are_named(city: City) -> None:
    settings.DATA.chmod(0o777)
    (settings.DATA / "secret-key").write_text("x")
    (settings.DATA / "secret-key").chmod(0o644)
    assert codes() == ["data_folder_open", "key_open"]


def test_a_full_disk_is_named(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**12, 10**12, 10**8))
    assert codes() == ["disk"]


def test_a_missing_upgrade_is_named_and_nothing_further_is_asked(city: City) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit' AND name = '0004_head_and_guard'")
    (settings.DATA / "worker-alive").unlink()
    assert codes() == ["migrations"]


def test_a_worker_that_gives_no_sign_is_named_and_work_that_waits_or_failed(city: City) -> None:
    (settings.DATA / "worker-alive").unlink()
    waiting = Job.objects.create(kind="test", label="试")
    Job.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(hours=1))
    Job.objects.create(kind="test", label="试", state="failed")
    assert codes() == ["worker", "jobs_waiting", "jobs_failed"]
    do_rounds()
    assert codes() == ["jobs_waiting", "jobs_failed"]


def test_a_round_that_fails_does_not_stop_the_others(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    (settings.DATA / "worker-alive").unlink()

    def broken() -> None:
        raise OSError

    monkeypatch.setattr("duban.audit.heads.note_down_now_and_then", broken)
    do_rounds()
    assert (settings.DATA / "worker-alive").exists()


def test_missing_changed_left_and_unknown_files_are_named_by_their_hash(
    city: City, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [store_file(f"第{number}份".encode(), f"{number}.txt", None) for number in range(4)]
    missing, shorter, other, purged = files
    path_of(missing).unlink()
    for file, content in ((shorter, b"x"), (other, "第9份".encode())):
        path_of(file).chmod(0o600)
        path_of(file).write_bytes(content)
    StoredFile.objects.filter(pk=purged.pk).update(name="", purged_at=timezone.now())
    (settings.FILES_FOLDER / "ff").mkdir()
    (settings.FILES_FOLDER / "ff" / ("f" * 64)).write_bytes(b"?")
    assert codes() == ["files_missing", "files_changed", "files_left", "files_unknown"]
    assert run(["check", "--json", "--thorough"]) == 1
    said = {problem["code"]: problem["what"] for problem in json.loads(capsys.readouterr().out)["problems"]}
    assert missing.sha256[:12] in said["files_missing"]
    assert "有 2 个文件" in said["files_changed"]  # the one of the same size too
    assert purged.sha256[:12] in said["files_left"]


def test_a_cut_audit_trail_is_named_at_once_and_a_changed_row_by_a_thorough_check(city: City) -> None:
    first, last = AuditEntry.objects.earliest("id").pk, AuditEntry.objects.latest("id").pk
    tamper(f"UPDATE audit_auditentry SET reason = 'x' WHERE id = {first}")
    assert (codes(), codes(thorough=True)) == ([], ["audit"])
    tamper(f"DELETE FROM audit_auditentry WHERE id = {last}")
    assert codes() == ["audit"]


def test_a_year_without_a_holiday_notice_is_named(
    city: City, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("duban.tasks.checks.load_calendar", lambda: workdays.Calendar(frozenset({2024})))
    assert run(["check", "--lang", "en"]) == 1
    assert f"duban holidays {timezone.localdate().year} FILE" in capsys.readouterr().out


def test_an_empty_database_is_named_and_where_the_demo_lies(tmp_path: Path) -> None:
    """README's commands, asked beside the demo without its folder, say which database they looked at."""
    program = [sys.executable, "-m", "duban"]
    environment = {**os.environ, "DUBAN_DATA": str(tmp_path), "DUBAN_DATABASE_URL": ""}
    for words in (["check"], ["audit", "verify"]):
        asked = subprocess.run([*program, *words], env=environment, capture_output=True, text=True, timeout=60)
        said = asked.stdout + asked.stderr
        assert asked.returncode in (1, 2)
        assert str(tmp_path / "duban.sqlite3") in said
        assert "DUBAN_DATA" in said
        assert "var/demo" in said


def test_the_readme_sends_both_commands_to_the_folder_of_the_demo() -> None:
    root = Path(__file__).parents[2]
    folder = "DUBAN_DATA:-var/demo"
    assert folder in (root / "scripts" / "demo").read_text(encoding="utf-8")
    for name in ("README.md", "README.zh-CN.md"):
        lines = (root / name).read_text(encoding="utf-8").splitlines()
        assert "DUBAN_DATA=var/demo .venv/bin/duban check" in lines
        assert "DUBAN_DATA=var/demo .venv/bin/duban audit verify" in lines
