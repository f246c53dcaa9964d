"""Bringing a list in: the template, the masked preview row by row, registering or dropping it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.files.uploads import kept_in_memory
from duban.organizations.models import User
from duban.organizations.permissions import OFFICE_ROLES, requires
from duban.petitions.actions import PetitionRefused, importing
from duban.petitions.listed import COLUMNS, read_list
from duban.petitions.models import ImportState, PetitionImport
from duban.petitions.permissions import visible_to
from duban.petitions.rules.data import petition_types
from duban.vault.actions import NotPossible
from duban.web.paging import page_of
from duban.web.spreadsheets import XLSX_TYPE, Column, Table, xlsx_bytes
from duban.workbooks.intake import UnreadableWorkbook

LARGEST = 2 * 1024 * 1024
_WIDTHS = (12, 10, 10, 12, 12, 50, 10, 14, 20, 24, 9, 9, 20)


@kept_in_memory(LARGEST)
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*OFFICE_ROLES)
def imports(request: HttpRequest) -> HttpResponse:
    """List the lists this person brought in, and take another."""
    actor, problem = cast(User, request.user), ""
    if request.method == "POST":
        given = request.FILES.get("table")
        try:
            if given is None:
                raise UnreadableWorkbook(_("没有选文件，请选择填好的信访件清单。"))
            if given.size is None or given.size > LARGEST:
                raise UnreadableWorkbook(_("清单超过 2 MB，请分成几份上传。"))
            brought = importing.take_in(read_list(given.read(), given.name or ""), actor=actor)
        except (UnreadableWorkbook, NotPossible) as refusal:
            problem = str(refusal)
        else:
            return redirect("petitions:import", pk=brought.pk)
    page = page_of(
        request, PetitionImport.objects.filter(made_by=actor).annotate(there=Count("petitions")).order_by("-pk")
    )
    return render(request, "petitions/imports.html", {"page": page, "problem": problem}, status=422 if problem else 200)


@require_safe
@requires(*OFFICE_ROLES)
def template(request: HttpRequest) -> HttpResponse:
    """Hand out the table to fill in."""
    note = _("一行一件。类型可填：%(types)s。姓名、电话、证件号码、住址加密存入保险箱，不进列表。") % {
        "types": "、".join(petition_types().values())
    }
    columns = [Column(name, width) for name, width in zip(COLUMNS, _WIDTHS, strict=True)]
    content = xlsx_bytes(Table(_("信访件清单"), note, columns, []))
    headers = {"Content-Disposition": 'attachment; filename="petitions-template.xlsx"'}
    return HttpResponse(content, content_type=XLSX_TYPE, headers=headers)


@sensitive_variables()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*OFFICE_ROLES)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the rows masked, and register those nothing is wrong with; only to whoever brought the list in."""
    actor, problem = cast(User, request.user), ""
    brought = get_object_or_404(PetitionImport, pk=pk, made_by=actor)
    if request.method == "POST":
        try:
            distinct = {int(number) for number in request.POST.getlist("distinct") if number.isdecimal()}
            found = importing.register_list(
                brought, actor=actor, distinct=distinct, long_ago="long_ago" in request.POST
            )
        except (PetitionRefused, NotPossible) as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("已登记 %(n)d 件。") % {"n": len(found)})
            if left := brought.count - len(found):
                messages.warning(request, _("另有 %(n)d 行没有登记，请改好后另行上传。") % {"n": left})
            return redirect("petitions:import", pk=brought.pk)
        brought.refresh_from_db()
    planned = brought.state == ImportState.PLANNED
    rows = importing.preview(brought, actor=actor) if planned else []
    good = sum(row.facts is not None for row in rows)
    alike = sum(bool(row.like) for row in rows)
    there = brought.petitions.filter(pk__in=visible_to(actor).values("pk")).order_by("pk")
    context = {
        "brought": brought, "rows": rows, "good": good - alike, "alike": alike, "bad": len(rows) - good, "problem": problem,
        "long_ago": any(row.long_ago and row.facts for row in rows), "page": page_of(request, there), "may_undo": brought.state == ImportState.DONE,
    }  # fmt: skip
    return render(request, "petitions/import.html", context, status=422 if problem else 200)


@require_POST
@requires(*OFFICE_ROLES)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop the list."""
    actor = cast(User, request.user)
    try:
        importing.drop(get_object_or_404(PetitionImport, pk=pk, made_by=actor), actor=actor)
    except PetitionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已放弃，清单内容已清除。"))
    return redirect("petitions:imports")


@require_POST
@requires(*OFFICE_ROLES)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was registered from the list and nobody has touched since."""
    actor = cast(User, request.user)
    brought = get_object_or_404(PetitionImport, pk=pk, made_by=actor)
    try:
        gone, kept = importing.undo_list(brought, actor=actor)
    except PetitionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("已撤销 %(gone)d 件，其身份和原文已从保险箱清除。") % {"gone": gone}
        messages.success(request, words)
        if kept:
            messages.warning(request, _("另有 %(kept)d 件已有办理，没有撤销，列在下面。") % {"kept": kept})
    return redirect("petitions:import", pk=brought.pk)
