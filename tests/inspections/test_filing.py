"""The filing of a finding and the close-out of its task are one: whichever moves first, the other follows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.inspections.actions.filing import Filing, file_finding, send_finding_back
from duban.inspections.actions.findings import FindingFacts, ask_to_file, enter_finding, note_step
from duban.inspections.models import Finding
from duban.inspections.states import MoveRefused
from duban.tasks import actions as ledger
from duban.tasks.actions import DraftRefused, ReportFacts, SixPoints
from duban.tasks.models import Task
from tests.inspections.months import Month
from tests.people import signed_in
from tests.tasks.conftest import City
from tests.tasks.life import ALL_SIX, proof

NUMBER = "云督改备〔2026〕3号"


@pytest.fixture
def finding(month: Month) -> Finding:
    facts = FindingFacts("城区污水收集管网不完善", "收集率达到70%", month.unit, date(2027, 12, 31))
    return enter_finding(month.inspection, facts, [(date(2026, 12, 31), "建成管网12公里")], actor=month.clerk)


def task_of(finding: Finding) -> Task:
    return Task.objects.select_related("verification__request").get(pk=finding.task_id)


def work_done(finding: Finding, month: Month) -> None:
    for step in finding.steps.all():
        note_step(step, actor=month.clerk, on=timezone.localdate(), what="已建成", today=timezone.localdate())


def completion_asked(finding: Finding, city: City) -> Task:
    """Let the unit sign, report, show and ask for the completion of the task."""
    unit = city.water_liaison
    ledger.sign_for(task_of(finding), actor=unit)
    ledger.report_progress(task_of(finding), ReportFacts("管网建成", timezone.localdate()), actor=unit)
    ledger.attach(task_of(finding), [proof()], actor=unit)
    return ledger.request_completion(task_of(finding), actor=unit, statement="管网12公里建成，收集率71%")


def filing(**changed: object) -> Filing:
    today = timezone.localdate()
    wanted = {"on": today, "number": NUMBER, "revisit_on": today + timedelta(days=90), "points": ALL_SIX, **changed}
    return Filing(**wanted)  # type: ignore[arg-type]


def test_filing_verifies_and_closes_the_task_out_as_the_second_person(
    month: Month, city: City, finding: Finding
) -> None:
    work_done(finding, month)
    ask_to_file(finding, actor=month.clerk, result="收集率71%")
    today = timezone.localdate()
    with pytest.raises(MoveRefused, match="要由责任单位附佐证材料申请办结"):
        file_finding(finding, filing(), actor=month.desk, today=today)
    completion_asked(finding, city)
    with pytest.raises(MoveRefused, match="还没有核查"):
        file_finding(finding, filing(points=None), actor=month.desk, today=today)
    with pytest.raises(MoveRefused, match="没有达到"):
        file_finding(finding, filing(points=SixPoints(*[True] * 5, False)), actor=month.desk, today=today)
    with pytest.raises(MoveRefused, match="要在备案日期"):
        file_finding(finding, filing(revisit_on=today), actor=month.desk, today=today)
    with pytest.raises(MoveRefused, match="要由另一位同事审核"):
        file_finding(finding, filing(), actor=month.clerk, today=today)
    assert (task_of(finding).state, Finding.objects.get().state) == ("completion_requested", "filing")
    filed = file_finding(finding, filing(), actor=month.desk, today=today)
    task = task_of(finding)
    assert (filed.state, filed.filing_number, filed.revisit_on) == ("filed", NUMBER, today + timedelta(days=90))
    assert (task.state, task.verification and task.verification.verifier) == ("closed_out", month.desk)
    verbs = AuditEntry.objects.order_by("-id").values_list("verb", flat=True)[:3]
    assert list(verbs) == ["finding.file", "task.close_out", "task.verify"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.update(filing_number="")


def test_the_ledger_closes_no_task_while_a_step_of_the_plan_is_open(month: Month, city: City, finding: Finding) -> None:
    completion_asked(finding, city)
    with pytest.raises(DraftRefused, match="还有 1 条措施没有完成"):
        ledger.verify(task_of(finding), actor=month.desk, points=ALL_SIX)
    shown = signed_in(month.desk).get(task_of(finding).get_absolute_url()).content.decode()
    assert "还有 1 条措施没有完成" in shown
    work_done(finding, month)
    ledger.verify(task_of(finding), actor=month.desk, points=ALL_SIX)


def test_a_task_closed_in_the_ledger_leaves_its_finding_waiting_for_the_filing(
    month: Month, city: City, finding: Finding
) -> None:
    work_done(finding, month)
    completion_asked(finding, city)
    ledger.verify(task_of(finding), actor=month.desk, points=ALL_SIX)
    ledger.close_out(task_of(finding), actor=month.desk)
    finding.refresh_from_db()
    assert (finding.state, finding.result) == ("filing", "管网12公里建成，收集率71%")
    assert finding.asked_by == city.water_liaison
    assert AuditEntry.objects.filter(verb="finding.ask", actor=month.desk).count() == 1
    with pytest.raises(MoveRefused, match="请在台账登记回头看并重新办理"):
        send_finding_back(finding, actor=month.desk, reason="再看看")
    filed = file_finding(finding, filing(points=None), actor=month.clerk, today=timezone.localdate())
    assert filed.state == "filed"


def test_sending_back_on_either_side_lets_the_work_go_on_on_both(month: Month, city: City, finding: Finding) -> None:
    work_done(finding, month)
    completion_asked(finding, city)
    ask_to_file(finding, actor=month.clerk, result="收集率71%")
    send_finding_back(finding, actor=month.desk, reason="缺监测报告")
    finding.refresh_from_db()
    assert (finding.state, finding.asked_by, task_of(finding).state) == ("open", None, "in_progress")
    ledger.request_completion(task_of(finding), actor=city.water_liaison, statement="补了监测报告")
    ask_to_file(finding, actor=month.clerk, result="收集率71%，附监测报告")
    ledger.send_back(task_of(finding), actor=month.desk, reason="报告未盖章")
    finding.refresh_from_db()
    assert (finding.state, finding.asked_by, task_of(finding).state) == ("open", None, "in_progress")
    reasons = AuditEntry.objects.filter(verb="finding.send_back").order_by("id").values_list("reason", flat=True)
    assert list(reasons) == ["缺监测报告", "报告未盖章"]


def test_a_task_reopened_after_a_look_back_reopens_its_finding_and_counts(
    month: Month, city: City, finding: Finding
) -> None:
    work_done(finding, month)
    completion_asked(finding, city)
    ask_to_file(finding, actor=month.clerk, result="收集率71%")
    today = timezone.localdate()
    file_finding(finding, filing(), actor=month.desk, today=today)
    ledger.look_back(task_of(finding), actor=month.desk, kind="look_back", on=today, finding="管网破损", solved=False)
    ledger.reopen(task_of(finding), actor=month.desk, reason="管网破损", deadline=today + timedelta(days=30))
    finding.refresh_from_db()
    assert (finding.state, finding.reopened, finding.filing_number, finding.revisit_on) == ("open", 1, "", None)
    row = AuditEntry.objects.get(verb="finding.reopen")
    assert row.reason == "管网破损"
    assert "重新整改 1 次" in signed_in(month.clerk).get(finding.get_absolute_url()).content.decode()


def test_the_pages_file_and_remind_of_the_day_to_look_again(month: Month, city: City, finding: Finding) -> None:
    work_done(finding, month)
    page, desk = f"/inspections/findings/{finding.pk}/", signed_in(month.desk)
    ask_to_file(finding, actor=month.clerk, result="收集率71%")
    assert "还没有在台账申请办结" in desk.get(page).content.decode()
    completion_asked(finding, city)
    today = timezone.localdate()
    given: dict[str, object] = {"on": today, "number": NUMBER, "revisit_on": today + timedelta(days=2)}
    assert desk.post(f"{page}file/", given).status_code == 409  # none of the six points is ticked
    given |= dict.fromkeys(SixPoints.__dataclass_fields__, "on")
    assert "已销号备案。" in desk.post(f"{page}file/", given, follow=True).content.decode()
    assert "竣工照片.txt" in desk.get(page).content.decode()
    assert "督察反馈问题到期回访" in desk.get("/").content.decode()
    assert "督察反馈问题到期回访" not in signed_in(city.water_liaison).get("/").content.decode()
    Finding.objects.update(revisit_on=today)
    ledger.look_back(task_of(finding), actor=month.desk, kind="look_back", on=today, finding="完好", solved=True)
    assert "督察反馈问题到期回访" not in desk.get("/").content.decode()
