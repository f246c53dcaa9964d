"""The table of moves, every pair."""

from __future__ import annotations

import pytest

from duban.tasks.states import MoveRefused, TaskState, Verb, next_state

ALLOWED = {
    (None, Verb.OPEN): TaskState.ASSIGNED,
    (TaskState.ASSIGNED, Verb.CHANGE): TaskState.ASSIGNED,
    (TaskState.ASSIGNED, Verb.WITHDRAW): TaskState.WITHDRAWN,
}


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", [None, *TaskState])
def test_every_pair_of_state_and_verb_leads_where_the_table_says_or_is_refused(
    state: TaskState | None, verb: Verb
) -> None:
    if (state, verb) in ALLOWED:
        assert next_state(state, verb) is ALLOWED[state, verb]
    else:
        with pytest.raises(MoveRefused):
            next_state(state, verb)
