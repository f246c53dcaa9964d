"""A labelled table against the redactor: recall a kind, precision by span, share of strings whose stays-list is whole."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from duban.redaction import redact

_MARK = re.compile(r"\[\[(\w+):(.*?)\]\]|\{\{(.*?)\}\}")


@dataclass
class Measured:
    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    given: int = 0
    right: int = 0
    strings: int = 0
    whole: int = 0
    faults: list[str] = field(default_factory=list)

    def recall(self, kind: str) -> float:
        return self.found[kind] / self.wanted[kind] if self.wanted[kind] else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0

    @property
    def stays(self) -> float:
        return self.whole / self.strings


def unmarked(marked: str) -> tuple[str, list[tuple[str, int, int]], list[tuple[int, int]]]:
    text, goes, stays, place = "", [], [], 0
    for mark in _MARK.finditer(marked):
        text += marked[place : mark.start()]
        start = len(text)
        text += mark[2] if mark[1] else mark[3]
        (goes.append((mark[1], start, len(text))) if mark[1] else stays.append((start, len(text))))
        place = mark.end()
    return text + marked[place:], goes, stays


def measure(rows: list[str]) -> Measured:
    """Each row is a marked text; a thing counts as found where all of it is covered by its kind."""
    result = Measured()
    for marked in rows:
        text, goes, stays = unmarked(marked)
        redactions = redact(text).redactions
        covered = {(one.kind, place) for one in redactions for place in range(one.start, one.end)}
        gone = {place for _kind, place in covered}
        faults = []
        for kind, start, end in goes:
            base = "person" if kind.startswith("person") else kind
            result.wanted[kind] += 1
            if all((base, place) in covered for place in range(start, end)):
                result.found[kind] += 1
            else:
                faults.append(f"-{kind}:{text[start:end]}")
        for one in redactions:
            result.given += 1
            kinds = {
                "person" if kind.startswith("person") else kind for kind, s, e in goes if s < one.end and e > one.start
            }
            inside = sum(max(0, min(e, one.end) - max(s, one.start)) for _k, s, e in goes)
            if one.kind in kinds and inside * 2 >= one.end - one.start:
                result.right += 1
            else:
                faults.append(f"+{one.kind}:{text[one.start : one.end]}")
        lost = [text[s:e] for s, e in stays if any(place in gone for place in range(s, e))]
        result.strings += 1
        result.whole += not lost
        if faults or lost:
            result.faults.append(f"{' '.join(faults)} lost={lost} | {marked}")
    return result


def rows_of(path: Path, column: int) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[column] for line in lines if line and not line.startswith("#") and "\t" in line]
