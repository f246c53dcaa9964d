"""The inspection desk for other programs: what a person sees of its petitions, and what a unit writes to them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import fields
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Query, Router, UploadedFile

from duban.api import inspection_schemas as s
from duban.api.answering import MOST, PROBLEMS, Key, RowId, actor_of, paged, written
from duban.api.schemas import Reason, Versioned
from duban.files.actions import take_in
from duban.inspections.actions import guarding, handling, showing
from duban.inspections.actions.handling import Findings
from duban.inspections.models import GuardQuestion, Moment, Petition
from duban.inspections.permissions import inspections_visible_to, visible_to, who_is
from duban.inspections.states import PetitionVerb, may
from duban.organizations.models import User

V = PetitionVerb
router = Router(tags=["inspections"])
PageNumber = Annotated[int, Query(ge=1, le=100_000)]
Size = Annotated[int, Query(ge=1, le=MOST)]


@router.get("/inspections", response={200: s.InspectionPage, **PROBLEMS})
def inspections(request: HttpRequest, page: PageNumber = 1, size: Size = 25) -> Any:
    """List the inspections this person sees, the latest first."""
    return paged("inspections", inspections_visible_to(request.user), page, size)


@router.get("/inspections/{inspection_id}/petitions", response={200: s.DeskPetitionPage, **PROBLEMS})
def petitions(
    request: HttpRequest,
    inspection_id: RowId,
    state: Annotated[str, Query(max_length=12, description="a state; empty for all")] = "",
    in_hand: Annotated[bool, Query(description="only those somebody still has to do something about")] = False,
    page: PageNumber = 1,
    size: Size = 25,
) -> Any:
    """List the petitions of an inspection that this person sees, by the reply's limit."""
    inspection = get_object_or_404(inspections_visible_to(request.user), pk=inspection_id)
    rows = visible_to(request.user).filter(inspection=inspection)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(in_hand=1) if in_hand else rows
    return paged(
        "petitions", rows.select_related("area", "main_type", "lead_unit").order_by("reply_due", "pk"), page, size
    )


@router.get("/inspection-petitions/{petition_id}", response={200: s.DeskPetitionOut, **PROBLEMS})
def petition(request: HttpRequest, petition_id: RowId) -> Any:
    """Show a petition: its text as it was redacted, what was found and done."""
    return _petition(request, petition_id)


@router.post("/inspection-petitions/{petition_id}/findings", response={200: s.Moved, **PROBLEMS})
def write(request: HttpRequest, petition_id: RowId, given: s.FindingsIn, key: Key = "") -> Any:
    """Keep what was found and done so far; guards ask about it, see `questions`."""
    wanted = given.dict(exclude={"version"}, exclude_unset=True)

    def work(row: Petition, actor: User) -> None:
        there = {part.name: getattr(row, part.name) for part in fields(Findings)}
        said = {name: value for name, value in wanted.items() if value is not None or name == "revisit_on"}
        handling.write(row, Findings(**there | said), actor=actor, version=given.version)

    return _moved(request, petition_id, key, V.WRITE, work)


@router.post("/inspection-petitions/{petition_id}/measures", response={201: s.Moved, **PROBLEMS})
def add_measure(request: HttpRequest, petition_id: RowId, given: s.MeasureIn, key: Key = "") -> Any:
    """Add a measure: one that helps at once (即知即改) or a lasting one (长效整改)."""
    return _moved(
        request, petition_id, key, V.ADD, lambda row, actor: showing.add_measure(row, **given.dict(), actor=actor), 201
    )


@router.post("/inspection-petitions/{petition_id}/visits", response={201: s.Moved, **PROBLEMS})
def add_visit(request: HttpRequest, petition_id: RowId, given: s.VisitIn, key: Key = "") -> Any:
    """Note that somebody went to look."""
    return _moved(
        request, petition_id, key, V.ADD, lambda row, actor: showing.add_visit(row, **given.dict(), actor=actor), 201
    )


@router.post("/inspection-petitions/{petition_id}/pictures", response={201: s.Moved, **PROBLEMS})
def add_picture(
    request: HttpRequest,
    petition_id: RowId,
    file: File[UploadedFile],
    moment: Annotated[Moment, Form()] = Moment.AFTER,
    caption: Annotated[str, Form(max_length=120)] = "",
    key: Key = "",
) -> Any:
    """Show the place before or after; what the file says of place and camera goes nowhere."""
    content = file.read()

    _petition(request, petition_id)  # who does not see it stores nothing
    staged = take_in(io.BytesIO(content), file.name or "", actor_of(request), len(content))
    try:
        return _moved(
            request, petition_id, key, V.ADD,
            lambda row, actor: showing.add_picture(row, staged, moment=moment.value, caption=caption, actor=actor),
            201, b"\n".join([content, moment.value.encode(), caption.encode()]),
        )  # fmt: skip
    finally:
        staged.drop()


@router.post("/inspection-petitions/{petition_id}/submit", response={200: s.Moved, **PROBLEMS})
def submit(request: HttpRequest, petition_id: RowId, given: Versioned, key: Key = "") -> Any:
    """Hand the result in (上报办理结果)."""
    return _moved(
        request, petition_id, key, V.SUBMIT, lambda row, actor: handling.submit(row, actor=actor, version=given.version)
    )


@router.post("/inspection-petitions/{petition_id}/hand-back", response={200: s.Moved, **PROBLEMS})
def hand_back(request: HttpRequest, petition_id: RowId, given: Reason, key: Key = "") -> Any:
    """Give the petition back to the desk with a reason (单位退回)."""
    return _moved(
        request, petition_id, key, V.HAND_BACK,
        lambda row, actor: handling.hand_back(row, actor=actor, reason=given.reason, version=given.version),
    )  # fmt: skip


@router.post("/inspection-questions/{question_id}/answer", response={200: s.Moved, **PROBLEMS})
def answer(request: HttpRequest, question_id: RowId, given: s.AnswerIn, key: Key = "") -> Any:
    """Answer what a guard asked; nothing decides by itself."""
    seen = GuardQuestion.objects.filter(petition__in=visible_to(request.user))
    question = get_object_or_404(seen.select_related("petition"), pk=question_id)
    return _moved(
        request, question.petition_id, key, V.ANSWER_GUARD,
        lambda _row, actor: guarding.answer(question, given.answer, given.why, actor=actor),
    )  # fmt: skip


def _moved(
    request: HttpRequest, petition_id: int, key: str, verb: PetitionVerb, work: Callable[[Petition, User], Any],
    status: int = 200, body: bytes = b"",
) -> Any:  # fmt: skip
    """Do the work on what this person sees and may ever do; answer with where the petition then stands."""

    def made() -> dict[str, Any]:
        row = _petition(request, petition_id)
        if not may(verb, who_is(request.user, row)):
            raise PermissionDenied
        work(row, actor_of(request))
        return {**Petition.objects.values("id", "number", "state", "version").get(pk=petition_id)}

    return written(request, key, status, made, None, body)


def _petition(request: HttpRequest, petition_id: int) -> Petition:
    along = ("inspection__desk_unit", "batch", "area", "main_type", "lead_unit", "task")
    return get_object_or_404(visible_to(request.user).select_related(*along), pk=petition_id)
