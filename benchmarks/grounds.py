"""Where the ledger's benchmarks take place: a folder kept for the next run, a database of each kind, two servers.

The floor of DUBAN_SHARED runs unchanged and seeds its own database; Duban is filled by `duban demo --tasks` and served
by `duban serve`. Everything listens on the loopback address alone.

    python -m benchmarks.grounds sqlite|postgres FOLDER benchmarks.search_speed [ARGUMENTS]

runs a benchmark that wants a filled database on the one that is kept in the folder, with its server where it has one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duban.settings import setting

PROJECT = Path(__file__).resolve().parent.parent
PASSWORD = "bench-pass-1"
TASKS = 100_000
# as bench/README.md of DUBAN_SHARED asks for a fair comparison
POSTGRES = {
    "shared_buffers": "512MB", "work_mem": "16MB", "random_page_cost": "1.1", "jit": "off", "fsync": "on",
    "synchronous_commit": "on", "listen_addresses": "127.0.0.1",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grounds:
    """One database of one kind, with what the floor and Duban need to find it."""

    folder: Path
    floor_code: Path
    floor_env: dict[str, str]
    duban_env: dict[str, str]
    database_pid: int | None  # None: the database runs inside the servers
    vacuum: tuple[str, ...] = ()  # the command that does the database's housekeeping before a run


def main() -> int:
    """Run the benchmark named; return what it returns."""
    kind, folder, *module = sys.argv[1:]
    shared = (PROJECT / setting("DUBAN_SHARED")).resolve()
    with grounds(kind, Path(folder) / kind, shared) as place:
        fill(place, TASKS)
        return subprocess.call([sys.executable, "-m", *module], cwd=PROJECT, env=place.duban_env)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


@contextlib.contextmanager
def grounds(kind: str, folder: Path, shared: Path) -> Iterator[Grounds]:
    """Yield the grounds for `sqlite` or `postgres`, with its database server running where it has one."""
    folder.mkdir(parents=True, exist_ok=True)
    common = {**os.environ, "LOAD_PASSWORD": PASSWORD, "PYTHONDONTWRITEBYTECODE": "1"}
    duban = {**common, "DUBAN_DATA": str(folder / "duban"), "DUBAN_DATABASE_URL": ""}
    code = shared / "bench" / "floor_django"
    if kind == "sqlite":
        yield Grounds(folder, code, {**common, "FLOOR_DB": f"sqlite:{folder / 'floor.sqlite3'}"}, duban, None)
        return
    with _cluster(folder / "cluster") as (port, pid):
        floor = {**common, "FLOOR_DB": f"postgres:host=127.0.0.1 port={port} dbname=floor user=bench"}
        duban["DUBAN_DATABASE_URL"] = f"postgres://bench@127.0.0.1:{port}/duban"
        vacuum = ("vacuumdb", "-h", "127.0.0.1", "-p", str(port), "-U", "bench", "--all", "--analyze", "--quiet")
        yield Grounds(folder, code, floor, duban, pid, vacuum)


def fill(place: Grounds, tasks: int) -> None:
    """Seed both databases where that was not done before, and do their housekeeping."""
    done = place.folder / f"filled-{tasks}"
    if not done.exists():
        _fill(place, tasks)
        done.touch()
    _run(_duban("manage", "migrate", "--verbosity", "0"), PROJECT, place.duban_env)  # a kept database may be older
    if place.vacuum:
        _run([*place.vacuum], PROJECT, place.duban_env)


def _fill(place: Grounds, tasks: int) -> None:
    scale = {"FLOOR_SEED_TASKS": str(tasks), "FLOOR_SEED_PROGRESS": str(5 * tasks)}
    print(f"seeding the floor: {tasks:,} tasks, {5 * tasks:,} progress rows", flush=True)
    _run([sys.executable, "floor.py", "seed"], place.floor_code, {**place.floor_env, **scale})
    print(f"filling Duban: {tasks:,} tasks, {5 * tasks:,} reports", flush=True)
    _run(_duban("manage", "migrate", "--verbosity", "0"), PROJECT, place.duban_env)
    _run(_duban("demo", "--stage", "empty", "--tasks", str(tasks)), PROJECT, place.duban_env)


@contextlib.contextmanager
def floor_server(place: Grounds) -> Iterator[tuple[str, int]]:
    """Yield address and process of the floor's server, started as its README says."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-w",
        "2",
        "--threads",
        "4",
        "-b",
        f"127.0.0.1:{port}",
        "floor:application",
    ]
    with _server(command, place.floor_code, place.floor_env, port) as process:
        yield f"http://127.0.0.1:{port}", process.pid


@contextlib.contextmanager
def duban_server(place: Grounds) -> Iterator[tuple[str, int]]:
    """Yield address and process of Duban's web server as `duban serve` starts it (its worker is not counted)."""
    port = free_port()
    with _server(_duban("serve", "--port", str(port)), PROJECT, place.duban_env, port) as process:
        yield f"http://127.0.0.1:{port}", _child(process.pid, "gunicorn")


def _duban(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "duban", *arguments]


def _run(command: list[str], folder: Path, env: dict[str, str]) -> None:
    subprocess.run(command, cwd=folder, env=env, check=True)


@contextlib.contextmanager
def _server(command: list[str], folder: Path, env: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"the server did not start (exit code {process.poll()})")


def _child(parent: int, word: str) -> int:
    """Return the child process whose command line holds the word."""
    for line in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        if word in Path(f"/proc/{line}/cmdline").read_text():
            return int(line)
    raise SystemExit(f"{word} is not running")


@contextlib.contextmanager
def _cluster(folder: Path) -> Iterator[tuple[int, int]]:
    """Yield port and first process of a PostgreSQL cluster in the folder, made where it is absent."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        raise SystemExit("PostgreSQL is not installed here")
    port, data = free_port(), folder / "data"
    as_user: list[str] = []
    if os.getuid() == 0:  # the server refuses to run as root
        folder.mkdir(parents=True, exist_ok=True)
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]

    def run(program: str, *arguments: str, **more: object) -> None:
        subprocess.run(
            [*as_user, str(programs[-1] / program), *arguments], check=True, cwd="/", stdout=subprocess.DEVNULL
        )

    if new := not data.exists():
        run("initdb", "-D", str(data), "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    options = " ".join(
        f"-c {name}={value}" for name, value in {**POSTGRES, "unix_socket_directories": str(folder)}.items()
    )
    run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", f"-p {port} {options}", "start")
    try:
        if new:
            for name in ("floor", "duban"):
                run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "bench", name)
        yield port, int((data / "postmaster.pid").read_text().splitlines()[0])
    finally:
        run("pg_ctl", "-D", str(data), "-m", "fast", "stop")


if __name__ == "__main__":
    sys.exit(main())
