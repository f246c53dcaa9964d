"""A unit's filled-in workbook: read and previewed, then its reports sent one by one, once from each workbook."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.audit.actions import record
from duban.organizations.models import Unit, User
from duban.tasks.actions import DraftRefused, ReportFacts, TaskConflict, report_progress
from duban.tasks.models import STATE_LABELS, Report, ReportState, Task, TaskUnit
from duban.tasks.states import MoveRefused, TaskState
from duban.web.spreadsheets import HEADING_ROW
from duban.workbooks import codes
from duban.workbooks.intake import open_workbook
from duban.workbooks.models import LineStatus, ReturnState, UnitReturn
from duban.workbooks.permissions import may_send
from duban.workbooks.queries import REPORTABLE, Line, lines_of, month_end, period_of, still_taken, taken_until
from duban.workbooks.rules.months import ALWAYS, HEADINGS, Asked, Known, mark, plain, read_row

SPARE_ROWS = 200  # that somebody may have left empty between
_DONE = {
    LineStatus.SENT: gettext_lazy("这份表已经报过本事项，没有重复报送。"),
    LineStatus.DRAFTED: gettext_lazy("这份表已经交负责人审核，没有重复提交。"),
}


class ReturnRefused(ValueError):
    """The workbook is not taken; the message says why and what to do."""


def code_of(content: bytes, name: str) -> codes.MonthCode:
    """Return the code of a workbook; raise UnreadableWorkbook or ReturnRefused."""
    return _opened(content, name)[1]


@transaction.atomic
def take_in_return(
    content: bytes, name: str, *, unit: Unit, actor: User, today: date, from_inbox: bool = False
) -> UnitReturn:
    """Preview what a filled-in workbook reports; raise UnreadableWorkbook or ReturnRefused. Nothing is sent yet."""
    if not may_send(actor, unit):
        raise PermissionDenied
    book, code = _opened(content, name)
    if code.unit != unit.pk:
        other = Unit.objects.filter(pk=code.unit).first()
        raise ReturnRefused(
            _("“%(name)s”是%(other)s的报送表，不是%(unit)s的，没有接收；请上传本单位的报送表。")
            % {"name": name, "other": other or _("别的单位"), "unit": unit}
        )
    if not still_taken(code.period, today):
        values = {"name": name, "period": code.period, "last": taken_until(code.period), "now": period_of(today)}
        words = _(
            "“%(name)s”是 %(period)s 的报送表，收到 %(last)s 为止，现在报 %(now)s；请重新下载本月的报送表，把内容填到新表里。"
        )
        raise ReturnRefused(words % values)
    kept = UnitReturn.objects.create(
        unit=unit, period=code.period, name=name.replace("\\", "/").rpartition("/")[2][-255:],
        sha256=hashlib.sha256(content).hexdigest(), nonce=uuid.UUID(code.nonce), exported_by_id=code.user,
        created_by=actor, rows=list(_rows(book.worksheets[0], name, unit, code, today)),
    )  # fmt: skip
    verb = "workbooks.receive_return" if from_inbox else "workbooks.take_in_return"
    record(verb, kept, actor=actor, changes={"sha256": ["", kept.sha256]})
    return kept


def send_return(kept: UnitReturn, *, actor: User) -> UnitReturn:
    """Send what the workbook reports, each report in a transaction of its own; sent again, nothing happens twice."""
    if not may_send(actor, kept.unit):
        raise PermissionDenied
    if kept.state == ReturnState.SENT:
        return kept
    before, actor.speaks_for = actor.speaks_for, kept.unit_id
    try:
        for row in kept.rows:
            if row["status"] == LineStatus.REPORT:
                row["status"], row["outcome"] = _send(kept, row, actor)
    finally:
        actor.speaks_for = before
    with transaction.atomic():
        kept.state = ReturnState.SENT
        kept.save(update_fields=["state", "rows"])
        sent = "、".join(row["number"] for row in kept.rows if row["status"] in (LineStatus.SENT, LineStatus.DRAFTED))
        record("workbooks.send_return", kept, actor=actor, changes={"reports": ["", sent]})
    return kept


def _opened(content: bytes, name: str) -> tuple[Any, codes.MonthCode]:
    book = open_workbook(content, name, results=False)
    try:
        return book, codes.read(book)
    except codes.OldCode:
        raise ReturnRefused(
            _("“%(name)s”是系统升级以前下载的报送表，现在不能接收；请重新下载本单位的报送表，把内容填到新表里。")
            % {"name": name}
        ) from None
    except codes.BadCode:
        raise ReturnRefused(
            _("“%(name)s”里没有报送表的校验码，或校验码被改动过，没有接收；请重新下载本单位的报送表，填好后上传。")
            % {"name": name}
        ) from None


def _rows(sheet: Any, name: str, unit: Unit, code: codes.MonthCode, today: date) -> Iterator[dict[str, Any]]:
    """Yield what each row does that was filled in or changed."""
    places = _places(sheet, name)
    own = TaskUnit.objects.filter(unit=unit).values("task")
    tasks = Task.objects.filter(pk__in=[pk for pk, _code in code.tasks.values()]).filter(pk__in=own)
    lines = {line.task.pk: line for line in lines_of(unit, tasks)}
    sent = {report.once: report for report in Report.objects.filter(once__in=[code.once(pk) for pk in lines])}
    seen: set[str] = set()
    for place in range(HEADING_ROW + 1, min(sheet.max_row, HEADING_ROW + len(code.tasks) + SPARE_ROWS) + 1):
        cells = {key: sheet.cell(place, column) for key, column in places.items()}
        values = {key: cell.value for key, cell in cells.items() if cell.value is not None}
        if not values:
            continue
        number = plain(values.get(Known.NUMBER))
        formulas = [key for key, cell in cells.items() if cell.data_type == "f"]
        title = str(values.get(Known.TITLE) or "")[:500]
        row: dict[str, Any] = {
            "row": place,
            "task": None,
            "number": number[:32],
            "title": title,
            "values": {},
            "outcome": "",
        }
        stranger = _stranger(number, code, seen)
        seen.add(number)
        if stranger:
            yield {**row, "status": LineStatus.PROBLEM, "problems": [[HEADINGS[Known.NUMBER], stranger]]}
            continue
        pk, told = code.tasks[number]
        line = lines.get(pk)
        found = _read(line, told, values, formulas, today)
        if not found["values"] and not found["problems"]:
            continue
        found["report"] = told.report
        if (report := sent.get(code.once(pk))) is not None:
            found["status"] = LineStatus.SENT if report.state == ReportState.SENT else LineStatus.DRAFTED
            found["outcome"], found["problems"] = str(_DONE[found["status"]]), []
        yield {**row, "task": pk, **found, **({"title": line.task.title} if line else {})}


def _places(sheet: Any, name: str) -> dict[str, int]:
    """Return the columns by key; refuse a sheet without the headings it was exported with."""
    width = min(sheet.max_column, len(HEADINGS) * 2)
    found = {plain(sheet.cell(HEADING_ROW, column).value): column for column in range(1, width + 1)}
    places = {key: found[plain(heading)] for key, heading in HEADINGS.items() if plain(heading) in found}
    missing = [HEADINGS[key] for key in (*Known, *ALWAYS) if key not in places]
    if missing:
        raise ReturnRefused(
            _("“%(name)s”第 %(row)d 行缺少“%(missing)s”列，表头被改动过；请重新下载报送表，只填浅黄色的格子。")
            % {"name": name, "row": HEADING_ROW, "missing": "”“".join(missing)}
        )
    return places


def _stranger(number: str, code: codes.MonthCode, seen: set[str]) -> str:
    """Say why the row is none of the workbook's, nothing where it is one."""
    if number not in code.tasks:
        return _("“%(number)s”不在这份报送表里，请删去这一行，或重新下载报送表。") % {"number": number[:32]}
    if number in seen:
        return _("这个编号前面已有一行，请只留一行。")
    return ""


