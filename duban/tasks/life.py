"""The life of a task as data (domain: the ledger's table): which verb moves it from where to where, by whom, on what.

No database, no clock, no Django. A page offers what the table allows; a test walks every pair of state and verb.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from duban.tasks.states import OPEN_STATES, MoveRefused, TaskState, Verb

S = TaskState


class Who(StrEnum):
    """What a person is to a task; one may be several of these at once."""

    OFFICE = "office"  # clerk or supervision desk
    RELEASER = "releaser"  # clerk or desk; the desk alone where the office's setting says so
    DESK = "desk"
    LEAD = "lead"  # liaison or head of the lead unit
    RESPONSIBLE = "responsible"
    PARTNER = "partner"  # of any other unit on the task: responsible, supporting, data-providing
    VERIFIER = "verifier"  # clerk or desk, not who asked for completion, of no unit on the task
    CLOSER = "closer"  # desk under the same two conditions, or the person who verified
    REORGANIZER = "reorganizer"  # who merges, splits and abolishes units; nobody on a single task
    INSTRUCTOR = "instructor"  # a leader, or the office writing down what a leader wrote
    SYSTEM = "system"  # no person: a rule of the calendar carried out in the background


class Need(StrEnum):
    """What must be given or be there for a move."""

    REASON = "reason"
    EVIDENCE = "evidence"
    SIX_POINTS = "six_points"
    LOOK_BACK = "look_back"
    NEW_DEADLINE = "new_deadline"
    APPROVAL = "approval"  # a leader's, by post
    TARGET_TASK = "target_task"
    BEFORE_DEADLINE = "before_deadline"


@dataclass(frozen=True, slots=True)
class Move:
    """One row: the verb leads from any of `sources` to `to` (None: the state stays) when done by one of `who`."""

    verb: Verb
    sources: tuple[TaskState | None, ...]
    to: TaskState | None
    who: Who
    needs: tuple[Need, ...] = ()
    goes_back: bool = False  # to the state a suspension found; `to` is None


ASSIGNED_ON = tuple(state for state in OPEN_STATES if state is not S.PROPOSED)  # open and seen by units
UNDER_WAY = (S.SIGNED_FOR, S.IN_PROGRESS)
EVERY = tuple(TaskState)

MOVES: tuple[Move, ...] = (
    Move(Verb.OPEN, (None,), S.ASSIGNED, Who.RELEASER),
    Move(Verb.PROPOSE, (None,), S.PROPOSED, Who.OFFICE),
    Move(Verb.ASSIGN, (S.PROPOSED,), S.ASSIGNED, Who.RELEASER),
    Move(Verb.CHANGE, OPEN_STATES, None, Who.OFFICE, (Need.REASON,)),
    # taken back while nothing has been done yet; later it is terminated, with a leader's approval
    Move(Verb.WITHDRAW, (S.PROPOSED, S.ASSIGNED, S.SIGNED_FOR, S.HANDED_BACK), S.WITHDRAWN, Who.OFFICE, (Need.REASON,)),
    Move(Verb.SIGN_FOR, (S.ASSIGNED,), S.SIGNED_FOR, Who.LEAD),
    Move(Verb.SIGN_FOR, ASSIGNED_ON, None, Who.PARTNER),
    Move(Verb.HAND_BACK, (S.ASSIGNED, S.SIGNED_FOR), S.HANDED_BACK, Who.LEAD, (Need.REASON,)),
    Move(Verb.HAND_BACK, (S.ASSIGNED, S.SIGNED_FOR), S.HANDED_BACK, Who.RESPONSIBLE, (Need.REASON,)),
    Move(Verb.ASSIGN_ANEW, (S.HANDED_BACK,), S.ASSIGNED, Who.DESK, (Need.REASON,)),
    Move(Verb.REPORT, (S.SIGNED_FOR,), S.IN_PROGRESS, Who.LEAD),
    Move(Verb.REPORT, (S.IN_PROGRESS, S.SUSPENDED), None, Who.LEAD),
    Move(Verb.REPORT, (*UNDER_WAY, S.SUSPENDED), None, Who.PARTNER),
    Move(Verb.CORRECT_REPORT, (*UNDER_WAY, S.SUSPENDED), None, Who.LEAD, (Need.REASON,)),
    Move(Verb.CORRECT_REPORT, (*UNDER_WAY, S.SUSPENDED), None, Who.PARTNER, (Need.REASON,)),
    Move(Verb.ATTACH, (*UNDER_WAY, S.SUSPENDED, S.COMPLETION_REQUESTED), None, Who.LEAD),
    Move(Verb.ATTACH, (*UNDER_WAY, S.SUSPENDED, S.COMPLETION_REQUESTED), None, Who.PARTNER),
    Move(Verb.ADD_MEASURE, (*UNDER_WAY, S.SUSPENDED), None, Who.LEAD),
    Move(Verb.REQUEST_COMPLETION, (S.IN_PROGRESS,), S.COMPLETION_REQUESTED, Who.LEAD, (Need.EVIDENCE,)),
    Move(Verb.WITHDRAW_REQUEST, (S.COMPLETION_REQUESTED,), S.IN_PROGRESS, Who.LEAD),
    Move(Verb.VERIFY, (S.COMPLETION_REQUESTED,), S.VERIFIED, Who.VERIFIER, (Need.SIX_POINTS, Need.EVIDENCE)),
    Move(Verb.SEND_BACK, (S.COMPLETION_REQUESTED,), S.IN_PROGRESS, Who.VERIFIER, (Need.REASON,)),
    Move(Verb.CLOSE_OUT, (S.VERIFIED,), S.CLOSED_OUT, Who.CLOSER),
    Move(Verb.LOOK_BACK, (S.CLOSED_OUT,), None, Who.DESK),
    Move(
        Verb.REOPEN, (S.CLOSED_OUT,), S.IN_PROGRESS, Who.DESK, (Need.LOOK_BACK, Need.REASON, Need.NEW_DEADLINE)
    ),
    Move(Verb.SUSPEND, UNDER_WAY, S.SUSPENDED, Who.DESK, (Need.REASON,)),
    Move(Verb.RESUME, (S.SUSPENDED,), None, Who.DESK, (Need.REASON,), goes_back=True),
    Move(Verb.REQUEST_CHANGE, UNDER_WAY, None, Who.LEAD, (Need.REASON, Need.BEFORE_DEADLINE)),
    Move(Verb.WITHDRAW_CHANGE, ASSIGNED_ON, None, Who.LEAD),
    Move(Verb.DECIDE_CHANGE, ASSIGNED_ON, None, Who.DESK, (Need.REASON, Need.APPROVAL)),
    Move(Verb.REASSIGN, ASSIGNED_ON, S.ASSIGNED, Who.DESK, (Need.REASON,)),
    Move(Verb.MERGE, OPEN_STATES, S.MERGED, Who.DESK, (Need.TARGET_TASK, Need.REASON)),
    Move(Verb.TERMINATE, OPEN_STATES, S.TERMINATED, Who.DESK, (Need.APPROVAL, Need.REASON)),
    Move(Verb.FAN_OUT, (S.ASSIGNED, *UNDER_WAY), None, Who.OFFICE, (Need.REASON,)),
    Move(Verb.SET_MEASURES, (S.PROPOSED, S.ASSIGNED, *UNDER_WAY), None, Who.OFFICE),
    # by a reorganisation of units and by the turn of the year, of many tasks at once; never on a task's own page
    Move(Verb.REORGANIZE, OPEN_STATES, None, Who.REORGANIZER),
    Move(Verb.CARRY_OVER, OPEN_STATES, None, Who.DESK),
    Move(Verb.INSTRUCT, EVERY, None, Who.INSTRUCTOR),
    Move(Verb.ANSWER_INSTRUCTION, tuple(state for state in EVERY if state is not S.PROPOSED), None, Who.LEAD),
    Move(Verb.ANSWER_INSTRUCTION, EVERY, None, Who.OFFICE),
    Move(Verb.LOG_CALL, ASSIGNED_ON, None, Who.OFFICE),
    Move(Verb.URGE, ASSIGNED_ON, None, Who.OFFICE),
    Move(Verb.RECOUNT, OPEN_STATES, None, Who.SYSTEM),
)  # fmt: skip


def moves_of(verb: Verb, who: Collection[Who] | None = None) -> tuple[Move, ...]:
    """Return the rows of a verb, those open to one of `who` where given."""
    return tuple(move for move in MOVES if move.verb is verb and (who is None or move.who in who))


def find_move(state: TaskState | None, verb: Verb, who: Collection[Who] | None = None) -> Move:
    """Return the row for the verb in this state by one of `who` (None: anybody); raise MoveRefused without one."""
    for move in moves_of(verb, who):
        if state in move.sources:
            return move
    raise MoveRefused(f"{verb} is not a move from {state}")


def state_after(move: Move, state: TaskState | None, *, before: TaskState | None = None) -> TaskState:
    """Return the state after the move; `before` is the state a suspension found. Raise MoveRefused."""
    if move.goes_back:
        if before not in UNDER_WAY:
            raise MoveRefused(f"{move.verb} does not lead back to {before}")
        return before
    reached = move.to or state
    if reached is None:
        raise MoveRefused(f"{move.verb} is not a move from {state}")
    return reached


def allowed_from(verb: Verb, who: Collection[Who] | None = None) -> tuple[TaskState, ...]:
    """Return the states in which the verb is a move, in the table's order, for saying why it is none now."""
    sources = {source for move in moves_of(verb, who) for source in move.sources}
    return tuple(state for state in TaskState if state in sources)
