"""What the registers hold for a unit: it sees its own alone, signs and answers; the office settles or sends back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.inspections.actions.findings import FindingFacts, enter_finding, note_step
from duban.inspections.actions.registering import answer_entry, enter, send_entry_back, settle, sign_for_entry
from duban.inspections.models import DocumentRequest, HandoverNote, SpotMatter
from duban.inspections.states import MoveRefused
from duban.tasks.actions.demanding import answer_demand
from duban.tasks.states import MoveRefused as TaskMoveRefused
from tests.inspections.months import DAY, Month
from tests.people import signed_in
from tests.tasks.conftest import City

ASKED, ANSWERED = "督察组调阅资料和下沉问题，请签收答复", "单位已答复的督察事务，请确认"


@pytest.fixture
def document(month: Month) -> DocumentRequest:
    values = {"what": "近三年监测报告", "asked_on": DAY, "due": DAY, "unit": month.unit}
    return enter(DocumentRequest, month.inspection, values, actor=month.clerk)


def test_a_unit_sees_its_own_entries_alone(month: Month, city: City, document: DocumentRequest) -> None:
    enter(HandoverNote, month.inspection, {"night": DAY, "left": "夜班的话"}, actor=month.clerk)
    other = {"what": "财政的账册", "asked_on": DAY, "due": DAY, "unit": city.finance}
    foreign = enter(DocumentRequest, month.inspection, other, actor=month.clerk)
    water, south = signed_in(city.water_liaison), signed_in(city.north_liaison)
    page = f"/inspections/{month.inspection.pk}/registers/documents/"
    shown = water.get(page).content.decode()
    assert ("近三年监测报告" in shown, "财政的账册" in shown, "登记一条" in shown) == (True, False, False)
    given = {"what": "自己登记", "asked_on": "2024-11-08", "due": "2024-11-08", "unit": month.unit.name}
    assert water.post(page, given).status_code == 403
    for hidden in ("handovers", "province"):
        assert water.get(page.replace("documents", hidden)).status_code == 404
    assert water.get(f"/inspections/registers/documents/{foreign.pk}/").status_code == 404
    assert south.get(page).status_code == 404  # nothing of the inspection is the county's
    assert f"/inspections/{month.inspection.pk}/petitions/" in water.get("/inspections/").content.decode()
    assert water.get(f"/inspections/{month.inspection.pk}/leaders/").status_code == 403


def test_a_unit_signs_and_answers_and_the_office_settles_with_what_it_said(
    month: Month, city: City, document: DocumentRequest
) -> None:
    unit, office = signed_in(city.water_liaison), signed_in(month.desk)
    page, today = f"/inspections/registers/documents/{document.pk}/", timezone.localdate()
    assert (ASKED in unit.get("/").content.decode(), ANSWERED in office.get("/").content.decode()) == (True, False)
    assert unit.post(f"{page}sign/").status_code == 302
    assert unit.post(f"{page}sign/").status_code == 409
    assert unit.post(f"{page}answer/", {"on": today, "words": ""}).status_code == 422
    assert unit.post(f"{page}answer/", {"on": today + timedelta(days=1), "words": "已送"}).status_code == 409
    assert unit.post(f"{page}answer/", {"on": today, "words": "三份报告已送驻地"}).status_code == 302
    assert (ASKED in unit.get("/").content.decode(), ANSWERED in office.get("/").content.decode()) == (False, True)
    office.post(f"{page}send-back/", {"reason": "缺2023年的"})
    assert "缺2023年的" in unit.get(page).content.decode()
    assert unit.post(f"{page}answer/", {"on": today, "words": "补送2023年报告"}).status_code == 302
    assert "补送2023年报告" in office.get(page).content.decode()
    settling = office.get(f"{page}settle/")
    assert settling.context["form"].initial == {"sent_on": today}
    assert (
        office.post(f"{page}settle/", {"sent_on": today, "pages": 4, "receipt_by": "督察组联络员"}).status_code == 302
    )
    with pytest.raises(MoveRefused, match="已经答复或办结"):
        answer_entry(document, actor=city.water_liaison, on=today, words="再送", today=today)
    verbs = AuditEntry.objects.filter(verb__startswith="desk.").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["desk.enter", "desk.sign_for", "desk.answer", "desk.send_back", "desk.answer", "desk.settle"]


def test_what_is_asked_of_a_unit_counts_among_its_demands_and_is_met_with_the_answer(
    month: Month, city: City, document: DocumentRequest
) -> None:
    demand, today = document.demand, timezone.localdate()
    assert demand is not None
    assert (demand.unit, demand.kind, demand.what) == (month.unit, "material", "督察组调阅：近三年监测报告")
    answer_entry(document, actor=city.water_liaison, on=today, words="已送驻地", today=today)
    demand.refresh_from_db()
    assert (bool(demand.answered_at), demand.answer) == (True, "已送驻地")
    send_entry_back(document, actor=month.clerk, reason="缺一年")
    demand.refresh_from_db()
    assert demand.answered_at is None
    with pytest.raises(TaskMoveRefused):  # it is met where it is answered, not in the list of demands
        answer_demand(demand, actor=city.water_liaison)
    settle(document, {"sent_on": today, "pages": None, "receipt_by": "联络员"}, actor=month.desk)
    demand.refresh_from_db()
    assert demand.answered_at is not None
    spot = {"day": DAY, "place": "老码头", "what": "污水直排", "unit": month.unit, "due": DAY}
    matter = enter(SpotMatter, month.inspection, spot, actor=month.clerk)
    assert matter.demand and matter.demand.kind == "other"
    assert "督察组调阅：近三年监测报告" in signed_in(city.water_liaison).get("/tasks/demands/").content.decode()


def test_only_the_entrys_own_unit_acts_and_only_the_office_sends_back(
    month: Month, city: City, document: DocumentRequest
) -> None:
    for actor in (city.clerk, city.finance_liaison, city.leader):
        with pytest.raises(PermissionDenied):
            sign_for_entry(document, actor=actor)
    with pytest.raises(PermissionDenied):
        send_entry_back(document, actor=city.water_liaison, reason="不")
    with pytest.raises(MoveRefused, match="没有等待确认的答复"):
        send_entry_back(document, actor=month.clerk, reason="没有答复")
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentRequest.objects.update(answered_at=timezone.now())


def test_a_matter_found_on_the_spot_takes_over_what_the_unit_put_right(month: Month, city: City) -> None:
    today = timezone.localdate()
    values = {"day": DAY, "place": "老码头", "what": "污水直排", "unit": month.unit, "due": DAY}
    spot = enter(SpotMatter, month.inspection, values, actor=month.clerk)
    answer_entry(spot, actor=city.water_liaison, on=today, words="已封堵并接管", today=today)
    spot.refresh_from_db()
    assert spot.signed_by_name == str(city.water_liaison)  # who answers has received it
    form = signed_in(month.clerk).get(f"/inspections/registers/spots/{spot.pk}/settle/").context["form"]
    assert form.initial == {"done_on": today, "result": "已封堵并接管"}
    settle(spot, {"done_on": today, "result": "已封堵并接管"}, actor=month.clerk)


def test_a_unit_sees_its_findings_and_notes_their_steps(month: Month, city: City) -> None:
    own = enter_finding(
        month.inspection, FindingFacts("管网不完善", "70%", month.unit, DAY), [(DAY, "建成管网")], actor=month.clerk
    )
    other = enter_finding(
        month.inspection, FindingFacts("资金不到位", "到位", city.finance, DAY), [(DAY, "下达资金")], actor=month.clerk
    )
    client, today = signed_in(city.water_liaison), timezone.localdate()
    shown = client.get(f"/inspections/{month.inspection.pk}/findings/").content.decode()
    assert ("管网不完善" in shown, "资金不到位" in shown) == (True, False)
    assert client.get(other.get_absolute_url()).status_code == 404
    wanted = {
        "title": "自己登记",
        "goal": "好",
        "lead_unit": month.unit.name,
        "due": "2027-12-31",
        "plan": "2026-12-31 一步",
    }
    assert client.post(f"/inspections/{month.inspection.pk}/findings/", wanted).status_code == 403
    given = {"on": today, "what": "已建成"}
    assert client.post(f"/inspections/findings/steps/{own.steps.get().pk}/", given).status_code == 302
    assert client.post(f"/inspections/findings/steps/{other.steps.get().pk}/", given).status_code == 404
    page = client.get(own.get_absolute_url()).content.decode()
    assert ("已建成" in page, "申请销号</button>" in page) == (True, False)
    with pytest.raises(PermissionDenied):
        note_step(other.steps.get(), actor=city.water_liaison, on=today, what="好", today=today)


def test_a_unit_sees_which_of_its_replies_the_team_rejected(month: Month, city: City) -> None:
    batch = month.batch(1, DAY)
    month.add(batch, [{"rejected": 1}, {"rejected": 1, "lead_unit": city.finance}])
    page = f"/inspections/{month.inspection.pk}/rejections/"
    numbers = [petition.number for petition in signed_in(city.water_liaison).get(page).context["page"].object_list]
    assert numbers == [f"D3YL{DAY:%Y%m%d}0001"]


@pytest.mark.parametrize("page", ["registers/documents/", "findings/"])
def test_a_units_lists_ask_as_many_queries_for_three_as_for_one(month: Month, city: City, page: str) -> None:
    client, counts = signed_in(city.water_liaison), []
    for number in (1, 2):
        for _n in range(number):
            values = {"what": "报告", "asked_on": DAY, "due": DAY, "unit": month.unit}
            enter(DocumentRequest, month.inspection, values, actor=month.clerk)
            facts = FindingFacts("管网不完善", "70%", month.unit, DAY)
            enter_finding(month.inspection, facts, [(DAY, "一步")], actor=month.clerk)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/inspections/{month.inspection.pk}/{page}").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
