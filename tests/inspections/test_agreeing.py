"""A lasting measure that a unit writes: the desk is asked, agrees or says why not, and the task's clock follows the agreement."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from duban.audit.models import AuditEntry
from duban.inspections.actions import agreeing, showing
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.models import Petition, PetitionMeasure
from duban.notifications.actions import remind
from duban.notifications.models import Notice
from duban.tasks.models import Task
from tests.inspections.conftest import Desk
from tests.inspections.test_handling import assigned, first
from tests.inspections.test_pages import words
from tests.people import signed_in

__all__ = ["first"]

DUE, LATER = date(2027, 3, 31), date(2027, 6, 30)
ASKED, CAME_BACK = "单位填报的长效整改时限，请确认", "长效整改时限被退回，请重新填报"


@pytest.fixture
def measure(desk: Desk, first: Petition) -> PetitionMeasure:
    """What the unit wrote."""
    assigned(desk, first)
    showing.add_measure(first, kind="lasting", what="建成封闭料棚", due=DUE, done_on=None, actor=desk.liaison)
    return PetitionMeasure.objects.get()


def deadline(petition: Petition) -> date | None:
    return Task.objects.get(pk=petition.task_id).deadline


def test_the_desk_is_asked_and_its_agreement_sets_the_tasks_clock(
    desk: Desk, first: Petition, measure: PetitionMeasure
) -> None:
    assert deadline(first) is None
    assert (ASKED in words(signed_in(desk.clerk).get("/")), ASKED in words(signed_in(desk.liaison).get("/"))) == (
        True,
        False,
    )
    with pytest.raises(PermissionDenied):
        agreeing.agree_deadline(measure, actor=desk.city.people["leader"])
    page = signed_in(desk.clerk)
    assert "待市级确认" in words(page.get(first.get_absolute_url()))
    assert page.post(f"/inspections/measures/{measure.pk}/agree/").status_code == 302
    assert deadline(first) == DUE
    shown = words(signed_in(desk.liaison).get(first.get_absolute_url()))
    assert f"{desk.clerk.name}确认，台账按此计时" in shown
    assert ASKED not in words(page.get("/"))
    assert AuditEntry.objects.filter(verb="petition.agree_deadline", actor=desk.clerk).count() == 1
    with pytest.raises(DeskRefused, match="已经确认"):
        agreeing.agree_deadline(measure, actor=desk.clerk)


def test_a_unit_may_not_agree_to_its_own(desk: Desk, first: Petition, measure: PetitionMeasure) -> None:
    assert signed_in(desk.liaison).post(f"/inspections/measures/{measure.pk}/agree/").status_code == 403
    assert deadline(first) is None


def test_a_declined_deadline_comes_back_to_the_unit_with_the_reason_and_is_written_anew(
    desk: Desk, first: Petition, measure: PetitionMeasure
) -> None:
    office, unit = signed_in(desk.clerk), signed_in(desk.liaison)
    office.post(f"/inspections/measures/{measure.pk}/decline/", {"reason": " "})
    measure.refresh_from_db()
    assert measure.declined_why == ""
    office.post(f"/inspections/measures/{measure.pk}/decline/", {"reason": "汛期前要见效"})
    today = words(unit.get("/"))
    assert (CAME_BACK in today, "汛期前要见效" in today, ASKED in words(office.get("/"))) == (True, True, False)
    assert "时限被退回" in words(unit.get(first.get_absolute_url()))
    unit.post(f"/inspections/measures/{measure.pk}/due/", {"due": "2027-02-28"})
    measure.refresh_from_db()
    assert (measure.due, measure.declined_why, deadline(first)) == (date(2027, 2, 28), "", None)
    assert ASKED in words(office.get("/"))
    agreeing.agree_deadline(measure, actor=desk.clerk)
    assert deadline(first) == date(2027, 2, 28)
    # another day of the unit's waits again; the task's stays meanwhile
    agreeing.change_due(measure, actor=desk.liaison, due=LATER)
    assert deadline(first) == date(2027, 2, 28)
    assert ASKED in words(office.get("/"))


def test_both_sides_are_told_once(desk: Desk, first: Petition, measure: PetitionMeasure) -> None:
    def told() -> set[tuple[str, str]]:
        rows = Notice.objects.filter(key__startswith="inspections:deadline:")
        return set(rows.values_list("recipient__username", "text"))

    remind(date(2026, 11, 26))
    remind(date(2026, 11, 27))
    text = f"信访举报件 {first.number} 的长效整改时限 2027-03-31"
    assert told() and all(words == f"{text} 请确认" and name != "qingxi" for name, words in told())
    before = told()
    agreeing.decline_deadline(measure, actor=desk.clerk, reason="汛期前要见效")
    remind(date(2026, 11, 30))
    assert told() - before == {("qingxi", f"{text} 已退回，请重新填报")}


def test_the_latest_agreed_deadline_of_all_petitions_of_the_task_counts(
    desk: Desk, first: Petition, measure: PetitionMeasure
) -> None:
    other = desk.petition("X3SX202611200002")
    Petition.objects.filter(pk=other.pk).update(task=first.task_id, state="assigned", lead_unit=first.lead_unit)
    other.refresh_from_db()
    showing.add_measure(other, kind="lasting", what="配套绿化", due=LATER, done_on=None, actor=desk.clerk)
    assert deadline(first) == LATER
    agreeing.agree_deadline(measure, actor=desk.clerk)
    assert deadline(first) == LATER


def test_what_is_done_waits_for_nobody(desk: Desk, first: Petition, measure: PetitionMeasure) -> None:
    showing.finish_measure(measure, done_on=date(2026, 11, 26), actor=desk.liaison)
    assert ASKED not in words(signed_in(desk.clerk).get("/"))
    with pytest.raises(DeskRefused, match="时限不用再改"):
        agreeing.change_due(measure, actor=desk.liaison, due=LATER)
