"""What 已办结 needs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duban.inspections.closing import LABELS
from duban.inspections.rules.closing import Closing, Missing, missing_for_closing

FULL = Closing(substantiated=True, cause=True, measures=2, measures_open=0, evidence=1, revisit=True)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, []),
        ({"cause": False}, [Missing.CAUSE]),
        ({"measures": 0}, [Missing.MEASURE]),
        ({"measures_open": 1}, [Missing.MEASURE_DONE]),
        ({"evidence": 0}, [Missing.EVIDENCE]),
        ({"revisit": False}, [Missing.REVISIT]),
        ({"substantiated": False, "cause": False, "measures": 0, "revisit": False}, []),
        ({"substantiated": False, "evidence": 0}, [Missing.EVIDENCE]),
    ],
)
def test_a_petition_is_concluded_on_cause_measure_evidence_and_a_day_to_look_again(
    changes: dict[str, object], missing: list[Missing]
) -> None:
    assert list(missing_for_closing(replace(FULL, **changes))) == missing  # type: ignore[arg-type]


def test_everything_that_may_be_missing_has_its_words() -> None:
    assert set(LABELS) == set(Missing)
