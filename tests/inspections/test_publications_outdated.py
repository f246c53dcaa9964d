"""A public table that was agreed to says when one of its petitions was reopened since, and asks for a new review."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from duban.inspections.actions.publishing import confirm_publication, prepare_publication
from duban.inspections.models import Petition, Publication
from tests.inspections.conftest import at
from tests.inspections.months import DAY, Month
from tests.people import signed_in
from tests.tasks.conftest import City, city
from tests.tasks.moments import At

__all__ = ["at", "city"]

LINK = "https://www.yunling.example/gk/8.html"


@pytest.fixture
def agreed(month: Month, at: At) -> Publication:
    """The table of a batch of two, agreed to by the second person the day before."""
    at("2026-11-26")
    batch = month.batch(8, DAY)
    month.add(batch, [month.replied("partly", "staged", DAY), month.replied("substantiated", "concluded", DAY)])
    made = prepare_publication(batch, actor=month.clerk)
    confirm_publication(made, actor=month.desk)
    at("2026-11-27")
    return made


def reopen(month: Month, place: int, verb: str = "reopen") -> Petition:
    petition = Petition.objects.order_by("position")[place]
    posted = {"reason": "回头看发现反弹", "day": "2026-12-08"}
    assert signed_in(month.desk).post(f"/inspections/petitions/{petition.pk}/move/{verb}/", posted).status_code == 302
    return petition


@pytest.mark.parametrize("verb", ["reopen", "reject"])
def test_an_agreed_table_with_a_petition_taken_up_again_is_not_exported_and_asks_for_a_new_review(
    month: Month, agreed: Publication, at: At, verb: str
) -> None:
    place, office = f"/inspections/publications/{agreed.pk}/", signed_in(month.clerk)
    assert "须重新复核" not in office.get(place).content.decode()
    asked = "公开表须重新复核"
    assert asked not in office.get("/").content.decode()
    petition = reopen(month, 1, verb)
    assert [asked in signed_in(person).get("/").content.decode() for person in (month.clerk, month.desk)] == [
        True,
        True,
    ]
    page = office.get(place).content.decode()
    assert ("须重新复核" in page, petition.get_absolute_url() in page, f"{place}table.xlsx" in page) == (
        True,
        True,
        False,
    )
    assert "须重新复核" in office.get(f"/inspections/{month.inspection.pk}/publications/").content.decode()
    for extension in ("xlsx", "docx", "html"):
        refused = office.get(f"{place}table.{extension}")
        assert refused.status_code == 409
        assert petition.number in refused.content.decode()
    refused = office.post(f"{place}proof/", {"on": "2026-11-27", "link": LINK})
    assert (refused.status_code, "不能再按这一版公开" in refused.content.decode()) == (409, True)
    office.post(f"/inspections/batches/{agreed.batch_id}/publication/")
    anew = Publication.objects.latest("version")
    assert (anew.version, len(anew.rows), anew.left_out, anew.state) == (2, 1, 1, "prepared")
    assert asked not in office.get("/").content.decode()
    agreed.refresh_from_db()
    assert (agreed.state, len(agreed.rows)) == ("withdrawn", 2)
    assert signed_in(month.desk).post(f"/inspections/publications/{anew.pk}/confirm/").status_code == 302
    assert office.get(f"/inspections/publications/{anew.pk}/table.xlsx").status_code == 200
    assert "须重新复核" not in office.get(f"/inspections/publications/{anew.pk}/").content.decode()


def test_what_was_published_before_is_still_noted_and_then_says_what_no_longer_holds(
    month: Month, agreed: Publication, city: City
) -> None:
    petition, office = reopen(month, 1), signed_in(month.clerk)
    place = f"/inspections/publications/{agreed.pk}/"
    assert office.post(f"{place}proof/", {"on": "2026-11-26", "link": LINK}).status_code == 302
    page = signed_in(city.leader).get(place).content.decode()
    assert ("网上仍是原来的结论" in page, petition.number in page, "重新编制，送重新复核" in page) == (
        True,
        True,
        False,
    )
    told = f"【须重新复核】编制后1件已重新办理或被退回重报：{petition.number}"
    sheet = load_workbook(io.BytesIO(office.get(f"{place}table.xlsx").content)).active
    assert sheet is not None
    assert any(told in str(cell) for row in sheet.iter_rows(max_row=3, values_only=True) for cell in row)
    paper = docx.Document(io.BytesIO(office.get(f"{place}table.docx").content))
    assert any(told in line.text for line in paper.paragraphs)
    assert told in office.get(f"{place}table.html").content.decode()
    office.post(f"/inspections/batches/{agreed.batch_id}/publication/")
    agreed.refresh_from_db()
    assert agreed.state == "published"
    assert "已编制第2版" in office.get(place).content.decode()


def test_a_follow_up_and_what_was_answered_later_leave_a_table_as_it_was_agreed_to(
    month: Month, agreed: Publication, at: At
) -> None:
    reopen(month, 0, "follow_up")
    month.add(agreed.batch, [month.replied("partly", "concluded", DAY)])
    late = Petition.objects.order_by("position").last()
    assert late is not None
    late.moves.create(verb="reply", actor=month.clerk, actor_name="经办", to_state="replied")
    at("2026-11-28")
    reopen(month, 2)
    assert "须重新复核" not in signed_in(month.clerk).get(f"/inspections/publications/{agreed.pk}/").content.decode()


def test_the_list_asks_as_many_queries_for_three_tables_as_for_one(month: Month, agreed: Publication, at: At) -> None:
    reopen(month, 1)
    office, counts = signed_in(month.clerk), []
    for number in (9, 10):
        with CaptureQueriesContext(connection) as asked:
            assert office.get(f"/inspections/{month.inspection.pk}/publications/").status_code == 200
        counts.append(len(asked))
        batch = month.batch(number, DAY + timedelta(number - 8))
        month.add(batch, [month.replied("partly", "concluded", DAY)])
        confirm_publication(prepare_publication(batch, actor=month.clerk), actor=month.desk)
    assert counts[0] == counts[1]
