"""What the unit answers is its report in the ledger; no close-out before the petitioner has it, no petition left closed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.petitions import actions
from duban.petitions.models import Petition
from duban.tasks.actions import (
    DraftRefused,
    GivenFile,
    SixPoints,
    attach,
    close_out,
    look_back,
    reopen,
    request_completion,
    verify,
)
from duban.tasks.models import Task
from tests.people import City
from tests.petitions.conftest import (
    TELEPHONE,
    accepted,
    called_back,
    close_in_ledger,
    concluded,
    handled,
    referred,
    replied,
)

ROLES = ("liaison", "clerk")


def today() -> date:
    return timezone.localdate()


def days(count: int) -> timedelta:
    return timedelta(days=count)


def test_a_reply_is_the_tasks_report_and_each_new_one_another(city: City) -> None:
    petition = replied(city)
    task = Task.objects.get()
    assert (task.state, task.reports.get().unit) == ("in_progress", city.units["市教育局"])
    assert task.reports.get().text == f"{petition.number} 支持：已疏通并更换管道。"
    actions.send_back(petition, actor=city.people["clerk"], reason="写明依据")
    petition.refresh_from_db()
    actions.reply(petition, actor=city.people["liaison"], text="依据规范更换。", conclusion="supported")
    assert [report.text.partition("：")[2] for report in task.reports.order_by("id")] == [
        "已疏通并更换管道。",
        "依据规范更换。",
    ]
    verbs = AuditEntry.objects.filter(object_type="tasks.task").values_list("verb", flat=True)
    assert list(verbs).count("task.report") == 2


def test_what_was_kept_in_the_reply_is_masked_in_the_ledger(city: City) -> None:
    text = f"已电话{TELEPHONE}告知。"
    actions.reply(handled(city), actor=city.people["liaison"], text=text, conclusion="supported")
    told = Task.objects.get().reports.get().text.partition("：")[2]
    assert (Petition.objects.get().reply, told) == (text, "已电话〔电话〕告知。")


def test_of_an_accusation_the_ledger_learns_that_there_is_an_answer(city: City) -> None:
    petition = accepted(city, nature="accusation", accused=(city.units["市水务局"],), title="反映招标走过场")
    petition = actions.take_up(referred(city, petition=petition), actor=city.people["liaison"])
    actions.reply(petition, actor=city.people["liaison"], text="招标程序合规。", conclusion="not_supported")
    text = Task.objects.get().reports.get().text
    assert ("招标" in text, "不支持" in text, petition.number in text) == (False, False, True)


def test_what_the_office_answers_itself_is_no_units_report(city: City) -> None:
    actions.reply(handled(city), actor=city.people["clerk"], text="已疏通。", conclusion="supported")
    assert not Task.objects.get().reports.exists()


def test_an_answer_sent_back_takes_the_request_for_completion_with_it(city: City) -> None:
    petition, liaison = replied(city), city.people["liaison"]
    task = Task.objects.get()
    attach(task, [GivenFile("竣工.txt", "竣工照片".encode())], actor=liaison)
    request_completion(task, actor=liaison, statement="已疏通")
    actions.send_back(petition, actor=city.people["clerk"], reason="现场又堵")
    task.refresh_from_db()
    assert (task.state, task.completion_requests.get().remark) == ("in_progress", "现场又堵")


def test_the_task_is_not_closed_out_before_the_petitioner_has_the_reply(city: City) -> None:
    petition = replied(city)
    with pytest.raises(DraftRefused, match="答复还没有送达信访人"):
        close_in_ledger(city)
    concluded(city, petition)
    task, desk = Task.objects.get(), city.people["supervision_desk"]
    verify(task, actor=desk, points=SixPoints(*[True] * 6))
    close_out(task, actor=desk)
    petition.refresh_from_db()
    assert (task.state, petition.state, petition.solved) == ("closed_out", "concluded", None)


def test_a_closed_petition_is_taken_up_again_with_its_task(city: City) -> None:
    petition, desk = called_back(city, "satisfied", solved=True), city.people["supervision_desk"]
    task = close_in_ledger(city)
    actions.close(petition, actor=desk)
    task.refresh_from_db()
    look_back(task, actor=desk, kind="call_back", on=today(), finding="又堵了", solved=False)
    reopen(task, actor=desk, reason="又堵了", deadline=today() + days(9))
    petition.refresh_from_db()
    assert (petition.state, petition.reopened, petition.solved) == ("in_handling", 1, False)
    assert (petition.due_on, petition.moves.last().reason) == (today() + days(9), "又堵了")
    assert petition.moves.filter(verb="reopen").count() == 1


def test_taken_up_anew_from_the_petition_it_is_counted_once(city: City) -> None:
    petition, desk = called_back(city), city.people["supervision_desk"]
    close_in_ledger(city)
    actions.close(petition, actor=desk, reason="信访人不再要求")
    petition = actions.reopen(petition, actor=desk, reason="又堵", deadline=today() + days(9))
    assert (petition.reopened, petition.moves.filter(verb="reopen").count()) == (1, 1)
    assert Task.objects.get().reopened == 1


def test_the_pages_say_that_nothing_is_typed_twice(city: City) -> None:
    petition = handled(city)
    said = "同时记为台账事项的进展报送"
    shown = {role: city.sign_in(role).get(f"/petitions/{petition.pk}/reply/").content.decode() for role in ROLES}
    assert [said in shown[role] for role in ROLES] == [True, False]
    replied(city, petition)
    form = city.sign_in("liaison").get(f"/tasks/{Task.objects.get().pk}/request-completion/").context["form"]
    assert form["statement"].initial == f"{petition.number} 支持：已疏通并更换管道。"
