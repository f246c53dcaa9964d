"""An installation as an office has it: a data folder of its own, real processes, SQLite in a file."""

import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from duban.settings import SETTINGS
from duban.web import server
from duban.web.installation import BadDatabaseUrl, database_from_url, secret_key

SLOW = 300  # seconds: making all tables takes two of a processor, and a loaded machine lends a tenth of one


def test_without_an_address_sqlite_lies_in_the_data_folder(tmp_path: Path) -> None:
    database = database_from_url("", tmp_path)
    assert database["NAME"] == tmp_path / "duban.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20


def test_an_address_is_taken_apart_with_its_escapes() -> None:
    database = database_from_url("postgres://du%40ban:p%2Fw@db.local:5433/ledger", Path())
    names = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    assert [database[name] for name in names] == ["du@ban", "p/w", "db.local", "5433", "ledger"]


@pytest.mark.parametrize("url", ["mysql://u:p@h/db", "postgres://u:p@h", "duban.sqlite3"])
def test_another_kind_of_address_is_refused_with_the_right_form(url: str) -> None:
    with pytest.raises(BadDatabaseUrl, match="postgres://用户:密码@主机:端口/库名"):
        database_from_url(url, Path())


def test_the_signing_key_is_made_once_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    key = secret_key(folder)
    assert len(key) > 60
    assert secret_key(folder) == key
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert secret_key(folder, "given") == "given"


def test_every_setting_says_what_it_means_and_stands_once() -> None:
    names = [entry.name for entry in SETTINGS]
    assert len(set(names)) == len(names)
    assert [entry.name for entry in SETTINGS if not entry.meaning] == []


class Installation:
    """A data folder and the commands run in it."""

    def __init__(self, folder: Path) -> None:
        unset = {entry.name: "" for entry in SETTINGS}
        self.environment = {**os.environ, **unset, "DUBAN_DATA": str(folder)}
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.folder = folder

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", "import sys; from duban.cli import main; sys.exit(main())", *arguments]
        return subprocess.Popen(
            command, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=SLOW)
        return process.returncode, out, err


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("an office") / "data")
    assert made.run("manage", "migrate", "--verbosity", "0")[0] == 0
    return made


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def test_a_database_without_its_tables_is_not_served(tmp_path: Path) -> None:
    code, _out, err = Installation(tmp_path / "empty").run("serve", "--port", str(free_port()))
    assert code == 2
    assert "duban manage migrate" in err
    assert "Traceback" not in err


def test_a_port_in_use_is_named_with_the_option_to_change_it(installation: Installation) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        code, _out, err = installation.run("serve", "--check-port", "--port", str(port))
        assert code == 2
        assert f"端口 {port} 无法使用" in err
        assert "--port" in err
        assert len(err.strip().splitlines()) == 1
    assert installation.run("serve", "--check-port", "--port", str(port))[0] == 0


def test_writers_at_the_same_time_make_one_audit_chain_on_sqlite(installation: Installation) -> None:
    assert installation.run("add-administrator", "chief")[0] == 0
    writers = [installation.start("reset-code", "chief") for _ in range(4)]
    results = [(writer.communicate(timeout=SLOW)[1], writer.returncode) for writer in writers]
    assert results == [("", 0)] * 4
    rows = sqlite3.connect(installation.folder / "duban.sqlite3").execute(
        "SELECT previous_hash, hash, verb FROM audit_auditentry ORDER BY id"
    )
    chain = list(rows)
    assert [row[0] for row in chain[1:]] == [row[1] for row in chain[:-1]]
    assert [row[2] for row in chain].count("issue_reset_code") == 5


def processes_of(group: list[int]) -> list[int]:
    return [process for process in group if Path(f"/proc/{process}").exists()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serving_answers_does_background_work_and_stops_cleanly(
    installation: Installation, number: signal.Signals
) -> None:
    port = free_port()
    process = installation.start("serve", "--port", str(port))
    try:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/") as response:
            assert "登录督办" in response.read().decode()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/web/tokens.css") as response:
            assert response.headers["Content-Type"].startswith("text/css")
        children = [
            int(child) for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        ]
        assert len(children) == 2
        time.sleep(0.5)
    finally:
        process.send_signal(number)
        _out, err = process.communicate(timeout=SLOW)
    assert (process.returncode, "Traceback" in err) == (0, False)
    assert processes_of(children) == []


@pytest.mark.parametrize(("port", "proposed"), [(8000, 8001), (65535, 8000), (80, 8000)])
def test_the_proposed_port_is_one_that_may_be_used(port: int, proposed: int) -> None:
    assert server._next(port) == proposed
