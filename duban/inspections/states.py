"""The life of a petition as data: which verb moves it from where to where, by whom, on what. No database, no Django."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class PetitionState(StrEnum):
    """Where a petition stands."""

    RECEIVED = "received"  # taken over from the team, no unit has it yet
    ASSIGNED = "assigned"
    SUBMITTED = "submitted"  # the unit has replied, the city has not looked yet
    CHECKED = "checked"
    SIGNED_OFF = "signed_off"
    REPLIED = "replied"
    RETURNED = "returned"  # given back to the team: not this city's


class PetitionVerb(StrEnum):
    """What is done to a petition."""

    ACCEPT = "accept"
    ASSIGN = "assign"
    HAND_BACK = "hand_back"
    WRITE = "write"
    ADD = "add"  # measures, visits, pictures
    DROP = "drop"  # a picture, a measure
    AGREE_DEADLINE = "agree_deadline"  # of a lasting measure that the unit wrote: it becomes the task's
    DECLINE_DEADLINE = "decline_deadline"
    SUBMIT = "submit"
    RECALL = "recall"  # by the unit, before anybody checked
    CHECK = "check"
    SEND_BACK = "send_back"
    SIGN_OFF = "sign_off"
    REPLY = "reply"
    REJECT = "reject"
    FOLLOW_UP = "follow_up"
    REOPEN = "reopen"
    RETURN = "return"
    TAKE_BACK = "take_back"
    LINK = "link"
    UNLINK = "unlink"
    ANSWER_GUARD = "answer_guard"
    CORRECT = "correct"


class Who(StrEnum):
    """What a person is to a petition; one may be several of these."""

    OFFICE = "office"  # clerk or supervision desk
    DESK = "desk"
    UNIT = "unit"  # liaison or head of the lead unit
    CHECKER = "checker"  # of the office, of no unit on the petition, not who submitted
    SIGNER = "signer"  # of the desk, under the same conditions, not who checked


class MoveRefused(Exception):
    """The verb is not allowed here; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table; `to` None leaves the state as it is."""

    verb: PetitionVerb
    froms: tuple[PetitionState, ...]
    to: PetitionState | None
    who: tuple[Who, ...]
    reason: bool = False


S, V = PetitionState, PetitionVerb
_OPEN = (S.RECEIVED, S.ASSIGNED, S.SUBMITTED, S.CHECKED, S.SIGNED_OFF)
_WORKED_ON = (S.ASSIGNED, S.SUBMITTED, S.CHECKED, S.SIGNED_OFF, S.REPLIED)
FROZEN = (S.SUBMITTED, S.CHECKED, S.SIGNED_OFF)  # handed in: who checks and signs decides on what does not change
_WRITTEN_ON = (S.ASSIGNED, S.REPLIED)  # after the reply work goes on; the paper sent is kept
MOVES: tuple[Move, ...] = (
    Move(V.ASSIGN, (S.RECEIVED, S.ASSIGNED), S.ASSIGNED, (Who.OFFICE,)),
    Move(V.HAND_BACK, (S.ASSIGNED,), S.RECEIVED, (Who.UNIT,), reason=True),
    Move(V.WRITE, (S.ASSIGNED,), None, (Who.UNIT, Who.OFFICE)),
    Move(V.ADD, _WRITTEN_ON, None, (Who.UNIT, Who.OFFICE)),
    Move(V.DROP, _WRITTEN_ON, None, (Who.UNIT, Who.OFFICE)),
    Move(V.AGREE_DEADLINE, _WORKED_ON, None, (Who.OFFICE,)),
    Move(V.DECLINE_DEADLINE, _WRITTEN_ON, None, (Who.OFFICE,), reason=True),
    Move(V.SUBMIT, (S.ASSIGNED,), S.SUBMITTED, (Who.UNIT, Who.OFFICE)),
    Move(V.RECALL, (S.SUBMITTED,), S.ASSIGNED, (Who.UNIT,), reason=True),
    Move(V.CHECK, (S.SUBMITTED,), S.CHECKED, (Who.CHECKER,)),
    Move(V.SEND_BACK, FROZEN, S.ASSIGNED, (Who.OFFICE,), reason=True),
    Move(V.SIGN_OFF, (S.CHECKED,), S.SIGNED_OFF, (Who.SIGNER,)),
    Move(V.REPLY, (S.SIGNED_OFF,), S.REPLIED, (Who.OFFICE,)),
    Move(V.REJECT, (S.REPLIED,), S.ASSIGNED, (Who.OFFICE,), reason=True),
    Move(V.FOLLOW_UP, (S.REPLIED,), S.ASSIGNED, (Who.OFFICE,), reason=True),
    Move(V.REOPEN, (S.REPLIED,), S.ASSIGNED, (Who.DESK,), reason=True),
    Move(V.RETURN, (S.RECEIVED, S.ASSIGNED), S.RETURNED, (Who.OFFICE,), reason=True),
    Move(V.TAKE_BACK, (S.RETURNED,), S.RECEIVED, (Who.OFFICE,), reason=True),
    Move(V.LINK, _OPEN, None, (Who.OFFICE,), reason=True),
    Move(V.UNLINK, _OPEN, None, (Who.OFFICE,), reason=True),
    Move(V.ANSWER_GUARD, (S.RECEIVED, *_OPEN[1:]), None, (Who.UNIT, Who.OFFICE), reason=True),
    Move(V.CORRECT, _OPEN, None, (Who.OFFICE,), reason=True),
)
OPEN_STATES = _OPEN
BACK_TO_UNIT = (V.SEND_BACK, V.REJECT, V.FOLLOW_UP, V.REOPEN)  # the unit has it again and is to know why
WITH_UNIT = _WORKED_ON  # whose unit sees it


def move_of(verb: PetitionVerb) -> Move:
    """Return the verb's line."""
    return next(move for move in MOVES if move.verb is verb)


def may(verb: PetitionVerb, who: Collection[Who]) -> bool:
    """Tell whether somebody who is all this to the petition may use the verb in some state."""
    return any(one in who for one in move_of(verb).who)


def allowed(verb: PetitionVerb, state: PetitionState) -> bool:
    """Tell whether the verb is possible in the state."""
    return state in move_of(verb).froms
