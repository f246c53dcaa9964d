"""Several chosen tasks at once: a look at what it will do to how many, then each by its own action."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from duban.audit.models import AuditEntry
from duban.organizations.models import Unit
from duban.tasks.actions import change_task, draft_of, open_task, sign_for, terminate
from duban.tasks.actions.batching import undo_batch
from duban.tasks.models import BatchRun, Task, UrgingCall
from tests.people import signed_in
from tests.tasks.conftest import City, draft


@pytest.fixture
def tasks(city: City) -> list[Task]:
    """Two open tasks and one that has ended."""
    found = [open_task(draft(lead), actor=city.clerk) for lead in (city.water, city.finance, city.education)]
    terminate(found[2], actor=city.desk, approver="市长", reason="取消")
    return found


def post(city: City, deed: str, tasks: list[Task], **values: Any) -> Any:
    chosen = {"task": [task.pk for task in tasks], **{f"version_{task.pk}": task.version for task in tasks}}
    return signed_in(city.clerk).post(reverse(f"tasks:batch_{deed}"), {**chosen, **values}, follow=True)


def test_what_it_will_do_to_how_many_is_shown_first(city: City, tasks: list[Task]) -> None:
    given = {"limit": "年底前", "counted_from": "2027-03-01", "reason": "统一到年底"}
    page = post(city, "deadline", tasks, **given).content.decode()
    assert "选了 3 项，可以办 2 项。" in page
    assert "都改为：2027-12-31" in page
    assert page.count("→ 2027-12-31") == 2
    assert "事项现在是“已终止”，不能办“变更”" in page
    assert set(Task.objects.values_list("deadline", flat=True)) == {date(2026, 12, 31)}


def test_once_confirmed_each_task_is_changed_and_what_was_refused_is_named(city: City, tasks: list[Task]) -> None:
    given = {"limit": "2027-06-30", "counted_from": "2027-03-01", "reason": "统一", "confirmed": "2027-06-30"}
    page = post(city, "deadline", tasks, **given).content.decode()
    assert "改时限：已办 2 项。" in page
    assert f"{tasks[2].number} 没有办：事项现在是“已终止”" in page
    assert [task.deadline for task in Task.objects.order_by("pk")] == [
        date(2027, 6, 30), date(2027, 6, 30), date(2026, 12, 31),
    ]  # fmt: skip


def test_another_value_than_the_one_previewed_is_previewed_again(city: City, tasks: list[Task]) -> None:
    given = {"limit": "2027-07-31", "counted_from": "2027-03-01", "reason": "统一", "confirmed": "2027-06-30"}
    page = post(city, "deadline", tasks[:1], **given).content.decode()
    assert "都改为：2027-07-31" in page
    assert Task.objects.filter(deadline=date(2027, 7, 31)).count() == 0


def test_a_task_changed_since_the_preview_is_left_alone(city: City, tasks: list[Task]) -> None:
    seen = Task.objects.get(pk=tasks[0].pk)
    change_task(tasks[0], replace(draft_of(tasks[0]), deliverable="台账"), actor=city.desk, reason="补充")
    given = {"lead_unit": "教育局", "reason": "改派", "confirmed": "云陵市教育局"}
    page = post(city, "lead", [seen, tasks[1]], **given).content.decode()
    assert "改牵头单位：已办 1 项。" in page
    assert "政府办公室desk 刚才做了“变更：成果形式”" in page
    assert list(Task.objects.order_by("pk").values_list("lead_unit__short_name", flat=True)) == [
        "水务局", "教育局", "教育局",
    ]  # fmt: skip


def test_one_call_is_noted_for_each_lead_unit(city: City, tasks: list[Task]) -> None:
    given = {"person_called": "值班员", "at": "2026-11-24T09:30", "said": "请抓紧", "telephone": ""}
    post(city, "call", tasks[:2], **given, confirmed="2026-11-24 09:30 值班员")
    assert set(UrgingCall.objects.values_list("unit__short_name", flat=True)) == {"水务局", "财政局"}


def test_units_have_no_batch_and_see_no_other_units_task_in_it(city: City, tasks: list[Task]) -> None:
    place = reverse("tasks:batch_lead") + f"?task={tasks[0].pk}"
    assert signed_in(city.water_liaison).get(place).status_code == 403
    assert "没有选中事项" in signed_in(city.clerk).get(reverse("tasks:batch_lead")).content.decode()


def test_the_chosen_rows_are_handed_out_as_a_file(city: City, tasks: list[Task]) -> None:
    page = signed_in(city.clerk).get(reverse("tasks:csv") + f"?task={tasks[1].pk}").getvalue().decode("utf-8-sig")
    assert tasks[1].number in page
    assert tasks[0].number not in page
    hidden = signed_in(city.water_liaison).get(reverse("tasks:csv") + f"?task={tasks[1].pk}").getvalue().decode()
    assert tasks[1].number not in hidden


# ── undone ──


def undone(city: City) -> str:
    """Undo the last change of several tasks; return the page that follows."""
    place = reverse("tasks:batch_run", args=[BatchRun.objects.latest("id").pk])
    return signed_in(city.clerk).post(place, follow=True).content.decode()


def test_a_change_of_several_is_undone_but_for_what_somebody_went_on_with(city: City, tasks: list[Task]) -> None:
    given = {"limit": "2027-06-30", "counted_from": "2027-03-01", "reason": "统一", "confirmed": "2027-06-30"}
    page = post(city, "deadline", tasks[:2], **given).content.decode()
    assert page.count("可以撤销") == 2
    sign_for(Task.objects.get(pk=tasks[1].pk), actor=city.finance_liaison)
    place = reverse("tasks:batch_run", args=[BatchRun.objects.get().pk])
    assert "之后又有办理，不撤销" in signed_in(city.desk).get(place).content.decode()
    page = undone(city)
    assert "撤销了 1 项，1 项没有撤销。" in page
    first, second = Task.objects.filter(pk__in=[tasks[0].pk, tasks[1].pk]).order_by("pk")
    assert (first.deadline, first.deadline_text) == (date(2026, 12, 31), "年底前")
    assert (second.deadline, second.state) == (date(2027, 6, 30), "signed_for")
    assert [move.verb for move in first.moves.all()] == ["open", "change", "change"]
    verbs = AuditEntry.objects.filter(verb__contains="batch").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["tasks.batch", "tasks.undo_batch"]
    assert "已经撤销过" in undone(city)
    assert AuditEntry.objects.filter(verb="tasks.undo_batch").count() == 1


def test_a_lead_that_comes_back_has_its_partners_again_and_signs_anew(city: City) -> None:
    task = open_task(draft(city.water, responsible_units=(city.education, city.finance)), actor=city.clerk)
    sign_for(task, actor=city.water_liaison)
    given = {"lead_unit": "教育局", "reason": "改派", "confirmed": "云陵市教育局"}
    post(city, "lead", [task], **given)
    assert Task.objects.get().lead_unit == city.education
    undone(city)
    task = Task.objects.get()
    assert (task.lead_unit, task.state) == (city.water, "assigned")
    assert {(part.unit_name, part.role) for part in task.units.all()} == {
        ("云陵市水务局", "lead"), ("云陵市教育局", "responsible"), ("云陵市财政局", "responsible"),
    }  # fmt: skip


def test_children_get_their_own_values_back(city: City) -> None:
    task = open_task(draft(city.water, fan_out_to=(city.north, city.south)), actor=city.clerk)
    north = task.children.get(lead_unit=city.north)
    change_task(
        north,
        replace(draft_of(north), deadline=date(2026, 12, 1), deadline_text=""),
        actor=city.clerk,
        reason="北县先行办理",
    )
    given = {"limit": "2027-06-30", "counted_from": "2027-03-01", "reason": "统一", "confirmed": "2027-06-30"}
    post(city, "deadline", [Task.objects.get(pk=task.pk)], **given)
    assert set(Task.objects.values_list("deadline", flat=True)) == {date(2027, 6, 30)}
    undone(city)
    assert dict(Task.objects.values_list("lead_unit__short_name", "deadline")) == {
        "水务局": date(2026, 12, 31), "北县": date(2026, 12, 1), "南县": date(2026, 12, 31),
    }  # fmt: skip


def test_a_unit_closed_since_is_not_given_the_task_back(city: City, tasks: list[Task]) -> None:
    post(city, "lead", tasks[:1], lead_unit="教育局", reason="改派", confirmed="云陵市教育局")
    Unit.objects.filter(pk=city.water.pk).update(active=False)
    page = undone(city)
    assert "撤销了 0 项，1 项没有撤销。" in page
    assert Task.objects.get(pk=tasks[0].pk).lead_unit == city.education


def test_a_call_cannot_be_undone_and_the_preview_says_so(city: City, tasks: list[Task]) -> None:
    place = f"?task={tasks[0].pk}"
    client = signed_in(city.clerk)
    assert "这一步不能撤销" in client.get(reverse("tasks:batch_call") + place).content.decode()
    assert "可以整批撤销" in client.get(reverse("tasks:batch_lead") + place).content.decode()
    given = {"person_called": "值班员", "at": "2026-11-24T09:30", "said": "请抓紧", "telephone": ""}
    post(city, "call", tasks[:1], **given, confirmed="2026-11-24 09:30 值班员")
    assert not BatchRun.objects.exists()


def test_only_the_office_looks_at_and_undoes_changes_of_several(city: City, tasks: list[Task]) -> None:
    post(city, "lead", tasks[:1], lead_unit="教育局", reason="改派", confirmed="云陵市教育局")
    kept = BatchRun.objects.get()
    for person in (city.water_liaison, city.leader, city.auditor):
        assert signed_in(person).post(reverse("tasks:batch_run", args=[kept.pk])).status_code == 403
        with pytest.raises(PermissionDenied):
            undo_batch(kept, actor=person)
    listed = signed_in(city.desk).get(reverse("tasks:batch_runs")).content.decode()
    assert "改牵头单位 → 云陵市教育局" in listed
