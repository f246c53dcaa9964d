"""The page of one task: what was asked, how far it is, what was said and shown, and what comes next."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duban.dates.workdays import load_calendar
from duban.organizations.permissions import Anybody
from duban.tasks.deeds_drawn import deeds_drawn
from duban.tasks.lamp_page import lamp_parts
from duban.tasks.levels_page import levels_of
from duban.tasks.life import Who, moves_of
from duban.tasks.models import (
    Demand,
    Evidence,
    Instruction,
    Milestone,
    Report,
    ReportState,
    RequestState,
    Task,
    TaskUnitRole,
)
from duban.tasks.moves_drawn import moves_drawn
from duban.tasks.offers import next_step, offers_for
from duban.tasks.other_clocks import other_clocks
from duban.tasks.page_rows import (
    change_requests_of,
    completion_requests_of,
    demands_of,
    evidence_of,
    milestones_of,
    moves_of_task,
    parts_of,
    present_origins_of,
    reports_seen_by,
)
from duban.tasks.permissions import heads, reads_all, unit_ids, visible_task, visible_to, who_is
from duban.tasks.queries import kinds_of_rows
from duban.tasks.reports_drawn import ReportShown, pieces_drawn, reports_drawn
from duban.tasks.rules.shares import plain
from duban.tasks.states import OPEN_STATES, Verb
from duban.web.prepared import remember


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one task as this person may see it."""
    task = visible_task(request.user, pk)
    if task is None:
        raise Http404
    has = kinds_of_rows(task)
    parts = parts_of(task.pk)
    remember(task, "units", parts)
    remember(task, "milestones", milestones_of(task.pk) if Milestone in has else [])
    who = who_is(request.user, task)
    today = timezone.localdate()
    moves = moves_of_task(task.pk)
    done = frozenset(move.verb for move in moves)
    children = _children(request.user, task) if Task in has else []
    context = {
        "task": task,
        "origins": present_origins_of(task.pk),
        "earlier_origins": task.origins.filter(replaced=True) if Verb.CHANGE in done else [],
        "parts": parts,
        "roles": [(role.label, [part for part in parts if part.role == role]) for role in TaskUnitRole],
        "moves": moves_drawn(moves),
        "children": children,
        "parent": visible_to(request.user, Task.objects.filter(pk=task.parent_id)).first() if task.parent_id else None,
        "today": today,
        "calendar": load_calendar(),
        "may_open_source": reads_all(request.user),
        "levels": levels_of(request.user, task) if task.parent_id or Task in has else None,
        "deeds": deeds_drawn(offers_for(task, who), task.pk),
        "next_step": next_step(task),
        "other_clocks": other_clocks(request.user, [(task.pk, task.source)]).get(task.pk, []),
        **_life(request.user, task, who, done, has),
        **lamp_parts(task, children, today),
    }
    return render(request, "tasks/detail.html", context)


def _children(user: Anybody, task: Task) -> list[Task]:
    return list(visible_to(user, task.children.select_related("lead_unit", "quantity").order_by("part")))


def _life(
    user: Anybody, task: Task, who: frozenset[Who], done: frozenset[str], has: frozenset[type[Model]]
) -> dict[str, Any]:
    """Return what was reported, asked for and noted, with what this person may do about each.

    `done` are the verbs of the task's moves, `has` the kinds of rows it has: what is not there is not looked for.
    """
    own, is_open = unit_ids(user), task.state in OPEN_STATES
    reports = reports_seen_by(task.pk, own) if Report in has else []
    pieces: dict[int | None, list[Evidence]] = defaultdict(list)
    for piece in evidence_of(task.pk) if Evidence in has else ():
        pieces[piece.report_id].append(piece)
    requests = change_requests_of(task.pk) if Verb.REQUEST_CHANGE in done else []
    correcting = _may(Verb.CORRECT_REPORT, who, task)
    return {
        "reports": reports,
        "reports_drawn": reports_drawn(
            ReportShown(
                report,
                _figures(report, task),
                pieces[report.pk],
                may_correct=correcting
                and report.state == ReportState.SENT
                and not report.corrected
                and report.unit_id in own,
                may_revise=report.state != ReportState.SENT and is_open,
                may_approve=report.state == ReportState.DRAFT and is_open and heads(user, report.unit),
            )
            for report in reversed(reports)
        ),
        "evidence": pieces_drawn(pieces[None]),
        "added_measures": task.added_measures.all() if Verb.ADD_MEASURE in done else [],
        "completions": completion_requests_of(task.pk) if Verb.REQUEST_COMPLETION in done else [],
        "changes": requests,
        "waiting": [request for request in requests if request.state == RequestState.WAITING],
        "may_decide": _may(Verb.DECIDE_CHANGE, who, task),
        "may_withdraw_change": _may(Verb.WITHDRAW_CHANGE, who, task),
        "suspensions": task.suspensions.all() if Verb.SUSPEND in done else [],
        "looks_back": task.looks_back.all() if Verb.LOOK_BACK in done else [],
        "instructions": list(task.instructions.all()) if Instruction in has else [],
        "may_answer": _may(Verb.ANSWER_INSTRUCTION, who, task),
        "calls": list(task.urging_calls.all()) if Verb.LOG_CALL in done else [],
        "demands": demands_of(task.pk) if Demand in has else [],
    }


def _may(verb: Verb, who: frozenset[Who], task: Task) -> bool:
    return any(task.state in move.sources for move in moves_of(verb, who))


def _figures(report: Report, task: Task) -> list[tuple[str, str]]:
    """Return the figures of a report with their names, in words."""
    figures = [
        (str(label), _figure(value)) for name, label in _FIGURES.items() if (value := getattr(report, name)) is not None
    ]
    if not report.milestones_done:
        return figures
    milestones = {str(row.pk): row for row in task.milestones.all()}
    done = [(milestones[pk].title, str(day)) for pk, day in report.milestones_done.items() if pk in milestones]
    return figures + done


def _figure(value: Decimal | int | bool) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return plain(value) if isinstance(value, Decimal) else str(value)


_FIGURES = {
    name: Report._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    for name in ("actual", "text_met", "allotted", "paid", "typed_percent")
}
