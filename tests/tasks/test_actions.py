"""What opening, changing and withdrawing write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from duban.audit.models import AuditEntry
from duban.tasks.actions import DraftRefused, TaskConflict, change_task, draft_of, open_task, withdraw_task
from duban.tasks.models import Task, TaskMove
from duban.tasks.states import MoveRefused
from tests.tasks.conftest import City, draft, origin


def roles(task: Task) -> list[tuple[str, str]]:
    return [(part.unit_name, part.role) for part in task.units.all()]


def test_an_opened_task_is_numbered_and_keeps_units_origin_move_and_audit_row(city: City) -> None:
    task = open_task(draft(city.water, responsible_units=(city.finance,)), actor=city.clerk)
    assert (task.number, task.state, task.version) == ("会2026-0001", "assigned", 1)
    assert roles(task) == [("云陵市水务局", "lead"), ("云陵市财政局", "responsible")]
    stored = task.origins.get()
    assert stored.paragraph[stored.start : stored.end] == stored.quote
    move = task.moves.get()
    assert (move.verb, move.from_state, move.to_state, move.actor_name) == ("open", "", "assigned", city.clerk.name)
    row = AuditEntry.objects.get(verb="task.open")
    assert (row.object_label, row.changes["deadline"]) == (str(task), ["", "2026-12-31"])


def test_numbers_run_per_year(city: City) -> None:
    numbers = [open_task(draft(city.water, year=year), actor=city.clerk).number for year in (2026, 2026, 2027)]
    assert numbers == ["会2026-0001", "会2026-0002", "会2027-0001"]


def test_a_refused_opening_uses_no_number(city: City) -> None:
    wrong = replace(origin(), start=0)
    with pytest.raises(DraftRefused, match="对不上"):
        open_task(draft(city.water, origins=(wrong,)), actor=city.clerk)
    with pytest.raises(DraftRefused, match="为空"):
        open_task(draft(city.water, title="  "), actor=city.clerk)
    with pytest.raises(DraftRefused, match="有 501 字"):
        open_task(draft(city.water, title="长" * 501), actor=city.clerk)
    assert open_task(draft(city.water), actor=city.clerk).number == "会2026-0001"


def test_a_unit_named_twice_keeps_its_first_role(city: City) -> None:
    again = draft(city.water, responsible_units=(city.water, city.finance), supporting_units=(city.finance,))
    assert roles(open_task(again, actor=city.clerk)) == [("云陵市水务局", "lead"), ("云陵市财政局", "responsible")]


def test_fanning_out_opens_a_numbered_child_for_each_unit(city: City) -> None:
    task = open_task(draft(city.water, fan_out_to=(city.north, city.south, city.north)), actor=city.clerk)
    children = [(child.number, child.lead_unit, child.deadline) for child in task.children.order_by("part")]
    assert children == [
        ("会2026-0001-01", city.north, date(2026, 12, 31)),
        ("会2026-0001-02", city.south, date(2026, 12, 31)),
    ]
    assert open_task(draft(city.water), actor=city.clerk).number == "会2026-0002"


def test_a_change_keeps_number_and_old_values(city: City) -> None:
    task = open_task(draft(city.water), actor=city.clerk)
    later = replace(draft_of(task), deadline=date(2027, 1, 31), lead_unit=city.finance)
    change_task(task, later, actor=city.desk, reason="会议更正")
    task = Task.objects.get()
    assert (task.number, task.deadline, task.lead_unit, task.version) == (
        "会2026-0001", date(2027, 1, 31), city.finance, 2,
    )  # fmt: skip
    move = task.moves.get(verb="change")
    assert (move.changes, move.reason) == (
        {"deadline": ["2026-12-31", "2027-01-31"], "lead_unit": ["云陵市水务局", "云陵市财政局"]},
        "会议更正",
    )
    assert roles(task) == [("云陵市财政局", "lead")]


def test_a_change_of_quote_keeps_the_earlier_origin(city: City) -> None:
    task = open_task(draft(city.water), actor=city.clerk)
    change_task(task, replace(draft_of(task), origins=(origin("各县要配合"),)), actor=city.clerk, reason="更正")
    origins = [(row.quote, row.replaced) for row in task.origins.all()]
    assert origins == [("市水务局要在年底前清掏管网320公里", True), ("各县要配合", False)]


def test_a_change_that_changes_nothing_writes_nothing(city: City) -> None:
    task = open_task(draft(city.water, fan_out_to=(city.north,)), actor=city.clerk)
    change_task(task, draft_of(task), actor=city.clerk, reason="再次发布")
    assert list(TaskMove.objects.values_list("verb", flat=True)) == ["open", "open"]
    assert AuditEntry.objects.filter(verb="task.change").count() == 0


def test_children_follow_what_changed_and_keep_what_is_their_own(city: City) -> None:
    task = open_task(draft(city.water, fan_out_to=(city.north, city.south)), actor=city.clerk)
    north = task.children.get(lead_unit=city.north)
    change_task(north, replace(draft_of(north), deliverable="台账"), actor=city.clerk, reason="县里要求")
    changed = replace(draft_of(task), deadline=date(2027, 1, 31), fan_out_to=(city.north, city.education))
    change_task(task, changed, actor=city.clerk, reason="更正")
    children = task.children.order_by("part").values_list("number", "state", "deadline", "deliverable")
    assert list(children) == [
        ("会2026-0001-01", "assigned", date(2027, 1, 31), "台账"),
        ("会2026-0001-02", "withdrawn", date(2026, 12, 31), ""),
        ("会2026-0001-03", "assigned", date(2027, 1, 31), ""),
    ]


def test_a_stale_task_is_not_overwritten(city: City) -> None:
    task = open_task(draft(city.water), actor=city.clerk)
    stale = Task.objects.get()
    change_task(task, replace(draft_of(task), deliverable="台账"), actor=city.clerk, reason="补充")
    with pytest.raises(TaskConflict):
        change_task(stale, replace(draft_of(stale), deliverable="报告"), actor=city.desk, reason="补充")
    assert Task.objects.get().deliverable == "台账"


def test_a_withdrawn_task_stays_with_its_children_and_cannot_be_changed(city: City) -> None:
    task = open_task(draft(city.water, fan_out_to=(city.north,)), actor=city.clerk)
    withdraw_task(task, actor=city.clerk, reason="会议更正后不再立项")
    assert list(Task.objects.values_list("state", flat=True)) == ["withdrawn", "withdrawn"]
    assert task.moves.last().reason == "会议更正后不再立项"  # type: ignore[union-attr]
    with pytest.raises(MoveRefused):
        change_task(task, replace(draft_of(task), title="别的"), actor=city.clerk, reason="更正")


def test_change_and_withdrawal_want_a_reason(city: City) -> None:
    task = open_task(draft(city.water), actor=city.clerk)
    with pytest.raises(DraftRefused):
        withdraw_task(task, actor=city.clerk, reason=" ")
    with pytest.raises(DraftRefused):
        change_task(task, replace(draft_of(task), title="别的"), actor=city.clerk, reason="")
    assert Task.objects.get().state == "assigned"


@pytest.mark.parametrize("who", ["leader", "administrator", "auditor", "water_liaison", "education_head"])
def test_only_clerk_and_desk_write(city: City, who: str) -> None:
    actor = getattr(city, who)
    task = open_task(draft(city.water), actor=city.desk)
    with pytest.raises(PermissionDenied):
        open_task(draft(city.water), actor=actor)
    with pytest.raises(PermissionDenied):
        change_task(task, replace(draft_of(task), title="别的"), actor=actor, reason="试试")
    with pytest.raises(PermissionDenied):
        withdraw_task(task, actor=actor, reason="试试")
