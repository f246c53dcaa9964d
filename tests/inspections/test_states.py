"""The life of a petition, pair by pair of state and verb."""

from __future__ import annotations

from itertools import product

import pytest

from duban.inspections.models import STATE_LABELS, VERB_LABELS
from duban.inspections.states import MOVES, PetitionState, PetitionVerb, Who, allowed, may, move_of

S, V = PetitionState, PetitionVerb
POSSIBLE = {
    V.ASSIGN: {S.RECEIVED, S.ASSIGNED},
    V.HAND_BACK: {S.ASSIGNED},
    V.WRITE: {S.ASSIGNED},
    V.ADD: {S.ASSIGNED, S.REPLIED},
    V.DROP: {S.ASSIGNED, S.REPLIED},
    V.AGREE_DEADLINE: {S.ASSIGNED, S.SUBMITTED, S.CHECKED, S.SIGNED_OFF, S.REPLIED},
    V.DECLINE_DEADLINE: {S.ASSIGNED, S.REPLIED},
    V.SUBMIT: {S.ASSIGNED},
    V.RECALL: {S.SUBMITTED},
    V.CHECK: {S.SUBMITTED},
    V.SEND_BACK: {S.SUBMITTED, S.CHECKED, S.SIGNED_OFF},
    V.SIGN_OFF: {S.CHECKED},
    V.REPLY: {S.SIGNED_OFF},
    V.REJECT: {S.REPLIED},
    V.FOLLOW_UP: {S.REPLIED},
    V.REOPEN: {S.REPLIED},
    V.RETURN: {S.RECEIVED, S.ASSIGNED},
    V.TAKE_BACK: {S.RETURNED},
}


@pytest.mark.parametrize(("state", "verb"), list(product(PetitionState, POSSIBLE)))
def test_a_verb_is_possible_in_the_states_of_the_table_alone(state: PetitionState, verb: PetitionVerb) -> None:
    assert allowed(verb, state) is (state in POSSIBLE[verb])


def test_each_verb_but_the_first_has_one_line_and_each_state_a_name() -> None:
    assert sorted(move.verb for move in MOVES) == sorted(set(PetitionVerb) - {V.ACCEPT})
    assert set(STATE_LABELS) == {state.value for state in PetitionState}
    assert set(VERB_LABELS) == {verb.value for verb in PetitionVerb}


def test_a_second_person_checks_and_another_signs() -> None:
    assert not may(V.CHECK, {Who.OFFICE, Who.DESK, Who.UNIT})
    assert may(V.CHECK, {Who.CHECKER})
    assert not may(V.SIGN_OFF, {Who.OFFICE, Who.DESK, Who.CHECKER})
    assert may(V.SIGN_OFF, {Who.SIGNER})


def test_what_goes_back_says_why() -> None:
    assert {move.verb for move in MOVES if move.reason} == {
        V.HAND_BACK, V.SEND_BACK, V.REJECT, V.FOLLOW_UP, V.REOPEN, V.RETURN, V.TAKE_BACK, V.LINK, V.UNLINK,
        V.ANSWER_GUARD, V.CORRECT, V.DECLINE_DEADLINE, V.RECALL,
    }  # fmt: skip
    assert move_of(V.RETURN).to is S.RETURNED
