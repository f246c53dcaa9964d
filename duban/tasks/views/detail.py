"""The page of one task: what was asked, how far it is, what was said and shown, and what comes next."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Model, Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from duban.dates.workdays import load_calendar
from duban.organizations.permissions import Anybody
from duban.tasks.lamp_page import lamp_parts
from duban.tasks.life import Who, moves_of
from duban.tasks.models import (
    ChangeRequest,
    CompletionRequest,
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
from duban.tasks.offers import next_step, offers_for, primary
from duban.tasks.permissions import heads, reads_all, unit_ids, visible_to, who_is
from duban.tasks.queries import kinds_of_rows, with_parts
from duban.tasks.states import OPEN_STATES, Verb


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one task as this person may see it."""
    wanted = visible_to(request.user, Task.objects.filter(pk=pk)).select_related("opened_by", "quantity", "funds")
    task = get_object_or_404(with_parts(wanted))
    has = kinds_of_rows(task)
    if Milestone in has:
        prefetch_related_objects([task], "milestones")
    else:  # known to be none: whoever asks gets an answer without a query
        vars(task)["_prefetched_objects_cache"]["milestones"] = task.milestones.none()
    parts = list(task.units.all())
    offers = offers_for(request.user, task)
    today = timezone.localdate()
    moves = list(task.moves.order_by("-id"))
    done = frozenset(move.verb for move in moves)
    own = task.children.select_related("lead_unit", "quantity").order_by("part")
    children = list(visible_to(request.user, own)) if Task in has else []
    context = {
        "task": task,
        "origins": task.present_origins,  # type: ignore[attr-defined]
        "earlier_origins": task.origins.filter(replaced=True) if Verb.CHANGE in done else [],
        "parts": parts,
        "roles": [(role.label, [part for part in parts if part.role == role]) for role in TaskUnitRole],
        "moves": moves_drawn(moves),
        "children": children,
        "parent": visible_to(request.user, Task.objects.filter(pk=task.parent_id)).first() if task.parent_id else None,
        "today": today,
        "calendar": load_calendar(),
        "may_open_source": reads_all(request.user),
        "offers": [offer for offer in offers if not offer.refusal],
        "refused": [offer for offer in offers if offer.refusal],
        "primary": primary(offers),
        "next_step": next_step(task),
        **_life(request.user, task, done, has),
        **lamp_parts(task, children, today),
    }
    return render(request, "tasks/detail.html", context)


def _life(user: Anybody, task: Task, done: frozenset[str], has: frozenset[type[Model]]) -> dict[str, Any]:
    """Return what was reported, asked for and noted, with what this person may do about each.

    `done` are the verbs of the task's moves, `has` the kinds of rows it has: what is not there is not looked for.
    """
    own, who, is_open = unit_ids(user), who_is(user, task), task.state in OPEN_STATES
    seen = Q(state=ReportState.SENT) | Q(unit__in=own)
    reports = list(Report.objects.filter(seen, task=task).select_related("unit")) if Report in has else []
    pieces: dict[int | None, list[Evidence]] = defaultdict(list)
    for piece in task.evidence.select_related("file__preview") if Evidence in has else ():
        pieces[piece.report_id].append(piece)
    requests = list(ChangeRequest.objects.filter(task=task)) if Verb.REQUEST_CHANGE in done else []
    correcting = _may(Verb.CORRECT_REPORT, who, task)
    return {
        "reports": [
            {
                "row": report,
                "figures": _figures(report, task),
                "pieces": pieces[report.pk],
                "may_correct": correcting
                and report.state == ReportState.SENT
                and not report.corrected
                and report.unit_id in own,
                "may_revise": report.state != ReportState.SENT and is_open,
                "may_approve": report.state == ReportState.DRAFT and is_open and heads(user, report.unit),
            }
            for report in reversed(reports)
        ],
        "evidence": pieces[None],
        "added_measures": task.added_measures.all() if Verb.ADD_MEASURE in done else [],
        "completions": list(CompletionRequest.objects.filter(task=task).select_related("verification"))
        if Verb.REQUEST_COMPLETION in done
        else [],
        "changes": requests,
        "waiting": [request for request in requests if request.state == RequestState.WAITING],
        "may_decide": _may(Verb.DECIDE_CHANGE, who, task),
        "may_withdraw_change": _may(Verb.WITHDRAW_CHANGE, who, task),
        "suspensions": task.suspensions.all() if Verb.SUSPEND in done else [],
        "looks_back": task.looks_back.all() if Verb.LOOK_BACK in done else [],
        "instructions": list(task.instructions.all()) if Instruction in has else [],
        "may_answer": _may(Verb.ANSWER_INSTRUCTION, who, task),
        "calls": list(task.urging_calls.all()) if Verb.LOG_CALL in done else [],
        "demands": list(task.demands.all()) if Demand in has else [],
    }


def _may(verb: Verb, who: frozenset[Who], task: Task) -> bool:
    return any(task.state in move.sources for move in moves_of(verb, who))


def _figures(report: Report, task: Task) -> list[tuple[str, Any]]:
    """Return the figures of a report with their names."""
    milestones = {str(row.pk): row for row in task.milestones.all()}
    fields = ("actual", "text_met", "allotted", "paid", "typed_percent")
    figures = [
        (str(Report._meta.get_field(name).verbose_name), value)  # type: ignore[union-attr]
        for name in fields
        if (value := getattr(report, name)) is not None
    ]
    done = [(milestones[pk].title, day) for pk, day in report.milestones_done.items() if pk in milestones]
    return figures + done