def _read(
    line: Line | None, told: codes.TaskCode, values: Mapping[str, Any], formulas: list[str], today: date
) -> dict[str, Any]:
    """Return status, values and problems of a row."""
    wanted, nodes = (line.wanted, line.nodes) if line else (tuple(Asked), ())
    filled = read_row(values, formulas, wanted, nodes, today)
    problems = [
        (HEADINGS[key], _("这一格是已知情况，不能改；请恢复原样，或重新下载报送表。"))
        for key in Known
        if key in formulas or mark(values.get(key)) != told.marks[key]
    ] + filled.problems
    against = _conflict(line, told) if filled.values or filled.problems else ""
    if against:
        return {"status": LineStatus.CONFLICT, "values": filled.values, "problems": [["", against]]}
    status = LineStatus.PROBLEM if problems else LineStatus.REPORT
    return {"status": status, "values": filled.values, "problems": [list(problem) for problem in problems]}


def _conflict(line: Line | None, told: codes.TaskCode) -> str:
    """Say what happened to the task since it was exported that the person has not seen."""
    if line is None:
        return _("下载之后，本单位已不在这个事项里；没有报送，内容仍在您的表里。")
    if line.task.state not in REPORTABLE:
        return _("事项现在是“%(state)s”，不能报送；请到事项页查看。") % {"state": STATE_LABELS[line.task.state]}
    if line.report != told.report:
        return _("下载之后本单位已另有报送；请到事项页对照，要改请用“更正报送”，要再报请重新下载报送表。")
    if TaskState.SUSPENDED in (line.task.state, told.state) and line.task.state != told.state:
        return _("下载之后事项变为“%(state)s”；请重新下载报送表再填。") % {"state": STATE_LABELS[line.task.state]}
    known = line.code()
    changed = [HEADINGS[key] for key in (Known.ROLE, Known.TARGET, Known.NODES) if known.marks[key] != told.marks[key]]
    if line.task.version != told.version and changed:
        return _("下载之后“%(changed)s”有变动；请重新下载报送表再填。") % {"changed": "”“".join(changed)}
    return ""


