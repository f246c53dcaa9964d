"""The page of one petition, its moves, referring it to a unit, and the reply as a paper."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duban.organizations.models import User
from duban.petitions.actions import PetitionRefused, refer, reply, return_draft
from duban.petitions.actions.correcting import CORRECTABLE
from duban.petitions.actions.referring import check_handler, unit_view
from duban.petitions.actions.registering import TEXT
from duban.petitions.forms.moves import DEEDS, ReasonForm, ReferForm, ReplyForm
from duban.petitions.models import VERB_LABELS, Petition, PetitionMove, ReplyDraft
from duban.petitions.papers import paper_of, reply_docx
from duban.petitions.permissions import may_register, reads_all, visible_to, who_is
from duban.petitions.queries.page import offers, shown_clocks
from duban.petitions.states import BY_VERB, State, Verb, Who, move_of
from duban.petitions.wording import shown, why_no_extension
from duban.tasks.permissions import heads, must_be_approved
from duban.vault.permissions import may_unseal
from duban.vault.queries import sealed_of
from duban.vault.screening import Screening
from duban.web.documents import DOCX_TYPE

METHODS = ["GET", "HEAD", "POST"]


@require_safe
def petition(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the desk all that may stand in the open, a unit exactly what was sent to it."""
    found = _found(request, pk)
    actor = cast(User, request.user)
    office = reads_all(actor)
    moves = list(found.moves.all())
    if not office:
        moves = _units_own(moves)
    context: dict[str, Any] = {
        "petition": found,
        "view": unit_view(found),
        "clocks": shown_clocks(found, timezone.localdate()),
        "offers": offers(actor, found),
        "moves": [shown(move) for move in moves],
        "desk_view": office,
        **_draft_of(actor, found),
    }
    if office:
        sealed = list(sealed_of(found))
        context["sealed"] = [(row, may_unseal(actor, row)) for row in sealed]
        context["may_correct"] = may_register(actor) and found.state in CORRECTABLE
        context["accused"] = list(found.accused.all())
    return render(request, "petitions/petition.html", context)


UNIT_MOVES = (
    Verb.REFER.value, Verb.RETURN.value, Verb.TAKE_UP.value, Verb.EXTEND.value, Verb.REPLY.value, Verb.SEND_BACK.value,
    Verb.CONCLUDE.value, Verb.REOPEN.value,
)  # fmt: skip


@require_http_methods(METHODS)
def move(request: HttpRequest, pk: int, verb: Verb) -> HttpResponse:
    """Ask what a move needs, name what will follow, do it."""
    found, actor = _for(request, pk, verb)
    form_class, deed, consequence = DEEDS[verb]
    form = form_class(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                deed(found, actor, form.cleaned_data)
            except PetitionRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("已办：%(verb)s。") % {"verb": VERB_LABELS[verb.value]})
                return _after(request, found)
    context = {
        "petition": found, "form": form, "verb": VERB_LABELS[verb.value], "consequence": consequence,
        "blocked": _blocked(found, verb, actor),
    }  # fmt: skip
    return render(request, "petitions/move.html", context, status=status)


@require_http_methods(METHODS)
def refer_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Show side by side what the desk has and exactly what the unit will see; send it once that was looked at."""
    found, actor = _for(request, pk, Verb.REFER)
    form = ReferForm(request.POST if request.method == "POST" else None, initial={"unit": found.handler_id})
    view, kept, status = None, [], 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            instruction = form.cleaned_data["instruction"].strip()
            view = unit_view(found, instruction)
            kept = Screening({"title": found.title, "summary": found.summary}, {}).hits
            try:
                check_handler(found, form.cleaned_data["unit"])
                if form.cleaned_data["seen"] == view.digest:
                    unit = form.cleaned_data["unit"]
                    refer(found, unit, actor=actor, instruction=instruction, seen=view.digest)
                    messages.success(request, _("已转办“%(unit)s”，台账已立项。") % {"unit": unit})
                    return redirect("petitions:petition", pk=pk)
            except PetitionRefused as refusal:
                form.add_error(None, str(refusal))
                view = None
            else:
                status = 200
    context = {
        "petition": found, "form": form, "view": view, "kept": kept,
        "may_compare": any(may_unseal(actor, row) for row in sealed_of(found, TEXT).filter(purged_at=None)),
        "blocked": _blocked(found, Verb.REFER, actor),
    }  # fmt: skip
    return render(request, "petitions/refer.html", context, status=status)


@require_http_methods(METHODS)
def write_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the reply; what was found in it of private persons is decided before it is kept."""
    found, actor = _for(request, pk, Verb.REPLY)
    draft = _draft_of(actor, found)["draft"]
    initial = {"text": draft.text if draft else found.reply, "conclusion": (draft or found).conclusion}
    form = ReplyForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            text, conclusion = form.cleaned_data["text"], form.cleaned_data["conclusion"]
            try:
                kept = reply(found, actor=actor, text=text, conclusion=conclusion)
            except PetitionRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _replied_words(kept))
                return redirect("petitions:petition", pk=pk)
    context = {
        "petition": found, "form": form, "verb": VERB_LABELS["reply"], "draft": draft,
        "consequence": _reply_leads_to(actor, found), "blocked": _blocked(found, Verb.REPLY, actor),
    }  # fmt: skip
    return render(request, "petitions/move.html", context, status=status)


