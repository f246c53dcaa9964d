"""Finding edited petitions again among many: `python -m benchmarks.similar_texts [COUNT]` (default 100000).

The texts are those of DUBAN_SHARED's petitions with copies of them; queries are edits of originals, light ones (about 5%
of the characters) and medium ones (60% of the sentences, shuffled, edited, one foreign). Prints building time, size, peak
memory, milliseconds of CPU a query and recall@10 of the original.
"""

from __future__ import annotations

import csv
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from duban.settings import setting
from duban.similarity import SimilarIndex

ADDED = "的了在是我有和就不人都一个上也很到说要去你会着没有看好自己这"
QUERIES = 300


def originals() -> list[str]:
    """Return the petitions, subject and body, each once."""
    csv.field_size_limit(10**9)
    texts = []
    for name in ("labelled", "messages", "replies"):
        path = Path(setting("DUBAN_SHARED")) / "corpus" / "petitions" / f"{name}.csv"
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            texts += [re.sub(r"\s+", "", f"{row['subject'] or ''}。{row['body'] or ''}")[:600] for row in rows]
    return [text for text in dict.fromkeys(texts) if len(text) > 10]


def light(text: str, dice: random.Random, _others: list[str]) -> str:
    """Change about one character in twenty."""
    letters = list(text)
    for _ in range(max(1, len(letters) // 20)):
        place = dice.randrange(len(letters))
        letters[place] = dice.choice([chr(dice.randrange(0x4E00, 0x9FA5)), "", letters[place] + dice.choice(ADDED)])
    return "".join(letters)


def medium(text: str, dice: random.Random, others: list[str]) -> str:
    """Keep three sentences in five, shuffled and edited, with one of another text."""
    parts = [part for part in re.split(r"(?<=[。！？；，])", text) if part]
    kept = [part for part in parts if dice.random() < 0.6] or parts[:1]
    dice.shuffle(kept)
    foreign = [part for part in re.split(r"(?<=[。！？；，])", dice.choice(others)) if part]
    return "".join([*(light(part, dice, others) for part in kept), dice.choice(foreign)])


def main(count: int) -> None:
    """Build, save, load, ask."""
    texts, dice = originals(), random.Random(7)
    many = [(str(place), text) for place, text in enumerate(texts[:count])]
    many += [(str(place), light(texts[place % len(texts)], dice, texts)) for place in range(len(texts), count)]
    start = time.process_time()
    built = SimilarIndex.build(many)
    taken = time.process_time() - start
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "similar.index"
        built.save(path)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count} texts: built in {taken:.1f} s, {path.stat().st_size / 1e6:.0f} MB on disk, peak {peak:.0f} MiB")
        index = SimilarIndex.load(path)
        edits: tuple[Callable[[str, random.Random, list[str]], str], ...] = (light, medium)
        for edit in edits:
            times, found = [], 0
            for _ in range(QUERIES):
                place = dice.randrange(min(len(texts), count))
                asked = edit(texts[place], dice, texts)
                start = time.process_time()
                matches = index.find(asked)
                times.append((time.process_time() - start) * 1000)
                found += any(int(match.id) % len(texts) == place for match in matches)
            times.sort()
            print(
                f"{edit.__name__:7} median {statistics.median(times):.2f} ms, 95% {times[int(QUERIES * 0.95)]:.2f} ms, "
                f"recall@10 {found / QUERIES:.3f}"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
