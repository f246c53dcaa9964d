"""Cold starts against `python -c pass`, taken in turns so that a busy minute falls on all alike.

    python benchmarks/cold_start.py [rounds]

The clean text is the demo's; the damaged one is the seed of DUBAN_SHARED where it is there, else the demo's web copy.
Exits 1 where a ratio of the medians is over its bar.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from duban.settings import setting

PROJECT = Path(__file__).resolve().parent.parent
TEXTS = PROJECT / "duban" / "demo" / "texts"
SEED = PROJECT / setting("DUBAN_SHARED") / "gold" / "yaan-2024-10-24.txt"
CASE = {
    "rule_set": "yinchuan-2025", "start": "2024-01-01", "deadline": "2024-12-31", "today": "2024-09-30",
    "target": "100", "actual": "60",
}  # fmt: skip
BREAKDOWN = {"parent": {"target": "27800"}, "children": [{"target": "27960"}]}
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 15
CASES_FOLDER = tempfile.TemporaryDirectory()
DAMAGED = SEED if SEED.is_file() else TEXTS / "65-web-copy.txt"


def _written(name: str, case: object) -> str:
    """Return the place of a case in a folder that goes when the run ends."""
    place = Path(CASES_FOLDER.name) / f"{name}.json"
    place.write_text(json.dumps(case, ensure_ascii=False), "utf-8")
    return str(place)


# the command as installed: `python -m` would add runpy's five milliseconds
DUBAN = [str(Path(sys.executable).with_name("duban"))]
CASES: dict[str, tuple[list[str], float]] = {
    "python -c pass": ([sys.executable, "-c", "pass"], 1.0),
    "duban read, clean .txt": ([*DUBAN, "read", str(TEXTS / "63-news.txt"), "--json"], 6.0),
    f"duban read, damaged ({DAMAGED.name})": ([*DUBAN, "read", str(DAMAGED), "--json"], 9.0),
    "duban deadline, working days": ([*DUBAN, "deadline", "会后5个工作日内", "--from", "2024-09-27"], 7.0),
    "duban lamp": ([*DUBAN, "lamp", _written("lamp", CASE), "--json"], 7.0),
    "duban breakdown": ([*DUBAN, "breakdown", _written("breakdown", BREAKDOWN), "--json"], 7.0),
}


def main() -> int:
    """Print the table; return 1 where a bar is missed."""
    subprocess.run([sys.executable, str(PROJECT / "scripts" / "compile")], check=True)  # as an installation leaves it
    taken: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(ROUNDS + 1):
        for name, (command, _bar) in CASES.items():
            begin = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, cwd=PROJECT)
            taken[name].append((time.perf_counter() - begin) * 1000)
    first = next(iter(CASES))
    floor = min(taken[first][1:]), statistics.median(taken[first][1:])
    print(f"{'':46}{'min ms':>8}{'median':>8}{'ratio of min':>14}{'of medians':>12}{'bar':>7}")
    missed = False
    for name, (_command, bar) in CASES.items():
        least, median = min(taken[name][1:]), statistics.median(taken[name][1:])
        print(f"{name:46}{least:8.1f}{median:8.1f}{least / floor[0]:13.1f}x{median / floor[1]:11.1f}x{bar:6.0f}x")
        missed |= median / floor[1] > bar
    return int(missed)


sys.exit(main())
