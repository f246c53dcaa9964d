"""No path of moves, in whatever order and by whomever, closes a task without evidence and a second person."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban.organizations.models import User
from duban.tasks import actions
from duban.tasks.actions import DraftRefused, TaskConflict
from duban.tasks.life import EVERY, MOVES
from duban.tasks.models import Task, TaskUnit, Verification
from duban.tasks.states import MoveRefused, TaskState, Verb
from tests.tasks.conftest import City, draft
from tests.tasks.life import DEEDS

PEOPLE = ("clerk", "desk", "leader", "water_liaison", "finance_liaison", "education_head", "auditor")
ENDS = (TaskState.VERIFIED, TaskState.CLOSED_OUT)
USUAL = [(verb, who) for verb, (who, _deed) in DEEDS.items() if verb is not Verb.MERGE]
ROAD = [
    (Verb.SIGN_FOR, "water_liaison"), (Verb.REPORT, "water_liaison"), (Verb.REQUEST_COMPLETION, "water_liaison"),
    (Verb.VERIFY, "clerk"), (Verb.CLOSE_OUT, "desk"), (Verb.LOOK_BACK, "desk"), (Verb.REOPEN, "desk"),
]  # fmt: skip
steps = st.one_of(
    st.sampled_from(ROAD), st.sampled_from(ROAD), st.sampled_from(USUAL),
    st.tuples(st.sampled_from(sorted(DEEDS)), st.sampled_from(PEOPLE)),
)  # fmt: skip


def proved(task: Task) -> bool:
    """Tell whether the task's close-out rests on evidence and on a second person of none of its units."""
    verification = Verification.objects.filter(pk=task.verification_id).first()
    if verification is None or verification.evidence.task_id != task.pk:
        return False
    reopened = task.moves.filter(verb=Verb.REOPEN.value).last()
    if reopened and verification.evidence.at < reopened.at:
        return False
    units = set(TaskUnit.objects.filter(task=task).values_list("unit", flat=True))
    posts = set(verification.verifier.posts.values_list("unit", flat=True))
    return verification.verifier_id != verification.requested_by_id and not units & posts


def try_step(city: City, task: Task, verb: Verb, who: str) -> None:
    actor = User.objects.get(pk=getattr(city, who).pk)  # posts are read once a request
    task.refresh_from_db()
    try:
        with transaction.atomic():
            DEEDS[verb][1](city, task, actor)
    except (PermissionDenied, MoveRefused, DraftRefused, TaskConflict):
        pass
    task.refresh_from_db()


@settings(
    max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fmt: skip
@given(path=st.lists(steps, min_size=4, max_size=22))
def test_no_path_of_moves_closes_a_task_without_evidence_and_a_second_person(
    city: City, path: list[tuple[Verb, str]]
) -> None:
    with transaction.atomic():
        task = actions.open_task(draft(city.water, supporting_units=(city.finance,)), actor=city.clerk)
        for verb, who in path:
            before = task.state
            try_step(city, task, verb, who)
            assert task.state not in ENDS or proved(task), (before, verb, who)
        transaction.set_rollback(True)


def test_the_whole_road_does_close_it(city: City) -> None:
    task = actions.open_task(draft(city.water), actor=city.clerk)
    for verb, who in ROAD[:5]:
        try_step(city, task, verb, who)
    assert (task.state, proved(task)) == ("closed_out", True)


def test_the_tables_only_way_to_the_end_leads_through_verification() -> None:
    ways = {(source, move.verb) for move in MOVES for source in move.sources if move.to is TaskState.CLOSED_OUT}
    assert ways == {(TaskState.VERIFIED, Verb.CLOSE_OUT)}
    ways = {(source, move.verb) for move in MOVES for source in move.sources if move.to is TaskState.VERIFIED}
    assert ways == {(TaskState.COMPLETION_REQUESTED, Verb.VERIFY)}
    assert set(EVERY) == set(TaskState)
