"""The search on a large ledger: CPU of what a person finds, by the length of the word and by who asks.

    DUBAN_DATA=folder python -m benchmarks.search_speed [--rounds 3] [--words 60]

Wants the database that DUBAN_DATA or DUBAN_DATABASE_URL names filled (`duban demo --tasks 100000`); makes the index where
it is not there. Words are cut from titles and reports of the ledger itself. Exits 1 where two characters take more than
10 ms at the median on SQLite.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Callable, Sequence
from functools import partial
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.web.django_settings")
django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402

from benchmarks.cpu import cpu_seconds  # noqa: E402
from duban.organizations.models import User  # noqa: E402
from duban.search.actions import catch_up, rebuild  # noqa: E402
from duban.search.models import SearchEntry  # noqa: E402
from duban.search.queries import SearchFilter, find  # noqa: E402
from duban.tasks.models import Task  # noqa: E402

BAR = 10  # milliseconds, two characters, SQLite
LENGTHS = (1, 2, 4, 8)


def main() -> int:
    """Print the medians; return 1 where the bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--words", type=int, default=60)
    given = parser.parse_args()
    if not SearchEntry.objects.exists():
        print("making the index", flush=True)
        rebuild()
    while catch_up():
        pass
    busiest = Task.objects.values_list("lead_unit__code").annotate(n=Count("pk")).order_by("-n")[0][0]
    people = {"desk": "desk", "liaison of the busiest unit": f"u{busiest}"}
    samples = {f"{length} characters": _words(Random(length), length, given.words) for length in LENGTHS}
    samples["two words"] = [
        f"{one} {other}" for one, other in zip(*[iter(_words(Random(9), 2, given.words))] * 2, strict=False)
    ]
    print(f"{SearchEntry.objects.count():,} entries on {connection.vendor}; milliseconds: median, 95%, worst")
    missed = False
    for who, username in people.items():
        user = User.objects.get(username=username)
        for name, words in samples.items():
            costs = sorted(_cost(partial(find, user, word, SearchFilter()), given.rounds) for word in words)
            median = statistics.median(costs)
            print(f"{who:28} {name:14} {median:7.1f} {costs[int(len(costs) * 0.95)]:7.1f} {costs[-1]:7.1f}")
            missed |= connection.vendor == "sqlite" and name == "2 characters" and median > BAR
    return int(missed)


def _words(random: Random, length: int, count: int) -> list[str]:
    """Return pieces of the ledger's own words, as people look for them."""
    last = SearchEntry.objects.order_by("-pk").values_list("pk", flat=True)[0]
    found: list[str] = []
    while len(found) < count:
        keys = [random.randint(1, last) for _place in range(50)]
        for text in SearchEntry.objects.filter(pk__in=keys).values_list("plain", flat=True):
            runs = [run for run in text.split() if len(run) > length and not run.isascii()]
            if runs:
                run = random.choice(runs)
                start = random.randrange(len(run) - length)
                found.append(run[start : start + length])
    return found[:count]


def _cost(ask: Callable[[], object], rounds: int) -> float:
    """Return the median milliseconds of CPU, the database's with them."""
    costs: Sequence[float] = [_timed(ask) for _round in range(rounds)]
    return 1000 * statistics.median(costs)


def _timed(ask: Callable[[], object]) -> float:
    begin = cpu_seconds()
    ask()
    return cpu_seconds() - begin


if __name__ == "__main__":
    sys.exit(main())
