"""The list of petitions, one petition's page, and every move of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.files.actions import take_in
from duban.files.rules import UnacceptableFile
from duban.inspections.actions import correcting, guarding, handling, showing
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.forms.handling import (
    AnswerForm,
    AssignForm,
    CorrectForm,
    FindingsForm,
    MeasureForm,
    MoveForm,
    PictureForm,
    VisitForm,
)
from duban.inspections.models import VERB_LABELS, GuardQuestion, Petition, Picture
from duban.inspections.official import READY, kept_reply_docx, team_reply_docx
from duban.inspections.permissions import inspections_visible_to, may_run_desk, visible_to, who_is
from duban.inspections.petition_page import page_context
from duban.inspections.pictures import without_metadata
from duban.inspections.proposing import proposal_for
from duban.inspections.queries.replies import replies_of
from duban.inspections.queries.turns import once_numbered
from duban.inspections.rules.numbers import plain_number
from duban.inspections.states import MoveRefused, PetitionState, PetitionVerb, Who, allowed, may
from duban.inspections.views.inspecting import DESKS, METHODS, OFFICE, READERS
from duban.inspections.views.papers import as_file
from duban.organizations.models import User
from duban.organizations.permissions import requires
from duban.tasks.actions import DraftRefused, TaskConflict
from duban.tasks.states import MoveRefused as TaskRefused
from duban.vault.permissions import may_unseal_number
from duban.web.access import belongs_to
from duban.web.documents import DOCX_TYPE

V = PetitionVerb
TROUBLES = (DeskRefused, MoveRefused, DraftRefused, TaskRefused, TaskConflict, UnacceptableFile)


@require_safe
@requires(*DESKS)
def petition(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the case left, and right exactly what its unit sees; a unit sees that alone."""
    row = petition_of(request, pk)
    return render(request, "inspections/petition.html", page_context(request.user, row, timezone.localdate()))


@require_safe
@requires(*DESKS)
def by_number(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Go to the petition of this number, as its task names it; also by one that was corrected since."""
    seen, number = visible_to(request.user).filter(inspection=pk), plain_number(number)
    found = seen.filter(number=number).first() or seen.filter(pk__in=once_numbered(pk, number)).first()
    if found is None:
        raise Http404
    return redirect(found)


@require_http_methods(METHODS)
@requires(*OFFICE)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the petition to a unit, its proposal shown with the reason, its text confirmed."""
    row = petition_of(request, pk)
    unit, why = proposal_for(row)
    lead = row.lead_unit or unit
    initial = {
        "lead_unit": lead.name if lead else "",
        "co_handlers": "、".join(handler.name for handler in row.co_handlers.all()),
        "accused": "、".join(unit.name for unit in row.accused.all()),
        "leading_official": row.leading_official, "unit_due": row.unit_due, "summary": row.summary,
        "demand": row.demand, "reason": row.assignment_reason or why, "version": row.version,
    }  # fmt: skip
    form = AssignForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            handling.assign(row, form.wanted(), actor=cast(User, request.user), version=version)
        except TROUBLES as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, _("已交办。"))
            return redirect(row)
    context = {
        "petition": row, "inspection": row.inspection, "form": form, "proposed": unit, "why": why,
        "may_compare": may_unseal_number(request.user, row.sealed_text),
    }  # fmt: skip
    return render(request, "inspections/assign.html", context, status=422 if form.errors else 200)


@require_http_methods(METHODS)
@requires(*OFFICE)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what was registered."""
    row = petition_of(request, pk)
    form = CorrectForm(request.POST or None, petition=row)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            correcting.correct(
                row, form.registered(), actor=cast(User, request.user), reason=given["reason"], version=given["version"]
            )
        except TROUBLES as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, _("已更正。"))
            return redirect(row)
    context = {"petition": row, "inspection": row.inspection, "form": form}
    return render(request, "inspections/correct.html", context, status=422 if form.errors else 200)


@require_http_methods(METHODS)
@requires(*DESKS)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was found and done."""
    row = petition_of(request, pk)
    must(request, row, V.WRITE)
    form = FindingsForm(request.POST or None, petition=row, by_office=may_run_desk(request.user))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            handling.write(row, form.findings(), actor=cast(User, request.user), version=version)
        except TROUBLES as trouble:
            form.add_error(None, str(trouble))
        else:
            asked = len(guarding.open_questions(row))
            if asked:
                messages.warning(
                    request, _("已保存。有 %(count)d 处提示等您回答，见下方标出的字句。") % {"count": asked}
                )
            else:
                messages.success(request, _("已保存。"))
            return redirect(row)
    closed = not allowed(V.WRITE, PetitionState(row.state))
    context = {"petition": row, "inspection": row.inspection, "form": form, "closed": closed}
    return render(request, "inspections/write.html", context, status=422 if form.errors else 200)


