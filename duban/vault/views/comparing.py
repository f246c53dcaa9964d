"""A text as it came beside the text as it will be shown: read like anything sealed, and its masks put right."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from duban.organizations.models import User
from duban.redaction.comparing import compare, pieces_of
from duban.redaction.model import MASKS
from duban.vault.actions import AlreadyRead, NotPossible, note_refusal, note_stranger, unseal
from duban.vault.actions.sealing import Content, open_reason
from duban.vault.forms import Masking, MaskingForm, ReasonForm
from duban.vault.models import Sealed
from duban.vault.permissions import may_unseal
from duban.vault.views.opening import unkept
from duban.vault.wording import MASK_KINDS

LAST_REASON = "vault.reason"  # in the session, redacted: the next text's form begins with it
SAVING = ("save", "next")


@dataclass(frozen=True, slots=True, repr=False)
class Compared:
    """A text in the open, what it was made of, and what to do with it; `save` says where to go, None where it may not change."""

    sealed: Sealed
    about: str  # which part of what is sealed, for the record of reads
    shown: str
    original: Callable[[Content], str]
    back: str
    save: Callable[[Masking], str] | None
    why_not: str = ""
    following: str = ""  # the address of the next text that waits, if any
    troubles: tuple[type[Exception], ...] = ()


def led_to_sign_in(request: HttpRequest, sealed: Iterable[Sealed]) -> HttpResponse:
    """Lead a guest to sign in, on record."""
    for one in sealed:
        note_stranger(one)
    return redirect_to_login(request.get_full_path())


@sensitive_variables()
def compared(request: HttpRequest, one: Compared) -> HttpResponse:
    """Ask a custodian why, then show both texts side by side; each time it is shown is a read of its own."""
    actor = cast(User, request.user)
    if not may_unseal(actor, one.sealed):
        note_refusal(one.sealed, actor=actor)
        return render(request, "vault/refused.html", status=403)
    first = {"reason": request.session.get(LAST_REASON, "")}
    form, again, status = ReasonForm(request.POST or None, initial=first), "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                content = unseal(one.sealed, actor=actor, reason=given["reason"], once=given["once"], about=one.about)
            except AlreadyRead as refusal:
                form, again, status = ReasonForm(), str(refusal), 409
            except NotPossible as refusal:
                form.add_error(None, str(refusal))
            else:
                request.session[LAST_REASON] = open_reason(given["reason"])  # many texts are read for one reason
                return unkept(_side_by_side(request, one, one.original(content), given["reason"]))
    context = {"sealed": one.sealed, "form": form, "again": again, "about": one.about, "back": one.back}
    return unkept(render(request, "vault/ask.html", context, status=status))


@sensitive_variables()
def _side_by_side(request: HttpRequest, one: Compared, original: str, reason: str) -> HttpResponse:
    parts = compare(original.strip(), one.shown)
    seen = hashlib.sha256(one.shown.encode()).hexdigest()[:32]
    initial, given, notice = {"reason": reason, "seen": seen}, None, ""
    if "seen" in request.POST:
        if request.POST["seen"] == seen:
            given = request.POST.copy()
            given["once"] = str(uuid.uuid4())  # shown anew it is another read
        else:
            notice = _("您核对的时候，这段文字被别人改过，刚才的调整没有保存；请对照现在的文字再看一遍。")
    form = MaskingForm(given, parts=parts, initial=initial)
    if given is not None and form.is_valid() and one.save and given.get("step") in SAVING:
        try:
            back = one.save(form.masking())
            return redirect(one.following if one.following and given["step"] == "next" else back)
        except one.troubles as refusal:
            form.add_error(None, str(refusal))
    context: dict[str, Any] = {
        "one": one, "may_change": one.save is not None, "form": form, "notice": notice, "parts": _drawn(form), "result": pieces_of(form.revised()),
        "masks": MASKS, "reworded": any(not part.same and not part.kind for part in parts),
    }  # fmt: skip
    return render(request, "vault/compare.html", context, status=422 if form.errors else 200)


def _drawn(form: MaskingForm) -> list[dict[str, Any]]:
    """Return the runs of the original ready to be marked: each mask with its number and the field that opens it."""
    numbers = {id(part): (number, field) for number, part, field in form.masked}
    return [
        {"part": part, "number": number, "field": field, "kind": MASK_KINDS.get(part.kind, "")}
        for part in form.parts
        for number, field in [numbers.get(id(part), (0, None))]
    ]
