"""What units tell of a task: reports drafted, approved and sent, corrected by later ones; evidence; added measures."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.files.actions import Staged, keep, stage
from duban.files.models import StoredFile
from duban.files.rules import plain_name
from duban.organizations.models import Unit, User
from duban.tasks.actions.clocks import rolled_report_limit
from duban.tasks.actions.drafts import Changes, DraftRefused
from duban.tasks.actions.measuring import refresh_figures
from duban.tasks.actions.moving import Step, allowed, already_done, begin, finish, locked, speaker, wanted_reason
from duban.tasks.evidence import reusable_evidence
from duban.tasks.models import (
    AddedMeasure,
    Evidence,
    Report,
    ReportState,
    Task,
    TaskUnitRole,
)
from duban.tasks.page_rows import FIGURES, funds_of, milestones_of, quantity_of
from duban.tasks.permissions import heads, is_in, must_be_approved
from duban.tasks.rules.shares import plain
from duban.tasks.states import MoveRefused, Verb
from duban.web.prepared import Prepared, insert

FIGURE_ROLES = (TaskUnitRole.LEAD, TaskUnitRole.DATA)  # whose figures count; the others report in words and attach
_PLAIN = ("period", "as_of", "text", "problems", "next_steps")


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file handed in as evidence: staged, as bytes, or one the unit has shown before."""

    name: str
    content: Staged | StoredFile | bytes
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a report says. `once` is the form's token: given twice, there is one report."""

    text: str
    as_of: date
    once: uuid.UUID = field(default_factory=uuid.uuid4)
    period: str = ""
    problems: str = ""
    next_steps: str = ""
    actual: Decimal | None = None
    allotted: Decimal | None = None
    paid: Decimal | None = None
    typed_percent: int | None = None
    text_met: bool | None = None
    milestones_done: dict[int, date] = field(default_factory=dict)
    files: tuple[GivenFile, ...] = ()


@transaction.atomic
def report_progress(task: Task, facts: ReportFacts, *, actor: User) -> Report:
    """Report on the task (报送进展): sent at once, or drafted where the unit's head approves first."""
    step = begin_report(task, Verb.REPORT, actor, facts.once)
    if isinstance(step, Report):
        return step
    return _new_report(step, facts)


@transaction.atomic
def correct_report(report: Report, facts: ReportFacts, *, actor: User, reason: str) -> Report:
    """Correct a sent report by another (更正报送); the earlier stays, marked, and its figures no longer count."""
    reason = wanted_reason(reason)
    step = begin_report(report.task, Verb.CORRECT_REPORT, actor, facts.once)
    if isinstance(step, Report):
        return step
    if not is_in(actor, report.unit_id):
        raise PermissionDenied
    report.refresh_from_db()
    if report.corrected or report.state != ReportState.SENT:
        raise MoveRefused(_("这份报送已经更正过或还没有报出，请打开最新的一份。"))
    return _new_report(step, facts, corrects=report, reason=reason)


@transaction.atomic
def revise_report(report: Report, facts: ReportFacts, *, actor: User) -> Report:
    """Rewrite a report that has not gone out yet."""
    step = begin(report.task, Verb.REPORT, actor, strict=False)
    draft = _draft(report, actor)
    _check(step.task, draft.unit, facts)
    _fill(draft, facts)
    draft.state, draft.author, draft.author_name = ReportState.DRAFT, actor, actor.name
    _attach(step.task, facts.files, actor, draft.unit, draft)
    _send_or_keep(step, draft, "")
    return draft


@transaction.atomic
def approve_report(report: Report, *, actor: User) -> Report:
    """Let a drafted report go out, as the unit's head."""
    step = begin(report.task, Verb.REPORT, actor, strict=False)
    draft = _draft(report, actor)
    if not heads(actor, draft.unit):
        raise PermissionDenied
    draft.approved_by, draft.approved_by_name = actor, actor.name
    _send(step, draft, draft.remark if draft.corrects_id else "")
    return draft


@transaction.atomic
def return_report(report: Report, *, actor: User, remark: str) -> Report:
    """Give a drafted report back to its author with a remark, as the unit's head; outside nobody sees it."""
    remark = wanted_reason(remark)
    begin(report.task, Verb.REPORT, actor, strict=False)
    draft = _draft(report, actor)
    if not heads(actor, draft.unit):
        raise PermissionDenied
    if (draft.state, draft.remark) == (ReportState.RETURNED, remark):
        raise already_done(Verb.REPORT)
    draft.state, draft.remark = ReportState.RETURNED, remark
    draft.save()
    record("task.return_report", report.task, actor=actor, reason=remark)
    return draft


