"""The ledger's pages against the smallest Django ledger: CPU per request, server and database, as ratios of one run.

    python -m benchmarks.ledger [sqlite|postgres] [--tasks 100000] [--folder FOLDER] [--requests 150] [--rounds 3]

Without a database named, both are run. The folder keeps what was seeded for the next run. CPU is read from the
kernel's counters (`bench/http_load.py` of DUBAN_SHARED), so that a busy neighbour changes little. Exits 1 where a bar
is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import importlib.util
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from benchmarks.grounds import PASSWORD, PROJECT, Grounds, duban_server, fill, floor_server, grounds
from duban.demo.people import PASSWORD as DEMO_PASSWORD
from duban.settings import setting

WARM_UP = 20
NIGHT = 60  # seconds


@dataclass(slots=True)
class Request:
    """One request, with what its answer must be."""

    path: str
    body: str = ""
    media_type: str = "application/x-www-form-urlencoded"
    status: int = 200
    holds: str = ""


@dataclass(slots=True)
class Case:
    """A page of Duban beside one of the floor; each is a function that makes the next request."""

    name: str
    floor: str
    who: str
    next: Callable[[], Request]
    bar: float


@dataclass(slots=True)
class Site:
    """A running server and what it costs."""

    base: str
    pids: list[int]
    database: list[int]
    load: Any  # http_load.py
    cookies: dict[str, str]

    def sign_in(self, who: str, path: str, password: str) -> None:
        """Keep a session for this person."""
        os.environ.update(LOAD_USER=who, LOAD_PASSWORD=password)
        self.cookies[who] = self.load.login(self.base, path, "username", "password")

    def ask(self, request: Request, who: str) -> bytes:
        """Return the answer's body; end the run where the answer is not what it must be."""
        where = urlsplit(self.base)
        connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=60)
        headers = {"Cookie": self.cookies[who], "Host": where.netloc}
        if request.body:
            headers["Content-Type"] = request.media_type
        connection.request("POST" if request.body else "GET", request.path, request.body.encode() or None, headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != request.status or request.holds.encode() not in body:
            raise SystemExit(
                f"{request.path}: {answer.status}, not {request.status} with {request.holds!r}\n{body[:2000]!r}"
            )
        return body

    def cost(self, next_request: Callable[[], Request], who: str, count: int) -> tuple[float, float, int]:
        """Return CPU milliseconds a request of the server and of the database, and the bytes of the last answer."""
        before = self.load.cpu_seconds(self.pids), self.load.cpu_seconds(self.database)
        for _ in range(count):
            size = len(self.ask(next_request(), who))
        after = self.load.cpu_seconds(self.pids), self.load.cpu_seconds(self.database)
        return 1000 * (after[0] - before[0]) / count, 1000 * (after[1] - before[1]) / count, size


def main() -> int:
    """Run what was asked for; return 1 where a bar is missed."""
    given = _arguments()
    if given.database is None:
        rest = sys.argv[1:]
        return max(
            subprocess.call([sys.executable, "-m", "benchmarks.ledger", kind, *rest]) for kind in ("sqlite", "postgres")
        )
    shared = (PROJECT / setting("DUBAN_SHARED")).resolve()
    if not (shared / "bench").is_dir():
        raise SystemExit("DUBAN_SHARED is not there: without its floor there is nothing to compare with")
    with contextlib.ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        place = stack.enter_context(grounds(given.database, folder / given.database, shared))
        fill(place, given.tasks)
        return _compare(place, http_load(shared), given)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("database", nargs="?", choices=("sqlite", "postgres"))
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--requests", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def http_load(shared: Path) -> Any:
    """Return `http_load.py` of the shared benchmarks as a module."""
    spec = importlib.util.spec_from_file_location("http_load", shared / "bench" / "http_load.py")
    if spec is None or spec.loader is None:
        raise SystemExit("http_load.py is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _compare(place: Grounds, load: Any, given: argparse.Namespace) -> int:
    database = [place.database_pid] if place.database_pid else []
    os.environ.update(
        place.duban_env, DJANGO_SETTINGS_MODULE="duban.web.django_settings"
    )  # this process looks into Duban's database to know whom and what to ask for
    with floor_server(place) as (floor_base, floor_pid), duban_server(place) as (base, pid):
        floor = Site(floor_base, [floor_pid], database, load, {})
        duban = Site(base, [pid], database, load, {})
        floor.sign_in("bench", "/login/", PASSWORD)
        floor_cases = _floor_cases(given.tasks)
        cases = list(_cases(duban))
        for case in cases:
            if case.who not in duban.cookies:
                duban.sign_in(case.who, "/sign-in/", DEMO_PASSWORD)
        costs: dict[str, list[tuple[float, float, int]]] = {}
        for turn in range(given.rounds + 1):
            count = given.requests if turn else WARM_UP
            for name, ask in floor_cases.items():
                costs.setdefault(f"floor {name}", []).append(floor.cost(ask, "bench", count))
            for case in cases:
                costs.setdefault(case.name, []).append(duban.cost(case.next, case.who, count))
        missed = _print(cases, {name: rows[1:] for name, rows in costs.items()}, given.database)
        return max(missed, _night(load, database))


def _floor_cases(tasks: int) -> dict[str, Callable[[], Request]]:
    """Return the floor's pages: the list with its stored lamp, one item with its history, two inserts."""
    numbers = iter(range(10**9))
    stamp = random.randrange(10**8)  # numbers are unique there, run after run
    return {
        "list": lambda: Request("/tasks/?n=25&lamp=stored", holds="items"),
        "page": lambda: Request(f"/tasks/{random.randint(1, tasks)}/", holds="<li>"),
        "insert": lambda: Request(
            "/api/tasks/",
            f'{{"number": "b{stamp}-{next(numbers)}", "title": "one more"}}',
            "application/json",
            status=201,
        ),
    }


def _cases(duban: Site) -> Iterator[Case]:
    """Yield Duban's pages with their bars, asked for by those who ask for them in life."""
    import django

    django.setup()
    from django.db.models import Count, Q

    from duban.tasks.models import Task

    busiest = Task.objects.values_list("lead_unit__code").annotate(n=Count("pk")).order_by("-n")[0][0]
    liaison = f"u{busiest}"
    for who in ("desk", "leader", liaison):
        yield Case(
            f"overdue list ({_role(who)})", "list", who, lambda: Request("/tasks/?due=overdue", holds="<tbody>"), 1.5
        )
    for who in ("desk", liaison):
        yield Case(f"only red ({_role(who)})", "list", who, lambda: Request("/tasks/?lamp=red", holds="<tbody>"), 1.5)
    yield Case("board (desk)", "list", "desk", lambda: Request("/board/", holds='id="by-unit"'), 1.5)
    yield Case("one page (leader)", "list", "leader", lambda: Request("/board/leader/", holds='id="units"'), 1.5)
    reported = Count("reports", filter=Q(reports__state="sent"))
    led = Task.objects.filter(lead_unit__code=busiest)
    five = list(led.annotate(n=reported).filter(n=5).values_list("pk", flat=True)[:400])
    for who in ("desk", liaison):
        yield Case(f"task page ({_role(who)})", "page", who, lambda: Request(f"/tasks/{random.choice(five)}/"), 2.5)
    duban.sign_in(liaison, "/sign-in/", DEMO_PASSWORD)
    reporting = list(led.filter(state="in_progress").values_list("pk", flat=True)[:300])
    yield Case("report (liaison)", "insert", liaison, _reports(duban, liaison, reporting), 3.0)


def _role(who: str) -> str:
    return "liaison" if who.startswith("u") else who


def _reports(duban: Site, who: str, tasks: list[int]) -> Callable[[], Request]:
    """Return what makes the next report's request: another task each time, with the form's own hidden fields."""
    hidden = {}
    page = duban.ask(Request(f"/tasks/{tasks[0]}/report/", holds="<form"), who).decode()
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") == "hidden" and "name" in attributes:
            hidden[attributes["name"]] = attributes.get("value", "")
    as_of = re.search(r'name="as_of"[^>]*value="([^"]+)"', page) or re.search(r'value="([^"]+)"[^>]*name="as_of"', page)
    csrf = re.search(r"csrftoken=([^;]+)", duban.cookies[who])
    if as_of is None or csrf is None:
        raise SystemExit("the report's form is not what it was")

    def following() -> Request:
        fields = {
            **hidden,
            "csrfmiddlewaretoken": csrf[1],
            "as_of": as_of[1],
            "once": str(uuid.uuid4()),
            "text": "按计划推进。",
            "actual": "1",
        }
        return Request(f"/tasks/{random.choice(tasks)}/report/", urlencode(fields), status=302)

    return following


def _print(cases: list[Case], costs: dict[str, list[tuple[float, float, int]]], database: str) -> int:
    """Print the table; return 1 where a bar is missed."""
    print(
        f"\n{database}: CPU milliseconds a request, server + database, medians of {len(next(iter(costs.values())))} rounds"
    )
    print(f"{'':28}{'Duban':>16}{'floor':>16}{'ratio':>8}{'bar':>6}{'KB':>7}")
    missed = False
    for case in cases:
        own, bare = _median(costs[case.name]), _median(costs[f"floor {case.floor}"])
        ratio = sum(own[:2]) / sum(bare[:2])
        missed |= ratio > case.bar
        kilobytes = costs[case.name][-1][2] / 1024
        print(
            f"{case.name:28}{own[0]:9.1f} +{own[1]:5.1f}{bare[0]:9.1f} +{bare[1]:5.1f}{ratio:7.2f}x{case.bar:5.1f}x{kilobytes:7.0f}"
            f"{'  MISSED' if ratio > case.bar else ''}"
        )
    return int(missed)


def _night(load: Any, database: list[int]) -> int:
    """Judge every open task's lamp as of yesterday's; print the CPU a hundred thousand take; return 1 over the bar."""
    from datetime import timedelta

    from django.utils import timezone

    from duban.tasks.actions.lighting import light_all
    from duban.tasks.models import Task

    today = timezone.localdate()
    Task.objects.filter(in_hand=1).update(lamp_on=today - timedelta(days=1))
    before = time.process_time() + load.cpu_seconds(database)
    judged, changed = light_all(today)
    spent = time.process_time() + load.cpu_seconds(database) - before
    whole = spent / judged * 100_000
    print(
        f"nightly evaluation: {judged:,} open tasks, {changed:,} changed, {spent:.1f} s CPU; 100,000 in {whole:.1f} s, bar {NIGHT} s"
    )
    return int(whole > NIGHT)


def _median(rows: list[tuple[float, float, int]]) -> tuple[float, float]:
    return statistics.median(row[0] for row in rows), statistics.median(row[1] for row in rows)


if __name__ == "__main__":
    sys.exit(main())
