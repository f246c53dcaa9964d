"""What a small office's machine must spare: memory of two web workers after pages, after exports.

    python -m benchmarks.serving_memory [sqlite|postgres] [--tasks 100000] [--folder FOLDER] [--requests 150]

Counted are the workers and the process that forked them, each page shared by n of them for 1/n (proportional set size).
Of SQLite's file, which is mapped, what lies in memory counts too. Exits 1 where pages and exports leave more than 250 MiB.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.grounds import PROJECT, duban_server, fill, grounds
from benchmarks.ledger import Request, Site, http_load
from duban.demo.people import PASSWORD
from duban.settings import setting

BAR = 250  # MiB
PAGES = {
    "desk": ("/", "/tasks/?due=overdue", "/tasks/?lamp=red", "/board/", "/search/?q=%E6%8E%A8%E8%BF%9B"),
    "leader": ("/board/leader/", "/tasks/?due=overdue"),
}
OF_TASKS = "desk"
EXPORTS = ("/tasks/tasks.xlsx?lamp=red", "/tasks/tasks.csv?lamp=red", "/tasks/tasks.xlsx?due=overdue")


def main() -> int:
    """Print what is held after the start, after pages, after exports; return 1 over the bar."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("database", nargs="?", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--requests", type=int, default=150)
    given = parser.parse_args()
    shared = (PROJECT / setting("DUBAN_SHARED")).resolve()
    with contextlib.ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        place = stack.enter_context(grounds(given.database, folder / given.database, shared))
        fill(place, given.tasks)
        base, pid = stack.enter_context(duban_server(place))
        site = Site(base, [pid], [], http_load(shared), {})
        for who in PAGES:
            site.sign_in(who, "/sign-in/", PASSWORD)
        _tell("signed in", pid)
        for who, path in _paths(given.requests, given.tasks):
            site.ask(Request(path), who)
        _tell("after pages", pid)
        for turn in range(4):
            for path in EXPORTS:
                size = len(site.ask(Request(path), "desk"))
                if not turn:
                    print(f"  {path}: {size / 1024**2:.1f} MiB sent")
        return int(_tell("after exports", pid) > BAR)


def _paths(requests: int, tasks: int) -> Iterator[tuple[str, str]]:
    """Yield who asks for what: each list in turn, and as many tasks' pages."""
    for number in range(requests):
        for who, paths in PAGES.items():
            for path in paths:
                yield who, path
        yield OF_TASKS, f"/tasks/{1 + number * (tasks // requests)}/"


def _tell(moment: str, pid: int) -> float:
    """Print and return the MiB that the process and its children hold."""
    held, mapped = 0.0, 0.0
    for one in (pid, *_children(pid)):
        whole, database = _proportional(one)
        held, mapped = held + whole, mapped + database
    print(f"{moment}: {held:.0f} MiB, {mapped:.0f} of them the mapped database; bar {BAR}", flush=True)
    return held


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _proportional(pid: int) -> tuple[float, float]:
    """Return the proportional set size of a process in MiB, and what of it is SQLite's file."""
    whole = database = 0
    file = ""
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        words = line.split()
        if words[0] == "Pss:":
            whole += int(words[1])
            database += int(words[1]) if file.endswith(".sqlite3") else 0
        elif not words[0].endswith(":"):
            file = words[5] if len(words) > 5 else ""
    return whole / 1024, database / 1024


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.web.django_settings")
    sys.exit(main())
