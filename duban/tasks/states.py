"""The moves a task may make, as a table: no database, no Django."""

from __future__ import annotations

from enum import StrEnum


class TaskState(StrEnum):
    """Where a task stands; the ledger's further states come with their moves."""

    ASSIGNED = "assigned"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    """What is done to a task."""

    OPEN = "open"
    CHANGE = "change"
    WITHDRAW = "withdraw"


class MoveRefused(Exception):
    """The verb is not allowed in the state; the message says which and why."""


MOVES: dict[tuple[TaskState | None, Verb], TaskState] = {
    (None, Verb.OPEN): TaskState.ASSIGNED,
    (TaskState.ASSIGNED, Verb.CHANGE): TaskState.ASSIGNED,
    (TaskState.ASSIGNED, Verb.WITHDRAW): TaskState.WITHDRAWN,
}


def next_state(state: TaskState | None, verb: Verb) -> TaskState:
    """Return the state after the verb; raise MoveRefused where the table has no such move."""
    try:
        return MOVES[state, verb]
    except KeyError:
        raise MoveRefused(f"{verb} is not a move from {state}") from None
