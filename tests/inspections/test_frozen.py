"""What was handed in stands still: it changes after it was taken back or sent back, and the paper signed is the paper sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duban.inspections.actions import guarding, handling, showing
from duban.inspections.models import Petition, PetitionMeasure, Picture, Term
from duban.organizations.models import User
from duban.tasks.models import Task
from tests.files.samples import picture
from tests.inspections.conftest import Desk, at, desk
from tests.inspections.test_handling import FOUND, assigned, first
from tests.inspections.test_official import lines_of
from tests.inspections.test_pages import signed_in
from tests.tasks.moments import At

__all__ = ["at", "desk", "first"]

DUE = date(2027, 3, 31)
Steps = list[Callable[[], Petition]]


@pytest.fixture
def story(desk: Desk, first: Petition) -> Steps:
    """A petition ready to be handed in, with a lasting measure and a picture; the steps that take it to its reply."""
    assigned(desk, first)
    showing.add_measure(first, kind="lasting", what="建成封闭料棚", due=DUE, done_on=None, actor=desk.liaison)
    upload(signed_in(desk.liaison), first)
    handling.write(first, replace(FOUND, plan=""), actor=desk.liaison)
    for question in guarding.open_questions(first):
        guarding.answer(question, "lawful_not_compliant", "逐家核查后分类整改", actor=desk.liaison)
    return [
        lambda: handling.submit(first, actor=desk.liaison),
        lambda: handling.check(first, actor=desk.clerk),
        lambda: handling.sign_off(first, actor=desk.signer),
        lambda: handling.reply(first, actor=desk.clerk, on=date(2026, 11, 26)),
    ]


def taken_to(story: Steps, steps: int) -> None:
    for step in story[:steps]:
        step()


def upload(client: Client, petition: Petition, *, shade: int = 0) -> None:
    posted = {"moment": "after", "caption": "", "file": SimpleUploadedFile("照片.png", picture(size=(40 + shade, 30)))}
    assert client.post(f"/inspections/petitions/{petition.pk}/add/picture/", posted).status_code in (302, 422)


def content_of(petition: Petition) -> tuple[object, ...]:
    """Everything of the petition that its reply tells or rests on."""
    return (
        list(petition.measures.values_list("what", "due", "done_on")),
        list(petition.visits.values_list("day", "who")),
        list(petition.pictures.values_list("pk", "moment")),
        Petition.objects.values_list("handling", "finding", "verdict", "conclusion").get(pk=petition.pk),
    )


def tried(person: User, petition: Petition) -> set[int]:
    """Try everything that would change the content, as the person; return the answers."""
    client, place = signed_in(person), f"/inspections/petitions/{petition.pk}"
    measure, shown = petition.measures.get(), petition.pictures.get()
    day = "2026-11-26"
    answers = [
        client.post(f"{place}/add/measure/", {"kind": "immediate", "what": "增设雾炮", "done_on": day}),
        client.post(f"{place}/add/visit/", {"day": day, "who": "县局执法队", "found": "正常"}),
        client.post(f"/inspections/measures/{measure.pk}/done/", {"done_on": day}),
        client.post(f"/inspections/measures/{measure.pk}/due/", {"due": "2027-06-30"}),
        client.post(f"/inspections/pictures/{shown.pk}/drop/"),
        client.post(f"{place}/write/", {"handling": "改写", "finding": "改写", "version": petition.version}),
    ]
    upload(client, petition, shade=9)
    return {answer.status_code for answer in answers}


@pytest.mark.parametrize("steps", [1, 2, 3])
@pytest.mark.parametrize("who", ["liaison", "clerk", "desk"])
def test_nothing_changes_between_submitting_and_the_reply(
    desk: Desk, first: Petition, story: Steps, steps: int, who: str
) -> None:
    taken_to(story, steps)
    first.refresh_from_db()
    before, moves = content_of(first), first.moves.count()
    assert tried(getattr(desk, who), first) <= {302, 422}
    assert (content_of(first), first.moves.count()) == (before, moves)
    client = signed_in(getattr(desk, who))
    refused = client.post(f"/inspections/pictures/{first.pictures.get().pk}/drop/", follow=True).content.decode()
    assert "已经上报" in refused
    assert "撤回上报" in refused
    page = client.get(first.get_absolute_url()).content.decode()
    assert ("内容、措施和佐证不能再改" in page, "取下</button>" in page, "添加措施" in page) == (True, False, False)


def test_a_unit_takes_back_what_nobody_checked_yet_with_a_reason(desk: Desk, first: Petition, story: Steps) -> None:
    taken_to(story, 1)
    unit, place = signed_in(desk.liaison), f"/inspections/petitions/{first.pk}/move/recall/"
    assert "撤回上报" in unit.get(first.get_absolute_url()).content.decode()
    assert signed_in(desk.clerk).post(place, {"reason": "代撤"}).status_code == 403
    unit.post(place, {"reason": " "})
    first.refresh_from_db()
    assert first.state == "submitted"
    unit.post(place, {"reason": "照片放错了"})
    first.refresh_from_db()
    assert (first.state, first.moves.latest("id").reason) == ("assigned", "照片放错了")
    unit.post(f"/inspections/pictures/{first.pictures.get().pk}/drop/")
    assert (first.pictures.count(), first.moves.latest("id").verb) == (0, "drop")
    taken_to(story, 2)
    refused = unit.post(place, {"reason": "再改"}, follow=True).content.decode()
    assert "现在是“待签发”，不能“撤回上报”" in refused


def test_a_change_the_office_wants_ends_check_and_signature(desk: Desk, first: Petition, story: Steps) -> None:
    taken_to(story, 3)
    office = signed_in(desk.clerk)
    office.post(f"/inspections/petitions/{first.pk}/move/send_back/", {"reason": "请补充雾炮"})
    first.refresh_from_db()
    assert (first.state, first.checked_by, first.signed_by) == ("assigned", None, None)
    showing.add_measure(first, kind="immediate", what="增设雾炮", due=None, done_on=None, actor=desk.liaison)
    address = f"/inspections/petitions/{first.pk}/reply.docx"
    assert office.get(address).status_code == 404
    taken_to(story, 3)
    assert "增设雾炮" in "".join(lines_of(office.get(address).content))


def test_the_paper_signed_is_the_paper_sent_whatever_is_renamed(
    desk: Desk, first: Petition, story: Steps, at: At
) -> None:
    taken_to(story, 3)
    address = f"/inspections/petitions/{first.pk}/reply.docx"
    signed = lines_of(signed_in(desk.clerk).get(address).content)
    assert signed[-1] == "2026年11月26日"
    kept = first.team_replies.get()
    assert (kept.day, kept.signed_by_name, kept.by_name) == (None, desk.signer.name, "")
    Term.objects.filter(code="staged").update(label="分阶段办结")
    at("2026-11-28")
    office = signed_in(desk.clerk)
    assert lines_of(office.get(address).content) == signed
    office.post(f"/inspections/petitions/{first.pk}/move/reply/", {"day": "2026-11-28"})
    kept.refresh_from_db()
    assert (kept.day, kept.by_name) == (date(2026, 11, 28), desk.clerk.name)
    assert lines_of(office.get(address).content) == signed
    assert lines_of(office.get(f"/inspections/petitions/{first.pk}/replies/1.docx").content) == signed


def test_after_the_reply_its_evidence_and_deadlines_stay_and_new_ones_are_marked(
    desk: Desk, first: Petition, story: Steps, at: At
) -> None:
    taken_to(story, 4)
    unit, measure = signed_in(desk.liaison), PetitionMeasure.objects.get()
    proof = first.pictures.get()
    refused = unit.post(f"/inspections/pictures/{proof.pk}/drop/", follow=True).content.decode()
    assert "已回复督察组的佐证，不能取下" in refused
    refused = unit.post(f"/inspections/measures/{measure.pk}/due/", {"due": "2027-06-30"}, follow=True).content.decode()
    assert "已经写进回复督察组的文件" in refused
    at("2026-11-28")
    unit = signed_in(desk.liaison)
    upload(unit, first, shade=5)
    page = unit.get(first.get_absolute_url()).content.decode()
    assert (page.count("回复后补充"), page.count("取下</button>")) == (1, 1)
    added = Picture.objects.exclude(pk=proof.pk).get()
    unit.post(f"/inspections/pictures/{added.pk}/drop/")
    assert list(first.pictures.all()) == [proof]
    unit.post(f"/inspections/measures/{measure.pk}/done/", {"done_on": "2026-11-28"})
    again = unit.post(f"/inspections/measures/{measure.pk}/done/", {"done_on": "2026-11-27"}, follow=True)
    assert "已登记 2026-11-28 完成" in again.content.decode()


def test_a_deadline_declined_after_the_reply_is_written_anew(desk: Desk, first: Petition, story: Steps) -> None:
    taken_to(story, 4)
    measure = PetitionMeasure.objects.get()
    signed_in(desk.clerk).post(f"/inspections/measures/{measure.pk}/decline/", {"reason": "汛期前要见效"})
    signed_in(desk.liaison).post(f"/inspections/measures/{measure.pk}/due/", {"due": "2027-02-28"})
    signed_in(desk.clerk).post(f"/inspections/measures/{measure.pk}/agree/")
    assert Task.objects.get(pk=first.task_id).deadline == date(2027, 2, 28)
