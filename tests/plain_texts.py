"""Shared texts that stand for ordinary prose: what the score cards are weighed against beside the labelled tables."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

_ROWS = 1200  # of each file of petitions


def plain_texts(corpus: Path) -> Iterator[list[str]]:
    """Yield kind by kind the texts of petitions, messages, replies, policies, work reports and meetings of DUBAN_SHARED.

    The rows behind the first 1,200 of each file of petitions, and every second text of the others, are left to measure with.
    """
    for name in ("labelled", "messages", "replies"):
        yield [" ".join(row[3:6]) for row in _rows(corpus / "petitions" / f"{name}.csv", _ROWS)]
    yield from official_texts(corpus)


def official_texts(corpus: Path) -> Iterator[list[str]]:
    """Yield the policies, the work reports and the meetings among them."""
    yield [row[-1] for row in list(_rows(corpus / "policies" / "hebei-policy-docs.csv", _ROWS))[::2]]
    for folder in ("work-reports", "meetings"):
        yield [path.read_text(encoding="utf-8") for path in sorted((corpus / folder).glob("*.txt"))[::2]]


def _rows(path: Path, most: int) -> Iterator[list[str]]:
    """Yield the first rows of a table, without its heading."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from islice(csv.reader(file), 1, most + 1)