@transaction.atomic
def attach(task: Task, files: Iterable[GivenFile], *, actor: User) -> list[Evidence]:
    """Attach evidence to the task itself (补充佐证); a file that is there already is not attached twice."""
    given = tuple(files)
    if not given:
        raise DraftRefused(_("没有选文件，请选择要上传的佐证材料。"))
    step = begin(task, Verb.ATTACH, actor, strict=False)
    unit = speaker(task, actor)
    rows = _attach(task, given, actor, unit, None)
    if rows:
        finish(step, changes={"evidence": ["", "、".join(row.name for row in rows)]})
    return rows


@transaction.atomic
def add_measure(
    task: Task, *, actor: User, what: str, who: str = "", until: date | None = None, is_explanation: bool = False
) -> AddedMeasure:
    """Note what the unit adds to catch up (增添措施), or why it adds nothing; the same given twice is kept once."""
    what = wanted_reason(what)
    if not is_explanation and (not who.strip() or until is None):
        raise DraftRefused(_("措施要写明责任人和完成时限；只作说明的请勾选“只作说明”。"))
    step = begin(task, Verb.ADD_MEASURE, actor, strict=False)
    unit = speaker(task, actor)
    same = AddedMeasure.objects.filter(task=task, unit=unit, what=what, until=until).first()
    if same:
        return same
    measure = AddedMeasure.objects.create(
        task=task, unit=unit, unit_name=unit.name, what=what, who=who.strip(), until=until,
        is_explanation=is_explanation, author=actor, author_name=actor.name,
    )  # fmt: skip
    finish(step, changes={"added_measure": ["", " ".join(filter(None, (what, who.strip(), str(until or ""))))]})
    return measure


def begin_report(task: Task, verb: Verb, actor: User, once: uuid.UUID) -> Step | Report:
    """Begin the step; return the report instead where this very form was taken before."""
    locked(task)
    return _SENT_BEFORE.first(task.pk, once, actor.pk) or allowed(task, verb, actor)


_SENT_BEFORE = Prepared[Report](
    lambda task, once, author: Report.objects.filter(task=task, once=once, author=author).order_by("id")
)


def _new_report(step: Step, facts: ReportFacts, corrects: Report | None = None, reason: str = "") -> Report:
    task, actor = step.task, step.actor
    unit = corrects.unit if corrects else speaker(task, actor, drafting=True)
    _check(task, unit, facts)
    report = Report(
        task=task, unit=unit, unit_name=unit.name, state=ReportState.DRAFT, once=facts.once, corrects=corrects,
        author=actor, author_name=actor.name, remark=reason,
    )  # fmt: skip
    _fill(report, facts)
    keeps = must_be_approved(actor, unit)
    if not keeps:
        _mark_sent(report)
    insert(report)
    proofs = _attach(task, facts.files, actor, unit, report)
    if keeps:
        _tell_of_draft(step, report)
    else:
        _let_out(step, report, reason, proofs)
    return report


def _send_or_keep(step: Step, report: Report, reason: str) -> None:
    if must_be_approved(step.actor, report.unit):
        report.save()
        _tell_of_draft(step, report)
        return
    _send(step, report, reason)


def _tell_of_draft(step: Step, report: Report) -> None:
    record("task.draft_report", step.task, actor=step.actor, changes={"as_of": ["", str(report.as_of)]})


def _send(step: Step, report: Report, reason: str) -> None:
    """Send a drafted report."""
    _mark_sent(report)
    report.save()
    _let_out(step, report, reason, report.evidence.all())


def _mark_sent(report: Report) -> None:
    report.state, report.sent_at = ReportState.SENT, timezone.now()


def _let_out(step: Step, report: Report, reason: str, proofs: Iterable[Evidence]) -> None:
    """Let a stored report go out: its figures become the task's, the first of the lead moves it."""
    task = step.task
    if report.corrects_id:
        Report.objects.filter(pk=report.corrects_id).update(corrected=True)
    values: dict[str, Any] = {"typed_percent": refresh_figures(task)}
    if report.unit_id == task.lead_unit_id:
        values["last_report_on"] = sent_on = timezone.localdate(report.sent_at)
        if report.corrects_id is None:
            values["report_by"] = rolled_report_limit(task, sent_on)
    finish(step, values, changes=_changes(report, proofs), reason=reason or report.text[:500], measured=True)