@require_http_methods(METHODS)
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the unit's head give a drafted reply back to who wrote it."""
    found, actor = _for(request, pk, Verb.REPLY)
    if found.handler is None or not heads(actor, found.handler):
        raise PermissionDenied
    form, status = ReasonForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                draft = return_draft(found, actor=actor, reason=form.cleaned_data["reason"])
            except PetitionRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("答复意见已退给%(author)s修改。") % {"author": draft.author_name})
                return redirect("petitions:petition", pk=pk)
    context = {
        "petition": found, "form": form, "verb": _("退回修改答复意见"), "blocked": _blocked(found, Verb.REPLY, actor),
        "draft": _draft_of(actor, found)["draft"], "consequence": _("退给草拟人修改，督查室看不到；改好后再送您审核。"),
    }  # fmt: skip
    return render(request, "petitions/move.html", context, status=status)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the reply as a sheet for the printer."""
    found = _replied(request, pk)
    return render(request, "petitions/paper.html", {"petition": found, "paper": paper_of(found)})


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the reply as DOCX; the name is filled in by hand."""
    found = _replied(request, pk)
    headers = {"Content-Disposition": f'attachment; filename="reply-{found.pk}.docx"'}
    return HttpResponse(reply_docx(paper_of(found)), content_type=DOCX_TYPE, headers=headers)


def _draft_of(actor: User, found: Petition) -> dict[str, Any]:
    """Return the reply that waits within the unit: to its own people with its words, to the desk that it waits."""
    draft = ReplyDraft.objects.filter(petition=found).first()
    own = Who.HANDLER in who_is(actor, found)
    return {
        "draft": draft if own else None,
        "draft_waits": draft if draft and not draft.remark else None,
        "may_approve": bool(own and draft and not draft.remark and found.handler and heads(actor, found.handler)),
    }


def _reply_leads_to(actor: User, found: Petition) -> str:
    """Say what follows from a reply: where the unit's head approves, nothing leaves the unit yet."""
    own = Who.HANDLER in who_is(actor, found)
    if own and found.handler and must_be_approved(actor, found.handler):
        return _("先送本单位负责人审核，审核后才报督查室，并记为台账事项的进展报送。")
    words = _("督查室核对后送达信访人；答复意见书可以打印，姓名在印出后填写。")
    return words + (_("同时记为台账事项的进展报送，不用再报一遍。") if own else "")


def _replied_words(kept: Petition) -> str:
    if kept.state == State.REPLIED:
        return _("答复意见已报督查室。")
    return _("答复意见已草拟，还没有报督查室：由“%(unit)s”负责人审核后报出。") % {"unit": kept.handler}


def _units_own(moves: list[PetitionMove]) -> list[PetitionMove]:
    """Return what concerns the unit that has it now: nothing from before it was referred to it, nothing of the desk's."""
    last = max((place for place, move in enumerate(moves) if move.verb == Verb.REFER), default=0)
    return [move for move in moves[last:] if move.verb in UNIT_MOVES]


def _found(request: HttpRequest, pk: int) -> Petition:
    seen = visible_to(request.user)
    return get_object_or_404(seen.select_related("area", "handler", "task"), pk=pk)


def _replied(request: HttpRequest, pk: int) -> Petition:
    found = _found(request, pk)
    if not found.reply:
        raise Http404
    return found


def _for(request: HttpRequest, pk: int, verb: Verb) -> tuple[Petition, User]:
    """Return the petition for a person to whom the verb can belong."""
    found, actor = _found(request, pk), cast(User, request.user)
    if who_is(actor, found).isdisjoint(BY_VERB[verb].who):
        raise PermissionDenied
    return found, actor


def _blocked(found: Petition, verb: Verb, actor: User) -> str:
    """Say why the move cannot be made in this state; empty where it can."""
    if move_of(verb, found.state, who_is(actor, found)):
        return why_no_extension(found) if verb is Verb.EXTEND else ""
    values = {"state": found.get_state_display(), "verb": VERB_LABELS[verb.value]}
    return _("信访件现在“%(state)s”，不能%(verb)s；请回到信访件看现在能办什么。") % values


def _after(request: HttpRequest, found: Petition) -> HttpResponse:
    """Lead back to the petition, or to the list where it is no longer this person's to see."""
    if visible_to(request.user).filter(pk=found.pk).exists():
        return redirect("petitions:petition", pk=found.pk)
    return redirect("petitions:petitions")
