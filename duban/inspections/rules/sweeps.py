"""When a sweep is done: every site looked at, every problem found there mended, and none without a site."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """The sums over a sweep's sites."""

    sites: int
    checked: int
    problems: int
    mended: int


def unfinished(counts: Counts) -> bool:
    """Tell whether anything is left to do; a sweep of no site at all has looked at nothing."""
    return counts.sites == 0 or counts.checked < counts.sites or counts.mended < counts.problems
