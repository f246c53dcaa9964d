"""What follows a task when its unit is reorganised, and a closed task of a unit that is no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from duban.organizations.actions.reorganizing import carry_out, order_reorganization, plan_reorganization
from duban.organizations.models import Unit, User
from duban.organizations.plans import Plan, PlannedUnit
from duban.tasks import actions
from duban.tasks.actions import ChangeWanted, DraftRefused, GivenFile, ReportFacts, SixPoints
from duban.tasks.actions.handing_over import followers
from duban.tasks.models import Demand, Report, Task, UnitPractice
from duban.tasks.permissions import visible_task, visible_to
from tests.tasks.conftest import City, draft

TODAY = timezone.localdate
ALL_MET = SixPoints(*([True] * 6))


def abolish(city: City, unit: Unit, heir: Unit) -> None:
    plan = Plan((unit.pk,), (PlannedUnit(heir.pk),))
    carry_out(
        order_reorganization(plan_reorganization(plan, kind="abolish", on=TODAY(), actor=city.desk), actor=city.desk)
    )


def test_every_table_of_a_units_part_in_a_task_is_known_to_follow_it() -> None:
    """A new table with `task` and `unit` follows by itself; see that no constraint of its own forbids it."""
    known = {"Report", "AddedMeasure", "Evidence", "CompletionRequest", "ChangeRequest", "Demand", "UrgingCall"}
    assert known <= {model.__name__ for model in followers()}
    for model in followers():
        unique = [constraint.fields for constraint in model._meta.constraints if hasattr(constraint, "fields")]
        assert not [fields for fields in unique if "unit" in fields]


def under_way(city: City) -> Task:
    task = actions.open_task(draft(city.water, deadline=TODAY() + timedelta(days=30)), actor=city.clerk)
    actions.sign_for(task, actor=city.water_liaison)
    proof = GivenFile("证明.txt", "已清掏".encode())
    actions.report_progress(task, ReportFacts("开工", TODAY(), files=(proof,)), actor=city.water_liaison)
    return Task.objects.get(pk=task.pk)


def test_requests_drafts_and_demands_go_along_under_the_names_they_were_made_with(city: City) -> None:
    task = under_way(city)
    change = actions.request_change(
        task,
        ChangeWanted("deadline", deadline=TODAY() + timedelta(days=60)),
        actor=city.water_liaison,
        reason="雨天多",
        today=TODAY(),
    )
    other = actions.open_task(draft(city.education, deadline=TODAY() + timedelta(days=30)), actor=city.clerk)
    actions.sign_for(other, actor=city.education_head)
    wanted = actions.request_change(
        other,
        ChangeWanted("lead_unit", lead_unit=city.water),
        actor=city.education_head,
        reason="不归我",
        today=TODAY(),
    )
    UnitPractice.objects.create(unit=city.water, head_approves=True)
    drafted = actions.report_progress(task, ReportFacts("草稿", TODAY()), actor=city.water_liaison)
    loose = Demand.objects.create(
        unit=city.water, unit_name="云陵市水务局", kind="material", what="报表", asked_by_name="系统"
    )
    abolish(city, city.water, city.finance)
    for row in (change, wanted, loose):
        row.refresh_from_db()
    assert (change.unit, change.unit_name) == (city.finance, "云陵市水务局")
    assert (wanted.new_lead, wanted.new) == (city.finance, "云陵市财政局")
    assert (loose.unit, loose.unit_name) == (city.finance, "云陵市水务局")
    draft_now, sent = Report.objects.get(pk=drafted.pk), Report.objects.filter(task=task).earliest("id")
    assert (draft_now.unit, draft_now.unit_name) == (city.finance, "云陵市财政局")
    assert (sent.unit, sent.unit_name) == (city.finance, "云陵市水务局")
    granted = actions.decide_change(change, actor=city.desk, granted=True, approver="分管副市长")
    assert granted.task.deadline == TODAY() + timedelta(days=60)


def closed(city: City) -> Task:
    task = under_way(city)
    actions.request_completion(task, actor=city.water_liaison, statement="已清掏320公里")
    actions.verify(task, actor=city.clerk, points=ALL_MET)
    actions.close_out(task, actor=city.desk)
    return Task.objects.get(pk=task.pk)


def test_the_page_of_a_closed_task_is_its_heirs_to_read(city: City) -> None:
    task = closed(city)
    assert visible_task(city.finance_liaison, task.pk) is None
    abolish(city, city.water, city.finance)
    found = visible_task(User.objects.get(pk=city.finance_liaison.pk), task.pk)
    assert found == visible_to(User.objects.get(pk=city.finance_liaison.pk)).get(pk=task.pk) == task
    assert visible_task(city.north_liaison, task.pk) is None


def test_a_closed_task_of_a_unit_that_is_no_more_is_reopened_for_its_heir(city: City) -> None:
    task = closed(city)
    abolish(city, city.water, city.finance)
    task.refresh_from_db()
    assert task.lead_unit == city.water
    actions.look_back(task, actor=city.desk, kind="look_back", on=TODAY(), finding="又堵了", solved=False)
    later = TODAY() + timedelta(days=20)
    actions.reopen(task, actor=city.desk, reason="反弹", deadline=later)
    task.refresh_from_db()
    assert (task.lead_unit, task.state, task.deadline) == (city.finance, "in_progress", later)
    assert task.units.get().unit == city.finance
    report = actions.report_progress(task, ReportFacts("再清", TODAY()), actor=_person(city))
    assert report.unit == city.finance


def test_without_an_heir_it_is_not_reopened(city: City) -> None:
    task = closed(city)
    Unit.objects.filter(pk=city.water.pk).update(active=False)
    actions.look_back(task, actor=city.desk, kind="look_back", on=TODAY(), finding="又堵了", solved=False)
    with pytest.raises(DraftRefused, match="已停用，请改选"):
        actions.reopen(task, actor=city.desk, reason="反弹", deadline=date(2099, 1, 1))
    task.refresh_from_db()
    assert task.state == "closed_out"


def _person(city: City) -> User:
    return User.objects.get(pk=city.finance_liaison.pk)
