"""Into the ledger and out again: row by row through the ledger's own actions, in a job that may be killed and go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.jobs.actions import enqueue
from duban.organizations.models import Unit, User
from duban.tasks.actions import Origin, TaskDraft, change_task, draft_of, open_task, withdraw_task
from duban.tasks.models import Task
from duban.tasks.states import MoveRefused
from duban.workbooks.actions.previewing import ImportRefused
from duban.workbooks.models import Import, ImportMode, ImportRow, ImportState, RowStatus
from duban.workbooks.permissions import may_import

APPLY, UNDO = "workbooks.apply", "workbooks.undo"
BATCH = 50  # rows a transaction: what a kill can cost is done again, never twice
Progress = Callable[[int, int], None]


@transaction.atomic
def start_import(run: Import, *, actor: User, today: date) -> Import:
    """Begin taking the rows in, as a job; refuse where nothing is to do, or all is asked and a row cannot be taken."""
    run = _begin(run, actor, ImportState.DRAFT)
    if run.mode == ImportMode.ALL_OR_NOTHING:
        bad = run.rows.filter(status__in=[RowStatus.REFUSED, RowStatus.CONFLICT]).count()
        if bad:
            raise ImportRefused(
                _("有 %(count)d 行不能导入，按所选办法全部不导入；请改好后重新上传，或改选办法。") % {"count": bad}
            )
    if not run.rows.filter(status__in=[RowStatus.ADD, RowStatus.CHANGE]).exists():
        raise ImportRefused(_("没有要新增或变更的行。"))
    record("workbooks.import", run, actor=actor)
    return _in_background(run, ImportState.RUNNING, APPLY, _("导入台账 %(name)s") % {"name": run.name}, actor)


@transaction.atomic
def start_undo(run: Import, *, actor: User) -> Import:
    """Begin taking everything back that nobody has touched since, as a job."""
    run = _begin(run, actor, ImportState.DONE)
    record("workbooks.undo", run, actor=actor)
    return _in_background(run, ImportState.UNDOING, UNDO, _("撤销导入 %(name)s") % {"name": run.name}, actor)


def apply_rows(run: Import, progress: Progress = lambda done, total: None) -> tuple[int, int]:
    """Take in the rows that are not in yet; return how many tasks were opened and how many changed.

    With ALL_OR_NOTHING it is one transaction; otherwise one for some rows, so that it goes on where it was killed.
    """
    todo = run.rows.filter(status__in=[RowStatus.ADD, RowStatus.CHANGE], applied=False)
    total = run.rows.filter(status__in=[RowStatus.ADD, RowStatus.CHANGE]).count()
    units = {unit.code: unit for unit in Unit.objects.all()}
    if run.mode == ImportMode.ALL_OR_NOTHING:
        with transaction.atomic():
            for row in todo.select_related("task__lead_unit"):
                _apply(run, row, units)
    else:
        while True:
            with transaction.atomic():
                batch = list(todo.select_related("task__lead_unit")[:BATCH])
                for row in batch:
                    _apply(run, row, units)
            if not batch:
                break
            progress(total - todo.count(), total)
    with transaction.atomic():
        Import.objects.filter(pk=run.pk, state=ImportState.RUNNING).update(state=ImportState.DONE)
    done = run.rows.filter(applied=True)
    return done.filter(status=RowStatus.ADD).count(), done.filter(status=RowStatus.CHANGE).count()


def undo_rows(run: Import, progress: Progress = lambda done, total: None) -> tuple[int, int]:
    """Take back what nobody has touched since; return how many rows were taken back and how many stay."""
    todo = run.rows.filter(applied=True, undone=False)
    total, kept = todo.count(), 0
    units = {unit.code: unit for unit in Unit.objects.all()}
    for place, row in enumerate(todo.select_related("task__lead_unit").order_by("-id"), start=1):
        with transaction.atomic():
            kept += not _undo(run, row, units)
        progress(place, total)
    Import.objects.filter(pk=run.pk, state=ImportState.UNDOING).update(state=ImportState.UNDONE)
    return total - kept, kept


def _begin(run: Import, actor: User, state: ImportState) -> Import:
    if not may_import(actor):
        raise PermissionDenied
    run = Import.objects.select_for_update().get(pk=run.pk)
    if run.state != state:
        raise ImportRefused(
            _("这份台账现在是“%(state)s”，不能这样办，请刷新页面。") % {"state": run.get_state_display()}
        )
    return run


def _in_background(run: Import, state: ImportState, kind: str, label: str, actor: User) -> Import:
    """Queue the work on a run that says so already: a worker may be quicker than this transaction's last line."""
    Import.objects.filter(pk=run.pk).update(state=state)
    job = enqueue(kind, label, run.pk, actor=actor)
    Import.objects.filter(pk=run.pk).update(job=job)
    run.refresh_from_db()
    return run


