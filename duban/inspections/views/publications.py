"""Public tables: what is there for each batch, exactly what goes out, the second person's word, the proof."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.inspections.actions.publishing import (
    confirm_publication,
    is_outdated,
    note_published,
    prepare_publication,
    taken_up,
    withdraw_publication,
)
from duban.inspections.exports import PUBLIC_FORMATS, public_file, public_title
from duban.inspections.forms.papers import ProofForm, ReasonForm
from duban.inspections.models import Publication, PublicationState
from duban.inspections.permissions import batches_visible_to, inspections_visible_to, may_run_desk
from duban.inspections.queries.publications import taken_up_since
from duban.inspections.states import MoveRefused
from duban.inspections.views.papers import as_file
from duban.inspections.views.statistics import READERS
from duban.organizations.models import User
from duban.organizations.permissions import OFFICE_ROLES, requires
from duban.redaction.model import MASKS
from duban.web.paging import page_of

LEAVES = (PublicationState.CONFIRMED, PublicationState.PUBLISHED)
_MASK = re.compile("|".join(map(re.escape, MASKS.values())))


@require_safe
@requires(*READERS)
def publications(request: HttpRequest, pk: int) -> HttpResponse:
    """List the batches with their public tables."""
    inspection = get_object_or_404(inspections_visible_to(request.user), pk=pk)
    made = Publication.objects.order_by("-version").defer("rows")
    batches = inspection.batches.order_by("-number").prefetch_related(Prefetch("publications", made))
    page = page_of(request, batches)
    shown = [one for batch in page.object_list for one in batch.publications.all()]
    context = {
        "inspection": inspection,
        "page": page,
        "again": {pk for pk, found in taken_up_since(shown).items() if found},
        "office": may_run_desk(request.user),
    }
    return render(request, "inspections/publications.html", context)


@require_POST
@requires(*OFFICE_ROLES)
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare the batch's table anew."""
    batch = get_object_or_404(batches_visible_to(request.user).select_related("inspection"), pk=pk)
    try:
        made = prepare_publication(batch, actor=cast(User, request.user))
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("inspections:publications", batch.inspection_id)
    return redirect(made)


@require_safe
@requires(*READERS)
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Show exactly what goes out."""
    return _page(request, _found(pk))


@require_http_methods(["POST"])
@requires(*OFFICE_ROLES)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it go out, as the second person."""
    found = _found(pk)
    return _done(request, found, lambda: confirm_publication(found, actor=cast(User, request.user)))


@require_http_methods(["POST"])
@requires(*OFFICE_ROLES)
def prove(request: HttpRequest, pk: int) -> HttpResponse:
    """Note when and where it was made public."""
    found, form = _found(pk), ProofForm(request.POST)
    if not form.is_valid():
        return _page(request, found, proof=form, status=422)
    given = form.cleaned_data
    return _done(
        request,
        found,
        lambda: note_published(
            found, actor=cast(User, request.user), on=given["on"], link=given["link"], today=timezone.localdate()
        ),
    )


@require_http_methods(["POST"])
@requires(*OFFICE_ROLES)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw it with a reason."""
    found, form = _found(pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reason=form, status=422)
    reason = form.cleaned_data["reason"]
    return _done(request, found, lambda: withdraw_publication(found, actor=cast(User, request.user), reason=reason))


@require_safe
@requires(*READERS)
def public_table(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Give the confirmed table as a file; one that is not confirmed leaves by no door."""
    found = _found(pk)
    if extension not in PUBLIC_FORMATS:
        raise Http404
    if found.state not in LEAVES:
        return _page(request, found, problem=_("这张表还没有经第二人复核同意，不能导出；请先复核。"), status=409)
    again = [one.number for one in taken_up(found)]
    if again and found.state == PublicationState.CONFIRMED:
        problem = _(
            "复核同意以后，表里有 %(count)d 件已重新办理或被退回重报（%(numbers)s），不能再按这一版导出；请重新编制，由另一人重新复核。"
        )
        words = {"count": len(again), "numbers": "、".join(again)}
        return _page(request, found, problem=problem % words, status=409)
    name = f"{_('公开情况一览表')}{_('第%d批') % found.batch.number}-{found.version}.{extension}"
    return as_file(public_file(found, extension, again), PUBLIC_FORMATS[extension], name)


def _found(pk: int) -> Publication:
    return get_object_or_404(Publication.objects.select_related("batch__inspection"), pk=pk)


def _done(request: HttpRequest, found: Publication, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except MoveRefused as refusal:
        return _page(request, _found(found.pk), problem=str(refusal), status=409)
    return redirect(found)


def _page(
    request: HttpRequest, found: Publication, *, problem: str = "", proof: ProofForm | None = None,
    reason: ReasonForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    office = may_run_desk(request.user)
    waits = found.state == PublicationState.PREPARED
    again = taken_up(found)
    confirmed = found.state == PublicationState.CONFIRMED
    context = {
        "publication": found,
        "inspection": found.batch.inspection,
        "title": public_title(found),
        "rows": [[_marked(cell) for cell in row] for row in found.rows],
        "masked": sum(found.masked.values()),
        "problem": problem,
        "office": office,
        "may_confirm": office and waits and found.prepared_by_id != request.user.pk,
        "own": office and waits and found.prepared_by_id == request.user.pk,
        "outdated": waits and is_outdated(found),
        "again": again,
        "newer": found.batch.publications.filter(version__gt=found.version)
        .exclude(state=PublicationState.WITHDRAWN)
        .first()
        if again
        else None,
        "leaves": found.state in LEAVES,
        "leaves_now": not (again and confirmed),
        "formats": list(PUBLIC_FORMATS),
        "proof": proof or (ProofForm() if office and confirmed else None),
        "reason": reason or (ReasonForm() if office and found.state != PublicationState.WITHDRAWN else None),
    }
    return render(request, "inspections/publication.html", context, status=status)


def _marked(cell: str) -> SafeString:
    """Return the cell with its masks marked, so that the eye finds them."""
    parts, place = [], 0
    for mask in _MASK.finditer(cell):
        parts += [conditional_escape(cell[place : mask.start()]), format_html("<mark>{}</mark>", mask[0])]
        place = mask.end()
    return mark_safe("".join([*parts, conditional_escape(cell[place:])]))  # noqa: S308 - every part is escaped
