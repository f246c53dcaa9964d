"""Into the ledger and out again: row by row through the ledger's own actions, in a job that may be killed and go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.jobs.actions import enqueue
from duban.organizations.models import Unit, User
from duban.tasks.actions import (
    DraftRefused,
    Origin,
    TaskConflict,
    TaskDraft,
    change_task,
    check_draft,
    draft_of,
    open_tasks,
    withdraw_task,
)
from duban.tasks.models import Task
from duban.tasks.states import MoveRefused
from duban.workbooks.actions.previewing import ImportRefused
from duban.workbooks.models import Import, ImportMode, ImportRow, ImportState, RowStatus
from duban.workbooks.permissions import may_import

APPLY, UNDO = "workbooks.apply", "workbooks.undo"
BATCH = 100  # rows a transaction: what a kill can cost is done again, never twice
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

    With ALL_OR_NOTHING it is one transaction, and a row that cannot be taken by now raises ImportRefused; otherwise one
    for some rows, so that it goes on where it was killed.
    """
    wanted = run.rows.filter(status__in=[RowStatus.ADD, RowStatus.CHANGE])
    todo, total = wanted.filter(applied=False).select_related("task__lead_unit"), wanted.count()
    units = {unit.code: unit for unit in Unit.objects.all()}
    if run.mode == ImportMode.ALL_OR_NOTHING:
        _apply_all(run, list(todo), units)
    else:
        while True:
            with transaction.atomic():
                batch = list(todo[:BATCH])
                _apply(run, batch, units)
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


def _apply_all(run: Import, rows: Sequence[ImportRow], units: Mapping[str, Unit]) -> None:
    """Take every row in, or none: then the run is a preview again that names the rows in the way."""
    with transaction.atomic():
        left = _apply(run, rows, units)
        if left:
            transaction.set_rollback(True)
    if left:
        with transaction.atomic():
            for row in left:
                ImportRow.objects.filter(pk=row.pk).update(status=row.status, problems=row.problems)
            Import.objects.filter(pk=run.pk, state=ImportState.RUNNING).update(state=ImportState.DRAFT)
        raise ImportRefused(
            _(
                "预览以后有 %(count)d 行不能导入了，按所选办法全部没有导入；请看这些行的说明，改好后重新上传，或改选办法。"
            )
            % {"count": len(left)}
        )


def _apply(run: Import, rows: Sequence[ImportRow], units: Mapping[str, Unit]) -> list[ImportRow]:
    """Take the rows in, new ones all at once; return those that cannot be taken by now, with the reason."""
    drafts: dict[int, TaskDraft] = {}
    left: list[ImportRow] = []
    for row in rows:
        try:
            if row.status == RowStatus.ADD:
                drafts[row.pk] = _draft(run, row, units)
                check_draft(drafts[row.pk])
            elif row.task is not None:
                values = {name: pair[1] for name, pair in row.changes.items()}
                _change(row.task, row, values, units, run.created_by, _("按台账更新"))
        except DraftRefused as refusal:  # a unit was closed since the preview
            left.append(row)
            row.status, row.problems = RowStatus.REFUSED, [["", str(refusal)]]
            drafts.pop(row.pk, None)
        except (MoveRefused, TaskConflict) as refusal:  # moved on since the preview
            left.append(row)
            row.status, row.problems = RowStatus.CONFLICT, [["", str(refusal)]]
    opened = dict(zip(drafts, open_tasks(list(drafts.values()), actor=run.created_by), strict=True))
    for row in rows:
        row.task = opened.get(row.pk, row.task)
    _keep([row for row in rows if row not in left])
    for row in left:
        row.save(update_fields=["status", "problems"])
    return left


def _keep(rows: Sequence[ImportRow]) -> None:
    """Write which tasks became of the rows; one prepared statement costs a tenth of what `bulk_update` does."""
    table = connection.ops.quote_name(ImportRow._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET task_id=%s, version=%s, applied=%s WHERE id=%s",  # noqa: S608
            [(row.task.pk, row.task.version, True, row.pk) for row in rows if row.task],
        )


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
