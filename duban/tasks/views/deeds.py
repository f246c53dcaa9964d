"""Which form and which action belong to a verb: the one table between the addresses and the actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.utils import timezone

from duban.files.actions import take_in
from duban.organizations.models import User
from duban.tasks import actions
from duban.tasks.actions import ChangeWanted, GivenFile, ReportFacts, SixPoints
from duban.tasks.evidence import reusable_evidence
from duban.tasks.forms import moves as forms
from duban.tasks.forms import reporting
from duban.tasks.forms.drafting import ChangeTaskForm
from duban.tasks.forms.measuring import MeasuresForm
from duban.tasks.models import ChangeRequest, Instruction, Report, Task
from duban.tasks.states import Verb
from duban.tasks.wording import POINT_LABELS

Row = TypeVar("Row", Task, Report, ChangeRequest, Instruction)


@dataclass(frozen=True, slots=True)
class Deed(Generic[Row]):
    """A form, and what is done with it when it is filled in: `do(row, form, actor)`."""

    verb: Verb
    form: type[forms.MoveForm]
    do: Callable[[Row, Any, User], Any]
    template: str = "tasks/move.html"


def files_of(form: Any) -> tuple[GivenFile, ...]:
    """Return the files handed in, looked into and staged, and the earlier ones chosen; raise UnacceptableFile.

    The form remembers what was staged: whatever is not kept in the end is dropped.
    """
    note = form.cleaned_data["file_note"]
    form.staged = []
    for file in form.cleaned_data["evidence"]:
        form.staged.append(take_in(file, file.name, form.actor, file.size))
    new = (GivenFile(staged.name, staged, note) for staged in form.staged)
    chosen = {file.pk: file for file in form.cleaned_data.get("reused") or ()}
    earlier = (
        {piece.file_id: piece for piece in reusable_evidence(form.actor).filter(file__in=chosen)} if chosen else {}
    )
    return (*new, *(GivenFile(earlier[pk].name, file, note) for pk, file in chosen.items()))


def facts_of(form: reporting.ReportForm) -> ReportFacts:
    """Return what the report says."""
    given = form.cleaned_data
    plain = (
        "text",
        "as_of",
        "once",
        "problems",
        "next_steps",
        "actual",
        "allotted",
        "paid",
        "typed_percent",
        "text_met",
    )
    values = {name: given[name] for name in plain if name in given}
    return ReportFacts(**values, milestones_done=form.milestones_done(), files=files_of(form))


def _verify(task: Task, form: Any, actor: User) -> None:
    points = SixPoints(**{name: form.cleaned_data[name] for name in POINT_LABELS})
    actions.verify(task, actor=actor, points=points, remark=form.cleaned_data["remark"])


def _request_change(task: Task, form: Any, actor: User) -> None:
    given = form.cleaned_data
    wanted = ChangeWanted(given["kind"], given["deadline"], given["lead_unit"], given["target"])
    actions.request_change(task, wanted, actor=actor, reason=given["reason"], today=timezone.localdate())


def _change(task: Task, form: Any, actor: User) -> None:
    given = form.cleaned_data
    actions.change_task(task, form.draft(), actor=actor, reason=given["reason"], seen=given["added"])


def _fields(form: Any, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}


def _with(action: Callable[..., Any], *names: str, **fixed: Callable[[], Any]) -> Callable[[Any, Any, User], Any]:
    """Return a deed that hands these fields of the form on by name."""

    def do(row: Any, form: Any, actor: User) -> Any:
        return action(row, actor=actor, **_fields(form, *names), **{name: value() for name, value in fixed.items()})

    return do


_today = timezone.localdate
TASK_DEEDS: dict[Verb, Deed[Task]] = {
    deed.verb: deed
    for deed in (
        Deed(Verb.ASSIGN, forms.MoveForm, _with(actions.assign)),
        Deed(Verb.CHANGE, ChangeTaskForm, _change, "tasks/change.html"),
        Deed(Verb.SIGN_FOR, reporting.SignForm, _with(actions.sign_for, "person_in_charge", "telephone")),
        Deed(Verb.HAND_BACK, forms.ReasonForm, _with(actions.hand_back, "reason")),
        Deed(Verb.ASSIGN_ANEW, forms.AssignAnewForm, _with(actions.assign_anew, "reason", "lead_unit")),
        Deed(Verb.REASSIGN, forms.LeadForm, _with(actions.reassign, "reason", "lead_unit")),
        Deed(
            Verb.REPORT,
            reporting.ReportForm,
            lambda row, form, actor: actions.report_progress(row, facts_of(form), actor=actor),
        ),
        Deed(
            Verb.ATTACH, reporting.FilesForm, lambda row, form, actor: actions.attach(row, files_of(form), actor=actor)
        ),
        Deed(
            Verb.ADD_MEASURE,
            reporting.MeasureForm,
            _with(actions.add_measure, "what", "who", "until", "is_explanation"),
        ),
        Deed(Verb.REQUEST_COMPLETION, reporting.CompletionForm, _with(actions.request_completion, "statement")),
        Deed(Verb.WITHDRAW_REQUEST, forms.MoveForm, _with(actions.withdraw_request)),
        Deed(Verb.VERIFY, forms.VerifyForm, _verify),
        Deed(Verb.SEND_BACK, forms.ReasonForm, _with(actions.send_back, "reason")),
        Deed(Verb.CLOSE_OUT, forms.RemarkForm, _with(actions.close_out, "remark")),
        Deed(Verb.LOOK_BACK, forms.LookBackForm, _with(actions.look_back, "kind", "on", "finding", "solved")),
        Deed(Verb.REOPEN, forms.ReopenForm, _with(actions.reopen, "reason", "deadline")),
        Deed(Verb.SUSPEND, forms.ReasonForm, _with(actions.suspend, "reason", today=_today)),
        Deed(Verb.RESUME, forms.ReasonForm, _with(actions.resume, "reason", today=_today)),
        Deed(Verb.REQUEST_CHANGE, forms.ChangeForm, _request_change),
        Deed(Verb.MERGE, forms.MergeForm, _with(actions.merge_into, "into", "reason")),
        Deed(Verb.TERMINATE, forms.TerminateForm, _with(actions.terminate, "approver", "reason")),
        Deed(Verb.WITHDRAW, forms.ReasonForm, _with(actions.withdraw_task, "reason")),
        Deed(Verb.FAN_OUT, forms.FanOutForm, _with(actions.fan_out, "units", "reason")),
        Deed(
            Verb.SET_MEASURES,
            MeasuresForm,
            lambda row, form, actor: actions.set_measures(
                row, form.measures(), actor=actor, answer=form.cleaned_data.get("answer", "")
            ),
        ),
        Deed(
            Verb.INSTRUCT,
            forms.InstructionForm,
            _with(actions.instruct, "leader", "on", "text", "document", "answer_by"),
        ),
        Deed(
            Verb.LOG_CALL, forms.CallForm, _with(actions.log_call, "unit", "person_called", "telephone", "at", "said")
        ),
    )
}
REPORT_DEEDS: dict[str, Deed[Report]] = {
    "correct": Deed(
        Verb.CORRECT_REPORT,
        reporting.CorrectionForm,
        lambda row, form, actor: actions.correct_report(
            row, facts_of(form), actor=actor, reason=form.cleaned_data["reason"]
        ),
    ),
    "revise": Deed(
        Verb.REPORT,
        reporting.ReportForm,
        lambda row, form, actor: actions.revise_report(row, facts_of(form), actor=actor),
    ),
    "approve": Deed(Verb.REPORT, forms.MoveForm, _with(actions.approve_report)),
    "return": Deed(
        Verb.REPORT,
        forms.ReasonForm,
        lambda row, form, actor: actions.return_report(row, actor=actor, remark=form.cleaned_data["reason"]),
    ),
}
CHANGE_DEEDS: dict[str, Deed[ChangeRequest]] = {
    "decide": Deed(
        Verb.DECIDE_CHANGE, forms.DecisionForm, _with(actions.decide_change, "granted", "approver", "remark")
    ),
    "withdraw": Deed(Verb.WITHDRAW_CHANGE, forms.MoveForm, _with(actions.withdraw_change)),
}
INSTRUCTION_DEEDS: dict[str, Deed[Instruction]] = {
    "answer": Deed(Verb.ANSWER_INSTRUCTION, forms.AnswerForm, _with(actions.answer_instruction, "answer")),
}
