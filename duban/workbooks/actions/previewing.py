"""From a file to a preview: what each row would do, and what stands against it. Nothing reaches the ledger yet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.dates.workdays import load_calendar
from duban.organizations.models import Unit, UnitName, User
from duban.organizations.rules import plain_name
from duban.tasks.actions import TaskDraft, drafts_of
from duban.tasks.models import Task, TaskOrigin
from duban.tasks.states import OPEN_STATES
from duban.workbooks.intake import read_workbook
from duban.workbooks.models import Import, ImportRow, ImportState, LearnedMapping, RowStatus, UnitAlias
from duban.workbooks.permissions import may_import
from duban.workbooks.rules.mapping import Field, fingerprint, propose
from duban.workbooks.rules.rows import Matter, matters
from duban.workbooks.rules.sheets import find_table
from duban.workbooks.stored import plain_table, table_of

COMPARED = (
    "title",
    "lead",
    "responsible",
    "supporting",
    "deadline",
    "deadline_text",
    "deliverable",
    "rhythm",
    "official",
)


class ImportRefused(ValueError):
    """The ledger cannot be taken in so; the message says why and what to do."""


@transaction.atomic
def take_in(content: bytes, name: str, *, actor: User, today: date) -> Import:
    """Read the file, propose what its headings are, and preview every row; raise UnreadableWorkbook or ImportRefused."""
    if not may_import(actor):
        raise PermissionDenied
    tables = [table for sheet in read_workbook(content, name) if (table := find_table(sheet)) and table.rows]
    if not tables:
        raise ImportRefused(
            _("“%(name)s”里没有找到台账：表头要有“事项”“责任单位”“完成时限”这样的列名，请检查后重新上传。")
            % {"name": name}
        )
    run = Import.objects.create(
        name=name.replace("\\", "/").rpartition("/")[2][-255:],
        sha256=hashlib.sha256(content).hexdigest(),
        year=_year_in([name, *(table.title for table in tables), *(table.sheet for table in tables)]) or today.year,
        sheets=[plain_table(table) for table in tables],
        mapping={table.sheet: _known_mapping(table.headings) for table in tables},
        created_by=actor,
    )
    record("workbooks.take_in", run, actor=actor, changes={"sha256": ["", run.sha256]})
    compare(run)
    return run


@transaction.atomic
def change_mapping(
    run: Import, mapping: Mapping[str, Mapping[str, str]], *, year: int, mode: str, skip_done: bool, actor: User
) -> Import:
    """Take the headings as the person says, remember it for ledgers of the same headings, and preview anew."""
    if not may_import(actor):
        raise PermissionDenied
    run = Import.objects.select_for_update().get(pk=run.pk)
    if run.state != ImportState.DRAFT:
        raise ImportRefused(_("这份台账已经导入，不能再改对应关系；要改请先撤销导入，再重新上传。"))
    for kept in run.sheets:
        wanted = {heading: mapping.get(kept["name"], {}).get(heading, "") for heading in kept["headings"]}
        fields = [field for field in wanted.values() if field]
        twice = next((field for field in fields if fields.count(field) > 1), None)
        if twice:
            raise ImportRefused(_("“%(sheet)s”有两列都对应同一项，请只留一列。") % {"sheet": kept["name"]})
        if not set(fields) <= {field.value for field in Field}:
            raise ImportRefused(_("“%(sheet)s”的对应关系不认识，请重新选择。") % {"sheet": kept["name"]})
        run.mapping[kept["name"]] = wanted
        LearnedMapping.objects.update_or_create(
            fingerprint=fingerprint(kept["headings"]), defaults={"mapping": wanted, "by_name": actor.name}
        )
    run.year, run.mode, run.skip_done = year, mode, skip_done
    run.save()
    record("workbooks.map", run, actor=actor)
    compare(run)
    return run


@transaction.atomic
def name_unit(run: Import, name: str, unit: Unit, *, actor: User) -> None:
    """Remember whom a name in ledgers means, and preview anew."""
    if not may_import(actor):
        raise PermissionDenied
    UnitAlias.objects.update_or_create(plain=plain_name(name)[:120], defaults={"unit": unit, "by_name": actor.name})
    record("workbooks.name_unit", unit, actor=actor, changes={"name": ["", name]})
    if run.state == ImportState.DRAFT:
        compare(run)


@transaction.atomic
def compare(run: Import) -> None:
    """Write the preview of every row anew: add, change, same, conflict, refused."""
    ImportRow.objects.filter(run=run).delete()
    names, calendar = _unit_codes(), load_calendar()
    found: list[Matter] = []
    for kept in run.sheets:
        mapping = {heading: Field(field) for heading, field in run.mapping[kept["name"]].items()}
        found += matters(table_of(kept), mapping, lambda name: names.get(plain_name(name)), run.year, calendar)
    keys = _keys(found)
    there = _tasks_by_key([key for key in keys if key])
    before, now = _imported_before(there), drafts_of(list(there.values()))
    units = {unit.pk: unit.code for unit in Unit.objects.all()}
    seen: dict[str, int] = {}
    rows = []
    for matter, key in zip(found, keys, strict=True):
        row = ImportRow(
            run=run, sheet=matter.sheet[:60], row=matter.row, key=key, title=matter.title[:500],
            values=values_of(matter), problems=[[problem.heading, problem.message] for problem in matter.problems],
        )  # fmt: skip
        if key in seen:
            row.problems.append(["", _("与第 %(row)d 行的编号和事项相同，请删去一行。") % {"row": seen[key]}])
        seen.setdefault(key, matter.row)
        row.task = there.get(key)
        _judge(row, before, now, units, skip_done=run.skip_done and bool(matter.done))
        rows.append(row)
    ImportRow.objects.bulk_create(rows, batch_size=500)


def values_of(matter: Matter) -> dict[str, Any]:
    """Return what a row says, as JSON keeps it."""
    return {
        "number": matter.number, "title": matter.title, "lead": matter.lead, "responsible": list(matter.responsible),
        "supporting": list(matter.supporting), "official": matter.official,
        "deadline": matter.deadline.isoformat() if matter.deadline else None, "deadline_text": matter.deadline_text,
        "deadline_explanation": matter.deadline_explanation, "done": matter.done,
        "percent": None if matter.percent is None else str(matter.percent),
        "funds": None if matter.funds is None else str(matter.funds), "progress": matter.progress,
        "deliverable": matter.deliverable, "rhythm": matter.rhythm,
    }  # fmt: skip


def _judge(
    row: ImportRow,
    before: Mapping[int, dict[str, Any]],
    drafts: Mapping[int, TaskDraft],
    units: Mapping[int, str],
    *,
    skip_done: bool,
) -> None:
    """Say what the row does: an earlier import tells what the ledger changed, the task what the office changed."""
    task = row.task
    if row.problems:
        row.status = RowStatus.REFUSED
    elif task is None:
        row.status = RowStatus.SKIPPED if skip_done else RowStatus.ADD
    else:
        now, last = _now(drafts[task.pk], units), before.get(task.pk, {})
        wanted = {name: row.values[name] for name in COMPARED}
        row.changes = {name: [now[name], wanted[name]] for name in COMPARED if now[name] != wanted[name]}
        by_ledger = {name for name in row.changes if last.get(name, now[name]) != wanted[name]}
        by_office = {name for name in row.changes if last.get(name, now[name]) != now[name]}
        if not by_ledger:
            row.status, row.changes = RowStatus.SAME, {}
        elif by_ledger & by_office or task.state not in OPEN_STATES:
            row.status = RowStatus.CONFLICT
        else:
            row.status = RowStatus.CHANGE
            row.changes = {name: pair for name, pair in row.changes.items() if name in by_ledger}


def _now(draft: TaskDraft, units: Mapping[int, str]) -> dict[str, Any]:
    return {
        "title": draft.title, "lead": units[draft.lead_unit.pk],
        "responsible": [units[unit.pk] for unit in draft.responsible_units],
        "supporting": [units[unit.pk] for unit in draft.supporting_units],
        "deadline": draft.deadline.isoformat() if draft.deadline else None, "deadline_text": draft.deadline_text,
        "deliverable": draft.deliverable, "rhythm": draft.reporting_rhythm, "official": draft.leading_official,
    }  # fmt: skip


def _keys(found: list[Matter]) -> list[str]:
    """Return what tells each row in a later version of the ledger: its number where it has one, else its words."""
    return [
        "import:" + hashlib.sha256(f"{matter.sheet}\n{matter.number or matter.title}".encode()).hexdigest()[:40]
        for matter in found
    ]


def _tasks_by_key(keys: list[str]) -> dict[str, Task]:
    origins = TaskOrigin.objects.filter(kind="import", key__in=keys, replaced=False)
    live = origins.exclude(task__state="withdrawn").select_related("task__lead_unit").order_by("id")
    return {origin.key: origin.task for origin in live}


def _imported_before(tasks: Mapping[str, Task]) -> dict[int, dict[str, Any]]:
    """Return what the last import made of each task."""
    rows = ImportRow.objects.filter(task__in=tasks.values(), applied=True, undone=False).order_by("id")
    return {row.task_id: row.values for row in rows if row.task_id}


def _unit_codes() -> dict[str, str]:
    """Return plain name → unit code for every name units have or had, and those somebody explained."""
    names = dict(UnitName.objects.order_by("-kind").values_list("plain", "unit__code"))
    return names | dict(UnitAlias.objects.values_list("plain", "unit__code"))


def _known_mapping(headings: tuple[str, ...]) -> dict[str, str]:
    known = LearnedMapping.objects.filter(fingerprint=fingerprint(headings)).first()
    return dict(known.mapping) if known else {heading: field.value for heading, field in propose(headings).items()}


def _year_in(words: list[str]) -> int | None:
    found = next((match for word in words if (match := re.search(r"(20\d\d)\s*年", word))), None)
    return int(found[1]) if found else None
