"""A text too long for one page: shown part by part, decided part by part, and never slower for what is not shown."""

from __future__ import annotations

import pytest
from django.test import Client

from duban.meetings.actions.counting import settle
from duban.meetings.actions.shaping import mark_requirement
from duban.meetings.actions.steps import undo
from duban.meetings.actions.texts import bring_in
from duban.meetings.models import Meeting, MeetingText, Requirement, Sentence
from duban.meetings.queries.page import confirm_page, count_of
from duban.meetings.rules.parts import Part, part_at, parts
from tests.meetings.conftest import Desk, Office

LINE = "会议强调，市水务局要在年底前完成第{n}处南渠清淤，市教育局要制定第{n}份校车检查办法。"


@pytest.mark.parametrize(
    ("text", "size", "expected"),
    [
        ("", 9, [Part(0, 1, 1, 1, 1, 1)]),
        ("甲乙丙", 9, [Part(0, 4, 1, 1, 1, 1)]),
        ("甲乙\n丙丁\n戊己", 5, [Part(0, 6, 1, 2, 1, 2), Part(6, 9, 2, 2, 3, 3)]),
        ("一段比页长\n\n二", 2, [Part(0, 7, 1, 2, 1, 1), Part(7, 9, 2, 2, 2, 2)]),
    ],
)
def test_a_text_is_cut_at_paragraphs(text: str, size: int, expected: list[Part]) -> None:
    assert parts(text, size) == expected


def test_every_place_has_its_part() -> None:
    text = "甲乙\n丙丁\n戊己"
    assert [part_at(text, at, 5).number for at in (0, 5, 6, 8, 99)] == [1, 1, 2, 2, 2]


@pytest.fixture
def long_text(office: Office) -> MeetingText:
    words = "云陵市政府召开第12次常务会议\n" + "\n".join(LINE.format(n=n) for n in range(1, 301))
    bring_in(words, name="汇编.txt", actor=office.clerk)
    return MeetingText.objects.get()


def address(text: MeetingText, what: str = "", place: int = 0) -> str:
    return f"/meetings/{text.meeting_id}/{what}?text={text.pk}&place={place}"


def test_a_page_shows_one_part_with_its_own_tree_and_the_count_of_all(client: Client, long_text: MeetingText) -> None:
    client.force_login(long_text.created_by)
    page = confirm_page(long_text.meeting, long_text.pk, at=len(long_text.restored))
    shown = [requirement.quote for branch in page.branches for requirement in branch.requirements]
    assert page.part is not None and page.part.number == page.part.total > 1
    assert 0 < len(shown) < Requirement.objects.count()
    assert page.count.read == Sentence.objects.count()
    drawn = client.get(address(long_text, place=len(long_text.restored))).content.decode()
    assert "第300处南渠清淤" in drawn
    assert "第1处南渠清淤" not in drawn


def test_keeping_the_rest_keeps_what_is_shown(client: Client, long_text: MeetingText) -> None:
    client.force_login(long_text.created_by)
    first = confirm_page(long_text.meeting, long_text.pk).branches[0]
    client.post(
        f"/meetings/{long_text.meeting_id}/items/{first.key}/keep/", {"text": long_text.pk, "place": 0}, follow=True
    )
    kept = Requirement.objects.filter(decision="kept")
    assert kept.count() == len(first.requirements) < Requirement.objects.count()


def test_undo_goes_to_the_part_where_something_came_back(client: Client, long_text: MeetingText) -> None:
    client.force_login(long_text.created_by)
    last = Requirement.objects.last()
    assert last is not None
    values = {"verb": "keep", "target": f"requirement-{last.pk}", "version": last.version, "text": long_text.pk}
    client.post(
        f"/meetings/{long_text.meeting_id}/step/", values | {"place": last.start}, headers={"HX-Request": "true"}
    )
    answer = client.post(
        f"/meetings/{long_text.meeting_id}/undo/", {"text": long_text.pk, "place": 0}, headers={"HX-Request": "true"}
    )
    assert f'id="requirement-{last.pk}"' in answer.content.decode()


def test_settling_around_a_step_is_settling_all(desk: Desk) -> None:
    def stands() -> list[tuple[str, str]]:
        return list(Sentence.objects.order_by("id").values_list("decision", "reason"))

    def assert_settled() -> None:
        before = stands(), list(Requirement.objects.order_by("id").values_list("decision", "drop_reason"))
        settle(Meeting.objects.get())
        assert before == (stands(), list(Requirement.objects.order_by("id").values_list("decision", "drop_reason")))

    assert_settled()  # as the reading was stored
    place = desk.text.restored.index("会议还研究")
    mark_requirement(desk.text, place, place + 6, actor=desk.office.clerk)
    assert_settled()
    assert count_of(desk.meeting).kept == 1
    undo(desk.meeting, actor=desk.office.clerk)
    assert_settled()
    assert count_of(desk.meeting).kept == 0
