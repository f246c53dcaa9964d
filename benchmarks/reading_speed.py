"""The whole reading against the plain floor of DUBAN_SHARED/bench/text_floor.py: read, split, one scan regex.

    python benchmarks/reading_speed.py [runs]

CPU time per byte over corpus/meetings and corpus/work-reports, linearity from 1 MB to 5 MB, peak memory.
Exits 1 where a bar is missed.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from duban.reading import read_file
from duban.settings import setting

PROJECT = Path(__file__).resolve().parent.parent
SHARED = (PROJECT / setting("DUBAN_SHARED")).resolve()
CORPUS = SHARED / "corpus"
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
FLOOR_NAME = "read+split+one scan regex"
TIMES_FLOOR, GOAL = 12.0, 7.0
LINEAR = 1.3
MEETING_MIB, LONG_MIB = 60, 110
_MEASURE = """
import os, sys
nowhere = os.open(os.devnull, os.O_WRONLY)
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, nowhere, 1)])
_, status, usage = os.wait4(child, 0)
sys.exit(status) if status else print(usage.ru_maxrss)
"""


def main() -> int:
    """Print the tables; return 1 where a bar is missed."""
    if not CORPUS.is_dir():
        print(f"DUBAN_SHARED is not there: {SHARED}; the floor and the corpora are. Nothing measured.")
        return 1
    return int(any([over_floor(), over_linear(), over_memory()]))


def over_floor() -> bool:
    """Compare MB/s of UTF-8 with the floor's on each corpus."""
    floor = floor_speeds()
    missed = False
    print(
        f"{'corpus':14}{'texts':>6}{'MB':>7}{'floor MB/s':>12}{'Duban MB/s':>12}{'times floor':>13}  bar {TIMES_FLOOR:.0f}, goal {GOAL:.0f}"
    )
    for name in ("meetings", "work-reports"):
        files = sorted((CORPUS / name).glob("*.txt"))
        size = sum(path.stat().st_size for path in files) / 1e6
        speed = size / statistics.median(cpu(files) for _ in range(RUNS + 1))
        ratio = floor[name] / speed
        print(f"{name:14}{len(files):6}{size:7.2f}{floor[name]:12.1f}{speed:12.2f}{ratio:12.1f}x")
        missed |= ratio > TIMES_FLOOR
    return missed


def floor_speeds() -> dict[str, float]:
    """Run the floor's own script, unchanged; return its median MB/s by corpus."""
    script = SHARED / "bench" / "text_floor.py"
    environment = os.environ | {"CORPUS": str(CORPUS), "ONLY": FLOOR_NAME}
    # It makes ready its other rows even when one is asked for, and stops at the first library that is not there: after the row.
    answer = subprocess.run(
        [sys.executable, str(script), str(max(RUNS, 5))], capture_output=True, text=True, env=environment, check=False
    )
    rows = re.findall(r"one scan regex\s+(\S+)\s.*?MB/s\s+[\d.]+ /\s*([\d.]+) /", answer.stdout)
    if len(rows) != 2:
        raise SystemExit(f"The floor gave no figures:\n{answer.stdout}{answer.stderr}")
    return {name: float(speed) for name, speed in rows}


def cpu(files: list[Path]) -> float:
    """Return the CPU seconds of reading the files once, as objects."""
    begin = time.process_time()
    for path in files:
        read_file(path)
    return time.process_time() - begin


def long_text(folder: Path, megabytes: int) -> Path:
    """Write a text of so many million bytes: the corpora's texts one after the other."""
    pool = b"".join(
        path.read_bytes() for path in sorted(CORPUS.glob("work-reports/*.txt")) + sorted(CORPUS.glob("meetings/*.txt"))
    )
    size = megabytes * 1_000_000
    path = folder / f"{megabytes}.txt"
    path.write_bytes((pool * (size // len(pool) + 1))[:size].decode("utf-8", "ignore").encode())
    return path


def over_linear() -> bool:
    """Compare 5 MB with five times 1 MB."""
    with tempfile.TemporaryDirectory() as folder:
        short, long = (long_text(Path(folder), megabytes) for megabytes in (1, 5))
        once = min(cpu([short]) for _ in range(RUNS))
        five = min(cpu([long]) for _ in range(max(1, RUNS - 1)))
    ratio = five / (5 * once)
    print(f"\n1 MB {once:.2f} s, 5 MB {five:.2f} s CPU: {ratio:.2f} of linear, bar {LINEAR}")
    return ratio > LINEAR


def over_memory() -> bool:
    """Measure the peak memory of `duban read --json` in processes of its own."""
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        meeting = sorted((CORPUS / "meetings").glob("*.txt"))[0]
        for name, path, bar in (("a meeting", meeting, MEETING_MIB), ("5 MB", long_text(Path(folder), 5), LONG_MIB)):
            peak = peak_mib(path)
            print(f"peak memory, {name}: {peak:.0f} MiB, bar {bar}")
            missed |= peak > bar
    return missed


def peak_mib(path: Path) -> float:
    """Return the peak resident memory of reading one file to JSON, in MiB.

    A small process starts the reading: a child's peak begins at what its parent held.
    """
    reading = [sys.executable, "-m", "duban", "read", str(path), "--json"]
    answer = subprocess.run(
        [sys.executable, "-c", _MEASURE, *reading], check=True, capture_output=True, text=True, cwd=PROJECT
    )
    return int(answer.stdout) / 1024


sys.exit(main())
