"""An installation of its own, served by `duban serve` as an office has it; killed and started again by the tests."""

from __future__ import annotations

import contextlib
import http.client
import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
WAIT = 90  # seconds, on a busy machine


@dataclass
class Installation:
    """One data folder and database, with the processes that serve it."""

    data: Path
    database_url: str
    scene: dict[str, Any]
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    sessions: dict[str, http.cookiejar.CookieJar] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.data, self.database_url)

    def start(self, pause: str = "") -> None:
        """Serve; with `pause`, stop before that statement (see paused.py)."""
        (self.data / "paused").unlink(missing_ok=True)
        self.port = self.port or _free_port()
        more = {"DUBAN_PAUSE": pause, "DJANGO_SETTINGS_MODULE": "tests.faults.paused"} if pause else {}
        command = [sys.executable, "-m", "duban", "serve", "--port", str(self.port)]
        log = (self.data / "log").open("ab")
        self.process = subprocess.Popen(
            command, cwd=PROJECT, env={**self.environment, **more}, stdout=log, stderr=log, start_new_session=True
        )
        for _ in _until(lambda: _answers(self.port)):
            assert self.process.poll() is None, (self.data / "log").read_text()

    def kill(self) -> None:
        """End every process at once, without a word: SIGKILL."""
        if self.process is not None:
            for pid in tree(self.process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
            list(_until(lambda: not _answers(self.port)))

    def wait_for_pause(self) -> None:
        """Wait until a process stands before its statement."""
        list(_until((self.data / "paused").exists))

    def facts(self) -> dict[str, Any]:
        """Return what the database and the files hold."""
        return run_scene("facts", self.environment)

    def run(self, verb: str) -> dict[str, Any]:
        """Run another verb of the scene."""
        return run_scene(verb, self.environment)

    def wait_until(self, reached: Callable[[], bool]) -> None:
        """Wait until it is reached; fail after a long time."""
        list(_until(reached, pause=2))

    def web_workers(self) -> list[int]:
        """Return the processes that answer requests."""
        assert self.process is not None
        lines = {pid: Path(f"/proc/{pid}/cmdline").read_text() for pid in tree(self.process.pid)}
        return [pid for pid, line in lines.items() if "gunicorn" in line]

    def sign_in(self, username: str, password: str) -> Person:
        """Return somebody with a session."""
        person = Person(f"http://127.0.0.1:{self.port}")
        page = person.get("/sign-in/")
        person.post("/sign-in/", {**hidden(page), "username": username, "password": password})
        return person


class Person:
    """Somebody at a browser: keeps cookies, follows nothing."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), _Stay())

    def get(self, path: str) -> str:
        """Return a page."""
        with self.opener.open(self.base + path, timeout=WAIT) as answer:
            return str(answer.read().decode())

    def post(
        self, path: str, fields: dict[str, str], files: dict[str, tuple[str, bytes]] | None = None
    ) -> tuple[int, str]:
        """Send a form; return status and page."""
        body, media_type = multipart(fields, files or {})
        request = urllib.request.Request(
            self.base + path, body, {"Content-Type": media_type, "Referer": self.base + path}
        )
        try:
            with self.opener.open(request, timeout=WAIT) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def cookie_header(self) -> str:
        """Return the cookies as a header, for requests made by hand."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any) -> None:
        return None


def multipart(fields: dict[str, str], files: dict[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    """Return a form's body and media type."""
    border = uuid.uuid4().hex
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode() for n, v in fields.items()
    ]
    for name, (filename, content) in files.items():
        head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join([*parts, f"--{border}--\r\n".encode()]), f"multipart/form-data; boundary={border}"


def hidden(page: str, mark: str = "csrfmiddlewaretoken") -> dict[str, str]:
    """Return the hidden fields of the page's largest form that holds the mark."""
    forms = [form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if mark in form]
    found = {}
    for tag in re.findall(r"<input[^>]*>", max(forms, key=len)):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") == "hidden" and "name" in attributes:
            found[attributes["name"]] = attributes.get("value", "")
    return found


def tree(pid: int) -> list[int]:
    """Return a process and all below it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(below for child in children for below in tree(int(child)))]


def environment(data: Path, database_url: str) -> dict[str, str]:
    """Return the settings of an installation."""
    temporary = data / "temporary"
    temporary.mkdir(parents=True, exist_ok=True)
    settings = {
        "DUBAN_DATA": str(data),
        "DUBAN_DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "duban.web.django_settings",
        "TMPDIR": str(temporary),
    }
    return {**os.environ, **settings}


def run_scene(verb: str, env: dict[str, str]) -> dict[str, Any]:
    """Run a verb of scene.py in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.scene", verb], cwd=PROJECT, env=env, check=True, stdout=subprocess.PIPE
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@contextlib.contextmanager
def copied(template: Installation, data: Path) -> Iterator[Installation]:
    """Yield a copy of an installation, gone afterwards."""
    shutil.copytree(template.data, data)
    url = template.database_url
    if url:
        name = f"faults_{uuid.uuid4().hex[:8]}"
        with _administration(url) as run:
            run(f"CREATE DATABASE {name} TEMPLATE {urllib.parse.urlsplit(url).path[1:]}")
            url = url.rpartition("/")[0] + f"/{name}"
    place = Installation(data, url, template.scene)
    try:
        yield place
    finally:
        place.kill()
        if url:
            with _administration(url) as run:
                run(f"DROP DATABASE {urllib.parse.urlsplit(url).path[1:]} WITH (FORCE)")


@contextlib.contextmanager
def made(data: Path) -> Iterator[Installation]:
    """Yield a new installation with its scene, on the kind of database the tests run on."""
    with empty_database() as url:
        env = environment(data, url)
        migrate(env)
        yield Installation(data, url, run_scene("make", env))


@contextlib.contextmanager
def empty_database() -> Iterator[str]:
    """Yield the address of an empty database, gone afterwards; on SQLite it is "" and lies in the data folder."""
    url = os.environ.get("DUBAN_DATABASE_URL", "")
    if not url:
        yield url
        return
    name = f"faults_{uuid.uuid4().hex[:8]}"
    with _administration(url) as run:
        run(f"CREATE DATABASE {name}")
    try:
        yield url.rpartition("/")[0] + f"/{name}"
    finally:
        with _administration(url) as run:
            run(f"DROP DATABASE {name} WITH (FORCE)")


def migrate(env: dict[str, str]) -> None:
    """Make or upgrade the tables, as an office does."""
    subprocess.run(
        [sys.executable, "-m", "duban", "manage", "migrate", "--verbosity", "0"], cwd=PROJECT, env=env, check=True
    )


@contextlib.contextmanager
def _administration(url: str) -> Iterator[Any]:
    """Yield what runs a statement on PostgreSQL outside any transaction and beside the database at hand."""
    import psycopg

    with psycopg.connect(url.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
        yield connection.execute


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)
        connection.request("GET", "/sign-in/")
        return connection.getresponse().status == 200
    return False


def _until(reached: Callable[[], bool], pause: float = 0.2) -> Iterator[None]:
    """Yield now and then until it is reached; fail after a long time."""
    end = time.monotonic() + WAIT
    while not reached():
        assert time.monotonic() < end, "waited too long"
        yield
        time.sleep(pause)
