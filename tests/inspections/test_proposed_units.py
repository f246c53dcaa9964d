"""The unit proposed for a row follows what it repeats: only a case it is known to repeat speaks for its own unit."""

from __future__ import annotations

from typing import Any

from duban.inspections.actions.batching import open_batch
from duban.inspections.actions.intaking import link_row
from duban.inspections.models import IntakeRow
from tests.inspections.conftest import TODAY, Desk
from tests.inspections.intakes import accepted, taken
from tests.inspections.tables import ROWS
from tests.inspections.test_handling import assigned

SAME = "与首件是同一案件"


def later_row(desk: Desk, **changed: Any) -> IntakeRow:
    """Return a row of a later batch with the text of a petition that 青溪县 was given."""
    accepted(taken(desk), desk)
    assigned(desk, desk.petition(ROWS[2][1]))
    batch = open_batch(desk.inspection, number=2, day=TODAY, actor=desk.clerk, calls=0, letters=1)
    given = {"number": "X3SX202611260001", "text": ROWS[2][3], "area": "白石区"} | changed
    row = ["1", given["number"], "来信", given["text"], given["area"], "噪声", ""]
    return taken(Desk(**{**vars(desk), "batch": batch}), [row]).rows.get()


def proposed(row: IntakeRow) -> tuple[int | None, str]:
    row.refresh_from_db()
    return row.values.get("unit"), row.values.get("unit_reason", "")


def test_a_case_that_only_looks_alike_does_not_speak_for_its_unit_until_somebody_says_so(desk: Desk) -> None:
    units = desk.city.units
    row = later_row(desk)
    assert (row.values["duplicate"]["number"], row.values["link"]) == (ROWS[2][1], False)
    unit, why = proposed(row)
    assert (unit, SAME in why) == (units["白石区"].pk, False)
    link_row(row, actor=desk.clerk, link=True)
    assert proposed(row) == (units["青溪县"].pk, SAME)
    link_row(row, actor=desk.clerk, link=False)
    assert proposed(row) == (unit, why)


def test_a_unit_the_desk_chose_stays_when_the_row_is_linked(desk: Desk) -> None:
    row = later_row(desk)
    water = desk.city.units["市水务局"].pk
    row.values |= {"unit": water, "unit_reason": "经办确定"}
    row.save()
    link_row(row, actor=desk.clerk, link=True)
    assert proposed(row) == (water, "经办确定")


def test_a_case_of_the_same_area_and_text_speaks_for_its_unit_at_once(desk: Desk) -> None:
    row = later_row(desk, area="青溪县")
    assert row.values["link"] is True
    assert proposed(row) == (desk.city.units["青溪县"].pk, SAME)
