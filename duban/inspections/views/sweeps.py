"""Petitions like a petition, and the sweeps that follow from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.inspections.actions import sweeping
from duban.inspections.actions.sweeping import SUBSTANTIATED
from duban.inspections.forms.papers import ReasonForm
from duban.inspections.forms.sweeps import ResultForm, SiteForm, SiteResultForm, SweepForm
from duban.inspections.models import Sweep, SweepSite, SweepState
from duban.inspections.permissions import (
    inspections_visible_to,
    may_note_sites,
    may_run_desk,
    reads_desk,
    sweeps_visible_to,
    visible_to,
)
from duban.inspections.similar import IndexMissing, Similar, how_far, same_kind, similar_to
from duban.inspections.states import MoveRefused
from duban.inspections.views.statistics import READERS
from duban.organizations.models import User
from duban.organizations.permissions import requires
from duban.tasks.permissions import UNIT_READERS
from duban.web.access import belongs_to
from duban.web.paging import page_of

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires(*READERS)
def similar(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the petitions like this one; open a sweep over those ticked."""
    seen = visible_to(request.user)
    petition = get_object_or_404(seen.select_related("inspection", "area", "main_type", "lead_unit"), pk=pk)
    missing, found = False, list[Similar]()
    try:
        found = similar_to(petition, seen)
    except IndexMissing:
        missing = True
    others = same_kind(petition, seen, {one.petition.pk for one in found})
    first = {
        "title": _("%(area)s%(type)s类问题举一反三排查")
        % {"area": petition.area or _("市本级"), "type": petition.main_type or ""},
        "lead_unit": petition.lead_unit,
    }
    form, status, problem = SweepForm(request.POST or None, initial=first), 200, ""
    wanted = set(map(_number, request.POST.getlist("alike")))
    if request.method == "POST":
        status = 422
        if form.is_valid():
            reasons = {one.petition.pk: (one.petition, _why(one)) for one in found}
            reasons |= {other.pk: (other, _("同一区域同一类型")) for other in others}
            ticked = [reason for key, reason in reasons.items() if key in wanted]
            try:
                actor, today = cast(User, request.user), timezone.localdate()
                return redirect(sweeping.open_sweep(petition, form.facts(), ticked, actor=actor, today=today))
            except MoveRefused as refusal:
                problem, status = str(refusal), 409
    context = {
        "petition": petition, "found": found, "others": others, "missing": missing, "form": form, "problem": problem,
        "inspection": petition.inspection, "ticked": wanted,
        "may_open": may_run_desk(request.user) and petition.verdict in SUBSTANTIATED,
        "desk": may_run_desk(request.user),
        "sweeps": petition.sweeps.all(),
        "making": how_far() if missing else None,
    }  # fmt: skip
    return render(request, "inspections/similar.html", context, status=status)


