"""From a file to a preview: rows read, checked, redacted, compared; nothing is accepted yet, and no raw text stays in the open."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from duban.audit.actions import record
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.same_cases import SameCases
from duban.inspections.intake import Taken, read_batch, read_typed
from duban.inspections.models import Batch, Intake, IntakeRow, IntakeState, RowStatus
from duban.inspections.permissions import may_run_desk
from duban.inspections.proposing import changed_proposal
from duban.inspections.queries.vocabulary import Proposer, facts_of, units_by_id, vocabulary_of
from duban.inspections.rules.assigning import Ground
from duban.inspections.rules.headings import Field
from duban.inspections.rules.layouts import RawRow
from duban.inspections.rules.numbers import plain_number
from duban.inspections.rules.rows import Checked, Facts, check_row
from duban.inspections.wording import assignment_reason
from duban.jobs.actions import enqueue
from duban.organizations.models import User
from duban.redaction import redact
from duban.vault.actions import seal, use
from duban.vault.models import Sealed

Progress = Callable[[int, int], None]
_PORTION = 500
AT_ONCE = 300  # rows previewed while somebody waits
PREVIEW = "inspections.preview"  # the kind of job
PREVIEWING = "inspections.preview"  # the purpose told to the vault
FILE, ROWS = "original", "batch_rows"  # kinds of sealed content


@sensitive_variables()
@transaction.atomic
def take_in(batch: Batch, content: bytes, name: str, *, actor: User) -> Intake:
    """Read a file of the batch and preview every row; raise NoPetitions, CannotRead, UnreadableWorkbook or DeskRefused.

    The file goes to the vault as it came. A long one is previewed as a job.
    """
    _may(actor)
    facts = facts_of(batch)
    name = name.replace("\\", "/").rpartition("/")[2][-255:]
    taken = read_batch(content, name, vocabulary_of(facts))
    # the name is shown and told in jobs: it may not say whose petition it is
    return _taken(Intake(batch=batch, name=redact(name).text[-255:]), content, taken, facts, actor)


@sensitive_variables()
@transaction.atomic
def take_in_text(batch: Batch, text: str, *, actor: User) -> Intake:
    """Read what was pasted or typed and preview every row; raise as `take_in` does."""
    _may(actor)
    facts = facts_of(batch)
    taken = read_typed(text, vocabulary_of(facts))
    return _taken(Intake(batch=batch, name=_("粘贴的文字"), typed=True), text.encode(), taken, facts, actor)


@sensitive_variables()
def read_again(intake: Intake, progress: Progress = lambda done, total: None) -> int:
    """Preview a long file from the vault; begun again it begins anew. Return how many rows there are."""
    sealed = Sealed.objects.get(pk=int(intake.sealed_file))
    content = use(sealed, purpose=PREVIEWING, actor=None)
    assert isinstance(content, bytes)
    facts = facts_of(intake.batch)
    words = vocabulary_of(facts)
    taken = read_typed(content.decode(), words) if intake.typed else read_batch(content, intake.name, words)
    with transaction.atomic():
        intake.rows.all().delete()
    preview(intake, taken.rows, facts, progress)
    Intake.objects.filter(pk=intake.pk, state=IntakeState.READING).update(state=IntakeState.DRAFT)
    return len(taken.rows)


@transaction.atomic
def change_row(
    row: IntakeRow, cells: dict[Field, str], summary: str, *, actor: User, confirmed: bool, kept: int = 0
) -> IntakeRow:
    """Take the row as somebody corrected it, check it anew, and note that its text was read as units will see it.

    `kept` is how many things the redaction found in it and somebody decided to keep.
    """
    intake = draft_of_row(row, actor)
    facts = facts_of(intake.batch)
    others = intake.rows.exclude(pk=row.pk).values_list("number", flat=True)
    cells = {**cells, Field.SUMMARY: summary}
    checked = check_row(RawRow(row.row, cells), facts, {number for number in others if number})
    linked = {name: row.values.get(name) for name in ("duplicate", "link")}
    before = row.values.get("unit"), row.values.get("unit_reason", "")
    proposer = Proposer.of(intake.batch.inspection)
    _write(row, checked, proposer)
    row.values |= {name: value for name, value in linked.items() if value is not None}
    row.values["unit_reason"] = _reason_of_change(row, proposer, *before)
    row.summary, row.confirmed, row.reason = summary.strip(), confirmed, ""
    row.save()
    changes = {"row": ["", str(row.row)], **({"kept": ["", str(kept)]} if kept else {})}
    record("inspections.change_row", intake, actor=actor, changes=changes)
    return row


@transaction.atomic
def confirm_rows(intake: Intake, rows: Collection[int], *, actor: User) -> int:
    """Note that the texts of these rows (ids) were read as units will see them; return how many."""
    intake = _draft(intake, actor)
    if not rows:
        raise DeskRefused(_("没有勾选任何一行，请先勾选逐字看过的行。"))
    count = intake.rows.filter(pk__in=rows, applied=False, status=RowStatus.READY).update(confirmed=True)
    record("inspections.confirm_text", intake, actor=actor, changes={"rows": ["", str(count)]})
    return count


@transaction.atomic
def decide_row(row: IntakeRow, decision: str, *, actor: User, reason: str = "") -> IntakeRow:
    """Leave a row out (skip), have it returned to the team (return), or take it up again (take); the first two say why."""
    intake, reason = _draft(row.intake, actor), reason.strip()
    if row.applied:
        raise DeskRefused(_("这一行已经受理，不能再改；请到信访件页面办理。"))
    if decision in ("skip", "return") and not reason:
        raise DeskRefused(_("没有写理由，请写明为什么不受理或退回。"))
    if decision == "return" and not (row.number and row.summary):
        raise DeskRefused(_("没有编号或问题基本情况的行不能登记为退回，请先补上。"))
    row.reason = reason[:300] if decision != "take" else ""
    if decision == "skip":
        row.status = RowStatus.SKIPPED
    elif decision == "return":
        hinders = [problem for problem in row.problems if problem[0] in ("summary", "repeat")]
        row.status = _status(hinders, same=False)
    else:
        row.status = _status(row.problems, same=False)
    row.values["returned"] = decision == "return"
    row.save()
    record("inspections.decide_row", intake, actor=actor, changes={"row": ["", str(row.row)]}, reason=reason)
    return row


@transaction.atomic
def link_row(row: IntakeRow, *, actor: User, link: bool) -> IntakeRow:
    """Accept or decline the proposal that the row repeats an earlier petition; the unit proposed follows."""
    intake = _draft(row.intake, actor)
    if row.applied or not row.values.get("duplicate"):
        raise DeskRefused(_("这一行没有待认定的重复件。"))
    proposer = Proposer.of(intake.batch.inspection)
    before, _reason = _proposed(row.values, proposer)
    row.values["link"] = link
    if row.values.get("unit") == before and row.values.get("unit_reason") != assignment_reason(Ground.TABLE):
        row.values["unit"], row.values["unit_reason"] = _proposed(row.values, proposer)
    row.save(update_fields=["values"])
    record("inspections.decide_row", intake, actor=actor, changes={"link": ["", str(link)]})
    return row


def draft_of_row(row: IntakeRow, actor: User) -> Intake:
    """Return the row's intake locked, where the row may still be changed; raise DeskRefused."""
    intake = _draft(row.intake, actor)
    if IntakeRow.objects.filter(pk=row.pk, applied=True).exists():
        raise DeskRefused(_("这一行已经受理，不能再改；请到信访件页面更正。"))
    return intake


