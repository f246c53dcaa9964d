"""The confirm page, its small writes, undo, and the progress of a reading."""

from __future__ import annotations

from typing import cast

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duban.jobs.models import JobState
from duban.meetings.actions import proposals, shaping, steps
from duban.meetings.actions.errors import Conflict, NotPossible
from duban.meetings.actions.rows import MODELS
from duban.meetings.models import Action, AgendaItem, Meeting, MeetingText, Requirement, Sentence, TextState
from duban.meetings.views.bench import bench, meeting_or_404, page_context, person, shown_part, writes
from duban.organizations.models import Role
from duban.organizations.permissions import requires

Row = Requirement | Action | Sentence


@require_safe
@requires(Role.CLERK, Role.DESK, Role.LEADER)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the text beside the tree of its proposals; `?show=original` what stood there before the repairs.

    A script that asks gets another text (`?text=`) alone."""
    meeting = meeting_or_404(request, pk)
    context = page_context(request, meeting)
    if getattr(request, "htmx", False):
        return render(request, "meetings/_other_text.html", context)
    return render(request, "meetings/confirm.html", context)


@require_safe
@requires(Role.CLERK, Role.DESK, Role.LEADER)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Return how far the readings are; once all have ended, have the page drawn anew."""
    meeting = meeting_or_404(request, pk)
    waiting = list(meeting.texts.filter(state=TextState.WAITING).select_related("job"))
    stuck = [text for text in waiting if text.job and text.job.state == JobState.FAILED]
    response = render(request, "meetings/_progress.html", {"meeting": meeting, "waiting": waiting})
    if not waiting or len(stuck) == len(waiting):
        list(get_messages(request))
        response["HX-Refresh"] = "true"
    return response


@require_POST
@writes
def take_step(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Do one small thing to one row: `verb`, `target` (action-12), the `version` seen, and what the verb needs."""
    row = _row(meeting, request.POST.get("target", ""))
    version = _number(request.POST.get("version"))
    verb = request.POST.get("verb", "")
    chosen = _do(verb, row, version, request)
    return bench(request, meeting, chosen=chosen)


@require_POST
@writes
def undo(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Undo this person's last step."""
    step = steps.undo(meeting, actor=person(request))
    key = next((key for key in step.before if step.before[key] is not None), "")
    return bench(
        request,
        meeting,
        chosen=key.replace(":", "-"),
        place=_place(key),
        done=_("已撤销：%(label)s") % {"label": step.label},
    )


@require_POST
@writes
def mark(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Make a requirement of the words selected in the text."""
    text = get_object_or_404(MeetingText, pk=_number(request.POST.get("text")), meeting=meeting)
    start, end = _number(request.POST.get("start")), _number(request.POST.get("end"))
    made = shaping.mark_requirement(text, start or 0, end or 0, actor=person(request))
    action = made.actions.get()
    return bench(request, meeting, chosen=f"action-{action.pk}", done=_("已新建要求，请填牵头单位。"))


@require_POST
@writes
def keep_rest(request: HttpRequest, meeting: Meeting, item: int) -> HttpResponse:
    """Keep all that is undecided of an agenda item; 0 is what belongs to none."""
    agenda = get_object_or_404(AgendaItem, pk=item, text__meeting=meeting) if item else None
    within = shown_part(request, meeting)
    number = proposals.keep_rest(meeting, agenda, within=within, actor=person(request))
    return bench(request, meeting, done=_("保留了 %(n)d 条要求。") % {"n": number})


def _do(verb: str, row: Row, version: int | None, request: HttpRequest) -> str:
    """Call the action of the verb; return the key of a new row to go to, if any."""
    actor, given = person(request), request.POST
    reason = given.get("reason", "")
    match verb, row:
        case "keep", Requirement() | Action():
            proposals.keep(row, version=version, actor=actor)
        case "drop", Requirement() | Action():
            proposals.drop(row, reason=reason, version=version, actor=actor)
        case "drop", Sentence():
            proposals.drop_sentence(row, reason=reason, version=version, actor=actor)
        case "reopen", Requirement() | Action():
            proposals.reopen(row, version=version, actor=actor)
        case "keep", Sentence():
            made = shaping.restore_sentence(row, version=version, actor=actor)
            return f"requirement-{made.pk}"
        case "trackable", Action():
            proposals.set_trackable(row, trackable=not row.trackable, version=version, actor=actor)
        case "merge", Requirement() | Action():
            _merge_or_part(row, version, request)
        case "split", Requirement() | Action():
            shaping.split(row, _number(given.get("at")) or 0, version=version, actor=actor)
        case _:
            raise NotPossible(_("这一项不能做这个操作，请刷新页面。"))
    return ""


def _merge_or_part(row: Requirement | Action, version: int | None, request: HttpRequest) -> None:
    if isinstance(row, Action) and row.merged_into_id:
        shaping.part(row, version=version, actor=person(request))
    else:
        shaping.merge(row, version=version, actor=person(request))


def _row(meeting: Meeting, key: str) -> Row:
    """Return the row a page named, where it belongs to this meeting; raise Conflict where it is gone."""
    kind, _dash, number = key.partition("-")
    model = MODELS.get(kind)
    place = {Requirement: "text__meeting", Sentence: "text__meeting", Action: "requirement__text__meeting"}
    if model not in place or not number.isdigit():
        raise NotPossible(_("没有选中要处理的项，请先点选一项。"))
    row = model._default_manager.filter(**{"pk": number, place[model]: meeting}).first()
    if row is None:
        raise Conflict(f"{kind}:{number}", steps.last_step(f"{kind}:{number}"))
    return cast(Row, row)


def _place(key: str) -> tuple[int | None, int] | None:
    """Return the text and the place in it of the row a step's key names; None for none."""
    kind, _colon, number = key.partition(":")
    owner = {"requirement": "text_id", "sentence": "text_id", "action": "requirement__text_id"}.get(kind)
    if owner is None:
        return None
    return MODELS[kind]._default_manager.filter(pk=number).values_list(owner, "start").first()


def _number(words: str | None) -> int | None:
    return int(words) if words and words.isdigit() else None
