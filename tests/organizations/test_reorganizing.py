"""Units renamed, merged, split and abolished, with everything they have in hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.notifications.models import Channel
from duban.organizations.actions import save_unit
from duban.organizations.actions.reorganizing import (
    carry_out,
    order_reorganization,
    plan_reorganization,
)
from duban.organizations.models import Post, Unit, UnitName, User
from duban.organizations.plans import Plan, PlannedUnit
from duban.organizations.previews import choices_back, way_back
from duban.organizations.queries import find_unit, heirs_of, suggest_names, why_gone
from duban.tasks.actions import ReportFacts, report_progress, sign_for
from duban.tasks.models import Task, UnitPractice
from duban.tasks.permissions import visible_to
from duban.workbooks.models import UnitAlias
from tests.organizations.reorganizations import WATER_BUREAU, do, merge, new, task_of
from tests.people import City


def test_merged_units_hand_everything_over_and_history_keeps_their_names(city: City, liaison: User) -> None:
    water, firm = city.units["市水务局"], city.units["云陵水投"]
    task = task_of(city, water, "清淤", supporting_units=(firm,))
    sign_for(task, actor=liaison)
    report = report_progress(task, ReportFacts("已开工", timezone.localdate()), actor=liaison)
    done = merge(city, "市水务局", "云陵水投", document="云编〔2026〕12号")
    heir = Unit.objects.get(name="云陵市水利局")
    task.refresh_from_db()
    assert (task.lead_unit, task.state) == (heir, "in_progress")
    assert [(part.unit, part.role, part.unit_name) for part in task.units.all()] == [(heir, "lead", "云陵市水利局")]
    assert task.units.get().signed_by == liaison
    report.refresh_from_db()
    assert (report.unit, report.unit_name) == (heir, "云陵市水务局")
    moves = list(task.moves.filter(verb="reorganize"))
    assert [move.changes for move in moves] == [
        {"lead_unit": ["云陵市水务局", "云陵市水利局"]},
        {"supporting_units": ["云陵水利投资集团有限公司", ""]},
    ]
    assert {move.actor_name for move in moves} == {"督查室"}
    assert "云编〔2026〕12号" in moves[0].reason
    assert AuditEntry.objects.filter(verb="task.reorganize", object_id=str(task.pk)).count() == 2
    assert AuditEntry.objects.get(verb="reorganize").changes["units"][1] == "云陵市水利局"
    assert User.objects.get(pk=liaison.pk).held_posts[0].unit == heir
    assert done.outcome["count"] == 1
    assert visible_to(User.objects.get(pk=liaison.pk)).get() == task


def test_former_names_of_merged_units_find_and_complete_to_the_heir(city: City) -> None:
    merge(city, "市水务局", "云陵水投")
    heir = Unit.objects.get(name="云陵市水利局")
    for name in ("云陵市水务局", "市水务局", "市水利局", "云陵水投"):
        assert find_unit(name) == heir
    assert [name.unit for name in suggest_names("水务局")] == [heir]
    water = Unit.objects.get(pk=city.units["市水务局"].pk)
    assert (water.active, water.until) == (False, timezone.localdate())
    assert why_gone(water) == f"“云陵市水务局”已于 {timezone.localdate()} 撤销，由“云陵市水利局”承接，请改选它。"


def test_a_unit_that_is_no_more_gets_no_task_and_its_heir_is_proposed(city: City) -> None:
    gone = city.units["市水务局"]
    merge(city, "市水务局", "云陵水投")
    gone.refresh_from_db()
    with pytest.raises(ValueError, match="由“云陵市水利局”承接，请改选它"):
        task_of(city, gone, "再来")
    assert not Task.objects.exists()


def reassigned(city: City, task: Task, name: str) -> Any:
    values = {"lead_unit": name, "reason": "改派", "version": task.version}
    return city.sign_in("supervision_desk").post(reverse("tasks:reassign", args=[task.pk]), values)


def test_typing_an_old_name_gives_the_heir_and_where_there_are_two_a_person_decides(city: City) -> None:
    first, second = (task_of(city, city.units["市教育局"], title) for title in "甲乙")
    merge(city, "市水务局", "云陵水投")
    assert reassigned(city, first, "市水务局").status_code == 302
    first.refresh_from_db()
    assert first.lead_unit.name == "云陵市水利局"
    heirs = (new("云陵市供水局", "市供水局", "901"), new("云陵市河道局", "市河道局", "902"))
    do(city, "split", Plan((first.lead_unit_id,), heirs))
    page = reassigned(city, second, "云陵市水利局")
    assert page.status_code == 422
    assert "由“云陵市供水局”或“云陵市河道局”承接" in page.content.decode()


def test_closed_tasks_stay_with_the_old_unit_and_the_heir_reads_them(city: City, liaison: User) -> None:
    water = city.units["市水务局"]
    closed = task_of(city, water, "旧事")
    Task.objects.filter(pk=closed.pk).update(state="terminated")
    merge(city, "市水务局", "云陵水投")
    closed.refresh_from_db()
    assert closed.lead_unit == water
    assert closed.units.get().unit_name == "云陵市水务局"
    assert not closed.moves.filter(verb="reorganize").exists()
    assert visible_to(User.objects.get(pk=liaison.pk)).get() == closed


def test_a_rename_is_written_on_open_tasks_alone(city: City) -> None:
    water = city.units["市水务局"]
    task, ended = task_of(city, water, "甲"), task_of(city, water, "乙")
    Task.objects.filter(pk=ended.pk).update(state="withdrawn")
    do(city, "rename", Plan((water.pk,), (PlannedUnit(water.pk, "云陵市水利水务局", "市水利水务局"),)))
    assert task.units.get().unit_name == "云陵市水利水务局"
    assert task.moves.last().changes == {"lead_unit": ["云陵市水务局", "云陵市水利水务局"]}  # type: ignore[union-attr]
    assert ended.units.get().unit_name == "云陵市水务局"
    assert find_unit("市水务局") == find_unit("云陵市水利水务局") == water
    former = UnitName.objects.filter(unit=water, until=timezone.localdate()).values_list("name", flat=True)
    assert sorted(former) == ["云陵市水务局", "市水务局"]


def test_a_split_gives_each_task_to_whom_was_chosen_and_the_rest_to_the_first(city: City, liaison: User) -> None:
    water = city.units["市水务局"]
    first, second = task_of(city, water, "供水"), task_of(city, water, "河道")
    heirs = (new("云陵市供水局", "市供水局", "901"), new("云陵市河道局", "市河道局", "902"))
    post = Post.objects.get(user=liaison)
    plan = Plan((water.pk,), heirs, 0, {f"task:{second.pk}": 1}, {str(post.pk): 1})
    do(city, "split", plan)
    first.refresh_from_db()
    second.refresh_from_db()
    assert [first.lead_unit.short_name, second.lead_unit.short_name] == ["市供水局", "市河道局"]
    assert Post.objects.get(user=liaison).unit.short_name == "市河道局"
    assert visible_to(User.objects.get(pk=liaison.pk)).get() == second
    assert find_unit("市水务局") is None  # two carry on: a person decides
    assert {name.unit.short_name for name in suggest_names("市水务局")} == {"市供水局", "市河道局"}


def test_a_unit_that_stays_in_a_split_keeps_what_was_not_chosen_and_its_names(city: City) -> None:
    water = city.units["市水务局"]
    kept, given = task_of(city, water, "供水"), task_of(city, water, "河道")
    plan = Plan(
        (water.pk,), (PlannedUnit(water.pk), new("云陵市河道局", "市河道局", "902")), 0, {f"task:{given.pk}": 1}
    )
    do(city, "split", plan)
    kept.refresh_from_db()
    given.refresh_from_db()
    assert (kept.lead_unit, given.lead_unit.short_name) == (water, "市河道局")
    assert not kept.moves.filter(verb="reorganize").exists()
    assert find_unit("市水务局") == water


def test_where_the_heir_is_on_the_task_already_the_weightier_part_stays(city: City) -> None:
    water, firm = city.units["市水务局"], city.units["云陵水投"]
    task = task_of(city, water, "清淤", supporting_units=(firm,))
    do(city, "abolish", Plan((firm.pk,), (PlannedUnit(water.pk),)))
    assert [(part.unit, part.role) for part in task.units.all()] == [(water, "lead")]
    task = task_of(city, city.units["市教育局"], "乙", responsible_units=(city.units["市发展改革委"],))
    do(city, "abolish", Plan((city.units["市教育局"].pk,), (PlannedUnit(city.units["市发展改革委"].pk),)))
    task.refresh_from_db()
    assert [(part.unit.short_name, part.role) for part in task.units.all()] == [("市发展改革委", "lead")]
    assert task.lead_unit == city.units["市发展改革委"]


def test_a_merger_is_undone_by_another_reorganisation_that_sends_each_task_home(city: City) -> None:
    water, firm = city.units["市水务局"], city.units["云陵水投"]
    tasks = [task_of(city, water, "甲"), task_of(city, firm, "乙")]
    done = merge(city, "市水务局", "云陵水投")
    heir = Unit.objects.get(name="云陵市水利局")
    kind, values = way_back(done)
    assert (kind, values) == ("split", {"unit": heir.name, "stays": False, "existing": [water.pk, firm.pk]})
    plan = Plan((heir.pk,), (PlannedUnit(water.pk), PlannedUnit(firm.pk)))
    do(city, "split", replace(plan, choices=choices_back(done, plan)))
    for task, home in zip(tasks, (water, firm), strict=True):
        task.refresh_from_db()
        assert task.lead_unit == home
    water.refresh_from_db()
    assert (water.active, water.until, heirs_of(water)) == (True, None, [])
    assert find_unit("市水务局") == water


def test_who_carries_on_is_known_over_several_reorganisations(city: City) -> None:
    water = city.units["市水务局"]
    merge(city, "市水务局", "云陵水投")
    middle = Unit.objects.get(name="云陵市水利局")
    do(city, "abolish", Plan((middle.pk,), (PlannedUnit(city.units["市发展改革委"].pk),)))
    assert heirs_of(water) == [city.units["市发展改革委"]]
    assert find_unit("市水务局") == city.units["市发展改革委"]


def test_the_practice_of_a_unit_that_ends_goes_on_with_its_heir(city: City) -> None:
    UnitPractice.objects.create(unit=city.units["市水务局"], head_approves=True)
    merge(city, "市水务局", "云陵水投")
    assert UnitPractice.objects.get(unit__name="云陵市水利局").head_approves


def test_lower_units_move_below_the_heir(city: City) -> None:
    station = Unit(code="77", name="云陵市水文站", short_name="水文站", kind="other", parent=city.units["市水务局"])
    save_unit(station, actor=None)
    merge(city, "市水务局", "云陵水投")
    assert Unit.objects.get(pk=station.pk).parent == Unit.objects.get(name="云陵市水利局")


def test_carried_out_twice_it_happens_once(city: City) -> None:
    task = task_of(city, city.units["市水务局"], "甲")
    done = merge(city, "市水务局", "云陵水投")
    carry_out(done)
    order_reorganization(done, actor=city.people["supervision_desk"])
    assert task.moves.filter(verb="reorganize").count() == 1


def test_a_fault_half_way_leaves_everything_as_it_was(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    task = task_of(city, city.units["市水务局"], "甲")
    desk = city.people["supervision_desk"]
    plan = Plan((city.units["市水务局"].pk, city.units["云陵水投"].pk), (WATER_BUREAU,))
    planned = plan_reorganization(plan, kind="merge", on=timezone.localdate(), actor=desk)

    def fail(*_arguments: object, **_more: object) -> int:
        raise RuntimeError("killed")

    monkeypatch.setattr("duban.organizations.actions.reorganizing.move_posts", fail)
    ordered = order_reorganization(planned, actor=desk)
    assert ordered.job is not None
    assert ordered.job.state == "failed"
    assert ordered.state == "planned"
    task.refresh_from_db()
    assert task.lead_unit == city.units["市水务局"]
    assert Unit.objects.get(pk=city.units["市水务局"].pk).active
    assert not Unit.objects.filter(name="云陵市水利局").exists()


FOLLOWING = {
    "organizations.Unit.parent": "below the first heir",
    "organizations.UnitName.unit": "copied to each heir as a former name",
    "organizations.UnitName.inherited_from": "history",
    "organizations.ReorganizationUnit.unit": "history",
    "organizations.UnitHeir.predecessor": "history",
    "organizations.UnitHeir.heir": "passed on",
    "organizations.Post.unit": "as chosen",
    "tasks.Task.lead_unit": "with the lead's part",
    "tasks.TaskUnit.unit": "as chosen",
    "tasks.Report.unit": "with the part",
    "tasks.AddedMeasure.unit": "with the part",
    "tasks.Evidence.unit": "with the part",
    "tasks.CompletionRequest.unit": "with the part",
    "tasks.ChangeRequest.unit": "with the part",
    "tasks.ChangeRequest.new_lead": "to the first heir while it waits",
    "tasks.Demand.unit": "with the part, or to the first heir while open",
    "tasks.Demand.asked_unit": "history: who asked",
    "tasks.UrgingCall.unit": "with the part",
    "tasks.UrgingPaper.unit": "with the part",
    "tasks.UnitPractice.unit": "each heir takes it over",
    "notifications.Channel.unit": "to the first heir",
    "workbooks.UnitAlias.unit": "to the first heir",
    "workbooks.UnitReturn.unit": "to the first heir",
    "meetings.Action.lead_unit": "with its task, or to the first heir",
    "meetings.Action.responsible_units": "with its task, or to the first heir",
    "meetings.Action.supporting_units": "with its task, or to the first heir",
    "meetings.Action.data_units": "with its task, or to the first heir",
    "petitions.Petition.handler": "with its task, or to the first heir; closed ones stay as they were",
    "petitions.Petition.accused": "each heir is barred as well",
    "petitions.Petition.area": "to the first heir",
    "inspections.Inspection.desk_unit": "to the first heir",
    "inspections.Term.unit": "to the first heir",
    "inspections.Sweep.lead_unit": "to the first heir",
    "inspections.DocumentRequest.unit": "to the first heir",
    "inspections.SpotMatter.unit": "to the first heir",
    "inspections.Finding.lead_unit": "to the first heir",
    "inspections.Petition.lead_unit": "in hand with its task; replied ones stay as they were",
    "inspections.Petition.co_handlers": "in hand with its task; replied ones stay as they were",
    "inspections.Petition.accused": "history: who was complained of; an heir is barred by whoever corrects the petition",
}


def test_of_everything_that_points_to_a_unit_it_is_said_how_it_follows() -> None:
    """A new pointer belongs to `unit_holders` or `unit_pointers` of its app, and then into this table."""
    pointing = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.related_model is Unit and field.concrete
    }
    assert pointing == set(FOLLOWING)


def test_a_robot_and_a_ledgers_name_follow_to_the_first_heir(city: City) -> None:
    channel = Channel.objects.create(name="水务群", kind="robot", address="json://x", unit=city.units["市水务局"])
    alias = UnitAlias.objects.create(plain="水务", unit=city.units["市水务局"], by_name="经办")
    merge(city, "市水务局", "云陵水投")
    channel.refresh_from_db()
    alias.refresh_from_db()
    assert channel.unit == alias.unit == Unit.objects.get(name="云陵市水利局")