def _may(actor: User) -> None:
    if not may_run_desk(actor):
        raise PermissionDenied


def _draft(intake: Intake, actor: User) -> Intake:
    """Return the intake locked, where its rows may still be changed."""
    _may(actor)
    intake = Intake.objects.select_for_update(of=("self",)).select_related("batch__inspection").get(pk=intake.pk)
    if intake.state not in (IntakeState.DRAFT, IntakeState.DONE):
        raise DeskRefused(_("这个文件现在是“%(state)s”，请等办完再改。") % {"state": intake.get_state_display()})
    return intake


@sensitive_variables()
def _taken(intake: Intake, content: bytes, taken: Taken, facts: Facts, actor: User) -> Intake:
    """Store the file in the vault and its rows as a preview: at once, or as a job where there are many."""
    long = len(taken.rows) > AT_ONCE
    intake.sha256, intake.layout, intake.created_by = hashlib.sha256(content).hexdigest(), taken.layout.value, actor
    intake.state = IntakeState.READING if long else IntakeState.DRAFT
    intake.save()
    ending = "" if intake.typed else PurePath(intake.name).suffix.lower()
    intake.sealed_file = str(seal(FILE, content, actor=actor, subject=intake, ending=ending).pk)
    texts = {str(raw.row): raw.cells.get(Field.SUMMARY, "") for raw in taken.rows}
    intake.sealed_rows = str(seal(ROWS, texts, actor=actor, subject=intake).pk)
    intake.save(update_fields=["sealed_file", "sealed_rows"])
    changes = {"sha256": ["", intake.sha256], "rows": ["", str(len(taken.rows))]}
    record("inspections.take_in", intake, actor=actor, changes=changes)
    if long:
        intake.job = enqueue(PREVIEW, _("解读 %(name)s") % {"name": intake.name}, intake.pk, actor=actor)
        Intake.objects.filter(pk=intake.pk).update(job=intake.job)
        intake.refresh_from_db()
    else:
        preview(intake, taken.rows, facts)
    return intake


