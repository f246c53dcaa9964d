"""Reading one thing: why is asked first, the content is shown once and kept by no cache and no history."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from duban.vault.actions import AlreadyRead, NotPossible, note_refusal, note_stranger, unseal
from duban.vault.forms import ReasonForm
from duban.vault.identities import KIND, identity_of
from duban.vault.models import Sealed
from duban.vault.permissions import may_unseal


@login_not_required  # so that a guest's attempt is on record before sign-in
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a custodian why, then show the content; who may not is refused, and that is on record."""
    if not request.user.is_authenticated:
        for sealed in Sealed.objects.filter(pk=pk):
            note_stranger(sealed)
        return redirect_to_login(request.get_full_path())
    sealed, actor = get_object_or_404(Sealed, pk=pk), request.user
    if not may_unseal(actor, sealed):
        note_refusal(sealed, actor=actor)
        return render(request, "vault/refused.html", status=403)
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                content = unseal(sealed, actor=actor, reason=given["reason"], once=given["once"])
            except AlreadyRead as again:
                form = ReasonForm()
                return unkept(render(request, "vault/ask.html", _asked(sealed, form, str(again)), status=409))
            except NotPossible as refusal:
                form.add_error(None, str(refusal))
            else:
                return unkept(_shown(request, sealed, content))
    return unkept(render(request, "vault/ask.html", _asked(sealed, form), status=status))


def _asked(sealed: Sealed, form: ReasonForm, again: str = "") -> dict[str, object]:
    return {"sealed": sealed, "form": form, "again": again}


@sensitive_variables()
def _shown(request: HttpRequest, sealed: Sealed, content: object) -> HttpResponse:
    """Return the page with the content; an original as a file."""
    if isinstance(content, bytes):
        response = HttpResponse(content, content_type="application/octet-stream")
        response.headers["Content-Disposition"] = f'attachment; filename="sealed-{sealed.pk}{sealed.ending}"'
        return response
    fields = cast(dict[str, object], content)
    shown = {"identity": identity_of(fields)} if sealed.kind == KIND else {"fields": fields}
    return render(request, "vault/content.html", {"sealed": sealed, **shown})


def unkept(response: HttpResponse) -> HttpResponse:
    """Let nobody keep the page: no cache, no copy for going back."""
    patch_cache_control(response, no_store=True, no_cache=True, private=True, max_age=0)
    response.headers["Pragma"] = "no-cache"
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response
