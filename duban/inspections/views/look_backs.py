"""Look-back rounds: drawing one, its seed and arithmetic, what was found."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.looking_back import concluded, draw_round, note_look_back
from duban.inspections.forms.look_backs import DrawForm, LookForm
from duban.inspections.models import Drawn, LookBackItem, LookBackRound, Outcome
from duban.inspections.permissions import inspections_visible_to, may_run_desk
from duban.inspections.rules.sampling import place_of, sample, size_of
from duban.inspections.states import MoveRefused
from duban.inspections.views.statistics import READERS
from duban.organizations.models import User
from duban.organizations.permissions import OFFICE_ROLES, requires
from duban.web.access import belongs_to
from duban.web.paging import page_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*READERS)
def look_backs(request: HttpRequest, pk: int) -> HttpResponse:
    """List the rounds with their results; draw a new one."""
    inspection = get_object_or_404(inspections_visible_to(request.user), pk=pk)
    form, status, problem = DrawForm(), 200, ""
    if request.method == "POST":
        form, status = DrawForm(request.POST), 422
        if form.is_valid():
            try:
                return redirect(draw_round(inspection, actor=cast(User, request.user), **form.cleaned_data))
            except MoveRefused as refusal:
                problem, status = str(refusal), 409
    outcomes = {code: Count("items", filter=Q(items__outcome=code)) for code in Outcome.values}
    rounds = inspection.look_backs.annotate(
        drawn=Count("items"), looked=Count("items", filter=~Q(items__outcome="")), **outcomes
    ).defer("population")
    may = may_run_desk(request.user)
    context = {
        "inspection": inspection, "page": page_of(request, rounds.order_by("-pk")), "form": form, "problem": problem,
        "office": may, "there": len(concluded(inspection)) if may else 0,
    }  # fmt: skip
    return render(request, "inspections/look_backs.html", context, status=status)


@require_safe
@requires(*READERS)
def look_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round: seed, population, the arithmetic, that the draw is the seed's, and what was found."""
    made = get_object_or_404(LookBackRound.objects.select_related("inspection"), pk=pk)
    items = list(made.items.select_related("petition__area", "petition__lead_unit"))
    drawn = [item for item in items if item.drawn == Drawn.SAMPLED]
    again = sample(made.seed, made.population, made.percent)
    office = may_run_desk(request.user)
    context = {
        "round": made,
        "inspection": made.inspection,
        "items": [(item, place_of(made.seed, item.petition.number)[:12]) for item in items],
        "population": len(made.population),
        "size": size_of(len(made.population), made.percent),
        "same": sorted(again) == sorted(item.petition.number for item in drawn),
        "outcomes": [(label, sum(item.outcome == code for item in items)) for code, label in Outcome.choices],
        "waiting": sum(not item.outcome for item in items),
        "choices": Outcome.choices,
        "office": office,
        "today": timezone.localdate(),
        "until": timezone.localdate() + timedelta(made.inspection.reply_days),
    }
    return render(request, "inspections/look_back.html", context)


@belongs_to(lambda request, pk: get_object_or_404(LookBackItem.objects.select_related("round"), pk=pk).round)
@require_POST
@requires(*OFFICE_ROLES)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what was found at one petition."""
    item = get_object_or_404(LookBackItem.objects.select_related("round", "petition"), pk=pk)
    form = LookForm(request.POST)
    if not form.is_valid():
        wrong = "；".join(f"{form[name].label}：{'，'.join(map(str, errors))}" for name, errors in form.errors.items())
        messages.error(request, wrong)
        return redirect(item.round)
    try:
        note_look_back(item, actor=cast(User, request.user), today=timezone.localdate(), **form.cleaned_data)
    except (DeskRefused, MoveRefused, ValueError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已登记 %(number)s 的查看结果。") % {"number": item.petition.number})
    return redirect(item.round)