def _send(kept: UnitReturn, row: Mapping[str, Any], actor: User) -> tuple[str, str]:
    """Send one row's report; return its status, and what hindered it."""
    once = uuid.uuid5(kept.nonce, str(row["task"]))
    try:
        with transaction.atomic():
            task = Task.objects.select_for_update().get(pk=row["task"])
            of_unit = Report.objects.filter(task=task, unit=kept.unit_id)
            report = of_unit.filter(once=once).first()
            if report is None:
                if (of_unit.aggregate(last=Max("pk"))["last"] or 0) != row["report"]:
                    raise MoveRefused(_("预览之后本单位已另有报送；请到事项页对照。"))
                report = report_progress(task, _facts(kept, row, once), actor=actor)
    except (MoveRefused, DraftRefused, TaskConflict) as refusal:
        return LineStatus.NOT_SENT, str(refusal)
    except PermissionDenied:
        return LineStatus.NOT_SENT, _("您已不能报送这个事项；请到事项页查看。")
    return (LineStatus.SENT if report.state == ReportState.SENT else LineStatus.DRAFTED), ""


def _facts(kept: UnitReturn, row: Mapping[str, Any], once: uuid.UUID) -> ReportFacts:
    values = row["values"]

    def amount(name: str) -> Decimal | None:
        return Decimal(values[name]) if name in values else None

    return ReportFacts(
        text=values[Asked.TEXT],
        as_of=date.fromisoformat(values[Asked.AS_OF]) if Asked.AS_OF in values else _as_of(kept.period),
        once=once,
        period=kept.period,
        problems=values.get(Asked.PROBLEMS, ""),
        next_steps=values.get(Asked.NEXT_STEPS, ""),
        actual=amount(Asked.ACTUAL),
        allotted=amount(Asked.ALLOTTED),
        paid=amount(Asked.PAID),
        typed_percent=values.get(Asked.PERCENT),
        text_met=values.get(Asked.TEXT_MET),
        milestones_done={int(pk): date.fromisoformat(day) for pk, day in values.get(Asked.NODES_DONE, {}).items()},
    )


def _as_of(period: str) -> date:
    """Return the day of a report that names none: today, or the month's last day where it comes late."""
    return min(timezone.localdate(), month_end(period))
