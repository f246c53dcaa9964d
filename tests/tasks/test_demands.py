"""Every demand on a unit is a row: made, met and dropped by the moves; made by hand with what stands against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.tasks import actions
from duban.tasks.actions import ReportFacts
from duban.tasks.actions.demanding import DemandFacts, DemandWarned, answer_demand, ask, clashes_of, drop_demand
from duban.tasks.models import Demand, Task
from duban.tasks.rules.clashes import ClashKind
from duban.tasks.states import MoveRefused
from tests.tasks.conftest import City, draft
from tests.tasks.moments import At, at

__all__ = ["at"]


def standing(task: Task | None = None) -> list[tuple[str, str, str]]:
    """Return unit, kind and limit of what is still owed."""
    rows = Demand.objects.filter(answered_at=None, dropped_at=None, **({"task": task} if task else {}))
    return [(row.unit.short_name, row.kind, str(row.due or "")) for row in rows.order_by("kind", "id")]


def opened(city: City, **more: object) -> Task:
    return actions.open_task(draft(city.water, **more), actor=city.clerk)


def report(task: Task, city: City) -> None:
    actions.report_progress(task, ReportFacts("已开工", timezone.localdate()), actor=city.water_liaison)
    task.refresh_from_db()


def test_opening_asks_every_unit_to_sign_and_the_lead_to_report(city: City, at: At) -> None:
    at("2024-09-27")
    opened(city, responsible_units=(city.finance,), reporting_rhythm="每月5日前")
    assert standing() == [
        ("水务局", "report", "2024-10-05"),
        ("水务局", "sign_for", "2024-09-30"),
        ("财政局", "sign_for", "2024-09-30"),
    ]
    row = Demand.objects.filter(kind="report").get()
    assert (row.asked_by, row.asked_unit, row.rhythm, row.by_rule) == (city.clerk, city.office, "每月5日前", True)


def test_signing_and_reporting_meet_what_was_asked_and_the_next_report_is_asked_for(city: City, at: At) -> None:
    at("2024-09-27")
    task = opened(city, responsible_units=(city.finance,), reporting_rhythm="每月5日前")
    actions.sign_for(task, actor=city.water_liaison)
    assert standing() == [("水务局", "report", "2024-10-05"), ("财政局", "sign_for", "2024-09-30")]
    at("2024-10-04")
    report(task, city)
    assert standing() == [("水务局", "report", "2024-11-05"), ("财政局", "sign_for", "2024-09-30")]
    met = Demand.objects.filter(answered_at__isnull=False).order_by("id")
    assert [(row.kind, row.answered_by_name) for row in met] == [
        ("sign_for", city.water_liaison.name),
        ("report", city.water_liaison.name),
    ]
    asker = Demand.objects.get(kind="report", answered_at=None)
    assert asker.asked_by == city.clerk  # not the unit whose report brought it


def test_a_partners_report_answers_nothing_the_lead_owes(city: City, at: At) -> None:
    at("2024-09-27")
    task = opened(city, supporting_units=(city.finance,), reporting_rhythm="每月5日前")
    actions.sign_for(task, actor=city.water_liaison)
    actions.log_call(task, actor=city.desk, unit=city.water, person_called="值班员", said="请抓紧", at=timezone.now())
    actions.report_progress(task, ReportFacts("已配合", timezone.localdate()), actor=city.finance_liaison)
    assert ("水务局", "urge", "") in standing()
    assert ("水务局", "report", "2024-10-05") in standing()
    report(task, city)
    assert [kind for _unit, kind, _due in standing()] == ["report", "sign_for"]


@pytest.mark.parametrize("end", ["terminate", "withdraw", "merge"])
def test_the_end_of_a_task_drops_what_was_asked(city: City, end: str) -> None:
    task = opened(city, reporting_rhythm="每周")
    ask([city.water], DemandFacts("material", "管网图纸", task=task), actor=city.desk, today=timezone.localdate())
    if end == "terminate":
        actions.terminate(task, actor=city.desk, approver="市长", reason="不办了")
    elif end == "withdraw":
        actions.withdraw_task(task, actor=city.clerk, reason="重复")
    else:
        actions.merge_into(task, opened(city, title="另一件"), actor=city.desk, reason="重复")
    assert standing(task) == []
    whys = set(Demand.objects.filter(task=task).values_list("dropped_why", flat=True))
    assert whys == {f"事项{task.get_state_display()}"}


def test_handing_back_drops_and_assigning_anew_asks_again(city: City, at: At) -> None:
    at("2024-09-27")
    task = opened(city, reporting_rhythm="每周")
    actions.hand_back(task, actor=city.water_liaison, reason="不归我们管")
    assert standing() == []
    at("2024-10-08")
    actions.assign_anew(task, actor=city.desk, reason="归财政局", lead_unit=city.finance)
    assert standing() == [("财政局", "report", "2024-10-11"), ("财政局", "sign_for", "2024-10-10")]
    assert Demand.objects.filter(kind="sign_for", dropped_at=None).get().asked_by == city.desk


def test_a_pause_asks_for_no_report_and_a_changed_rhythm_moves_the_same_row(city: City, at: At) -> None:
    at("2024-09-27")
    task = opened(city, reporting_rhythm="每月5日前")
    actions.sign_for(task, actor=city.water_liaison)
    changed = replace(actions.draft_of(task), reporting_rhythm="每周")
    actions.change_task(task, changed, actor=city.desk, reason="盯紧")
    assert standing() == [("水务局", "report", "2024-10-04")]
    assert Demand.objects.filter(kind="report").count() == 1
    actions.suspend(task, actor=city.desk, reason="等批复", today=timezone.localdate())
    assert standing() == []


def test_an_instruction_is_to_be_answered_by_the_lead_and_by_its_successor(city: City, at: At) -> None:
    at("2024-09-27")
    task = opened(city)
    actions.sign_for(task, actor=city.water_liaison)
    instruction = actions.instruct(
        task, actor=city.leader, leader="市长", on=date(2024, 9, 27), text="抓紧", answer_by=date(2024, 10, 12)
    )
    assert standing() == [("水务局", "answer", "2024-10-12")]
    task.refresh_from_db()
    actions.reassign(task, actor=city.desk, reason="改由财政局", lead_unit=city.finance)
    assert ("财政局", "answer", "2024-10-12") in standing()
    assert [unit for unit, _kind, _due in standing()] == ["财政局", "财政局"]
    actions.answer_instruction(instruction, actor=city.finance_liaison, answer="已部署")
    assert [kind for _unit, kind, _due in standing()] == ["sign_for"]


def test_a_duplicate_is_warned_of_before_it_is_sent_and_goes_out_with_a_reason(city: City, at: At) -> None:
    at("2024-09-25")
    today = timezone.localdate()
    facts = DemandFacts("material", "报送管网清掏台账", date(2024, 9, 27))
    first = ask([city.water], facts, actor=city.clerk, today=today)
    assert (first[0].unit_name, first[0].asked_unit, first[0].by_rule) == ("云陵市水务局", city.office, False)
    again = replace(facts, what="请提供管网清掏的台账", once=Demand().once)
    with pytest.raises(DemandWarned) as warned:
        ask([city.water, city.finance], again, actor=city.desk, today=today)
    kinds = [(clash.unit, clash.kind, clash.earlier) for clash in warned.value.clashes]
    assert kinds == [
        (city.water.pk, ClashKind.SAME_MATERIAL, (first[0].pk,)),
        (city.water.pk, ClashKind.SAME_DAY, (first[0].pk,)),
    ]
    assert Demand.objects.count() == 1
    sent = ask([city.water, city.finance], again, actor=city.desk, reason="原来的缺附表", today=today)
    assert [(row.unit, row.reason) for row in sent] == [(city.water, "原来的缺附表"), (city.finance, "原来的缺附表")]
    assert AuditEntry.objects.filter(verb="tasks.ask").count() == 3
    assert ask([city.water], again, actor=city.desk, today=today) == sent  # the second click


def test_what_a_rhythm_brings_anyway_and_a_day_off_are_warned_of(city: City, at: At) -> None:
    at("2024-09-25")
    opened(city, reporting_rhythm="每月")
    facts = DemandFacts("report", "汛期排水小结", date(2024, 9, 28))
    assert [clash.kind for clash in clashes_of([city.water], facts, timezone.localdate())] == [
        ClashKind.SAME_PERIOD,
        ClashKind.DAY_OFF,
    ]


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (DemandFacts("material", " "), "没有写要求"),
        (DemandFacts("sign_for", "签收"), "由办理过程自动记录"),
        (DemandFacts("meeting", "调度会", date(2024, 9, 24)), "时限 2024-09-24 已经过去"),
    ],
)
def test_what_cannot_be_asked_is_refused(city: City, at: At, facts: DemandFacts, refusal: str) -> None:
    at("2024-09-25")
    with pytest.raises(actions.DraftRefused, match=refusal):
        ask([city.water], facts, actor=city.clerk, today=timezone.localdate())


def test_who_may_ask_answer_and_take_back(city: City) -> None:
    today, facts = timezone.localdate(), DemandFacts("meeting", "调度会")
    for person in (city.leader, city.administrator, city.water_liaison):
        with pytest.raises(PermissionDenied):
            ask([city.water], facts, actor=person, today=today)
    row = ask([city.water], facts, actor=city.clerk, today=today)[0]
    with pytest.raises(PermissionDenied):
        answer_demand(row, actor=city.finance_liaison)
    with pytest.raises(PermissionDenied):
        drop_demand(row, actor=city.water_liaison, reason="不去")
    answer_demand(row, actor=city.water_liaison, answer="已参加")
    assert (row.answer, row.answered_by_name) == ("已参加", city.water_liaison.name)
    with pytest.raises(MoveRefused, match="已经完成或取消"):
        drop_demand(row, actor=city.clerk, reason="不开了")


def test_what_the_moves_keep_is_not_settled_by_hand(city: City) -> None:
    opened(city)
    with pytest.raises(MoveRefused, match="随事项的办理自动完成"):
        answer_demand(Demand.objects.get(kind="sign_for"), actor=city.water_liaison)
