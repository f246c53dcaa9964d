"""Where a unit's head approves what goes out, its reply waits for the head: the desk learns that it waits, no word of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.notifications.models import Notice
from duban.petitions import actions
from duban.petitions.actions import PetitionRefused
from duban.petitions.models import Petition, ReplyDraft
from duban.petitions.waiting import waiting_for
from duban.tasks.actions.practising import set_practice
from duban.tasks.models import Task
from tests.people import City
from tests.petitions.conftest import TELEPHONE, close_in_ledger, concluded, handled, referred, replied

WORDS = "已疏通并更换管道。"


@pytest.fixture
def petition(city: City) -> Petition:
    """Return a petition in the hands of a unit whose head approves."""
    petition = handled(city)
    set_practice(city.units["市教育局"], actor=city.people["unit_head"], head_approves=True)
    return petition


def waits(city: City, role: str) -> list[tuple[str, str]]:
    kinds = waiting_for(city.people[role], timezone.localdate())
    return [(row.number, str(row.what)) for kind in kinds for row in kind.rows]


def test_a_reply_waits_for_the_head_before_it_goes_to_the_desk(city: City, petition: Petition) -> None:
    client = city.sign_in("liaison")
    address = f"/petitions/{petition.pk}/reply/"
    assert "先送本单位负责人审核" in client.get(address).content.decode()
    told = client.post(address, {"text": WORDS, "conclusion": "supported"}, follow=True).content.decode()
    assert ("已报督查室。" in told, "还没有报督查室：由“市教育局”负责人审核后报出" in told) == (False, True)
    petition.refresh_from_db()
    assert (petition.state, petition.reply, Task.objects.get().reports.count()) == ("in_handling", "", 0)
    assert "reply" not in list(petition.moves.values_list("verb", flat=True))
    desk = city.sign_in("supervision_desk").get(f"/petitions/{petition.pk}/").content.decode()
    assert (WORDS in desk, "“市教育局”已草拟答复意见" in desk) == (False, True)
    assert waits(city, "unit_head") == [(petition.number, "答复意见待审核")]
    assert waits(city, "liaison") == waits(city, "clerk") == []


def test_what_the_head_lets_out_is_the_reply_and_the_report(city: City, petition: Petition) -> None:
    replied(city, petition)
    client = city.sign_in("unit_head")
    assert "审核，报督查室…" in client.get(f"/petitions/{petition.pk}/").content.decode()
    form = client.get(f"/petitions/{petition.pk}/reply/").context["form"]
    assert (form["text"].value(), form["conclusion"].value()) == (WORDS, "supported")
    sent = client.post(f"/petitions/{petition.pk}/reply/", {"text": WORDS, "conclusion": "supported"}, follow=True)
    assert "答复意见已报督查室。" in sent.content.decode()
    petition.refresh_from_db()
    assert (petition.state, petition.reply, ReplyDraft.objects.exists()) == ("replied", WORDS, False)
    move, report = petition.moves.get(verb="reply"), Task.objects.get().reports.get()
    assert (move.facts["drafted_by"], move.actor) == (city.people["liaison"].name, city.people["unit_head"])
    assert (report.state, report.text) == ("sent", f"{petition.number} 支持：{WORDS}")


def test_the_head_gives_a_draft_back_and_its_author_is_told(city: City, petition: Petition) -> None:
    replied(city, petition)
    client, address = city.sign_in("unit_head"), f"/petitions/{petition.pk}/reply/return/"
    assert WORDS in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": f"写明依据，问{TELEPHONE}"})
    draft = ReplyDraft.objects.get()
    assert (draft.remark, draft.text) == ("写明依据，问〔电话〕", WORDS)
    assert waits(city, "liaison") == [(petition.number, "负责人退改的答复意见")]
    assert waits(city, "unit_head") == []
    assert "写明依据" in Notice.objects.get(recipient=city.people["liaison"], key__startswith="petitions:draft:").text
    assert "等该单位负责人审核" not in city.sign_in("clerk").get(f"/petitions/{petition.pk}/").content.decode()
    again = client.post(address, {"reason": "再改"})
    assert (again.status_code, "没有等您审核的答复意见" in again.content.decode()) == (422, True)
    assert "写明依据" in city.sign_in("liaison").get(f"/petitions/{petition.pk}/reply/").content.decode()
    replied(city, petition)
    assert (ReplyDraft.objects.get().remark, waits(city, "unit_head")[0][1]) == ("", "答复意见待审核")
    verbs = AuditEntry.objects.filter(object_type="petitions.petition").values_list("verb", flat=True)
    assert list(verbs).count("petitions.draft_reply") == 2
    assert list(verbs).count("petitions.return_reply") == 1


def test_only_the_head_gives_back_and_only_what_waits(city: City, petition: Petition) -> None:
    with pytest.raises(PetitionRefused, match="没有等您审核"):
        actions.return_draft(petition, actor=city.people["unit_head"], reason="改")
    replied(city, petition)
    for role in ("liaison", "supervision_desk", "clerk"):
        with pytest.raises(PermissionDenied):
            actions.return_draft(petition, actor=city.people[role], reason="改")


def test_a_draft_is_gone_once_another_has_it_or_the_office_replied(city: City, petition: Petition) -> None:
    replied(city, petition)
    actions.reply(petition, actor=city.people["clerk"], text="由督查室答复。", conclusion="supported")
    assert not ReplyDraft.objects.exists()
    petition.refresh_from_db()
    actions.send_back(petition, actor=city.people["clerk"], reason="重写")
    petition.refresh_from_db()
    replied(city, petition)
    petition.refresh_from_db()
    referred(city, city.units["市水务局"], petition)
    assert not ReplyDraft.objects.exists()


def upheld_once(city: City) -> Petition:
    petition, day, clerk = concluded(city), timezone.localdate(), city.people["clerk"]
    petition = actions.ask_review(petition, actor=clerk, on=day, reason="不服")
    petition = actions.decide_review(petition, actor=clerk, on=day, upheld=True, reason="维持")
    return actions.ask_review(petition, actor=clerk, on=day, reason="仍不服", second=True)


def test_a_second_reviews_word_is_noted_whatever_state_the_task_is_in(city: City) -> None:
    petition, clerk = upheld_once(city), city.people["clerk"]
    task = Task.objects.get()
    petition = actions.decide_review(petition, actor=clerk, on=timezone.localdate(), upheld=True, reason="复核维持")
    assert (petition.state, task.state) == ("closed", "in_progress")
    assert petition.moves.get(verb="finish").facts["unfinished"] == f"{task.number} 办理中"
    page = city.sign_in("clerk").get(f"/petitions/{petition.pk}/").content.decode()
    assert "信访件已结案，台账事项还没有办完" in page
    close_in_ledger(city)
    assert "台账事项还没有办完" not in city.sign_in("clerk").get(f"/petitions/{petition.pk}/").content.decode()


def test_a_closed_task_follows_a_review_that_overturns_whoever_of_the_office_notes_it(city: City) -> None:
    petition, day, clerk = upheld_once(city), timezone.localdate(), city.people["clerk"]
    close_in_ledger(city)
    later = day + timedelta(days=9)
    petition = actions.decide_review(petition, actor=clerk, on=day, upheld=False, reason="复核撤销", deadline=later)
    task = Task.objects.get()
    assert (petition.state, task.state, task.deadline, task.reopened) == ("in_handling", "in_progress", later, 1)
    assert petition.reopened == 1
