"""What happens in the demo's stories, day by day. Days count from the demo's today: -30 is a month ago."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """What happens on one day: a verb of `tell.DEEDS` and what it is given."""

    day: int
    verb: str
    given: dict[str, Any] = field(default_factory=dict)


def step(day: int, verb: str, **given: Any) -> Step:
    """Return one step."""
    return Step(day, verb, given)
