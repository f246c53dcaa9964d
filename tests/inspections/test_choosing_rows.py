"""Rows of a file in the preview, chosen by their tick boxes: all shown, none, those with something found."""

from __future__ import annotations

from django.urls import reverse

from duban.inspections.actions.batching import open_batch
from tests.inspections.conftest import TODAY, Desk
from tests.inspections.intakes import taken
from tests.inspections.tables import ROWS
from tests.people import signed_in

PICKED = ("", "all", "none", "found")


def test_rows_of_a_file_are_chosen_all_none_or_those_with_something_found(desk: Desk) -> None:
    """Without script the links draw the page anew with its boxes ticked."""
    rows = [list(line) for line in ROWS]
    rows[0][3] = "反映人李小满，电话13912345678，称砂石厂夜间扬尘。"
    intake = taken(desk, rows)
    client, address = signed_in(desk.clerk), reverse("inspections:intake", args=[intake.pk])
    ticked = {pick: client.get(f"{address}?pick={pick}").content.decode().count(" checked>") for pick in PICKED}
    assert ticked == {"": 0, "all": 3, "none": 0, "found": 1}
    page = client.get(address).content.decode()
    assert ("本页 3 行待确认" in page, page.count(" data-found")) == (True, 1)
    none = client.post(f"{address}?pick=none&status=ready", {}, follow=True)
    assert "没有勾选任何一行" in none.content.decode()
    assert none.redirect_chain[-1][0] == f"{address}?status=ready", "one stays where one was"
    chosen = [row.pk for row in intake.rows.all()]
    client.post(address, {"row": chosen})
    page = client.get(address).content.decode()
    assert ('name="row"' in page, "data-chosen" in page) == (False, False), "nothing is left to choose"


def test_a_text_to_be_confirmed_word_by_word_stands_there_whole(desk: Desk) -> None:
    rows = [list(line) for line in ROWS]
    rows[0][3] = "砂石厂夜间扬尘，要求查处。" * 30
    intake = taken(desk, rows)
    client, address = signed_in(desk.clerk), reverse("inspections:intake", args=[intake.pk])
    page = client.get(address).content.decode()
    assert f'<span class="said-text">{rows[0][3]}</span>' in page
    intake.rows.update(confirmed=True)
    assert f'<span class="clamp">{rows[0][3]}</span>' in client.get(address).content.decode()


def test_one_goes_from_batch_to_batch(desk: Desk) -> None:
    later = open_batch(desk.inspection, number=3, day=TODAY, actor=desk.clerk, calls=0, letters=0)
    client = signed_in(desk.clerk)
    page = client.get(desk.batch.get_absolute_url()).content.decode()
    assert (f'rel="next" href="{later.get_absolute_url()}"' in page, 'rel="prev"' in page) == (True, False)
    assert f'rel="prev" href="{desk.batch.get_absolute_url()}"' in client.get(later.get_absolute_url()).content.decode()
