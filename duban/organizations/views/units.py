"""The units' tree, a unit's form, and completion."""

from __future__ import annotations

from typing import cast

from django.apps import apps
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duban.organizations import actions
from duban.organizations.forms import UnitForm
from duban.organizations.models import Role, Unit, User
from duban.organizations.permissions import (
    OFFICE_ROLES,
    has_role,
    is_administrator,
    may_reorganize,
    requires,
    unit_ids_read_by,
)
from duban.organizations.queries import suggest_names, unit_tree, units_matching

COMPLETIONS = 10


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Show the tree of units, or those matching `q`."""
    text = request.GET.get("q", "").strip()
    person = cast(User, request.user)
    may_edit = is_administrator(person)
    found = units_matching(text, with_inactive=may_edit).annotate(people=Count("posts__user", distinct=True))
    page = next((config.unit_page for config in apps.get_app_configs() if hasattr(config, "unit_page")), "")
    opened = None if has_role(person, *OFFICE_ROLES, Role.LEADER) else set(unit_ids_read_by(person))
    context = {
        "rows": [
            (depth, unit, page if opened is None or unit.pk in opened else "") for depth, unit in unit_tree(found)
        ],
        "q": text,
        "may_edit": may_edit,
        "may_reorganize": may_reorganize(person),
    }
    return render(request, "organizations/units.html", context)


@require_safe
def complete(request: HttpRequest) -> HttpResponse:
    """Return options for a unit field: a fragment of list items, best match first."""
    matches = suggest_names(request.GET.get("q", ""), COMPLETIONS)
    return render(request, "organizations/completions.html", {"matches": matches})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.ADMINISTRATOR)
def edit_unit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a unit, or change one."""
    unit = get_object_or_404(Unit, pk=pk) if pk else None
    form = UnitForm(request.POST or None, instance=unit)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_unit(
                form.save(commit=False),
                form.cleaned_data["former_names"],
                short_names=form.cleaned_data["short_names"],
                actor=cast(User, request.user),
            )
        except actions.Refused as refusal:
            form.add_error("parent", str(refusal))
        else:
            messages.success(request, _("已保存：%s") % saved.name)
            return redirect("organizations:units")
    title = Unit.objects.get(pk=pk).name if pk else ""
    return render(request, "organizations/unit.html", {"form": form, "name": title})
