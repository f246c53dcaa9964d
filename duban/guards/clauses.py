"""Sentences and clauses of a draft, with their quotations: half-open spans, nothing copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_QUOTED = re.compile(
    r"“[^“”\n]{1,80}”|‘[^‘’\n]{1,80}’|「[^「」\n]{1,80}」|『[^『』\n]{1,80}』|\"[^\"\n]{1,60}\"|《[^《》\n]{1,60}》"
)
_END = re.compile(r"[。！？!?\n；;]")
_COMMA = re.compile(r"[，,：:—]")
_LONGEST = 400  # characters of one sentence; a text without points is cut, so that no search grows with it


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its clauses and quotations, as spans in the text; `mark` is the sign that ends it."""

    start: int
    end: int
    mark: str
    clauses: tuple[tuple[int, int], ...]
    quotations: tuple[tuple[int, int], ...]

    def clause_of(self, place: int) -> int:
        """Return the number of the clause a place lies in."""
        for number, (_start, end) in enumerate(self.clauses):
            if place < end:
                return number
        return len(self.clauses) - 1

    def quotation_of(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the quotation around a span, marks included."""
        for opening, closing in self.quotations:
            if opening < start and end < closing:
                return opening, closing
        return None


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text; a point or comma inside a short quotation ends nothing."""
    quotations = [found.span() for found in _QUOTED.finditer(text)]
    ends = [(found.start(), found.group()) for found in _outside(_END, text, quotations)]
    commas = [found.start() for found in _outside(_COMMA, text, quotations)]
    start = comma = quotation = 0
    for end, mark in (*ends, (len(text), "")):
        while start < end:
            stop = min(end, start + _LONGEST)
            clauses, here = [], start
            while comma < len(commas) and commas[comma] < stop:
                if commas[comma] >= start:
                    clauses.append((here, commas[comma]))
                    here = commas[comma] + 1
                comma += 1
            clauses.append((here, stop))
            inside = []
            while quotation < len(quotations) and quotations[quotation][0] < stop:
                inside.append(quotations[quotation])
                quotation += 1
            yield Sentence(start, stop, mark if stop == end else "", tuple(clauses), tuple(inside))
            start = stop
        start = end + 1


def _outside(pattern: re.Pattern[str], text: str, quotations: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Yield what a pattern finds outside the quotations."""
    number = 0
    for found in pattern.finditer(text):
        while number < len(quotations) and quotations[number][1] <= found.start():
            number += 1
        if number == len(quotations) or found.start() < quotations[number][0]:
            yield found
