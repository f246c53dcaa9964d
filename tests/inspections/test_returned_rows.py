"""Rows to be returned to the team are told apart from those to be accepted, before and after."""

from __future__ import annotations

import pytest

from duban.inspections.actions.intaking import take_in
from duban.inspections.models import Intake, Petition
from tests.inspections.conftest import Desk, at, desk
from tests.inspections.tables import ROWS, xlsx
from tests.people import signed_in

__all__ = ["at", "desk"]


@pytest.fixture
def intake(desk: Desk) -> Intake:
    """A file of three, the second of another city's area."""
    rows = [ROWS[0], [*ROWS[1][:4], "邻州市", *ROWS[1][5:]], ROWS[2]]
    return take_in(desk.batch, xlsx(rows), "清单.xlsx", actor=desk.clerk)


def returned(desk: Desk, intake: Intake, *places: int) -> None:
    rows = list(intake.rows.all())
    for place in places:
        posted = {"decision": "return", "reason": "属邻州市"}
        assert signed_in(desk.clerk).post(f"/inspections/rows/{rows[place].pk}/decide/", posted).status_code == 302


def test_the_button_and_the_tabs_tell_accepted_from_returned(desk: Desk, intake: Intake) -> None:
    returned(desk, intake, 1)
    office, place = signed_in(desk.desk), f"/inspections/intakes/{intake.pk}/"
    page = office.get(place)
    assert "受理 2 件，当天立项；退回督察组 1 件</button>" in page.content.decode()
    shown = {value: count for value, _label, count in page.context["counts"] if count}
    assert (shown, page.context["total"], page.context["choices"]) == ({"ready": 2, "returned": 1}, 3, 2)
    listed = {
        status: [row.row for row in office.get(f"{place}?status={status}").context["page"]]
        for status in ("ready", "returned")
    }
    rows = [row.row for row in intake.rows.all()]
    assert listed == {"ready": [rows[0], rows[2]], "returned": [rows[1]]}
    assert signed_in(desk.liaison).get(place).status_code == 403


def test_a_row_taken_up_again_after_all_counts_as_before(desk: Desk, intake: Intake) -> None:
    returned(desk, intake, 0)
    row = intake.rows.all()[0]
    signed_in(desk.clerk).post(f"/inspections/rows/{row.pk}/decide/", {"decision": "take"})
    page = signed_in(desk.clerk).get(f"/inspections/intakes/{intake.pk}/")
    assert {value: count for value, _label, count in page.context["counts"] if count} == {"ready": 2, "problem": 1}


def test_a_file_of_returns_alone_is_given_back_and_belongs_to_no_area_of_the_city(desk: Desk, intake: Intake) -> None:
    returned(desk, intake, 0, 1, 2)
    office = signed_in(desk.clerk)
    page = office.get(f"/inspections/intakes/{intake.pk}/").content.decode()
    assert ("退回督察组 3 件</button>" in page, "当天立项" in page) == (True, False)
    office.post(f"/inspections/intakes/{intake.pk}/accept/")
    assert set(Petition.objects.values_list("state", flat=True)) == {"returned"}
    other = Petition.objects.get(area=None)
    for place in (desk.batch.get_absolute_url(), f"/inspections/{desk.inspection.pk}/petitions/"):
        assert "市本级</td>" not in office.get(place).content.decode()
    page = office.get(other.get_absolute_url()).content.decode()
    assert "市本级</dd>" not in page
