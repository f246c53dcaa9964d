"""The forms that open under the tree: an action, an agenda item, the head, a repair, words to correct."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from duban.meetings.actions import heads, joining, proposals, revising
from duban.meetings.actions.errors import Conflict
from duban.meetings.forms import RHYTHMS, ActionForm, AssignForm, HeadForm
from duban.meetings.models import Action, AgendaItem, Meeting, MeetingText
from duban.meetings.queries.lists import meetings_for
from duban.meetings.queries.matching import matches_of
from duban.meetings.views.bench import bench, differences, person, shown_part, writes


@require_http_methods(["GET", "POST"])
@writes
def edit_action(request: HttpRequest, meeting: Meeting, action: int) -> HttpResponse:
    """Show or save an action's wording, units, deadline, deliverable and rhythm; a conflict shows both versions."""
    row = get_object_or_404(Action, pk=action, requirement__text__meeting=meeting)
    values = request.POST if request.method == "POST" else None
    form = ActionForm(values, initial=ActionForm.values_of(row), meeting=meeting, action=row)
    context: dict[str, Any] = {"form": form, "action": row, "meeting": meeting, "rhythms": RHYTHMS}
    if request.method == "GET":
        return render(request, "meetings/_action_form.html", context | {"focus": request.GET.get("focus", "wording")})
    if not form.is_valid():
        return render(request, "meetings/_action_form.html", context, status=422)
    try:
        proposals.edit(row, form.edit(row), version=form.cleaned_data["version"], actor=person(request))
    except Conflict as conflict:
        return _conflict(request, conflict, row, context)
    return bench(request, meeting, chosen=f"action-{row.pk}", done=_("已保存并保留。"))


@require_http_methods(["GET", "POST"])
@writes
def assign_item(request: HttpRequest, meeting: Meeting, item: int) -> HttpResponse:
    """Give all of an agenda item the same units, deadline and rhythm."""
    agenda = get_object_or_404(AgendaItem, pk=item, text__meeting=meeting) if item else None
    form = AssignForm(request.POST if request.method == "POST" else None, meeting=meeting)
    context = {"form": form, "item": agenda, "key": item, "meeting": meeting, "rhythms": RHYTHMS}
    if request.method == "GET" or not form.is_valid():
        return render(request, "meetings/_assign_form.html", context, status=200 if request.method == "GET" else 422)
    number = proposals.assign_item(
        meeting,
        agenda,
        form.change(only_given=True),
        overwrite="overwrite" in request.POST,
        within=shown_part(request, meeting),
        actor=person(request),
    )
    return bench(request, meeting, done=_("已统一交办 %(n)d 项。") % {"n": number})


@require_http_methods(["GET", "POST"])
@writes
def edit_head(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Correct kind, number, date, chair; say which deadlines moved with the date."""
    form = HeadForm(
        request.POST if request.method == "POST" else None,
        instance=Meeting.objects.get(pk=meeting.pk),
        initial={"version": meeting.version},
    )
    if request.method == "GET" or not form.is_valid():
        context = {"form": form, "meeting": meeting}
        return render(request, "meetings/_head_form.html", context, status=200 if request.method == "GET" else 422)
    moved = heads.correct_head(meeting, form.head(), version=form.cleaned_data["version"], actor=person(request))
    done = ngettext("会议信息已更正；%(n)d 项时限随之改变。", "会议信息已更正；%(n)d 项时限随之改变。", len(moved))
    return bench(request, meeting, moved=moved, done=done % {"n": len(moved)} if moved else _("会议信息已更正。"))


@require_http_methods(["GET", "POST"])
@writes
def decide_repair(request: HttpRequest, meeting: Meeting, text: int, index: int) -> HttpResponse:
    """Accept a repair, reject it, or type the right words."""
    row = get_object_or_404(MeetingText, pk=text, meeting=meeting)
    if request.method == "GET":
        repair = row.repairs[index] if index < len(row.repairs) else None
        return render(
            request, "meetings/_repair_form.html", {"meeting": meeting, "text": row, "repair": repair, "index": index}
        )
    version = int(request.POST.get("version") or 0)
    actor = person(request)
    match request.POST.get("verdict"):
        case "accept":
            revising.accept_repair(row, index, version=version, actor=actor)
            return bench(request, meeting, done=_("已采纳这处修复。"))
        case "reject":
            revising.replace_repair(row, index, None, version=version, actor=actor)
        case _:
            revising.replace_repair(row, index, request.POST.get("words", ""), version=version, actor=actor)
    return bench(request, meeting, done=_("文字已更正，已重新解读。"))


@require_http_methods(["GET", "POST"])
@writes
def correct_words(request: HttpRequest, meeting: Meeting, text: int) -> HttpResponse:
    """Show or save a correction of words selected in the text."""
    row = get_object_or_404(MeetingText, pk=text, meeting=meeting)
    given = request.GET if request.method == "GET" else request.POST
    start, end = (int(given.get(name) or 0) for name in ("start", "end"))
    if request.method == "GET":
        context = {"meeting": meeting, "text": row, "start": start, "end": end, "words": row.restored[start:end]}
        return render(request, "meetings/_correct_form.html", context)
    revising.correct_text(
        row, start, end, request.POST.get("words", ""), version=int(given.get("version") or 0), actor=person(request)
    )
    return bench(request, meeting, done=_("文字已更正，已重新解读。"))


@require_http_methods(["GET", "POST"])
@writes
def match(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Show what seems to stand in two texts, and join the pairs the clerk ticks."""
    proposed = matches_of(meeting)
    if request.method == "GET":
        return render(request, "meetings/_match_form.html", {"meeting": meeting, "proposed": proposed})
    chosen = [pair for pair in proposed if pair.key in request.POST.getlist("pair")]
    number = joining.confirm_matches(meeting, chosen, actor=person(request))
    return bench(request, meeting, done=_("已把 %(n)d 项行动并为一事两处出处。") % {"n": number})


@require_POST
@writes
def join_into(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Join this meeting into another one of the same sitting."""
    into = get_object_or_404(meetings_for(request.user), pk=request.POST.get("into") or 0)
    joined = joining.join_meetings(meeting, Meeting.objects.get(pk=into.pk), actor=person(request))
    return bench(request, joined)


def _conflict(request: HttpRequest, conflict: Conflict, row: Action, context: dict[str, Any]) -> HttpResponse:
    """Show what the other wrote beside what this person typed; saving again writes over it knowingly."""
    now = Action.objects.filter(pk=row.pk).first()
    if now is None:
        raise conflict
    form: ActionForm = context["form"]
    labels = {name: str(field.label) for name, field in form.fields.items()}
    given = {name: str(form.data.get(name, "")) for name in form.fields}
    values = {name: form.data.get(name) for name in form.fields if name in form.data}
    again = ActionForm(values | {"version": now.version}, meeting=context["meeting"], action=now)
    context |= {"form": again, "conflict": conflict.step, "differences": differences(now, given, labels), "action": now}
    return render(request, "meetings/_action_form.html", context, status=409)
