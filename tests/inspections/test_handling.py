"""A petition's life: assigned with its text confirmed, answered, asked about, checked, signed off, told to the team, and back."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.files.actions import take_in as take_in_file
from duban.inspections.actions import guarding, handling, showing
from duban.inspections.actions.accepting import start_accepting
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.handling import Assignment, Findings
from duban.inspections.actions.intaking import change_row, take_in
from duban.inspections.models import GuardQuestion, Petition
from duban.inspections.permissions import visible_to
from duban.inspections.proposing import proposal_for
from duban.inspections.rules.headings import Field
from duban.inspections.states import MoveRefused, PetitionState
from duban.organizations.models import Role, User
from duban.tasks.actions import (
    GivenFile,
    SixPoints,
    attach,
    close_out,
    hand_back,
    request_completion,
    sign_for,
    verify,
)
from duban.tasks.models import Task
from duban.tasks.permissions import visible_to as tasks_visible_to
from tests.files.samples import picture
from tests.inspections.conftest import Desk, person
from tests.inspections.tables import ROWS, xlsx
from tests.people import signed_in

FOUND = Findings(
    plan="对全县砂石厂一律关停，开展专项整治。",
    finding="经现场核查，该砂石厂夜间筛砂，未采取降尘措施。",
    verdict="substantiated",
    cause="企业主体责任不落实。",
    handling="责令该企业立即停止夜间作业，安装喷淋设施。",
    conclusion="staged",
    sites_ordered=1,
    fines=Decimal("20000"),
)


@pytest.fixture
def first(desk: Desk) -> Petition:
    """The first petition, accepted and not assigned yet."""
    start_accepting(take_in(desk.batch, xlsx(ROWS), "清单.xlsx", actor=desk.clerk), actor=desk.clerk)
    return desk.petition("D3SX202611200001")


def wanted(desk: Desk, petition: Petition, **changes: Any) -> Assignment:
    unit = desk.city.units["青溪县"]
    return replace(Assignment(unit, petition.summary, demand="请立即核查。", text_confirmed=True), **changes)


def assigned(desk: Desk, petition: Petition, **changes: Any) -> Petition:
    return handling.assign(petition, wanted(desk, petition, **changes), actor=desk.clerk)


def replied(desk: Desk, petition: Petition, found: Findings = FOUND) -> Petition:
    """Take the petition all the way to its reply."""
    if petition.state == PetitionState.RECEIVED:
        assigned(desk, petition)
    handling.write(petition, found, actor=desk.liaison)
    for question in guarding.open_questions(petition):
        guarding.answer(question, "lawful_not_compliant", "逐家核查后分类整改", actor=desk.liaison)
    handling.submit(petition, actor=desk.liaison)
    handling.check(petition, actor=desk.clerk)
    handling.sign_off(petition, actor=desk.signer)
    return handling.reply(petition, actor=desk.clerk, on=timezone.localdate())


def test_a_petition_goes_to_a_unit_with_its_task_and_the_text_it_will_see(desk: Desk, first: Petition) -> None:
    assert not visible_to(desk.liaison).exists()
    with pytest.raises(DeskRefused):
        handling.assign(first, wanted(desk, first, text_confirmed=False), actor=desk.clerk)
    assigned(desk, first, co_handlers=(desk.city.units["市水务局"],))
    task = Task.objects.get(pk=first.task_id)
    assert task.lead_unit == desk.city.units["青溪县"]
    assert "砂石厂" in task.title
    assert {str(part.unit) for part in task.units.all()} == {"青溪县", "市水务局"}
    assert list(visible_to(desk.liaison)) == [first]
    assert task.origins.get(replaced=False).quote == first.summary


def test_a_unit_sees_only_what_it_was_assigned_and_gives_back_what_is_not_its_own(desk: Desk, first: Petition) -> None:
    assigned(desk, first)
    other = desk.petition("X3SX202611200002")
    with pytest.raises(PermissionDenied):
        handling.write(other, FOUND, actor=desk.liaison)
    with pytest.raises(DeskRefused):
        handling.hand_back(first, actor=desk.liaison, reason=" ")
    handling.hand_back(first, actor=desk.liaison, reason="该厂在白石区界内")
    assert not visible_to(desk.liaison).exists()
    assert first.state == PetitionState.RECEIVED


@pytest.mark.parametrize("signed", [False, True])
def test_what_a_unit_gave_back_takes_its_task_along_until_another_has_it(
    desk: Desk, first: Petition, signed: bool
) -> None:
    assigned(desk, first)
    task, keeper = Task.objects.get(pk=first.task_id), desk.city.units["市政府办"]
    if signed:
        sign_for(task, actor=desk.liaison)
    handling.hand_back(first, actor=desk.liaison, reason="该厂在白石区界内，问13912345678")
    task.refresh_from_db()
    assert (task.lead_unit, task.state, "砂石厂" in task.title) == (keeper, "assigned", False)
    assert [(part.unit, part.signed_at) for part in task.units.all()] == [(keeper, None)]
    assert task.origins.get(replaced=False).quote == first.number
    assert "13912345678" not in task.moves.last().reason  # type: ignore[union-attr]
    assert not tasks_visible_to(desk.liaison).filter(pk=task.pk).exists()
    assigned(desk, first, lead_unit=desk.city.units["白石区"], reason="在白石区界内")
    task.refresh_from_db()
    assert (task.lead_unit, task.state, "砂石厂" in task.title) == (desk.city.units["白石区"], "assigned", True)


def test_a_task_handed_back_in_the_ledger_is_given_out_anew_with_its_petition(desk: Desk, first: Petition) -> None:
    assigned(desk, first)
    task = Task.objects.get(pk=first.task_id)
    hand_back(task, actor=desk.liaison, reason="不属本县")
    assigned(desk, first, lead_unit=desk.city.units["白石区"], reason="在白石区界内")
    task.refresh_from_db()
    assert (task.lead_unit, task.state) == (desk.city.units["白石区"], "assigned")


def test_what_complains_of_the_coordinating_unit_does_not_come_to_it_when_it_is_given_back(
    desk: Desk, first: Petition
) -> None:
    assigned(desk, first, accused=(desk.city.units["市政府办"],))
    handling.hand_back(first, actor=desk.liaison, reason="不属本县")
    task = Task.objects.get(pk=first.task_id)
    assert (task.lead_unit, task.state) == (desk.city.units["青溪县"], "handed_back")
    assigned(desk, first, accused=(desk.city.units["市政府办"],))
    task.refresh_from_db()
    assert task.state == "assigned"


def test_a_blanket_stop_in_a_plan_is_asked_about_and_stops_only_the_check(desk: Desk, first: Petition) -> None:
    assigned(desk, first)
    handling.write(first, FOUND, actor=desk.liaison)
    question = GuardQuestion.objects.get()
    assert first.plan[question.start : question.end] == question.words
    handling.submit(first, actor=desk.liaison)
    with pytest.raises(DeskRefused, match="没有回答"):
        handling.check(first, actor=desk.clerk)
    with pytest.raises(DeskRefused):
        guarding.answer(question, "lawful_not_compliant", "", actor=desk.liaison)
    with pytest.raises(DeskRefused, match="至少 5 个字"):
        guarding.answer(question, "lawful_not_compliant", "是", actor=desk.liaison)
    guarding.answer(question, "lawful_not_compliant", "逐家核查后分类整改", actor=desk.liaison)
    handling.check(first, actor=desk.clerk)
    question.refresh_from_db()
    assert (question.answered_by_name, question.why) == ("青溪县联络员", "逐家核查后分类整改")


def test_an_answer_stays_while_the_words_do_and_with_the_case_when_they_go(desk: Desk, first: Petition) -> None:
    assigned(desk, first)
    handling.write(first, FOUND, actor=desk.liaison)
    guarding.answer(GuardQuestion.objects.get(), "neither", "均无手续且超标", actor=desk.liaison)
    handling.write(first, replace(FOUND, plan=f"经研究，{FOUND.plan}"), actor=desk.liaison)
    assert guarding.open_questions(first) == []
    handling.write(first, replace(FOUND, plan="严禁对砂石厂一律关停，逐家核查。"), actor=desk.liaison)
    question = GuardQuestion.objects.get()
    assert (question.gone, question.answer) == (True, "neither")


def test_a_units_limit_much_shorter_than_the_citys_is_asked_about(desk: Desk, first: Petition) -> None:
    with pytest.raises(DeskRefused, match="晚于"):
        assigned(desk, first, unit_due=date(2026, 12, 5))
    assigned(desk, first, unit_due=date(2026, 11, 27))
    assert GuardQuestion.objects.get().kind == guarding.EARLIER
    assigned(desk, first, unit_due=date(2026, 11, 29))
    assert guarding.open_questions(first) == []


def test_what_a_unit_hands_in_signs_for_the_task_and_reports_on_it(desk: Desk, first: Petition) -> None:
    assigned(desk, first)
    handling.write(first, replace(FOUND, plan=""), actor=desk.liaison)
    handling.submit(first, actor=desk.liaison)
    task = Task.objects.get(pk=first.task_id)
    assert (task.state, task.reports.get().unit) == ("in_progress", desk.city.units["青溪县"])
    assert "安装喷淋设施" in task.reports.get().text
    handling.send_back(first, actor=desk.clerk, reason="补充照片")
    handling.submit(first, actor=desk.liaison)
    assert task.reports.count() == 2


def test_the_same_person_does_not_submit_check_and_sign(desk: Desk, first: Petition) -> None:
    assigned(desk, first)
    handling.write(first, replace(FOUND, plan=""), actor=desk.liaison)
    handling.submit(first, actor=desk.desk)
    with pytest.raises(MoveRefused, match="另一人"):
        handling.check(first, actor=desk.desk)
    person("third", "督查室三", desk.city.units["市政府办"], Role.DESK)
    handling.check(first, actor=desk.signer)
    with pytest.raises(MoveRefused, match="另一人"):
        handling.sign_off(first, actor=desk.signer)
    with pytest.raises(MoveRefused):
        handling.sign_off(first, actor=desk.desk)  # who submitted it


def test_a_reply_stops_the_reply_clock_and_leaves_the_tasks(desk: Desk, first: Petition) -> None:
    showing_due = date(2027, 3, 31)
    assigned(desk, first)
    showing.add_measure(first, kind="lasting", what="建成封闭料棚", due=showing_due, done_on=None, actor=desk.clerk)
    showing.add_measure(
        first, kind="immediate", what="停止夜间作业", due=None, done_on=date(2026, 11, 25), actor=desk.liaison
    )
    replied(desk, first)
    task = Task.objects.get(pk=first.task_id)
    assert (first.reply_stopped_on, task.deadline, task.in_hand) == (date(2026, 11, 26), showing_due, 1)
    with pytest.raises(MoveRefused, match="续报"):
        handling.write(first, FOUND, actor=desk.liaison)
    with pytest.raises(MoveRefused, match="已经回复"):
        handling.submit(first, actor=desk.liaison)


def test_a_reply_that_still_goes_on_leaves_the_reply_clock_running(desk: Desk, first: Petition) -> None:
    replied(desk, first, replace(FOUND, conclusion="going_on"))
    assert first.reply_stopped_on is None
    handling.follow_up(first, actor=desk.clerk, reason="整改完成，续报")
    showing.add_visit(first, day=date(2026, 11, 26), who="县局执法人员", found="喷淋正常", actor=desk.liaison)
    showing.add_measure(first, kind="immediate", what="安装喷淋", due=None, done_on=None, actor=desk.liaison)
    done = replace(FOUND, conclusion="concluded")
    with pytest.raises(DeskRefused, match="按“已办结”上报还缺每条整改措施的完成日期、计划回访日期"):
        replied(desk, first, done)
    showing.finish_measure(first.measures.get(), done_on=date(2026, 11, 26), actor=desk.liaison)
    replied(desk, first, replace(done, revisit_on=date(2026, 12, 26)))
    assert first.reply_stopped_on == date(2026, 11, 26)
    with pytest.raises(DeskRefused, match="不再续报"):
        handling.follow_up(first, actor=desk.clerk, reason="再补充")


def test_a_rejected_and_a_reopened_reply_are_counted(desk: Desk, first: Petition) -> None:
    replied(desk, first)
    handling.reject(first, actor=desk.clerk, reason="事实不清", reply_due=date(2026, 12, 3))
    assert (first.state, first.rejected, first.reply_stopped_on) == (PetitionState.ASSIGNED, 1, None)
    replied(desk, first)
    with pytest.raises(MoveRefused):
        handling.reopen(first, actor=desk.clerk, reason="经办不能", due=date(2026, 12, 8))
    handling.reopen(first, actor=desk.desk, reason="回头看发现反弹", due=date(2026, 12, 8))
    assert (first.reopened, first.conclusion) == (1, "going_on")


def test_a_task_closed_out_is_reopened_with_its_petition(desk: Desk, first: Petition) -> None:
    replied(desk, first)
    task = Task.objects.get(pk=first.task_id)
    staged = take_in_file(io.BytesIO(picture()), "料棚.png", desk.liaison)
    attach(task, [GivenFile("料棚.png", staged, "")], actor=desk.liaison)
    task.refresh_from_db()
    request_completion(task, actor=desk.liaison, statement="料棚已建成")
    verify(task, actor=desk.clerk, points=SixPoints(*[True] * 6))
    close_out(task, actor=desk.desk)
    first.refresh_from_db()
    handling.reopen(first, actor=desk.desk, reason="夜间又在筛砂", due=date(2026, 12, 8))
    task.refresh_from_db()
    assert (task.state, task.reopened, task.deadline) == ("in_progress", 1, date(2026, 12, 8))


def test_what_the_reply_needs_must_be_there(desk: Desk, first: Petition) -> None:
    assigned(desk, first)
    with pytest.raises(DeskRefused, match="调查核实情况、是否属实"):
        handling.submit(first, actor=desk.liaison)
    with pytest.raises(DeskRefused, match="还没有到"):
        showing.add_visit(first, day=date(2026, 12, 20), who="县局执法队", found="", actor=desk.liaison)


def test_a_petition_is_returned_with_a_reason_and_taken_back(desk: Desk, first: Petition) -> None:
    task = first.task
    with pytest.raises(DeskRefused):
        handling.return_to_team(first, actor=desk.clerk, reason="")
    handling.return_to_team(first, actor=desk.clerk, reason="属邻市")
    assert task is not None
    task.refresh_from_db()
    assert task.state == "withdrawn"
    with pytest.raises(MoveRefused, match="收回"):
        handling.assign(first, wanted(desk, first), actor=desk.clerk)
    handling.take_back(first, actor=desk.clerk, reason="督察组重新交办")
    assert first.task_id != task.pk


def test_petitions_are_linked_by_hand_and_parted_again(desk: Desk, first: Petition) -> None:
    other = desk.petition("X3SX202611200003")
    own = other.task
    handling.link(other, first, actor=desk.clerk, reason="同一砂石厂")
    assert other.task_id == first.task_id
    assert own is not None
    own.refresh_from_db()
    assert own.state == "withdrawn"
    with pytest.raises(DeskRefused):
        handling.link(first, other, actor=desk.clerk, reason="反过来")
    with pytest.raises(DeskRefused, match="重复件"):
        handling.return_to_team(first, actor=desk.clerk, reason="属邻市")
    handling.unlink(other, actor=desk.clerk, reason="不是同一家")
    assert other.task_id not in (first.task_id, own.pk)


def test_who_decides_has_seen_what_they_decide_on(desk: Desk, first: Petition) -> None:
    seen = first.version
    assigned(desk, first)
    with pytest.raises(DeskRefused, match="刚刚"):
        handling.assign(first, wanted(desk, first), actor=desk.desk, version=seen)


def test_the_trail_names_what_was_done_and_holds_no_text(desk: Desk, first: Petition) -> None:
    replied(desk, first)
    rows = AuditEntry.objects.filter(object_type="inspections.petition")
    verbs = set(rows.values_list("verb", flat=True))
    assert {"petition.accept", "petition.assign", "petition.submit", "petition.check", "petition.reply"} <= verbs
    assert "砂石厂" not in " ".join(str(row.changes) for row in rows)


def test_a_result_that_lacks_something_goes_no_further_and_all_of_it_is_named(desk: Desk, first: Petition) -> None:
    assigned(desk, first)
    handling.write(first, replace(FOUND, plan="", handling="", conclusion="concluded"), actor=desk.liaison)
    everything = "处理和整改情况.*至少一条整改措施、计划回访日期、佐证（现场核查记录或整改后照片）"
    with pytest.raises(DeskRefused, match=everything):
        handling.submit(first, actor=desk.liaison)
    rows = Petition.objects.filter(pk=first.pk)
    for state, step, name in (
        ("submitted", lambda: handling.check(first, actor=desk.clerk), "核查通过"),
        ("checked", lambda: handling.sign_off(first, actor=desk.signer), "签发"),
        ("signed_off", lambda: handling.reply(first, actor=desk.clerk, on=date(2026, 11, 26)), "回复督察组"),
    ):
        rows.update(state=state, submitted_by=desk.liaison, checked_by=desk.clerk, signed_by=None)
        with pytest.raises(DeskRefused, match=f"还缺{everything}，不能“{name}”"):
            step()
        assert rows.get().state == state


def test_who_alone_could_sign_leaves_the_check_to_another(desk: Desk, first: Petition) -> None:
    assigned(desk, first)
    handling.write(first, replace(FOUND, plan=""), actor=desk.liaison)
    handling.submit(first, actor=desk.liaison)
    page = signed_in(desk.desk).get(first.get_absolute_url()).content.decode()
    assert "您核查后就不能签发本件，由签发人签发。" in page
    assert "核查后就不能签发" not in signed_in(desk.clerk).get(first.get_absolute_url()).content.decode()
    User.objects.filter(pk=desk.signer.pk).update(is_active=False)
    page = signed_in(desk.desk).get(first.get_absolute_url()).content.decode()
    assert "本件只有您能签发，核查的人不能再签发：请由经办核查，再由您签发。" in page
    assert "/move/check/" not in page
    with pytest.raises(DeskRefused, match="请由经办核查，再由您签发"):
        handling.check(first, actor=desk.desk)
    handling.check(first, actor=desk.clerk)
    handling.sign_off(first, actor=desk.desk)


def test_a_unit_the_desk_chose_is_not_recorded_with_the_reason_of_another(desk: Desk, first: Petition) -> None:
    proposed, why = proposal_for(first)
    assert (proposed, why) == (desk.city.units["青溪县"], "青溪县的属地单位")
    water = desk.city.units["市水务局"]
    with pytest.raises(DeskRefused, match=f"说的不是“{water}”，请写明为什么交给它"):
        assigned(desk, first, lead_unit=water, reason=why)
    row = assigned(desk, first, lead_unit=water)
    assert row.assignment_reason == f"经办改定，没有采用建议的“{proposed}”（青溪县的属地单位）"
    row = assigned(desk, row, lead_unit=water, reason="河道执法由它负责")
    with pytest.raises(DeskRefused, match="河道执法由它负责"):
        assigned(desk, row, reason="河道执法由它负责")
    assert assigned(desk, row, reason=why).assignment_reason == why


def test_a_row_whose_unit_the_desk_changed_says_so(desk: Desk) -> None:
    intake = take_in(desk.batch, xlsx(ROWS), "清单.xlsx", actor=desk.clerk)
    row = intake.rows.get(number="D3SX202611200001")
    cells = {
        Field.NUMBER: row.number, Field.CHANNEL: "来电", Field.AREA: "青溪县", Field.TYPE: "",
        Field.UNIT: desk.city.units["市水务局"].name,
    }  # fmt: skip
    row = change_row(row, cells, row.summary, actor=desk.clerk, confirmed=True)
    assert row.values["unit_reason"].startswith("经办改定，没有采用建议的“")
    cells[Field.UNIT] = desk.city.units["青溪县"].name
    row = change_row(row, cells, row.summary, actor=desk.clerk, confirmed=True)
    assert row.values["unit_reason"] == "青溪县的属地单位"
