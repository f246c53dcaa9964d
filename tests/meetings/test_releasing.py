"""Releasing: only when all is decided, exactly as shown, once, and corrections visibly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from duban.audit.models import AuditEntry
from duban.meetings.actions import releasing
from duban.meetings.actions.errors import NotPossible
from duban.meetings.actions.proposals import Edit, Limit, drop, edit, keep, keep_rest
from duban.meetings.actions.releasing import Released, release
from duban.meetings.actions.shaping import merge
from duban.meetings.exports import decision_sheet
from duban.meetings.models import Action
from duban.meetings.queries.releasing import release_of
from duban.organizations.models import User
from duban.tasks.actions import TaskDraft, open_task, open_tasks
from duban.tasks.models import Task, TaskUnitRole
from tests.meetings.conftest import Desk
from tests.tasks.test_opening_many import by_task, rows


def decide_all(desk: Desk) -> None:
    """Keep everything and give what has no lead unit one."""
    for item in desk.text.agenda.all():
        keep_rest(desk.meeting, item, actor=desk.office.clerk)
    for action in Action.objects.filter(trackable=True, lead_unit=None):
        edit(action, Edit(lead_unit=desk.office.units["市水务局"]), version=None, actor=desk.office.clerk)


def do_release(desk: Desk, scope: int | None = None) -> Released:
    token = release_of(desk.meeting, scope).plan.token
    return release(desk.meeting, token=token, actor=desk.office.clerk, scope=scope)


def test_nothing_is_released_while_a_sentence_is_undecided(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="4 句待定"):
        do_release(desk)
    assert not Task.objects.exists()


def test_nothing_is_released_without_a_lead_unit(desk: Desk) -> None:
    for item in desk.text.agenda.all():
        keep_rest(desk.meeting, item, actor=desk.office.clerk)
    with pytest.raises(NotPossible, match="没有牵头单位"):
        do_release(desk)
    assert not Task.objects.exists()


def test_each_trackable_action_becomes_a_task_with_its_quote(desk: Desk) -> None:
    decide_all(desk)
    done = do_release(desk)
    assert len(done.opened) == 4
    assert Task.objects.filter(parent=None).count() == 4
    canal = Task.objects.get(title="市水务局要在年底前完成南渠清淤")
    origin = canal.origins.get()
    assert origin.paragraph[origin.start : origin.end] == origin.quote == "市水务局要在年底前完成南渠清淤"
    assert (origin.paragraph_number, origin.agenda_item) == (2, "河道清淤情况")
    assert f"#action-{desk.action('南渠清淤').pk}" in origin.link
    assert (canal.deadline, canal.year) == (date(2024, 12, 31), 2024)


def test_a_release_writes_the_rows_of_opening_each_by_itself(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    decide_all(desk)
    merge(desk.action("明年3月底前"), version=None, actor=desk.office.clerk)

    def one_by_one(drafts: Sequence[TaskDraft], *, actor: User) -> list[Task]:
        return [open_task(draft, actor=actor) for draft in drafts]

    def written(way: Callable[..., list[Task]]) -> tuple[Any, ...]:
        monkeypatch.setattr(releasing, "open_tasks", way)
        with transaction.atomic():
            numbers = [task.number for task in do_release(desk).opened]
            actions = list(Action.objects.order_by("pk").values("pk", "task__number", "released", "version"))
            tasks = {kind: by_task(found) for kind, found in rows().items()}
            transaction.set_rollback(True)
        return numbers, actions, tasks

    many = written(open_tasks)
    assert len(many[0]) == 3 and len(many[2]["Task"]) == 5
    assert many == written(one_by_one)


def test_all_counties_get_a_child_each(desk: Desk) -> None:
    decide_all(desk)
    do_release(desk)
    patrol = Task.objects.get(title="各县(区)要建立巡查台账", parent=None)
    assert {child.lead_unit.short_name for child in patrol.children.all()} == {"南渠县", "东坪区"}


def test_merged_actions_are_one_task_with_two_quotes(desk: Desk) -> None:
    decide_all(desk)
    merge(desk.action("明年3月底前"), version=None, actor=desk.office.clerk)
    done = do_release(desk)
    assert len(done.opened) == 3
    assert desk.action("校车检查办法").task.origins.count() == 2  # type: ignore[union-attr]


def test_releasing_twice_opens_nothing_new(desk: Desk) -> None:
    decide_all(desk)
    token = release_of(desk.meeting).plan.token
    release(desk.meeting, token=token, actor=desk.office.clerk)
    before = AuditEntry.objects.count()
    assert release(desk.meeting, token=token, actor=desk.office.clerk) == Released()
    assert Task.objects.filter(parent=None).count() == 4
    assert AuditEntry.objects.count() == before


def test_a_release_does_no_more_than_its_preview_showed(desk: Desk) -> None:
    decide_all(desk)
    token = release_of(desk.meeting).plan.token
    edit(desk.action("南渠清淤"), Edit(wording="别的"), version=None, actor=desk.office.other_clerk)
    with pytest.raises(NotPossible, match="预览"):
        release(desk.meeting, token=token, actor=desk.office.clerk)
    assert not Task.objects.exists()


def test_one_agenda_item_is_released_while_another_is_undecided(desk: Desk) -> None:
    first, _second = desk.text.agenda.all()
    keep_rest(desk.meeting, first, actor=desk.office.clerk)
    edit(desk.action("巡查台账"), Edit(lead_unit=desk.office.units["市水务局"]), version=None, actor=desk.office.clerk)
    done = do_release(desk, first.pk)
    assert [task.title for task in done.opened] == ["市水务局要在年底前完成南渠清淤", "各县(区)要建立巡查台账"]
    assert desk.action("校车检查办法").task is None


def test_a_second_release_changes_adds_and_withdraws_as_shown(desk: Desk) -> None:
    decide_all(desk)
    do_release(desk)
    edit(desk.action("南渠清淤"), Edit(limit=Limit(date(2024, 11, 30))), version=None, actor=desk.office.clerk)
    drop(desk.action("校车检查办法"), reason="routine", version=None, actor=desk.office.clerk)
    planned = release_of(desk.meeting)
    assert planned.plan.added == ()
    assert next((c.field, c.before, c.after) for c in planned.plan.changed[0].changes) == (
        "deadline", "2024-12-31", "2024-11-30",
    )  # fmt: skip
    assert [task.title for task in planned.withdrawn.values()] == ["市教育局会同市公安局制定校车检查办法"]
    done = do_release(desk)
    assert (len(done.opened), len(done.changed), len(done.withdrawn)) == (0, 1, 1)
    canal = desk.action("南渠清淤").task
    assert canal is not None and canal.deadline == date(2024, 11, 30)
    assert desk.action("校车检查办法").task is None
    assert release_of(desk.meeting).plan.empty


def test_what_comes_back_after_a_withdrawal_is_a_new_task(desk: Desk) -> None:
    decide_all(desk)
    do_release(desk)
    drop(desk.action("校车检查办法"), reason="routine", version=None, actor=desk.office.clerk)
    do_release(desk)
    keep(desk.action("校车检查办法"), version=None, actor=desk.office.clerk)
    done = do_release(desk)
    assert [task.title for task in done.opened] == ["市教育局会同市公安局制定校车检查办法"]


def test_leading_official_and_data_units_go_with_the_task_and_stand_on_the_sheet(desk: Desk) -> None:
    decide_all(desk)
    school = desk.office.units["市教育局"]
    change = Edit(leading_official="分管副市长", data_units=(school,))
    edit(desk.action("南渠清淤"), change, version=None, actor=desk.office.clerk)
    draft = decision_sheet(desk.meeting).rows[0]
    do_release(desk)
    row = decision_sheet(desk.meeting).rows[0]
    assert (draft.leading_official, draft.data) == (row.leading_official, row.data) == ("分管副市长", school.name)
    task = desk.action("南渠清淤").task
    assert task
    assert [part.unit for part in task.units.filter(role=TaskUnitRole.DATA)] == [school]
    assert do_release(desk) == Released()
