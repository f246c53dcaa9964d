"""The rest of the desk's month: registers settled once, handovers taken by another, findings filed by a second person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.inspections.actions.findings import (
    FindingFacts,
    ask_to_file,
    enter_finding,
    note_step,
)
from duban.inspections.actions.registering import enter, settle
from duban.inspections.models import DocumentRequest, Finding, HandoverNote, PetitionMove, ProvincialStep, SpotMatter
from duban.inspections.registers import REGISTERS
from duban.inspections.states import MoveRefused
from tests.inspections.months import DAY, Month
from tests.people import signed_in
from tests.tasks.conftest import City


def posted(month: Month) -> dict[str, tuple[dict[str, object], dict[str, object]]]:
    """Return for each register what is entered and what settles it."""
    today, unit = timezone.localdate().isoformat(), month.unit.name
    return {
        "documents": (
            {"what": "近三年监测报告", "asked_on": today, "due": today, "unit": unit},
            {"sent_on": today, "pages": 3, "receipt_by": "督察组联络员"},
        ),
        "spots": (
            {"day": today, "place": "老码头", "area": "", "what": "污水直排", "unit": unit, "due": today},
            {"done_on": today, "result": "已封堵并接管"},
        ),
        "province": (
            {"petition": "D3YL202411080001", "what": "跨市河段", "to": "省生态环境厅", "sent_on": today, "due": ""},
            {"answered_on": today, "answer": "由省厅牵头联合执法"},
        ),
        "handovers": ({"night": today, "left": "第8批还差两件没有交办"}, {"answer": "已接"}),
    }  # fmt: skip


@pytest.mark.parametrize("key", REGISTERS)
def test_a_register_is_entered_and_settled_once_on_its_pages(month: Month, key: str) -> None:
    month.add(month.batch(1, DAY), [{}])
    entered, settled = posted(month)[key]
    clerk, desk = signed_in(month.clerk), signed_in(month.desk)
    page = f"/inspections/{month.inspection.pk}/registers/{key}/"
    assert "还没有登记" in clerk.get(page).content.decode()
    assert clerk.post(page, {}).status_code == 422
    assert clerk.post(page, entered).status_code == 302
    entry = REGISTERS[key].model._default_manager.get()
    assert entry.entered_by == month.clerk
    shown = clerk.get(page + "?waiting=1").content.decode()
    assert str(REGISTERS[key].settle) in shown
    settling = f"/inspections/registers/{key}/{entry.pk}/settle/"
    assert desk.get(settling).status_code == 200
    assert desk.post(settling, settled).status_code == 302
    assert desk.post(settling, settled).status_code == 409
    assert clerk.get(page + "?waiting=1").context["rows"] == []
    entry.refresh_from_db()
    assert (entry.settled_by, bool(entry.settled_at)) == (month.desk, True)
    verbs = AuditEntry.objects.filter(verb__startswith="desk.").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["desk.enter", "desk.settle"]


def test_a_register_that_is_none_is_not_there(month: Month) -> None:
    assert signed_in(month.clerk).get(f"/inspections/{month.inspection.pk}/registers/nothing/").status_code == 404


def test_a_handover_keeps_the_figures_of_its_hour_and_is_taken_by_another(month: Month) -> None:
    month.add(month.batch(1, DAY), [{"reply_due": DAY}, month.replied("partly", "staged", DAY)])
    client = signed_in(month.clerk)
    page = f"/inspections/{month.inspection.pk}/registers/handovers/"
    assert client.post(page, {"night": timezone.localdate(), "left": "两件待催"}).status_code == 302
    note = HandoverNote.objects.get()
    assert note.figures == {"total": 2, "answered": 1, "soon": 0, "overdue": 1, "documents": 0}
    with pytest.raises(MoveRefused, match="要由接班的同事确认"):
        settle(note, {"answer": ""}, actor=month.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandoverNote.objects.update(settled_by=month.clerk)
    settle(note, {"answer": ""}, actor=month.desk)
    assert "逾期未回复 1" in client.get(page).content.decode()


def test_what_contradicts_itself_is_refused_by_the_database(month: Month) -> None:
    values = {"what": "报告", "asked_on": DAY, "due": DAY - timedelta(days=1), "unit": month.unit}
    with pytest.raises(IntegrityError), transaction.atomic():
        enter(DocumentRequest, month.inspection, values, actor=month.clerk)
    values["due"] = DAY
    request = enter(DocumentRequest, month.inspection, values, actor=month.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        settle(request, {"sent_on": None, "receipt_by": ""}, actor=month.desk)


def test_a_form_names_a_limit_before_its_beginning_and_a_day_to_come(month: Month) -> None:
    today = timezone.localdate()
    page = f"/inspections/{month.inspection.pk}/registers/documents/"
    given = {"what": "报告", "asked_on": today, "due": today - timedelta(days=1), "unit": month.unit.name}
    answer = signed_in(month.clerk).post(page, given)
    assert answer.status_code == 422
    assert "请核对" in answer.content.decode()
    request = enter(
        DocumentRequest,
        month.inspection,
        {"what": "报告", "asked_on": DAY, "due": DAY, "unit": month.unit},
        actor=month.clerk,
    )
    settled = {"sent_on": today + timedelta(days=1), "receipt_by": "联络员"}
    answer = signed_in(month.clerk).post(f"/inspections/registers/documents/{request.pk}/settle/", settled)
    assert answer.status_code == 422
    assert "还没有到" in answer.content.decode()


def test_only_the_office_enters_and_settles(month: Month, city: City) -> None:
    with pytest.raises(PermissionDenied):
        enter(SpotMatter, month.inspection, {}, actor=city.leader)
    with pytest.raises(PermissionDenied):
        settle(ProvincialStep(), {}, actor=city.water_liaison)


def facts(month: Month, **more: object) -> FindingFacts:
    wanted = {
        "title": "城区污水收集管网不完善", "goal": "收集率达到70%", "lead_unit": month.unit, "due": date(2027, 12, 31), **more,
    }  # fmt: skip
    return FindingFacts(**wanted)  # type: ignore[arg-type]


def test_a_finding_opens_a_task_and_is_to_be_filed_when_its_steps_over_years_are_done(
    month: Month,
) -> None:
    steps = [(date(2025, 12, 31), "建成管网12公里"), (date(2027, 6, 30), "完成混接改造")]
    finding = enter_finding(month.inspection, facts(month), steps, actor=month.clerk)
    assert (finding.number, finding.task.source, finding.task.deadline) == (1, "finding", date(2027, 12, 31))
    today = timezone.localdate()
    with pytest.raises(MoveRefused, match="还有 2 条措施没有完成"):
        ask_to_file(finding, actor=month.clerk, result="已完成")
    with pytest.raises(MoveRefused, match="还没有到"):
        note_step(finding.steps.all()[0], actor=month.clerk, on=today + timedelta(days=1), what="好", today=today)
    for step in finding.steps.all():
        note_step(step, actor=month.clerk, on=today, what="已建成", today=today)
    ask_to_file(finding, actor=month.clerk, result="收集率71%")
    finding.refresh_from_db()
    assert (finding.state, finding.asked_by) == ("filing", month.clerk)


def test_a_plan_has_steps_and_none_after_the_limit(month: Month) -> None:
    with pytest.raises(MoveRefused, match="一条措施也没有"):
        enter_finding(month.inspection, facts(month), [], actor=month.clerk)
    with pytest.raises(MoveRefused, match="晚于整改时限"):
        enter_finding(month.inspection, facts(month), [(date(2028, 1, 1), "太晚")], actor=month.clerk)


def test_the_pages_of_findings_read_a_plan_line_by_line(month: Month) -> None:
    client, page = signed_in(month.clerk), f"/inspections/{month.inspection.pk}/findings/"
    given = {
        "title": "管网不完善",
        "goal": "70%",
        "lead_unit": month.unit.name,
        "due": "2027-12-31",
        "plan": "明年底 建成",
    }
    wrong = client.post(page, given)
    assert wrong.status_code == 422
    assert "整改方案第1行要先写日期" in wrong.content.decode()
    given["plan"] = "2025-12-31 建成管网12公里\n\n2027-06-30 完成混接改造"
    assert client.post(page, given).status_code == 302
    finding = Finding.objects.get()
    shown = client.get(f"/inspections/findings/{finding.pk}/").content.decode()
    assert "2025 年" in shown
    assert "2027 年" in shown
    step = finding.steps.all()[0]
    assert (
        client.post(f"/inspections/findings/steps/{step.pk}/", {"on": "2025-12-01", "what": "建成"}).status_code == 302
    )
    assert "1 / 2" in client.get(page).content.decode()


def test_leaders_in_charge_and_rejected_replies_are_listed_with_their_rows(month: Month) -> None:
    batch = month.batch(1, DAY)
    first = month.add(
        batch,
        [
            {"leading_official": "副市长", "rejected": 1, "reply_due": DAY},
            month.replied("partly", "concluded", DAY, leading_official="副市长"),
            {"starred": True},
        ],
    )[0]
    PetitionMove.objects.create(
        petition=first, actor=month.clerk, actor_name="经办", verb="reject", from_state="replied", to_state="assigned",
        reason="事实不清",
    )  # fmt: skip
    client, address = signed_in(month.clerk), f"/inspections/{month.inspection.pk}/"
    rows = client.get(address + "leaders/").context["rows"]
    assert [(row["leading_official"], row["total"], row["concluded"], row["overdue"]) for row in rows] == [
        ("副市长", 2, 1, 1)
    ]
    assert client.get(address + "petitions/?official=副市长").context["page"].paginator.count == 2
    assert client.get(address + "petitions/?official=none&starred=on").context["page"].paginator.count == 1
    assert "事实不清" in client.get(address + "rejections/").content.decode()


@pytest.mark.parametrize("page", ["registers/documents/", "findings/", "rejections/"])
def test_a_list_asks_as_many_queries_for_three_as_for_one(month: Month, page: str) -> None:
    client, counts = signed_in(month.clerk), []
    batch = month.batch(1, DAY)
    for number in (1, 2):
        for _n in range(number):
            values = {"what": "报告", "asked_on": DAY, "due": DAY, "unit": month.unit}
            enter(DocumentRequest, month.inspection, values, actor=month.clerk)
            enter_finding(month.inspection, facts(month), [(DAY, "一步")], actor=month.clerk)
        month.add(batch, [{"rejected": 1} for _n in range(number)])
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/inspections/{month.inspection.pk}/{page}").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
