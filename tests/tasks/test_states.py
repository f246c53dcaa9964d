"""The table of moves, every pair of state and verb against a table written out again."""

from __future__ import annotations

import pytest

from duban.tasks.life import ASSIGNED_ON, MOVES, Need, Who, find_move, state_after
from duban.tasks.states import FINAL_STATES, OPEN_STATES, MoveRefused, TaskState, Verb

ALLOWED = {
    Verb.OPEN: "none>assigned",
    Verb.PROPOSE: "none>proposed",
    Verb.ASSIGN: "proposed>assigned",
    Verb.CHANGE: "proposed assigned signed_for handed_back in_progress completion_requested verified suspended",
    Verb.WITHDRAW: "proposed>withdrawn assigned>withdrawn signed_for>withdrawn handed_back>withdrawn",
    Verb.SIGN_FOR: "assigned>signed_for signed_for handed_back in_progress completion_requested verified suspended",
    Verb.HAND_BACK: "assigned>handed_back signed_for>handed_back",
    Verb.ASSIGN_ANEW: "handed_back>assigned",
    Verb.REPORT: "signed_for>in_progress in_progress suspended",
    Verb.CORRECT_REPORT: "signed_for in_progress suspended",
    Verb.ATTACH: "signed_for in_progress suspended completion_requested",
    Verb.ADD_MEASURE: "signed_for in_progress suspended",
    Verb.REQUEST_COMPLETION: "in_progress>completion_requested",
    Verb.WITHDRAW_REQUEST: "completion_requested>in_progress",
    Verb.VERIFY: "completion_requested>verified",
    Verb.SEND_BACK: "completion_requested>in_progress",
    Verb.CLOSE_OUT: "verified>closed_out",
    Verb.LOOK_BACK: "closed_out",
    Verb.REOPEN: "closed_out>in_progress",
    Verb.SUSPEND: "signed_for>suspended in_progress>suspended",
    Verb.RESUME: "suspended>in_progress",
    Verb.REQUEST_CHANGE: "signed_for in_progress",
    Verb.WITHDRAW_CHANGE: "assigned signed_for handed_back in_progress completion_requested verified suspended",
    Verb.DECIDE_CHANGE: "assigned signed_for handed_back in_progress completion_requested verified suspended",
    Verb.REASSIGN: (
        "assigned>assigned signed_for>assigned handed_back>assigned in_progress>assigned "
        "completion_requested>assigned verified>assigned suspended>assigned"
    ),
    Verb.MERGE: (
        "proposed>merged assigned>merged signed_for>merged handed_back>merged in_progress>merged "
        "completion_requested>merged verified>merged suspended>merged"
    ),
    Verb.TERMINATE: (
        "proposed>terminated assigned>terminated signed_for>terminated handed_back>terminated "
        "in_progress>terminated completion_requested>terminated verified>terminated suspended>terminated"
    ),
    Verb.FAN_OUT: "assigned signed_for in_progress",
    Verb.SET_MEASURES: "proposed assigned signed_for in_progress",
    Verb.INSTRUCT: " ".join(TaskState),
    Verb.ANSWER_INSTRUCTION: " ".join(TaskState),
    Verb.REORGANIZE: "proposed assigned signed_for handed_back in_progress completion_requested verified suspended",
    Verb.CARRY_OVER: "proposed assigned signed_for handed_back in_progress completion_requested verified suspended",
    Verb.LOG_CALL: "assigned signed_for handed_back in_progress completion_requested verified suspended",
    Verb.URGE: "assigned signed_for handed_back in_progress completion_requested verified suspended",
    Verb.RECOUNT: "proposed assigned signed_for handed_back in_progress completion_requested verified suspended",
}


def written(verb: Verb) -> dict[TaskState | None, TaskState]:
    """Return state → state after the verb, as written above; a state alone stays."""
    pairs = (entry.partition(">") for entry in ALLOWED[verb].split())
    return {None if source == "none" else TaskState(source): TaskState(to or source) for source, _arrow, to in pairs}


@pytest.mark.parametrize("verb", Verb)
def test_every_pair_of_state_and_verb_leads_where_the_table_says_or_is_refused(verb: Verb) -> None:
    reached: dict[TaskState | None, TaskState] = {}
    for state in (None, *TaskState):
        try:
            reached[state] = state_after(find_move(state, verb), state, before=TaskState.IN_PROGRESS)
        except MoveRefused:
            continue
    assert reached == written(verb)


def test_open_and_ended_states_are_all_there_are() -> None:
    assert {*OPEN_STATES, *FINAL_STATES, TaskState.CLOSED_OUT} == set(TaskState)


def test_nothing_but_instructions_happens_to_an_ended_task() -> None:
    verbs = {move.verb for move in MOVES if set(move.sources) & set(FINAL_STATES)}
    assert verbs == {Verb.INSTRUCT, Verb.ANSWER_INSTRUCTION}


def test_a_resumed_task_goes_back_to_where_its_suspension_found_it() -> None:
    resume = find_move(TaskState.SUSPENDED, Verb.RESUME)
    assert state_after(resume, TaskState.SUSPENDED, before=TaskState.SIGNED_FOR) is TaskState.SIGNED_FOR
    with pytest.raises(MoveRefused):
        state_after(resume, TaskState.SUSPENDED, before=TaskState.CLOSED_OUT)


def test_only_the_lead_moves_a_task_by_signing_and_reporting() -> None:
    assert find_move(TaskState.ASSIGNED, Verb.SIGN_FOR, {Who.PARTNER}).to is None
    assert find_move(TaskState.SIGNED_FOR, Verb.REPORT, {Who.PARTNER}).to is None
    assert find_move(TaskState.ASSIGNED, Verb.SIGN_FOR, {Who.LEAD, Who.PARTNER}).to is TaskState.SIGNED_FOR


def test_who_may_close_a_task_and_on_what() -> None:
    assert {move.who for move in MOVES if move.to is TaskState.VERIFIED} == {Who.VERIFIER}
    assert {move.needs for move in MOVES if move.to is TaskState.VERIFIED} == {(Need.SIX_POINTS, Need.EVIDENCE)}
    assert {move.who for move in MOVES if move.to is TaskState.CLOSED_OUT} == {Who.CLOSER}
    assert {move.sources for move in MOVES if move.to is TaskState.CLOSED_OUT} == {(TaskState.VERIFIED,)}


def test_what_units_ask_for_is_the_leads_alone() -> None:
    asking = {Verb.REQUEST_COMPLETION, Verb.WITHDRAW_REQUEST, Verb.REQUEST_CHANGE, Verb.WITHDRAW_CHANGE}
    assert {move.who for move in MOVES if move.verb in asking} == {Who.LEAD}


def test_no_unit_acts_on_a_proposed_task() -> None:
    of_units = {Who.LEAD, Who.PARTNER, Who.RESPONSIBLE}
    assert [move for move in MOVES if move.who in of_units and TaskState.PROPOSED in move.sources] == []
    assert TaskState.PROPOSED not in ASSIGNED_ON