@require_POST
@requires(*DESKS)
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Make a move that needs a reason, a day or another petition's number at most."""
    row = petition_of(request, pk)
    if verb not in _MOVES:
        raise PermissionDenied
    must(request, row, PetitionVerb(verb))
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("日期或编号填写有误，请改正后再办。"))
        return redirect(row)

    def act() -> None:
        _MOVES[verb](row, form.cleaned_data, cast(User, request.user))
        if verb == V.HAND_BACK:
            words = _("已退回督查室：信访件 %(number)s 和它的台账事项不再由本单位办理。")
            messages.success(request, words % {"number": row.number})
        else:
            messages.success(request, _("已办：%(verb)s。") % {"verb": VERB_LABELS[verb]})

    return done(request, act, row)


@belongs_to(lambda request, pk: petition_of(request, get_object_or_404(GuardQuestion, pk=pk).petition_id))
@require_POST
@requires(*DESKS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer what a guard asked."""
    question = get_object_or_404(GuardQuestion.objects.select_related("petition"), pk=pk)
    row = petition_of(request, question.petition_id)
    must(request, row, V.ANSWER_GUARD)
    form = AnswerForm(request.POST, question=question)
    if not form.is_valid():
        no_case = _("请选择属于哪种情形，并写明理由。") if "answer" in form.errors else ""
        messages.error(request, no_case or "".join(map(str, form.errors["why"])))
        return redirect(f"{row.get_absolute_url()}#question-{question.pk}")
    given = form.cleaned_data

    def act() -> None:
        guarding.answer(question, given["answer"], given["why"], actor=cast(User, request.user))
        messages.success(request, _("已记下回答。"))

    return done(request, act, row)


_ADDED = {"measure": _lazy("已添加措施。"), "visit": _lazy("已添加记录。"), "picture": _lazy("已上传照片。")}


@require_POST
@requires(*DESKS)
def add(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Add a measure, a visit or a picture; what is refused comes back as it was typed."""
    row, actor = petition_of(request, pk), cast(User, request.user)
    must(request, row, V.ADD)
    forms: dict[str, Any] = {"measure": MeasureForm, "visit": VisitForm, "picture": PictureForm}
    if what not in forms:
        raise PermissionDenied
    form = forms[what](request.POST, request.FILES)
    if not form.is_valid():
        words = "；".join(
            f"{form.fields[name].label}：{error}" if name in form.fields else str(error)
            for name, errors in form.errors.items() for error in errors
        )  # fmt: skip
        return _typed_again(request, row, what, words, form)
    given = form.cleaned_data

    def act() -> None:
        if what == "measure":
            showing.add_measure(row, **given, actor=actor)
        elif what == "visit":
            showing.add_visit(row, **given, actor=actor)
        else:
            file = given.pop("file")
            staged = take_in(file, file.name, actor, file.size)
            try:
                showing.add_picture(row, staged, **given, actor=actor)
            finally:
                staged.drop()

    try:
        act()
    except TROUBLES as trouble:
        return _typed_again(request, row, what, str(trouble), form)
    messages.success(request, _ADDED[what])
    return redirect(row)


def _typed_again(request: HttpRequest, row: Petition, what: str, trouble: str, form: Any) -> HttpResponse:
    """Show the petition's page with the trouble, what was typed, and what was found in it of private persons."""
    messages.error(request, trouble)
    row = petition_of(request, row.pk)
    context = page_context(request.user, row, timezone.localdate()) | {
        "typed": {what: request.POST}, "hits": {what: getattr(form, "hits", ())},
    }  # fmt: skip
    return render(request, "inspections/petition.html", context, status=422)


@belongs_to(lambda request, pk: petition_of(request, get_object_or_404(Picture, pk=pk).petition_id))
@require_POST
@requires(*DESKS)
def drop_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a picture off the petition."""
    picture = get_object_or_404(Picture.objects.select_related("petition"), pk=pk)
    row = petition_of(request, picture.petition_id)
    must(request, row, V.DROP)

    def act() -> None:
        showing.drop_picture(picture, actor=cast(User, request.user))
        messages.success(request, _("已取下照片，文件留存。"))

    return done(request, act, row)


@require_safe
@requires(*DESKS)
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a picture drawn anew, without what its file says of place and camera."""
    found = get_object_or_404(Picture.objects.select_related("file"), pk=pk, petition__in=visible_to(request.user))
    response = HttpResponse(without_metadata(found.file), content_type="image/jpeg")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
@requires(*READERS)
def team_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the reply to the team as a document, once it is signed off."""
    row = petition_of(request, pk)
    if row.state not in READY:
        raise Http404
    content = team_reply_docx(row, timezone.localdate())
    return as_file(content, DOCX_TYPE, f"{_('回复督察组')}{row.number}.docx")


@require_safe
@requires(*READERS)
def sent_reply(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Hand out one reply of several as it was sent, also where the team did not accept it."""
    row = petition_of(request, pk)
    replies = replies_of(row, list(row.moves.order_by("-id")))
    paper = next((reply.paper for reply in replies if reply.version == version), None)
    if paper is None:
        raise Http404
    name = _("回复督察组%(number)s第%(version)d次.docx") % {"number": row.number, "version": version}
    return as_file(kept_reply_docx(paper), DOCX_TYPE, name)


def _reply(row: Petition, given: dict[str, Any], actor: User) -> Any:
    return handling.reply(row, actor=actor, on=given["day"] or timezone.localdate(), version=given["version"])


def _reject(row: Petition, given: dict[str, Any], actor: User) -> Any:
    version = given["version"]
    return handling.reject(row, actor=actor, reason=given["reason"], reply_due=given["day"], version=version)


def _follow_up(row: Petition, given: dict[str, Any], actor: User) -> Any:
    version = given["version"]
    return handling.follow_up(row, actor=actor, reason=given["reason"], due=given["day"], version=version)


def _reopen(row: Petition, given: dict[str, Any], actor: User) -> Any:
    return handling.reopen(row, actor=actor, reason=given["reason"], due=given["day"], version=given["version"])


def _link(row: Petition, given: dict[str, Any], actor: User) -> Any:
    number = plain_number(given["number"] or "")
    first = visible_to(actor).filter(inspection=row.inspection_id, number=number).first()
    if first is None:
        raise DeskRefused(_("本次督察没有受理编号 %(number)s 的信访件，请核对。") % {"number": number or "—"})
    return handling.link(row, first, actor=actor, reason=given["reason"], version=given["version"])


def _plain(act: Callable[..., Petition], *, reason: bool) -> Callable[[Petition, dict[str, Any], User], Any]:
    def run(row: Petition, given: dict[str, Any], actor: User) -> Any:
        why = {"reason": given["reason"]} if reason else {}
        return act(row, actor=actor, version=given["version"], **why)

    return run


_MOVES: dict[str, Callable[[Petition, dict[str, Any], User], Any]] = {
    V.HAND_BACK.value: _plain(handling.hand_back, reason=True),
    V.SUBMIT.value: _plain(handling.submit, reason=False),
    V.RECALL.value: _plain(handling.recall, reason=True),
    V.CHECK.value: _plain(handling.check, reason=False),
    V.SEND_BACK.value: _plain(handling.send_back, reason=True),
    V.SIGN_OFF.value: _plain(handling.sign_off, reason=False),
    V.REPLY.value: _reply,
    V.REJECT.value: _reject,
    V.FOLLOW_UP.value: _follow_up,
    V.REOPEN.value: _reopen,
    V.RETURN.value: _plain(handling.return_to_team, reason=True),
    V.TAKE_BACK.value: _plain(handling.take_back, reason=True),
    V.LINK.value: _link,
    V.UNLINK.value: _plain(handling.unlink, reason=True),
}


def petition_of(request: HttpRequest, pk: int) -> Petition:
    """Return the petition with what its page needs; 404 where this person does not see it."""
    seen = visible_to(request.user).select_related(
        "inspection__desk_unit", "batch", "area", "main_type", "lead_unit", "task", "duplicate_of"
    )
    return get_object_or_404(seen, pk=pk)


def must(request: HttpRequest, row: Petition, verb: PetitionVerb) -> None:
    """Refuse whoever may never use the verb; whether it is possible now, and by this very person, the action says."""
    who = who_is(request.user, row)
    if not may(verb, who | ({Who.CHECKER, Who.SIGNER} if Who.OFFICE in who else set())):
        raise PermissionDenied


def done(request: HttpRequest, act: Callable[[], Any], row: Petition) -> HttpResponse:
    """Do it, say what stands against it, and go back to the petition; once it is not theirs to see, to the list."""
    try:
        act()
    except TROUBLES as trouble:
        messages.error(request, str(trouble))
    if visible_to(request.user).filter(pk=row.pk).exists():
        return redirect(row)
    if inspections_visible_to(request.user).filter(pk=row.inspection_id).exists():
        return redirect("inspections:petitions", row.inspection_id)
    return redirect("inspections:inspections")
