"""Pages of bringing accounts in: the template, the preview row by row, the sheet of codes, undo."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.organizations.accounts import COLUMNS, judged
from duban.organizations.actions import Refused
from duban.organizations.actions import importing as actions
from duban.organizations.models import AccountImport, ImportState, Role, User
from duban.organizations.permissions import may_give_posts, requires
from duban.web.paging import page_of
from duban.web.spreadsheets import XLSX_TYPE, Column, Table, xlsx_bytes

_WIDTHS = (16, 24, 18, 30, 14, 16, 8)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.ADMINISTRATOR)
def imports(request: HttpRequest) -> HttpResponse:
    """List the tables brought in, and take another."""
    problem = ""
    if request.method == "POST":
        given = request.FILES.get("table")
        try:
            if given is None:
                raise Refused(_("没有选文件，请选择填好的账号表。"))
            kept = actions.plan_import(given.read(), given.name or "", actor=cast(User, request.user))
        except Refused as refusal:
            problem = str(refusal)
        else:
            return redirect("organizations:account_import", pk=kept.pk)
    context = {"page": page_of(request, AccountImport.objects.defer("rows")), "problem": problem}
    return render(request, "organizations/account_imports.html", context, status=422 if problem else 200)


@require_safe
@requires(Role.ADMINISTRATOR)
def template(request: HttpRequest) -> HttpResponse:
    """Hand out the table to fill in."""
    roles = "、".join(str(label) for label in Role.labels)
    note = _("一行一个岗位，同一登录名可以有几行。岗位可填：%(roles)s。启用填“是”或“否”，空着就是“是”。") % {
        "roles": roles
    }
    columns = [Column(name, width) for name, width in zip(COLUMNS, _WIDTHS, strict=True)]
    content = xlsx_bytes(Table(_("账号导入"), note, columns, []))
    headers = {"Content-Disposition": 'attachment; filename="accounts.xlsx"'}
    return HttpResponse(content, content_type=XLSX_TYPE, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.ADMINISTRATOR)
def account_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what each row would do, and do it; or show what was done."""
    found, actor, problem = get_object_or_404(AccountImport, pk=pk), cast(User, request.user), ""
    if request.method == "POST":
        try:
            done, codes = actions.carry_out_import(
                found, actor=actor, all_or_nothing=request.POST.get("rows") != "good"
            )
        except Refused as refusal:
            problem = str(refusal)
            found.refresh_from_db()
        else:
            if codes:
                return _sheet(request, codes)
            messages.success(request, _("已导入，没有新用户。"))
            return redirect("organizations:account_import", pk=done.pk)
    planned = found.state == ImportState.PLANNED
    rows = judged(found.rows) if planned else []
    context = {
        "imported": found,
        "rows": rows,
        "columns": COLUMNS,
        "good": sum(row.may_be_done for row in rows),
        "bad": sum(not row.may_be_done for row in rows),
        "problem": problem,
        "created": User.objects.filter(pk__in=found.outcome.get("created", [])),
        "gives_codes": may_give_posts(actor),
    }
    return render(request, "organizations/account_import.html", context, status=409 if problem else 200)


@require_POST
@requires(Role.ADMINISTRATOR, Role.SECURITY)
def codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Make codes anew for the people of an import who have set no password yet, to print."""
    found = get_object_or_404(AccountImport, pk=pk, state=ImportState.DONE)
    people = User.objects.filter(pk__in=found.outcome.get("created", []))
    try:
        made = actions.codes_for(people, actor=cast(User, request.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("organizations:account_import", pk=pk)
    if not made:
        messages.info(request, _("这次导入的人都已设好密码，不用再发码。"))
        return redirect("organizations:account_import", pk=pk)
    return _sheet(request, made)


@require_POST
@requires(Role.ADMINISTRATOR)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import back, or throw a table away that was not imported."""
    found, actor = get_object_or_404(AccountImport, pk=pk), cast(User, request.user)
    if found.state == ImportState.PLANNED:
        actions.discard_import(found, actor=actor)
        messages.success(request, _("已放弃，什么都没有改。"))
        return redirect("organizations:account_imports")
    try:
        left = actions.undo_import(found, actor=actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已撤销：没登录过的新用户已删去，登录过的已停用，改动已改回。"))
        if left:
            messages.warning(request, _("后来又改过，保持现状的：%s") % "、".join(left))
    return redirect("organizations:account_import", pk=pk)


def _sheet(request: HttpRequest, made: dict[User, str]) -> HttpResponse:
    """Show the codes to print and cut apart; they cannot be shown again."""
    people = User.objects.filter(pk__in=[user.pk for user in made]).prefetch_related("posts__unit")
    by_pk = {user.pk: code for user, code in made.items()}
    rows = [(user, by_pk[user.pk]) for user in people]
    until = timezone.localdate() + actions.FIRST_CODE_LIFE
    response = render(request, "organizations/codes.html", {"rows": rows, "until": until})
    add_never_cache_headers(response)
    return response
