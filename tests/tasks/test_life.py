"""Every pair of state and verb, through the actions: what the table allows happens, the rest is refused in words."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from duban.audit.models import AuditEntry
from duban.organizations.models import Post, Role, User
from duban.tasks import actions
from duban.tasks.actions import AlreadyDone, DraftRefused, SixPoints
from duban.tasks.life import moves_of
from duban.tasks.models import RequestState, Task, Verification
from duban.tasks.permissions import visible_to
from duban.tasks.states import MoveRefused, TaskState, Verb
from tests.tasks.conftest import City, draft
from tests.tasks.life import ALL_SIX, DEEDS, WAYS, do, facts, proof, task_in, walk

# make a task, follow a notice, come as paper, happen to many at once
ELSEWHERE = {Verb.OPEN, Verb.PROPOSE, Verb.RECOUNT, Verb.URGE, Verb.REORGANIZE, Verb.CARRY_OVER}
V = Verb


def outcome(city: City, task: Task, verb: Verb) -> str:
    """Return the state after the verb, or how it was refused; nothing of it stays."""
    with transaction.atomic():
        try:
            do(city, task, verb)
            after = task.state
        except MoveRefused as refusal:
            assert task.get_state_display() in str(refusal) or verb in (V.DECIDE_CHANGE, V.WITHDRAW_CHANGE)
            after = "refused"
        except PermissionDenied:
            after = "refused"
        transaction.set_rollback(True)
    task.refresh_from_db()
    return str(after)


def expected(state: TaskState, verb: Verb) -> str:
    """Return what the table of `life` says for the person who does the verb here."""
    own = {"water_liaison": "lead", "desk": "desk", "clerk": "office", "leader": "instructor"}
    names = {own[DEEDS[verb][0]]} | ({"verifier"} if verb in (V.VERIFY, V.SEND_BACK) else set())
    names |= {"closer", "office", "releaser"} if "desk" in names else set()
    rows = [move for move in moves_of(verb) if move.who in names and state in move.sources]
    if not rows:
        return "refused"
    return "in_progress" if rows[0].goes_back else str(rows[0].to or state)


def test_no_verb_is_left_out() -> None:
    assert set(DEEDS) == set(Verb) - ELSEWHERE


@pytest.mark.parametrize("state", list(WAYS))
def test_every_verb_in_this_state_does_what_the_table_says(city: City, state: TaskState) -> None:
    task = task_in(city, state)
    wanted = {verb: expected(state, verb) for verb in DEEDS}
    if state is TaskState.CLOSED_OUT:
        wanted[V.REOPEN] = "needs a look back"
    found = {}
    for verb in DEEDS:
        try:
            found[verb] = outcome(city, task, verb)
        except DraftRefused as refusal:
            found[verb] = "needs a look back" if "回头看" in str(refusal) else str(refusal)
    if state is TaskState.SIGNED_FOR:  # signed once: signing again writes nothing
        wanted[V.SIGN_FOR] = "signed_for"
    elif TaskState.SIGNED_FOR.value in task.moves.values_list("to_state", flat=True):
        wanted[V.SIGN_FOR] = state.value
    assert found == wanted


def test_a_clerks_task_is_proposed_where_the_desk_assigns(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_ASSIGN_BY_DESK", "1")
    task = actions.open_task(draft(city.water), actor=city.clerk)
    assert (task.state, task.sign_by) == ("proposed", None)
    found = {verb: outcome(city, task, verb) for verb in DEEDS}
    assert {verb: end for verb, end in found.items() if end != "refused"} == {
        V.ASSIGN: "assigned", V.CHANGE: "proposed", V.WITHDRAW: "withdrawn", V.MERGE: "merged",
        V.TERMINATE: "terminated", V.SET_MEASURES: "proposed", V.INSTRUCT: "proposed",
    }  # fmt: skip


def test_no_unit_sees_a_proposed_task_until_the_desk_assigns_it(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_ASSIGN_BY_DESK", "1")
    task = actions.open_task(draft(city.water, fan_out_to=(city.north,)), actor=city.clerk)
    assert not visible_to(city.water_liaison).exists()
    with pytest.raises(PermissionDenied):
        do(city, task, V.ASSIGN, "clerk")
    do(city, task, V.ASSIGN)
    assert (task.state, task.sign_by is not None, task.children.get().state) == ("assigned", True, "assigned")
    assert visible_to(city.water_liaison).count() == 2


def test_handed_back_the_desk_answers_and_assigns_anew(city: City) -> None:
    task = task_in(city, TaskState.HANDED_BACK)
    assert task.moves.get(verb=V.HAND_BACK.value).reason == "职能不符"
    actions.assign_anew(task, actor=city.desk, reason="请财政局牵头", lead_unit=city.finance)
    roles = dict(task.units.values_list("unit__short_name", "role"))
    assert (task.state, task.lead_unit, roles) == ("assigned", city.finance, {"财政局": "lead"})
    assert not visible_to(city.water_liaison).exists()


def test_verifying_wants_all_six_points_and_a_second_person(city: City) -> None:
    task = task_in(city, TaskState.COMPLETION_REQUESTED)
    with pytest.raises(DraftRefused, match="问题解决"):
        actions.verify(task, actor=city.clerk, points=SixPoints(True, False, True, True, True, True))
    with pytest.raises(PermissionDenied):
        actions.verify(task, actor=city.water_liaison, points=ALL_SIX)
    do(city, task, V.VERIFY)
    verified = Verification.objects.get()
    assert (verified.verifier, verified.requested_by) == (city.clerk, city.water_liaison)
    assert task.verification == verified


def test_who_sits_on_the_task_or_asked_for_it_does_not_verify(city: City) -> None:
    Post.objects.create(user=city.clerk, unit=city.finance, role=Role.LIAISON)  # a supporting unit's too
    task = task_in(city, TaskState.COMPLETION_REQUESTED)
    clerk = User.objects.get(pk=city.clerk.pk)  # posts are read once a request
    with pytest.raises(PermissionDenied):
        actions.verify(task, actor=clerk, points=ALL_SIX)


def test_the_verifier_may_close_and_another_clerk_may_not(city: City) -> None:
    task = task_in(city, TaskState.VERIFIED)
    assert outcome(city, task, V.CLOSE_OUT) == "closed_out"
    actions.close_out(task, actor=city.clerk)  # who verified
    assert task.state == "closed_out"


def test_a_reopened_task_is_counted_and_closes_on_new_evidence_alone(city: City) -> None:
    task = walk(city, task_in(city, TaskState.CLOSED_OUT), V.LOOK_BACK, V.REOPEN)
    assert (task.state, task.reopened, task.verification) == ("in_progress", 1, None)
    with pytest.raises(DraftRefused, match="佐证"):
        do(city, task, V.REQUEST_COMPLETION)
    actions.report_progress(task, facts("已重新清掏", proof("复查照片")), actor=city.water_liaison)
    walk(city, task, V.REQUEST_COMPLETION, V.VERIFY, V.CLOSE_OUT)
    assert task.state == "closed_out"


def test_closing_settles_a_change_that_still_waits(city: City) -> None:
    task = walk(city, task_in(city, TaskState.IN_PROGRESS), V.REQUEST_CHANGE)
    walk(city, task, V.REQUEST_COMPLETION, V.VERIFY, V.CLOSE_OUT)
    request = task.change_requests.get()
    assert (request.state, request.decided_by) == (RequestState.WITHDRAWN, city.desk)
    assert task.verification is not None


def test_a_second_click_changes_nothing(city: City) -> None:
    task = task_in(city, TaskState.VERIFIED)
    again = Task.objects.get(pk=task.pk)
    actions.close_out(task, actor=city.clerk)
    rows = AuditEntry.objects.count()
    with pytest.raises(AlreadyDone, match="刚才已经销号"):
        actions.close_out(again, actor=city.clerk)
    assert AuditEntry.objects.count() == rows


def test_the_same_decision_twice_is_one_decision(city: City) -> None:
    task = walk(city, task_in(city, TaskState.IN_PROGRESS), V.REQUEST_CHANGE)
    request = task.change_requests.get()
    actions.decide_change(request, actor=city.desk, granted=False, remark="不同意")
    with pytest.raises(AlreadyDone):
        actions.decide_change(request, actor=city.desk, granted=False, remark="不同意")
    with pytest.raises(MoveRefused, match="已经有了结果"):
        actions.decide_change(request, actor=city.desk, granted=True, approver="市长")


def test_a_merged_task_leaves_its_words_in_the_other(city: City) -> None:
    task, other = task_in(city, TaskState.ASSIGNED), actions.open_task(draft(city.finance), actor=city.clerk)
    actions.merge_into(task, other, actor=city.desk, reason="同一件事")
    assert (task.state, task.merged_into, other.origins.count()) == ("merged", other, 2)
    with pytest.raises(DraftRefused, match="已并入"):
        actions.merge_into(other, task, actor=city.desk, reason="反过来")


def test_terminating_wants_a_leaders_approval_and_takes_the_children_along(city: City) -> None:
    task = actions.open_task(draft(city.water, fan_out_to=(city.north,)), actor=city.clerk)
    with pytest.raises(DraftRefused, match="批准领导"):
        actions.terminate(task, actor=city.desk, approver=" ", reason="取消")
    actions.terminate(task, actor=city.desk, approver="分管副市长", reason="取消")
    assert {task.state, task.children.get().state} == {"terminated"}
    assert task.moves.last().changes["approver"] == ["", "分管副市长"]  # type: ignore[union-attr]