def preview(
    intake: Intake, raws: Sequence[RawRow], facts: Facts, progress: Progress = lambda done, total: None
) -> None:
    """Write the preview of every row: checked, redacted, compared with what was accepted before and with the rows above."""
    inspection = intake.batch.inspection
    proposer, same_cases = Proposer.of(inspection), SameCases.of(inspection)
    seen: set[str] = set()
    for start in range(0, len(raws), _PORTION):
        rows = []
        for raw in raws[start : start + _PORTION]:
            checked = check_row(raw, facts, seen)
            row = IntakeRow(intake=intake, row=raw.row)
            redacted = redact(checked.summary)
            checked.summary = redacted.text
            if not checked.same:
                said = " ".join((raw.cells.get(Field.FINDING, ""), raw.cells.get(Field.NOTE, "")))
                checked.values["duplicate"] = same_cases.look(checked, said)
            _write(row, checked, proposer)
            row.masked = dict(Counter(found.kind for found in redacted.redactions))
            rows.append(row)
        with transaction.atomic():
            IntakeRow.objects.bulk_create(rows)
        progress(start + len(rows), len(raws))


def _reason_of_change(row: IntakeRow, proposer: Proposer, unit: int | None, reason: str) -> str:
    """Return why a corrected row goes to its unit: the table never named what the desk wrote down itself."""
    found, why = _proposed(row.values, proposer)
    chosen = row.values.get("unit")
    if chosen is None or found == chosen:
        return why if chosen else ""
    if chosen == unit and reason == assignment_reason(Ground.TABLE):
        return reason
    return changed_proposal(units_by_id().get(found) if found else None, why)


def _proposed(values: dict[str, Any], proposer: Proposer) -> tuple[int | None, str]:
    """Return the unit (id) that area, type, past cases or the first case speak for, and why; whatever the table named."""
    found, area, kind = proposer.propose(
        values["area"], next(iter(values["types"]), None), same_case=_unit_of_first(values)
    )
    if found is None:
        return None, ""
    return found.unit, assignment_reason(found.ground, area=area, type_=kind, count=found.count, of=found.of)


def _unit_of_first(values: dict[str, Any]) -> int | None:
    """Return the unit of the case the row repeats; None where it only looks as if it did."""
    duplicate = values.get("duplicate") or {}
    return duplicate.get("unit") if values.get("link", duplicate.get("sure")) else None


def _write(row: IntakeRow, checked: Checked, proposer: Proposer) -> None:
    """Put what was checked into the row, with whom it would go to and why."""
    values: dict[str, Any] = checked.values
    found, area, kind = proposer.propose(
        values["area"], next(iter(values["types"]), None), named=values.pop("unit"), same_case=_unit_of_first(values)
    )
    if found:
        words = assignment_reason(found.ground, area=area, type_=kind, count=found.count, of=found.of)
        values |= {"unit": found.unit, "unit_reason": words}
    if values.get("duplicate"):
        values["link"] = values["duplicate"]["sure"]
    row.number, row.summary, row.values = plain_number(checked.number)[:40], checked.summary, values
    # a cell in the wrong column may hold what tells of a person, and messages quote cells
    values["shared_with"] = redact(values["shared_with"]).text if values["shared_with"] else ""
    row.problems = [[name, redact(message).text, level] for name, message, level in checked.problems]
    row.status = _status(row.problems, same=checked.same)


def _status(problems: Sequence[Sequence[str]], *, same: bool) -> RowStatus:
    if same:
        return RowStatus.SAME
    stopped = any(problem[2] == "problem" for problem in problems)
    return RowStatus.PROBLEM if stopped else RowStatus.READY
