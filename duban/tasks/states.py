"""The states of a task and the verbs that move it: names alone, no database, no Django."""

from __future__ import annotations

from enum import StrEnum


class TaskState(StrEnum):
    """Where a task stands (domain: the ledger's table)."""

    PROPOSED = "proposed"
    ASSIGNED = "assigned"
    SIGNED_FOR = "signed_for"
    HANDED_BACK = "handed_back"
    IN_PROGRESS = "in_progress"
    COMPLETION_REQUESTED = "completion_requested"
    VERIFIED = "verified"
    SUSPENDED = "suspended"
    CLOSED_OUT = "closed_out"
    MERGED = "merged"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"


OPEN_STATES = (
    TaskState.PROPOSED, TaskState.ASSIGNED, TaskState.SIGNED_FOR, TaskState.HANDED_BACK, TaskState.IN_PROGRESS,
    TaskState.COMPLETION_REQUESTED, TaskState.VERIFIED, TaskState.SUSPENDED,
)  # fmt: skip
FINAL_STATES = (TaskState.MERGED, TaskState.TERMINATED, TaskState.WITHDRAWN)


class Verb(StrEnum):
    """What is done to a task."""

    OPEN = "open"
    PROPOSE = "propose"
    ASSIGN = "assign"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    SIGN_FOR = "sign_for"
    HAND_BACK = "hand_back"
    ASSIGN_ANEW = "assign_anew"
    REPORT = "report"
    CORRECT_REPORT = "correct_report"
    ATTACH = "attach"
    REQUEST_COMPLETION = "request_completion"
    WITHDRAW_REQUEST = "withdraw_request"
    VERIFY = "verify"
    SEND_BACK = "send_back"
    CLOSE_OUT = "close_out"
    LOOK_BACK = "look_back"
    REOPEN = "reopen"
    SUSPEND = "suspend"
    RESUME = "resume"
    REQUEST_CHANGE = "request_change"
    WITHDRAW_CHANGE = "withdraw_change"
    DECIDE_CHANGE = "decide_change"
    REASSIGN = "reassign"
    MERGE = "merge"
    TERMINATE = "terminate"
    FAN_OUT = "fan_out"
    INSTRUCT = "instruct"
    ANSWER_INSTRUCTION = "answer_instruction"
    ADD_MEASURE = "add_measure"
    LOG_CALL = "log_call"
    SET_MEASURES = "set_measures"
    RECOUNT = "recount"
    URGE = "urge"
    REORGANIZE = "reorganize"
    CARRY_OVER = "carry_over"


class MoveRefused(Exception):
    """The verb is not allowed in the state; the message says which and why."""
