"""Many documents at once: a pool of processes whose answers come in the order of the questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from functools import partial

from duban.reading.command import error_line, json_line

_SHARE = 8  # documents handed to a process at once


def lines(files: Sequence[str], on: date | None, jobs: int) -> Iterator[tuple[str, bool]]:
    """Yield the JSON line of each file, and whether it is an error line, in order."""
    done = 0
    try:
        with ProcessPoolExecutor(min(jobs, len(files))) as pool:
            for answer in pool.map(partial(json_line, on=on), files, chunksize=_SHARE):
                yield answer
                done += 1
    except BrokenProcessPool:
        # one document brought a process down, and with it the pool: the rest are read one process each
        for file in files[done:]:
            yield _alone(file, on)


def _alone(file: str, on: date | None) -> tuple[str, bool]:
    try:
        with ProcessPoolExecutor(1) as pool:
            return pool.submit(json_line, file, on).result()
    except BrokenProcessPool:
        return error_line(file, "reader_crashed", f"“{file}”使读取进程中断，请把文件交给维护人员。"), True
