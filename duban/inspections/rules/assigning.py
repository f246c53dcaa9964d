"""Who should handle a petition: proposed from its area, its type and past cases, each with its reason; a person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """Why a unit is proposed."""

    TABLE = "table"  # the table handed over names it
    SAME_CASE = "same_case"
    PAST = "past"
    AREA = "area"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unit (its id), why, and of how many past cases how many were its."""

    unit: int
    ground: Ground
    count: int = 0
    of: int = 0


FEWEST_PAST = 3
_CLEAR = 0.6  # of the past cases of the same area and type


def propose(
    *,
    named: int | None = None,
    same_case: int | None = None,
    area: int | None = None,
    type_: int | None = None,
    past: Sequence[int] = (),
) -> Proposal | None:
    """Return the proposal with the strongest ground; None where nothing speaks for anyone.

    `past` are the units of earlier petitions of the same area and type: what was done mostly goes before what the area's
    own unit would be, where there are enough of them.
    """
    if named is not None:
        return Proposal(named, Ground.TABLE)
    if same_case is not None:
        return Proposal(same_case, Ground.SAME_CASE)
    if len(past) >= FEWEST_PAST:
        unit, count = Counter(past).most_common(1)[0]
        if count / len(past) >= _CLEAR:
            return Proposal(unit, Ground.PAST, count, len(past))
    if area is not None:
        return Proposal(area, Ground.AREA)
    if type_ is not None:
        return Proposal(type_, Ground.TYPE)
    return None
