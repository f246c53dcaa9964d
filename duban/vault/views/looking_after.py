"""Looking after the vault: who read what, who may, the keys, removing something for good."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.jobs.models import Job
from duban.organizations.models import User
from duban.vault.actions import (
    NotPossible,
    confirm_copy,
    end_custodian,
    name_custodian,
    order_rotation,
)
from duban.vault.actions import purge as purge_sealed
from duban.vault.actions.keys import ROTATE, copy_missing, key_file, keys_for_opening
from duban.vault.forms import CopyForm, CustodianForm, PurgeForm, ReadsFilterForm
from duban.vault.models import Custodian, Sealed
from duban.vault.permissions import may_appoint
from duban.vault.queries import key_rows, reads_matching
from duban.web.access import ADMINISTRATOR, AUDITOR, has_role, requires
from duban.web.paging import page_of


@require_safe
@requires(AUDITOR)
def reads(request: HttpRequest) -> HttpResponse:
    """List who asked for what, why, and what came of it."""
    form = ReadsFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = page_of(request, reads_matching(wanted))
    return render(request, "vault/reads.html", {"form": form, "page": page, "filtered": any(wanted.values())})


@require_http_methods(["GET", "HEAD", "POST"])
def custodians(request: HttpRequest) -> HttpResponse:
    """Show who may open sealed content; name another."""
    actor = cast(User, request.user)
    may = may_appoint(actor)
    if not may and AUDITOR not in actor.roles:
        raise PermissionDenied
    if not may and request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    form = CustodianForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            custodian = name_custodian(**form.cleaned_data, actor=actor)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已指定%(name)s为保管人，已记入审计。") % {"name": custodian})
            return redirect("vault:custodians")
    rows = Custodian.objects.select_related("person")
    context = {"form": form, "may": may, "page": page_of(request, rows), "today": timezone.localdate()}
    return render(request, "vault/custodians.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take custody back."""
    actor = cast(User, request.user)
    if not may_appoint(actor) and not Custodian.objects.filter(pk=pk, person=actor.pk).exists():
        raise PermissionDenied
    custodian = end_custodian(get_object_or_404(Custodian, pk=pk), actor=actor)
    messages.success(request, _("已收回，%(name)s不能再看封存内容。") % {"name": custodian})
    return redirect("vault:custodians")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ADMINISTRATOR)
def keys(request: HttpRequest) -> HttpResponse:
    """Show the keys by their ids, never themselves; confirm that a second copy is kept."""
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_copy(actor=cast(User, request.user), kept_where=form.cleaned_data["kept_where"])
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已记下副本存放处。"))
            return redirect("vault:keys")
    in_file = list(keys_for_opening().keys)
    context = {
        "form": form,
        "rows": key_rows(in_file),
        "file": key_file(),
        "wanted": copy_missing(),
        "job": Job.objects.filter(kind=ROTATE).first(),
    }
    return render(request, "vault/keys.html", context, status=422 if form.errors else 200)


@require_POST
@requires(ADMINISTRATOR)
def rotate(request: HttpRequest) -> HttpResponse:
    """Add a key and seal everything anew with it."""
    try:
        order_rotation(actor=cast(User, request.user))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已换新密钥，正在用它重新封存；请把密钥文件再另存一份。"))
    return redirect("vault:keys")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ADMINISTRATOR, AUDITOR)
def purge(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, naming the consequence, and remove the content."""
    sealed = get_object_or_404(Sealed, pk=pk)
    form = PurgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            purge_sealed(sealed, actor=cast(User, request.user), reason=form.cleaned_data["reason"])
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已清除，留有清除记录。"))
            return redirect("vault:purge", pk=pk)
    context = {"sealed": sealed, "form": form, "reads": has_role(request.user, AUDITOR)}
    return render(request, "vault/purge.html", context, status=422 if form.errors else 200)
