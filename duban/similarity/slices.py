"""Making an index of many texts in slices of some seconds each: what was done lies in a folder beside it, also after a kill.

First each text's numbers are written one behind the other, and as sorted runs of (bucket, text); then the runs are put
together, some buckets at a time. The finished file is the one `SimilarIndex.save` would write.
"""

from __future__ import annotations

import json
import mmap
import shutil
import time
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from duban.similarity.index import BUCKETS, head_of, numbers_of

RUN = 400_000  # numbers sorted at once: some 20 MB of memory
_LOW = 0xFFFFFFFF
Texts = Callable[[str], Iterable[tuple[str, str]]]  # the texts (id, text) behind an id, '' for all


@dataclass(slots=True)
class _State:
    """How far the work is, and how long each file was then: what lies behind that is of a slice that was killed."""

    last: str = ""  # id of the text read last
    texts: int = 0
    numbers: int = 0
    read: bool = False
    parts: int = 1  # into which the buckets are divided
    part: int = 0  # the next one
    runs: list[int] = field(default_factory=list)  # numbers in each
    sizes: dict[str, int] = field(default_factory=dict)


class SlicedIndex:
    """The making of the index that is to lie at a path."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._folder = path.with_suffix(".making")
        self._state = _State()
        if (noted := self._folder / "state.json").exists():
            self._state = _State(**json.loads(noted.read_text("utf-8")))

    @property
    def texts(self) -> int:
        """How many texts were read so far."""
        return self._state.texts

    @property
    def put_together(self) -> float:
        """Which share of the buckets is put together, from 0 to 1; nothing before all texts are read."""
        return self._state.part / self._state.parts if self._state.read else 0.0

    def go_on(self, texts: Texts, seconds: float) -> bool:
        """Work for some seconds, or until it is done; return whether it is."""
        until = time.monotonic() + seconds
        self._folder.mkdir(parents=True, exist_ok=True)
        self._forget_what_was_not_noted()
        if self._state.read:
            self._put_together()  # a step each time, however little time there is
        else:
            self._read(texts, until)
        while self._state.read and self._state.part < self._state.parts and time.monotonic() < until:
            self._put_together()
        self._note()
        if not self._state.read or self._state.part < self._state.parts:
            return False
        self._finish()
        return True

    def drop(self) -> None:
        """Forget what was done; begun again it begins anew."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._state = _State()

    def _read(self, texts: Texts, until: float) -> None:
        state = self._state
        names, ends, run = [], array("Q"), []
        numbers: array[int] = array("I")
        for name, text in texts(state.last):
            found = array("I", numbers_of(text))
            place = state.texts
            run += [(number % BUCKETS) << 32 | place for number in found]
            numbers += found
            state.numbers += len(found)
            ends.append(state.numbers)
            names.append(name)
            state.last, state.texts = name, place + 1
            if len(run) >= RUN:
                self._sort(run)
                run = []
            if time.monotonic() >= until:
                break
        else:
            state.read = True
            while state.parts < 4096 and state.numbers / state.parts > RUN:
                state.parts *= 2
        if run:
            self._sort(run)
        self._append("names", "".join(f"{json.dumps(name)}\n" for name in names).encode())
        self._append("ends", ends.tobytes())
        self._append("numbers", numbers.tobytes())

    def _sort(self, run: list[int]) -> None:
        run.sort()
        self._append(f"run{len(self._state.runs)}", array("Q", run).tobytes())
        self._state.runs.append(len(run))

    def _put_together(self) -> None:
        """Put the lists of the next buckets one behind the other."""
        state = self._state
        first, last = (BUCKETS * place // state.parts for place in (state.part, state.part + 1))
        found: list[int] = []
        for number, length in enumerate(state.runs):
            with self._mapped(f"run{number}", length) as run:
                found.extend(run[bisect_left(run, first << 32) : bisect_left(run, last << 32)])
        found.sort()  # sorted runs one behind the other: they are only merged
        counts = Counter(marked >> 32 for marked in found)
        at = state.sizes.get("postings", 0) // 4
        starts = array("I")
        for bucket in range(first, last):
            starts.append(at)
            at += counts.get(bucket, 0)
        self._append("starts", starts.tobytes())
        self._append("postings", array("I", [marked & _LOW for marked in found]).tobytes())
        state.part += 1

    def _finish(self) -> None:
        """Write the index whole, put it in its place and clear up."""
        state = self._state
        names = [json.loads(line) for line in self._part("names").read_text("utf-8").splitlines()]
        partial = self._path.with_suffix(".partial")
        with partial.open("wb") as file:
            file.write(head_of(names, state.texts + 1, state.numbers, state.numbers))
            file.write(bytes(8))  # where the first text begins
            for name, closing in (
                ("ends", b""),
                ("starts", array("I", [state.numbers]).tobytes()),
                ("numbers", b""),
                ("postings", b""),
            ):
                with self._part(name).open("rb") as part:
                    shutil.copyfileobj(part, file, 1 << 20)
                file.write(closing)
        partial.replace(self._path)
        self.drop()

    def _append(self, name: str, content: bytes) -> None:
        with self._part(name).open("ab") as file:
            file.write(content)
        self._state.sizes[name] = self._state.sizes.get(name, 0) + len(content)

    def _mapped(self, name: str, length: int) -> _Mapped:
        return _Mapped(self._part(name), length)

    def _part(self, name: str) -> Path:
        return self._folder / f"{name}.part"

    def _note(self) -> None:
        partial = self._folder / "state.partial"
        partial.write_text(json.dumps(asdict(self._state)), "utf-8")
        partial.replace(self._folder / "state.json")

    def _forget_what_was_not_noted(self) -> None:
        for path in self._folder.glob("*.part"):
            size = self._state.sizes.get(path.stem)
            if size is None:
                path.unlink()
            elif path.stat().st_size > size:
                with path.open("r+b") as file:
                    file.truncate(size)


class _Mapped:
    """A run as numbers of 64 bits, mapped while it is looked at."""

    def __init__(self, path: Path, length: int) -> None:
        self._path, self._length = path, length

    def __enter__(self) -> memoryview:
        with self._path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 8 * self._length, access=mmap.ACCESS_READ)
        self._whole = memoryview(self._map)
        self._run = self._whole.cast("Q")
        return self._run

    def __exit__(self, *_error: object) -> None:
        self._run.release()
        self._whole.release()
        self._map.close()