def _apply(run: Import, row: ImportRow, units: Mapping[str, Unit]) -> None:
    actor = run.created_by
    if row.status == RowStatus.ADD:
        row.task = open_task(_draft(run, row, units), actor=actor)
    elif row.task is not None:
        try:
            _change(row.task, row, {name: pair[1] for name, pair in row.changes.items()}, units, actor, _("按台账更新"))
        except MoveRefused as refusal:  # moved on since the preview
            row.status = RowStatus.CONFLICT
            row.problems = [["", str(refusal)]]
            row.save()
            return
    if row.task is not None:
        row.version = row.task.version
    row.applied = True
    row.save()


def _undo(run: Import, row: ImportRow, units: Mapping[str, Unit]) -> bool:
    """Take one row back; False where somebody has gone on with the task."""
    task = row.task
    if task is None or task.version != row.version:
        row.problems = [["", _("导入以后又有办理，没有撤销。")]]
        row.save()
        return False
    try:
        if row.status == RowStatus.ADD:
            withdraw_task(task, actor=run.created_by, reason=_("撤销导入“%(name)s”") % {"name": run.name})
        else:
            before = {name: pair[0] for name, pair in row.changes.items()}
            _change(task, row, before, units, run.created_by, _("撤销导入“%(name)s”") % {"name": run.name})
    except MoveRefused as refusal:
        row.problems = [["", str(refusal)]]
        row.save()
        return False
    row.undone = True
    row.save()
    return True


def _change(
    task: Task, row: ImportRow, values: Mapping[str, Any], units: Mapping[str, Unit], actor: User, reason: str
) -> None:
    names = {
        "title": "title", "lead": "lead_unit", "responsible": "responsible_units", "supporting": "supporting_units",
        "deadline": "deadline", "deadline_text": "deadline_text", "deliverable": "deliverable",
        "rhythm": "reporting_rhythm", "official": "leading_official",
    }  # fmt: skip
    given = {names[name]: _native(name, value, units) for name, value in values.items()}
    if "deadline" in values:
        given["deadline_explanation"] = row.values["deadline_explanation"]
    change_task(task, replace(draft_of(task), **given), actor=actor, reason=reason)


def _native(name: str, value: Any, units: Mapping[str, Unit]) -> Any:
    if name == "lead":
        return units[value]
    if name in ("responsible", "supporting"):
        return tuple(units[code] for code in value)
    if name == "deadline":
        return date.fromisoformat(value) if value else None
    return value


def _draft(run: Import, row: ImportRow, units: Mapping[str, Unit]) -> TaskDraft:
    given = row.values
    return TaskDraft(
        source="ledger", year=run.year, title=given["title"], lead_unit=units[given["lead"]],
        responsible_units=tuple(units[code] for code in given["responsible"]),
        supporting_units=tuple(units[code] for code in given["supporting"]),
        deadline=_native("deadline", given["deadline"], units), deadline_text=given["deadline_text"],
        deadline_explanation=given["deadline_explanation"], deliverable=given["deliverable"],
        reporting_rhythm=given["rhythm"], leading_official=given["official"], origins=(_origin(run, row),),
    )  # fmt: skip


def _origin(run: Import, row: ImportRow) -> Origin:
    """Return the row as it stood in the ledger, its matter marked in it."""
    said = [f"{heading}：{value}" for heading, value in run.cells_of(row.sheet, row.row)]
    title = row.values["title"]
    paragraph = f"{title}\n" + "；".join(said)
    return Origin(
        kind="import", title=f"{run.name} {row.sheet}"[:300], link="", agenda_item="", text_revision=run.sha256,
        paragraph_number=row.row, paragraph=paragraph, quote=title, start=0, end=len(title), key=row.key,
    )  # fmt: skip
