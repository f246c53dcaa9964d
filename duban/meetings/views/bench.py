"""The workbench of the confirm page: what every write sends back, and how conflicts are shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from duban.meetings.actions.counting import Stretch
from duban.meetings.actions.errors import Conflict, NotPossible
from duban.meetings.actions.steps import undoable_step
from duban.meetings.forms import ActionForm
from duban.meetings.models import Action, DropReason, Meeting
from duban.meetings.permissions import may_confirm, visible_to
from duban.meetings.queries.lists import same_meeting
from duban.meetings.queries.matching import matches_of
from duban.meetings.queries.page import confirm_page, part_of
from duban.organizations.models import Role, User
from duban.organizations.permissions import requires

P = ParamSpec("P")
Write = Callable[Concatenate[HttpRequest, Meeting, P], HttpResponse]


def person(request: HttpRequest) -> User:
    """Return who is signed in."""
    return cast(User, request.user)


def meeting_or_404(request: HttpRequest, pk: int) -> Meeting:
    """Return the meeting where this person may see it."""
    return get_object_or_404(visible_to(request.user), pk=pk)


def writes(view: Write[P]) -> Callable[..., HttpResponse]:
    """Open a view to those who confirm; give it the meeting; turn a refused write into a line on the page."""

    @requires(Role.CLERK, Role.DESK)
    @wraps(view)
    def guarded(request: HttpRequest, /, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        meeting = meeting_or_404(request, pk)
        try:
            return view(request, meeting, *args, **kwargs)
        except Conflict as conflict:
            return bench(request, meeting, conflict=_conflict_words(conflict, person(request)), status=409)
        except NotPossible as refusal:
            return bench(request, meeting, problem=str(refusal), status=422)

    return guarded


def shown_place(request: HttpRequest) -> tuple[int | None, int]:
    """Return the text and the place in it that the page of this request shows; None and 0 where it names none."""
    text, place = (request.GET.get(name, request.POST.get(name, "")) for name in ("text", "place"))
    return int(text) if text.isdigit() else None, int(place) if place.isdigit() else 0


def shown_part(request: HttpRequest, meeting: Meeting) -> Stretch | None:
    """Return the part of a long text that the page of this request shows; None where it shows all."""
    found = part_of(meeting, *shown_place(request))
    return Stretch(found[0].pk, found[1].start, found[1].end) if found else None


def page_context(request: HttpRequest, meeting: Meeting, place: tuple[int | None, int] | None = None) -> dict[str, Any]:
    """Return what the confirm page and its parts are drawn from; `place` is a text and a place in it to show."""
    user = person(request)
    text, at = place or shown_place(request)
    page = confirm_page(meeting, text, at=at, original=request.GET.get("show") == "original")
    confirming = may_confirm(user)
    return {
        "page": page,
        "meeting": meeting,
        "original": request.GET.get("show") == "original",
        "may_confirm": confirming,
        "undoable": undoable_step(meeting, user) if confirming else None,
        "drop_reasons": DropReason.choices,
        "matches": len(matches_of(meeting)) if len(page.texts) > 1 else 0,
        "head_corrected": meeting.steps.filter(verb="correct_head", undone=False).exists(),
        "same_meetings": same_meeting(meeting, user) if confirming else [],
    }


def bench(
    request: HttpRequest,
    meeting: Meeting,
    *,
    chosen: str = "",
    place: tuple[int | None, int] | None = None,
    status: int = 200,
    done: str = "",
    **extra: Any,
) -> HttpResponse:
    """Answer a write: with the redrawn parts of the page for a script, else with the page itself.

    `chosen` is the row to go to and `place` where it stands, if elsewhere; `done` a line saying what was done.
    """
    if not getattr(request, "htmx", False):
        words = extra.get("problem") or extra.get("conflict") or done
        if words:
            messages.add_message(request, messages.ERROR if status >= 400 else messages.SUCCESS, words)
        return redirect("meetings:confirm", pk=meeting.pk)
    meeting.refresh_from_db()
    context = page_context(request, meeting, place) | {"partial": True, "done": done} | extra
    response = render(request, "meetings/_bench.html", context, status=status)
    if chosen:
        response["HX-Trigger-After-Settle"] = json.dumps({"chosen": chosen})
    return response


def _conflict_words(conflict: Conflict, user: User) -> str:
    """Return who changed it when, and what stands there now."""
    step = conflict.step
    if step is None:
        return _("这一项已被改动或删除，您的操作没有写入；页面已更新为现在的内容。")
    who = _("您在另一个窗口") if step.actor_id == user.pk else step.actor_name
    when = step.at
    return _("%(who)s %(when)s %(what)s。您的操作没有写入；页面已更新为现在的内容，请核对后再操作。") % {
        "who": who,
        "when": when.astimezone().strftime("%H:%M"),
        "what": step.label,
    }


def differences(action: Action, given: dict[str, Any], labels: dict[str, str]) -> list[tuple[str, Any, Any]]:
    """Return (label, theirs, yours) for what a clerk typed and what stands there now."""
    return [
        (labels[name], theirs, given.get(name, ""))
        for name, theirs in _shown(action).items()
        if theirs != given.get(name, "")
    ]


def _shown(action: Action) -> dict[str, Any]:
    values = ActionForm.values_of(action)
    return {name: value for name, value in values.items() if name not in ("version", "fan_out")}