def _draft(report: Report, actor: User) -> Report:
    """Return the report as stored; refuse one that has gone out, or of another unit."""
    report.refresh_from_db()
    if not is_in(actor, report.unit_id):
        raise PermissionDenied
    if report.state == ReportState.SENT:
        if actor.pk == (report.approved_by_id or report.author_id):
            raise already_done(Verb.REPORT)
        raise MoveRefused(_("这份报送已经报出，要改请用“更正报送”。"))
    return report


def _fill(report: Report, facts: ReportFacts) -> None:
    for name in (*_PLAIN, *FIGURES):
        setattr(report, name, getattr(facts, name))
    report.text = facts.text.strip()
    report.milestones_done = {str(pk): day.isoformat() for pk, day in facts.milestones_done.items()}


def _check(task: Task, unit: Unit, facts: ReportFacts) -> None:
    """Refuse an empty report, days to come, and figures that cannot be or are not this unit's to give."""
    today = timezone.localdate()
    if not facts.text.strip():
        raise DraftRefused(_("没有写进展情况，请写明做了什么。"))
    if facts.as_of > today:
        raise DraftRefused(_("数据截至 %(day)s 还没有到，请填今天或以前的日期。") % {"day": facts.as_of})
    figures = [name for name in FIGURES if getattr(facts, name) is not None]
    role = next((part.role for part in task.units.all() if part.unit_id == unit.pk), None)
    if (figures or facts.milestones_done) and role not in FIGURE_ROLES:
        raise DraftRefused(_("“%(unit)s”是配合单位，只报文字和佐证；数字由牵头单位或数据提供单位报。") % {"unit": unit})
    if any(value is not None and value < 0 for value in (facts.actual, facts.allotted, facts.paid)):
        raise DraftRefused(_("完成值和资金数不能是负数。"))
    if facts.typed_percent is not None:
        if not 0 <= facts.typed_percent <= 100:
            raise DraftRefused(_("自报进度要在 0 到 100 之间。"))
        if has_measure(task):
            raise DraftRefused(_("事项有可以计算的指标，不用自报进度；请填完成值、节点或资金。"))
    if any(day > today for day in facts.milestones_done.values()):
        raise DraftRefused(_("节点的完成日期还没有到，请核对。"))
    if facts.milestones_done and not set(facts.milestones_done) <= set(task.milestones.values_list("pk", flat=True)):
        raise DraftRefused(_("有节点已经不在本事项里，请刷新页面后再填。"))


def has_measure(task: Task) -> bool:
    """Tell whether the task has a target, nodes or a budget to be judged by."""
    return any(rows(task.pk) for rows in (quantity_of, milestones_of, funds_of))


def _attach(task: Task, files: Iterable[GivenFile], actor: User, unit: Unit, report: Report | None) -> list[Evidence]:
    """Store the files and show them as evidence; return the rows that are new."""
    rows = []
    for given in files:
        stored = _kept(given, actor)
        row, new = Evidence.objects.get_or_create(
            task=task,
            report=report,
            file=stored,
            defaults={
                "name": plain_name(given.name),
                "note": given.note.strip()[:200],
                "unit": unit,
                "unit_name": unit.name,
                "added_by": actor,
                "added_by_name": actor.name,
            },
        )
        rows += [row] if new else []
    return rows


def _kept(given: GivenFile, actor: User) -> StoredFile:
    """Return the kept file; one shown before must be of the person's own unit and still be there."""
    if isinstance(given.content, StoredFile):
        if not reusable_evidence(actor).filter(file=given.content).exists():
            raise PermissionDenied
        return given.content
    content = given.content
    return keep(stage(io.BytesIO(content), given.name) if isinstance(content, bytes) else content, actor)


def _changes(report: Report, proofs: Iterable[Evidence]) -> Changes:
    """Return the figures reported, in words."""
    given = ((name, getattr(report, name)) for name in ("as_of", *FIGURES))
    changes = {
        name: ["", plain(value) if isinstance(value, Decimal) else str(value)]
        for name, value in given
        if value is not None
    }
    names = [row.name for row in proofs]
    return {**changes, **({"evidence": ["", "、".join(names)]} if names else {})}
