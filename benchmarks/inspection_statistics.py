"""The month's statistics over 5,000 petitions against the ledger's list page, and like cases among 100,000, in one process.

    python -m benchmarks.inspection_statistics [--petitions 5000] [--alike 100000] [--rounds 5]

CPU of this process on SQLite, the pages asked for in turns; both pages are signed in, drawn and sent the same way. The
median counts. As many ordinary petitions lie beside, for their own statistics. Statistics are kept until a committed write
changes what they count, as the list's counts are; the first look after such a write, and after another, is told apart. Exits 1
where a bar is missed.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.similar_texts import light, originals

PROJECT = Path(__file__).parent.parent
PAGE_BAR, ALIKE_BAR = 1.5, 5.0  # times the ledger's list; milliseconds at the median
REQUESTS = 10


def main() -> int:
    """Fill a database, compare the pages, look for like cases; return 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--petitions", type=int, default=5000)
    parser.add_argument("--alike", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DUBAN_DATA": folder, "DJANGO_SETTINGS_MODULE": "duban.web.django_settings"}
        duban = [sys.executable, "-m", "duban"]
        subprocess.run([*duban, "manage", "migrate", "--verbosity", "0"], check=True, cwd=PROJECT)
        subprocess.run([*duban, "manage", "collectstatic", "--noinput", "--verbosity", "0"], check=True, cwd=PROJECT)
        size = ["--petitions", str(given.petitions), "--batches", "30"]
        subprocess.run(
            [*duban, "demo", "--stage", "inspection", *size], check=True, cwd=PROJECT, stdout=subprocess.DEVNULL
        )
        import django

        django.setup()
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["testserver"]
        _ordinary(given.petitions)
        return max(_pages(given.rounds), _alike(given.alike))


def _ordinary(count: int) -> None:
    """Store ordinary petitions as they are after a year's work: days, clocks and answers of every kind."""
    from django.utils import timezone

    from duban.organizations.models import Unit, User
    from duban.petitions.actions.moving import set_clock
    from duban.petitions.models import Petition, PetitionMove
    from duban.petitions.rules.data import clock_rules, petition_types

    dice, today, rules = random.Random(11), timezone.localdate(), clock_rules()
    clerk, areas, types = User.objects.get(username="desk"), list(Unit.objects.all()[:12]), list(petition_types())
    made = []
    for number in range(count):
        age = dice.randrange(0, min(300, today.timetuple().tm_yday))
        spans = {"received": 0, "accepted": 8, "told": 10, "referred": 12, "taken_up": 16, "delivered": 60}
        days = {name: str(today - timedelta(days=age - after)) for name, after in spans.items() if after <= age}
        answered = "delivered" in days
        petition = Petition(
            number=f"B{number:06d}", channel="letter", type=dice.choice(types), area=dice.choice(areas), title="路灯不亮",
            received_on=today - timedelta(days=age), summary="巷口路灯不亮，请修复。", registered_by=clerk, days=days,
            state="concluded" if answered else "in_handling" if "taken_up" in days else "registered",
            clock_rules=rules.name, clock_version=rules.version, satisfied=dice.choice(["satisfied", ""]) if answered else "",
        )  # fmt: skip
        set_clock(petition)
        made.append(petition)
    Petition.objects.bulk_create(made, batch_size=500)
    moves = [
        PetitionMove(petition=row, actor=clerk, actor_name=clerk.name, verb="register", to_state=row.state)
        for row in made
    ]
    PetitionMove.objects.bulk_create(moves, batch_size=500)


def _pages(rounds: int) -> int:
    from django.core.cache import cache
    from django.test import Client

    from duban.inspections.models import Inspection, Petition
    from duban.organizations.models import User
    from duban.tasks.models import Task

    client = Client()
    client.force_login(User.objects.get(username="desk"), backend="django.contrib.auth.backends.ModelBackend")
    pages = {
        "list": "/tasks/",
        "statistics": f"/inspections/{Inspection.objects.get().pk}/statistics/",
        "ordinary": "/petitions/statistics/",
    }
    costs: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(rounds + 1):
        for name, address in pages.items():
            cost = _cpu(lambda address=address: _ask(client, address))  # type: ignore[misc]
            costs[name] += [cost] if turn else []
    found = {name: statistics.median(values) for name, values in costs.items()}
    print(f"{Petition.objects.count():,} petitions, {Task.objects.count():,} tasks")
    missed = 0
    for name in ("statistics", "ordinary"):
        ratio = found[name] / found["list"]
        missed |= ratio > PAGE_BAR
        print(f"ledger's list {found['list']:.1f} ms, {name} {found[name]:.1f} ms: {ratio:.2f}x (bar {PAGE_BAR})")
        for words, act in (("another write", _write_elsewhere), ("a write it counts", cache.clear)):
            costs[words] = [_cpu(lambda name=name: _ask(client, pages[name]), act) for _turn in range(rounds)]  # type: ignore[misc]
            fresh = statistics.median(costs[words])
            print(f"  the first look after {words} {fresh:.1f} ms: {fresh / found['list']:.1f}x, no bar", flush=True)
    return int(missed)


def _write_elsewhere() -> None:
    """Write a row of the trail that tells of something else."""
    from django.db import transaction

    from duban.audit.actions import record
    from duban.organizations.models import User

    with transaction.atomic():
        record("benchmark.write", User.objects.get(username="desk"), actor=None)


def _ask(client: Any, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")


def _cpu(act: Callable[[], None], before_each: Callable[[], None] = lambda: None) -> float:
    """Return CPU milliseconds of one call, over several."""
    spent = 0.0
    for _n in range(REQUESTS):
        before_each()
        before = time.process_time()
        act()
        spent += time.process_time() - before
    return 1000 * spent / REQUESTS


def _alike(count: int) -> int:
    """Add real petitions' texts and edited copies of them up to the count, save the index, ask for those like some."""
    from duban.inspections.models import Petition
    from duban.inspections.similar import alike, save_index

    dice, texts = random.Random(7), originals()
    first = Petition.objects.exclude(task=None).first()
    assert first is not None
    made = []
    for number in range(Petition.objects.count(), count):
        text = texts[number % len(texts)]
        made.append(
            Petition(
                inspection=first.inspection, batch=first.batch, position=10**6 + number, number=f"B{number:08d}",
                channel="call", summary=text if number < len(texts) else light(text, dice, texts), task=first.task,
                lead_unit=first.lead_unit, state="assigned",
            )
        )  # fmt: skip
    Petition.objects.bulk_create(made, batch_size=2000)
    started = time.perf_counter()
    print(f"index of {save_index():,} petitions made in {time.perf_counter() - started:.0f} s", flush=True)
    times = []
    for petition in dice.sample(made, 220):
        started = time.process_time()
        alike(petition, Petition.objects.all())
        times.append(1000 * (time.process_time() - started))
    median = statistics.median(times[20:])
    print(f"like cases, re-ranked: {median:.1f} ms of CPU at the median (bar {ALIKE_BAR})")
    return int(median > ALIKE_BAR)


if __name__ == "__main__":
    raise SystemExit(main())
