"""The list of meetings, and bringing new texts in."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.files.rules import UnacceptableFile, check_content
from duban.jobs.actions import run as run_job
from duban.meetings.actions.errors import NotPossible
from duban.meetings.actions.texts import PASTED_NAME, bring_in, check, discard, note_refusal
from duban.meetings.forms import NewMeetingForm
from duban.meetings.models import Meeting, MeetingKind, MeetingText
from duban.meetings.permissions import may_confirm, visible_to
from duban.meetings.queries.lists import in_state, meetings_for, same_document, search
from duban.organizations.models import Role, User
from duban.organizations.permissions import requires
from duban.reading import CannotRead
from duban.web.paging import ordering_of, page_of

READ_AT_ONCE = 200_000  # bytes in all: read while the person waits, some tenths of a second; the rest is queued
ORDERS: dict[str, tuple[str, ...]] = {
    "date": ("date", "id"),
    "title": ("title", "id"),
    "undecided": ("undecided", "id"),
    "created": ("created_at", "id"),
}
NAMED = 5  # documents a message names before it only counts
Document = tuple[str, bytes | str]


def state_labels() -> list[tuple[str, str]]:
    """Return the states a list can be filtered by, in words."""
    return [
        ("reading", _("解读中")),
        ("failed", _("无法解读")),
        ("undecided", _("待确认")),
        ("ready", _("待发布")),
        ("released", _("已发布")),
    ]


@require_safe
@requires(Role.CLERK, Role.DESK, Role.LEADER)
def meetings(request: HttpRequest) -> HttpResponse:
    """Show the meetings this person may see, filtered, sorted, a page at a time."""
    user = cast(User, request.user)
    query, kind, state = (request.GET.get(name, "").strip() for name in ("q", "kind", "state"))
    order, fields = ordering_of(request, ORDERS, "-date")
    found = in_state(search(meetings_for(user), query), state)
    if kind in MeetingKind.values:
        found = found.filter(kind=kind)
    context = {
        "page": page_of(request, found.order_by(*fields)),
        "order": order,
        "q": query,
        "kind": kind,
        "state": state,
        "kinds": MeetingKind.choices,
        "states": state_labels(),
        "may_confirm": may_confirm(user),
    }
    return render(request, "meetings/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.CLERK, Role.DESK)
def new_meeting(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Take files or pasted words in: each a meeting of its own, or all of one; `pk` adds them to a meeting."""
    user = cast(User, request.user)
    home = get_object_or_404(visible_to(user), pk=pk) if pk else None
    form = NewMeetingForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "meeting": home}
    if request.method == "POST" and form.is_valid():
        documents = _documents(form.cleaned_data)
        known = _check_all(documents, user, form)
        if form.is_valid() and known and len(known) == len(documents) and not form.cleaned_data["again"]:
            context["known"] = list(known.values())
        elif form.is_valid():
            if not form.cleaned_data["again"]:
                documents = _only_new(request, documents, known)
            return _after(request, _bring_all_in(documents, form, home, user))
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/new.html", context, status=status)


@require_POST
@requires(Role.CLERK, Role.DESK)
def discard_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a meeting nobody has decided anything in."""
    meeting = get_object_or_404(visible_to(cast(User, request.user)), pk=pk)
    try:
        discard(meeting, actor=cast(User, request.user))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:confirm", pk=pk)
    messages.success(request, _("已删除“%(title)s”。") % {"title": meeting.title})
    return redirect("meetings:meetings")


def _documents(values: dict[str, Any]) -> list[Document]:
    """Return name and content of everything given."""
    documents: list[Document] = [(file.name, file.read()) for file in values["documents"]]
    words = (values["words"] or "").strip("\n")
    if words.strip():
        documents.append((PASTED_NAME, words.replace("\r\n", "\n")))
    return documents


def _check_all(documents: list[Document], user: User, form: NewMeetingForm) -> dict[int, MeetingText]:
    """Check every document before any is stored, so that one refusal stores none.

    Return the text that is the same to the byte, by the place of the document, for those that came before.
    """
    known: dict[int, MeetingText] = {}
    for place, (name, content) in enumerate(documents):
        try:
            digest = check(content, name)  # knows more of a document than the store, so it speaks first
            if isinstance(content, bytes):
                check_content(content, name, settings.LARGEST_FILE)
            if same := same_document(digest, user):
                known[place] = same[0]
        except (CannotRead, UnacceptableFile) as refusal:
            form.add_error("documents" if isinstance(content, bytes) else "words", str(refusal))
            if isinstance(refusal, CannotRead):
                note_refusal(refusal, actor=user)
    return known


def _only_new(request: HttpRequest, documents: list[Document], known: dict[int, MeetingText]) -> list[Document]:
    """Return the documents that did not come before; name the others, which need no second reading."""
    if known:
        names = "、".join(documents[place][0] for place in list(known)[:NAMED])
        words = _("%(names)s 等 %(n)d 份") if len(known) > NAMED else _("%(names)s 共 %(n)d 份")
        given = {"names": names, "n": len(known)}
        messages.warning(request, _("以前收过、内容完全相同的没有重复建立：%(which)s。") % {"which": words % given})
    return [document for place, document in enumerate(documents) if place not in known]


def _bring_all_in(
    documents: list[Document], form: NewMeetingForm, home: Meeting | None, user: User
) -> list[MeetingText]:
    """Store the documents; small ones are read at once, the others wait in the queue."""
    texts: list[MeetingText] = []
    size = 0
    for name, content in documents:
        text = bring_in(content, name=name, actor=user, meeting=home, on=form.cleaned_data["day"])
        if form.cleaned_data["together"]:
            home = text.meeting
        size += len(content)
        if size <= READ_AT_ONCE and text.job_id:
            run_job(text.job_id)
        texts.append(text)
    return texts


def _after(request: HttpRequest, texts: list[MeetingText]) -> HttpResponse:
    """Open the one meeting, or the list where several were made."""
    homes = {text.meeting_id for text in texts}
    if len(homes) == 1:
        return redirect(f"{_confirm_url(texts[0].meeting_id)}?text={texts[-1].pk}")
    messages.success(request, _("收到 %(n)d 份材料，已逐份建立会议。") % {"n": len(texts)})
    return redirect("meetings:meetings")


def _confirm_url(pk: int) -> str:
    return redirect("meetings:confirm", pk=pk).url
