"""Every write to the ledger: one function a verb, one transaction, one move and one audit row."""

from duban.tasks.actions.completing import (
    SixPoints,
    close_out,
    look_back,
    reopen,
    reopen_as_decided,
    request_completion,
    send_back,
    verify,
    withdraw_request,
)
from duban.tasks.actions.drafts import Changes, DraftRefused, Origin, TaskDraft, check_draft, draft_of, drafts_of
from duban.tasks.actions.ending import merge_into, terminate
from duban.tasks.actions.handing_in import hand_in
from duban.tasks.actions.instructing import answer_instruction, instruct, log_call
from duban.tasks.actions.measures import MilestoneFacts, TaskMeasures, measures_of
from duban.tasks.actions.measuring import set_measures
from duban.tasks.actions.moving import AlreadyDone, TaskConflict
from duban.tasks.actions.opening import assign, change_task, fan_out, give_over, open_task, open_tasks, withdraw_task
from duban.tasks.actions.pausing import resume, suspend
from duban.tasks.actions.reporting import (
    GivenFile,
    ReportFacts,
    add_measure,
    approve_report,
    attach,
    correct_report,
    report_progress,
    return_report,
    revise_report,
)
from duban.tasks.actions.requesting import ChangeWanted, decide_change, request_change, withdraw_change
from duban.tasks.actions.signing import assign_anew, hand_back, reassign, sign_for

__all__ = [
    "AlreadyDone", "ChangeWanted", "Changes", "DraftRefused", "GivenFile", "MilestoneFacts", "Origin", "ReportFacts",
    "SixPoints", "TaskConflict", "TaskDraft", "TaskMeasures", "add_measure", "answer_instruction", "approve_report",
    "assign", "assign_anew", "attach", "change_task", "check_draft", "close_out", "correct_report", "decide_change",
    "draft_of", "drafts_of", "fan_out", "give_over", "hand_back", "hand_in", "instruct", "log_call", "look_back", "measures_of", "merge_into",
    "open_task", "open_tasks", "reassign", "reopen", "reopen_as_decided", "report_progress", "request_change", "request_completion",
    "resume", "return_report", "revise_report", "send_back", "set_measures", "sign_for", "suspend", "terminate",
    "verify", "withdraw_change", "withdraw_request", "withdraw_task",
]  # fmt: skip
