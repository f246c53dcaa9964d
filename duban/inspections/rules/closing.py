"""What 已办结 needs: cause found, measure done, evidence, a day to look again; 真改实改彻底改, not a word in a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Missing(StrEnum):
    """What is not there yet."""

    CAUSE = "cause"
    MEASURE = "measure"
    MEASURE_DONE = "measure_done"
    EVIDENCE = "evidence"
    REVISIT = "revisit"


@dataclass(frozen=True, slots=True)
class Closing:
    """What there is for a petition that is to be concluded."""

    substantiated: bool  # fully, mostly or partly
    cause: bool
    measures: int
    measures_open: int
    evidence: int  # visits, and pictures taken afterwards
    revisit: bool


def missing_for_closing(there: Closing) -> Iterator[Missing]:
    """Yield what 已办结 still wants; where nothing was found to be so, evidence of having looked is enough."""
    if there.substantiated:
        if not there.cause:
            yield Missing.CAUSE
        if not there.measures:
            yield Missing.MEASURE
        elif there.measures_open:
            yield Missing.MEASURE_DONE
        if not there.revisit:
            yield Missing.REVISIT
    if not there.evidence:
        yield Missing.EVIDENCE
