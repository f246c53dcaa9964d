"""An index of many texts that answers in milliseconds and lies on disk.

Each text is the set of its triples of characters, and each triple a number of 32 bits. Two tables are kept: the numbers of
each text, and for each of 2^22 buckets of numbers the texts that hold one. A search takes the rarest triples of its text,
counts in how many of their lists each text stands, and compares the best fully. Plain arrays, mapped from the file: what
is not looked at is not read. Texts added later are held in memory beside it until the index is saved anew.
"""

from __future__ import annotations

import json
import mmap
import struct
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain
from pathlib import Path
from typing import Literal

from duban.similarity.scores import Match, grams, ranked, score

BUCKETS = 1 << 22
RAREST = 48  # triples of the search whose lists are counted, or half of them where it is long: an edit makes rare ones
FEWEST = 8  # … of which so many are counted however long their lists are
COUNTED = 40_000  # places counted in all, beyond the fewest: what bounds the time of a search
CANDIDATES = 40  # compared fully
CHUNK = 1 << 20
_MAGIC = b"DUBANSIM1"


class BrokenIndex(ValueError):
    """The file is no index of this kind, or not all of it is there; make the index anew."""


class SimilarIndex:
    """Texts by id; `find` returns those most like a text."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._ends = array("Q", [0])  # where each stored text's numbers end
        self._numbers: memoryview | array[int] = array("I")
        self._starts: memoryview | array[int] = array("I")  # where nothing is stored, 16 MiB would say so
        self._postings: memoryview | array[int] = array("I")
        self._added: list[frozenset[int]] = []
        self._added_lists: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def newest(self) -> str:
        """The id of the text that came last; '' where there is none."""
        return self._ids[-1] if self._ids else ""

    @classmethod
    def build(cls, texts: Iterable[tuple[str, str]]) -> SimilarIndex:
        """Return an index of all the texts (id, text)."""
        index = cls()
        numbers: array[int] = array("I")
        for name, text in texts:
            index._ids.append(name)
            numbers.extend(numbers_of(text))
            index._ends.append(len(numbers))
        index._numbers = numbers
        index._starts, index._postings = _inverted(numbers, index._ends)
        return index

    def add(self, name: str, text: str) -> None:
        """Add one text, found from now on."""
        found = frozenset(numbers_of(text))
        place = len(self._ids)
        self._ids.append(name)
        self._added.append(found)
        for number in found:
            self._added_lists.setdefault(number % BUCKETS, []).append(place)

    def find(self, text: str, limit: int = 10) -> list[Match]:
        """Return the texts most like `text`, best first, at most `limit`."""
        wanted = set(numbers_of(text))
        counted: Counter[int] = Counter(chain.from_iterable(self._rarest(wanted)))
        scored = []
        for place, _count in counted.most_common(CANDIDATES):
            found = self._of(place)
            scored.append((score(len(wanted & found), len(wanted), len(found)), self._ids[place]))
        return ranked(scored, limit)

    def save(self, path: Path) -> None:
        """Write everything into one file, there whole or not at all."""
        index = self if not self._added else self._merged()
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            file.write(head_of(index._ids, len(index._ends), len(index._numbers), len(index._postings)))
            starts = index._starts or array("I", bytes(4 * (BUCKETS + 1)))
            for part in (index._ends, starts, index._numbers, index._postings):
                file.write(memoryview(part).cast("B"))
        partial.replace(path)

    @classmethod
    def load(cls, path: Path) -> SimilarIndex:
        """Map a saved index; raise BrokenIndex where it is none."""
        with path.open("rb") as file:
            start = file.read(len(_MAGIC) + 8)
            if not start.startswith(_MAGIC) or len(start) < len(_MAGIC) + 8 or sys.byteorder != "little":
                raise BrokenIndex(path.name)
            (length,) = struct.unpack("<Q", start[len(_MAGIC) :])
            head = json.loads(file.read(length))
            whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        index = cls()
        ends, numbers, postings = head["sizes"]
        at = len(_MAGIC) + 8 + length
        parts: list[memoryview] = []
        sizes: tuple[tuple[Literal["Q", "I"], int, int], ...] = (
            ("Q", 8, ends), ("I", 4, BUCKETS + 1), ("I", 4, numbers), ("I", 4, postings),
        )  # fmt: skip
        for kind, size, count in sizes:
            if at + size * count > len(whole):
                raise BrokenIndex(path.name)
            parts.append(whole[at : at + size * count].cast(kind))
            at += size * count
        index._ids = head["ids"]
        index._ends = array("Q", parts[0].tobytes())
        index._starts, index._numbers, index._postings = parts[1:]
        return index

    def _rarest(self, wanted: set[int]) -> Iterator[Iterable[int]]:
        """Yield the lists of the texts that hold the rarest triples of the search."""
        lists = []
        for number in wanted:
            bucket = number % BUCKETS
            first, last = (self._starts[bucket], self._starts[bucket + 1]) if self._starts else (0, 0)
            length = last - first + len(self._added_lists.get(bucket, ()))
            if length:
                lists.append((length, bucket, first, last))
        lists.sort()
        counted = 0
        for place, (length, bucket, first, last) in enumerate(lists[: max(RAREST, len(wanted) // 2)]):
            counted += length
            if counted > COUNTED and place >= FEWEST:
                return
            yield self._postings[first:last]
            yield self._added_lists.get(bucket, ())

    def _of(self, place: int) -> frozenset[int]:
        """Return the numbers of one text."""
        stored = len(self._ends) - 1
        if place >= stored:
            return self._added[place - stored]
        return frozenset(self._numbers[self._ends[place] : self._ends[place + 1]])

    def _merged(self) -> SimilarIndex:
        """Return an index that holds what was added as if it had been there."""
        index = SimilarIndex()
        index._ids = list(self._ids)
        numbers = array(
            "I",
            memoryview(self._numbers).cast("B").tobytes() if isinstance(self._numbers, memoryview) else self._numbers,
        )
        index._ends = array("Q", self._ends)
        for found in self._added:
            numbers.extend(found)
            index._ends.append(len(numbers))
        index._numbers = numbers
        index._starts, index._postings = _inverted(numbers, index._ends)
        return index


def head_of(ids: list[str], ends: int, numbers: int, postings: int) -> bytes:
    """Return what stands before an index's arrays in its file: its ids and how long the arrays are."""
    head = json.dumps({"ids": ids, "sizes": [ends, numbers, postings]}).encode()
    padding = -(len(_MAGIC) + 8 + len(head)) % 8
    return _MAGIC + struct.pack("<Q", len(head) + padding) + head + b" " * padding


def numbers_of(text: str) -> Iterator[int]:
    """Yield the numbers of a text's triples."""
    return map(zlib.crc32, map(str.encode, grams(text)))


def _inverted(numbers: array[int], ends: array[int]) -> tuple[array[int], array[int]]:
    """Return for each bucket where its list starts, and the lists one behind the other; texts in their order."""
    sizes = array("I", bytes(4 * (BUCKETS + 1)))
    for start in range(0, len(numbers), CHUNK):  # counted in pieces: a counter of all would take more than the index
        for bucket, count in Counter(number % BUCKETS for number in numbers[start : start + CHUNK]).items():
            sizes[bucket] += count
    starts = array("I", accumulate(chain((0,), sizes[:BUCKETS])))
    free = array("I", starts)
    postings = array("I", bytes(4 * len(numbers)))
    at = 0
    for place in range(len(ends) - 1):
        end = ends[place + 1]
        for number in numbers[at:end]:
            bucket = number % BUCKETS
            postings[free[bucket]] = place
            free[bucket] += 1
        at = end
    return starts, postings