@require_safe
@requires(*READERS, *UNIT_READERS)
def sweeps(request: HttpRequest, pk: int) -> HttpResponse:
    """List the inspection's sweeps with their counts."""
    inspection = get_object_or_404(inspections_visible_to(request.user), pk=pk)
    rows = sweeps_visible_to(request.user).filter(petition__inspection=inspection)
    rows = (
        rows.select_related("petition", "lead_unit")
        .order_by("state", "due", "pk")
        .annotate(
            all_sites=Count("sites"),
            checked=Count("sites", filter=Q(sites__checked_on__isnull=False)),
            problems=Sum("sites__problems", default=0),
            mended=Sum("sites__mended", default=0),
        )
    )
    context = {
        "inspection": inspection,
        "page": page_of(request, rows),
        "desk": reads_desk(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "inspections/sweeps.html", context)


@require_safe
@requires(*READERS, *UNIT_READERS)
def sweep(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a sweep with its sites."""
    return _page(request, _found(request, pk))


@require_POST
@requires(*READERS, *UNIT_READERS)
def add_site(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a site on the list by hand."""
    found, form = _found(request, pk), SiteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, site_form=form, status=422)
    return _done(
        request,
        found,
        lambda actor: sweeping.add_site(found, form.cleaned_data["name"], actor=actor),
        _("已列入清单。"),
    )


@belongs_to(lambda request, pk: _found(request, _site(request, pk).sweep_id))
@require_POST
@requires(*READERS, *UNIT_READERS)
def note_site(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what was found at a site."""
    site = _site(request, pk)
    found, form = _found(request, site.sweep_id), SiteResultForm(request.POST)
    if not form.is_valid():
        wrong = "；".join(f"{form[name].label}：{'，'.join(map(str, errors))}" for name, errors in form.errors.items())
        return _page(request, found, problem=wrong, status=422)
    today = timezone.localdate()
    said = _("已登记“%(site)s”的排查结果。") % {"site": site.name}
    return _done(request, found, lambda actor: sweeping.note_site(site, actor=actor, today=today, **form.facts()), said)


@require_POST
@requires(*READERS, *UNIT_READERS)
def ask_to_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the sweep's end."""
    found, form = _found(request, pk), ResultForm(request.POST)
    if not form.is_valid():
        return _page(request, found, result_form=form, status=422)
    result = form.cleaned_data["result"]
    return _done(
        request,
        found,
        lambda actor: sweeping.ask_to_close(found, actor=actor, result=result),
        _("已申请销号，由另一位同事审核。"),
    )


@require_POST
@requires(*READERS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the sweep, as the second person."""
    found = _found(request, pk)
    return _done(request, found, lambda actor: sweeping.close_sweep(found, actor=actor), _("已销号。"))


@require_POST
@requires(*READERS)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the sweep go on."""
    found, form = _found(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reason_form=form, status=422)
    reason = form.cleaned_data["reason"]
    return _done(
        request, found, lambda actor: sweeping.send_sweep_back(found, actor=actor, reason=reason), _("已退回继续排查。")
    )


def _site(request: HttpRequest, pk: int) -> SweepSite:
    return get_object_or_404(SweepSite.objects.filter(sweep__in=sweeps_visible_to(request.user)), pk=pk)


def _found(request: HttpRequest, pk: int) -> Sweep:
    seen = sweeps_visible_to(request.user).select_related("petition__inspection", "lead_unit")
    return get_object_or_404(seen, pk=pk)


def _done(request: HttpRequest, found: Sweep, act: Callable[[User], object], said: str) -> HttpResponse:
    try:
        act(cast(User, request.user))
    except MoveRefused as refusal:
        return _page(request, _found(request, found.pk), problem=str(refusal), status=409)
    messages.success(request, said)
    return redirect(found)


def _page(
    request: HttpRequest, found: Sweep, *, problem: str = "", site_form: SiteForm | None = None,
    result_form: ResultForm | None = None, reason_form: ReasonForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    writes, desk = may_note_sites(request.user, found), may_run_desk(request.user)
    is_open, closing = found.state == SweepState.OPEN, found.state == SweepState.CLOSING
    context = {
        "sweep": found,
        "inspection": found.petition.inspection,
        "sites": found.sites.select_related("petition"),
        "counts": sweeping.counts_of(found),
        "problem": problem,
        "today": timezone.localdate(),
        "desk": reads_desk(request.user),
        "may_note": writes and is_open,
        "site_form": site_form or SiteForm(),
        "result_form": result_form or ResultForm(),
        "may_close": desk and closing and found.asked_by_id != request.user.pk,
        "own": desk and closing and found.asked_by_id == request.user.pk,
        "reason_form": reason_form or ReasonForm(),
        "may_send_back": desk and closing,
    }
    return render(request, "inspections/sweep.html", context, status=status)


def _why(one: Similar) -> str:
    parts = [_("文字相近 %d%%") % round(one.score * 100)]
    parts += [_("同一区域")] if one.same_area else []
    parts += [_("同一类型")] if one.same_type else []
    return "，".join(parts)


def _number(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 18 else 0
