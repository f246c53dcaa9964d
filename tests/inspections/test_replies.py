"""All replies the team got to one petition stand on its page, each with its paper and why it was not the last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import unquote

from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.inspections.actions import handling
from duban.inspections.models import Petition, TeamReply
from tests.inspections.conftest import Desk, at, desk
from tests.inspections.test_handling import FOUND, first, replied
from tests.inspections.test_official import lines_of
from tests.inspections.test_pages import signed_in
from tests.tasks.moments import At

__all__ = ["at", "desk", "first"]


def rejected_once(desk: Desk, petition: Petition, at: At) -> None:
    """Reply, have it rejected on the next day, and reply again on the day after."""
    replied(desk, petition)
    at("2026-11-27")
    handling.reject(petition, actor=desk.clerk, reason="没有写明料棚何时建成")
    at("2026-11-28")
    replied(desk, petition, replace(FOUND, handling="封闭料棚3月底建成。", conclusion="staged"))


def test_each_reply_stands_with_its_day_its_paper_and_why_it_was_not_the_last(
    desk: Desk, first: Petition, at: At
) -> None:
    rejected_once(desk, first, at)
    at("2026-12-01")
    handling.follow_up(first, actor=desk.clerk, reason="料棚已建成，续报", due=date(2026, 12, 8))
    office = signed_in(desk.clerk)
    page = office.get(first.get_absolute_url())
    told = [
        (reply.version, str(reply.day), reply.by_name, reply.after and (reply.after.verb, reply.after.reason))
        for reply, _conclusion in page.context["replies"]
    ]
    assert told == [
        (2, "2026-11-28", desk.clerk.name, ("follow_up", "料棚已建成，续报")),
        (1, "2026-11-26", desk.clerk.name, ("reject", "没有写明料棚何时建成")),
    ]
    words = page.content.decode()
    assert ("没有写明料棚何时建成" in words, "现在有效" in words) == (True, False)
    papers = [office.get(f"/inspections/petitions/{first.pk}/replies/{version}.docx") for version in (1, 2)]
    assert [paper.status_code for paper in papers] == [200, 200]
    assert "第1次" in unquote(papers[0].headers["Content-Disposition"])
    sent = ["封闭料棚3月底建成。" in lines_of(paper.content) for paper in papers]
    assert sent == [False, True]
    assert office.get(f"/inspections/petitions/{first.pk}/replies/3.docx").status_code == 404


def test_the_last_reply_is_the_one_that_holds(desk: Desk, first: Petition, at: At) -> None:
    rejected_once(desk, first, at)
    page = signed_in(desk.clerk).get(first.get_absolute_url())
    assert [reply.after is None for reply, _conclusion in page.context["replies"]] == [True, False]
    assert page.content.decode().count("现在有效") == 1


def test_a_reply_of_before_papers_were_kept_says_so(desk: Desk, first: Petition, at: At) -> None:
    rejected_once(desk, first, at)
    TeamReply.objects.earliest("pk").delete()
    office = signed_in(desk.clerk)
    page = office.get(first.get_absolute_url())
    assert [reply.paper is None for reply, _conclusion in page.context["replies"]] == [False, True]
    assert "当时没有留存" in page.content.decode()
    assert office.get(f"/inspections/petitions/{first.pk}/replies/1.docx").status_code == 404


def test_a_unit_neither_sees_nor_fetches_replies_and_nobody_those_of_another_petition(
    desk: Desk, first: Petition, at: At
) -> None:
    rejected_once(desk, first, at)
    unit = signed_in(desk.liaison)
    page = unit.get(first.get_absolute_url())
    assert (page.status_code, page.context["replies"], "历次回复督察组" in page.content.decode()) == (200, [], False)
    assert unit.get(f"/inspections/petitions/{first.pk}/replies/1.docx").status_code == 403
    other = Petition.objects.exclude(pk=first.pk).first()
    assert other is not None
    assert signed_in(desk.clerk).get(f"/inspections/petitions/{other.pk}/replies/1.docx").status_code == 404


def test_the_page_asks_the_same_for_one_reply_and_for_three(desk: Desk, first: Petition, at: At) -> None:
    replied(desk, first)
    office, counts = signed_in(desk.clerk), []
    for day in ("2026-11-27", "2026-11-28", "2026-11-29"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert office.get(first.get_absolute_url()).status_code == 200
        counts.append(len(asked))
        at(day)
        handling.reject(first, actor=desk.clerk, reason="再报")
        replied(desk, first)
        office = signed_in(desk.clerk)
        office.get(first.get_absolute_url())
    assert counts[1] == counts[2]
