"""A petition's summary beside the original: its masks are put right before a unit sees it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from duban.petitions.actions import PetitionRefused
from duban.petitions.actions.correcting import CORRECTABLE
from duban.petitions.actions.masking import Texts, mask
from duban.petitions.actions.registering import ORIGINAL, TEXT
from duban.petitions.models import Petition
from duban.petitions.permissions import visible_to
from duban.petitions.states import State
from duban.redaction.comparing import Part, revised
from duban.vault.actions.sealing import Content
from duban.vault.forms import Masking
from duban.vault.queries import sealed_of
from duban.vault.views.comparing import Compared, compared, led_to_sign_in


@login_not_required  # so that a guest's attempt is on record before sign-in
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the summary beside the original to a custodian who says why; put its masks right before it is referred."""
    if not request.user.is_authenticated:
        sealed = [one for found in Petition.objects.filter(pk=pk) for one in sealed_of(found, TEXT)]
        return led_to_sign_in(request, sealed)
    actor = request.user
    petition = get_object_or_404(visible_to(actor), pk=pk)
    text = sealed_of(petition, TEXT).filter(purged_at=None).last()
    if text is None:
        raise Http404
    seen, may = Texts(petition.title, petition.summary), petition.state in CORRECTABLE
    page = "petitions:refer" if petition.state in (State.ACCEPTED, State.RETURNED) else "petitions:petition"

    def save(masking: Masking) -> str:
        wanted = Texts(revised([Part(seen.title, seen.title)], (), masking.words), masking.text)
        if masking.changed:
            mask(petition, wanted, seen=seen, told=masking.told, reason=masking.reason, actor=actor)
        messages.success(request, _("已对照原文核对。"))
        return reverse(page, args=[petition.pk])

    why_not = "" if may else _("信访件已经转办，这里只供对照；要改请先由单位退回。")
    back = reverse(page, args=[petition.pk])
    one = Compared(
        text, "", petition.summary, _words, back, save if may else None, why_not, troubles=(PetitionRefused,),
    )  # fmt: skip
    return compared(request, one)


def _words(content: Content) -> str:
    return str(content.get(ORIGINAL, "")) if isinstance(content, dict) else ""
