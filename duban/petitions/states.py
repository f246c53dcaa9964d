"""The life of a petition as a table: which verb leads from where to where, and who may. Pure: no database, no Django."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a petition stands."""

    REGISTERED = "registered"
    NOT_ACCEPTED = "not_accepted"
    ACCEPTED = "accepted"
    REFERRED = "referred"
    RETURNED = "returned"
    IN_HANDLING = "in_handling"
    EXTENDED = "extended"
    REPLIED = "replied"
    CONCLUDED = "concluded"
    CALLED_BACK = "called_back"
    UNDER_REVIEW = "under_review"
    REVIEWED = "reviewed"
    UNDER_SECOND_REVIEW = "under_second_review"
    CLOSED = "closed"


class Verb(StrEnum):
    """What is done to a petition."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    REFER = "refer"
    RETURN = "return"
    TAKE_UP = "take_up"
    EXTEND = "extend"
    REPLY = "reply"
    SEND_BACK = "send_back"
    CONCLUDE = "conclude"
    CALL_BACK = "call_back"
    REOPEN = "reopen"
    ASK_REVIEW = "ask_review"
    UPHOLD = "uphold"
    OVERTURN = "overturn"
    ASK_SECOND_REVIEW = "ask_second_review"
    FINISH = "finish"
    OVERTURN_AGAIN = "overturn_again"
    CLOSE = "close"


class Who(StrEnum):
    """What a person is to a petition."""

    OFFICE = "office"
    HANDLER = "handler"


@dataclass(frozen=True, slots=True)
class Move:
    """One row: the verb leads from any of `sources` to `to` when done by one of `who`; `reason`: one must be given."""

    verb: Verb
    sources: tuple[State, ...]
    to: State
    who: tuple[Who, ...]
    reason: bool = False


S, V = State, Verb
IN_WORK = (S.IN_HANDLING, S.EXTENDED)  # a reply is owed
_OFFICE, _HANDLER, _BOTH = (Who.OFFICE,), (Who.HANDLER,), (Who.HANDLER, Who.OFFICE)
MOVES: tuple[Move, ...] = (
    Move(V.ACCEPT, (S.REGISTERED,), S.ACCEPTED, _OFFICE),
    Move(V.REFUSE, (S.REGISTERED,), S.NOT_ACCEPTED, _OFFICE, reason=True),
    Move(V.REFER, (S.ACCEPTED, S.RETURNED, S.REFERRED, *IN_WORK), S.REFERRED, _OFFICE),
    Move(V.RETURN, (S.REFERRED,), S.RETURNED, _HANDLER, reason=True),
    Move(V.TAKE_UP, (S.REFERRED,), S.IN_HANDLING, _HANDLER),
    Move(V.EXTEND, (S.IN_HANDLING,), S.EXTENDED, _OFFICE, reason=True),
    Move(V.REPLY, IN_WORK, S.REPLIED, _BOTH),
    Move(V.SEND_BACK, (S.REPLIED,), S.IN_HANDLING, _OFFICE, reason=True),
    Move(V.CONCLUDE, (S.REPLIED,), S.CONCLUDED, _OFFICE),
    Move(V.CALL_BACK, (S.CONCLUDED, S.CALLED_BACK), S.CALLED_BACK, _OFFICE),
    Move(V.REOPEN, (S.CALLED_BACK, S.CLOSED), S.IN_HANDLING, _OFFICE, reason=True),
    Move(V.ASK_REVIEW, (S.CONCLUDED, S.CALLED_BACK), S.UNDER_REVIEW, _OFFICE, reason=True),
    Move(V.UPHOLD, (S.UNDER_REVIEW,), S.REVIEWED, _OFFICE, reason=True),
    Move(V.OVERTURN, (S.UNDER_REVIEW,), S.IN_HANDLING, _OFFICE, reason=True),
    Move(V.ASK_SECOND_REVIEW, (S.REVIEWED,), S.UNDER_SECOND_REVIEW, _OFFICE, reason=True),
    Move(V.FINISH, (S.UNDER_SECOND_REVIEW,), S.CLOSED, _OFFICE, reason=True),
    Move(V.OVERTURN_AGAIN, (S.UNDER_SECOND_REVIEW,), S.IN_HANDLING, _OFFICE, reason=True),
    Move(V.CLOSE, (S.NOT_ACCEPTED, S.CALLED_BACK, S.REVIEWED), S.CLOSED, _OFFICE),
)
BY_VERB = {move.verb: move for move in MOVES}
OPEN_STATES = tuple(state for state in State if state is not State.CLOSED)
BACK_TO_HANDLER = (V.SEND_BACK, V.REOPEN, V.OVERTURN, V.OVERTURN_AGAIN)  # whose unit has it again
AGAIN = (V.REOPEN, V.OVERTURN, V.OVERTURN_AGAIN)  # taken up anew: counted


class MoveRefused(ValueError):
    """The verb cannot be done now; the message says why and what to do."""


def move_of(verb: Verb, state: str, who: frozenset[Who]) -> Move | None:
    """Return the row by which these may do the verb in the state, or None."""
    move = BY_VERB[verb]
    return move if state in move.sources and not who.isdisjoint(move.who) else None
