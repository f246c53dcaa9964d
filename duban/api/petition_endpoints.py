"""Ordinary petitions for other programs: what a person sees of them in the open, and a unit's taking up, objection and reply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from duban.api import petition_schemas as s
from duban.api.answering import MOST, PROBLEMS, Key, RowId, actor_of, paged, written
from duban.organizations.models import User
from duban.petitions import actions
from duban.petitions.actions import PetitionRefused
from duban.petitions.actions.referring import unit_view
from duban.petitions.models import Petition
from duban.petitions.permissions import reads_all, visible_to
from duban.petitions.queries.lists import ORDERS, in_order, narrowed
from duban.redaction import redact
from duban.tasks.models import Task
from duban.tasks.permissions import visible_to as tasks_visible_to

router = Router(tags=["petitions"])


@router.get("/petitions", response={200: s.CitizenPetitionPage, **PROBLEMS})
def petitions(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=60)] = "",
    state: Annotated[str, Query(max_length=20, description="a state, `any`, or empty for those in hand")] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(ge=1, le=MOST)] = 25,
) -> Any:
    """List the petitions this person sees, whose clock runs out first on top."""
    rows = narrowed(visible_to(request.user), {"q": q, "state": state}, timezone.localdate())
    found = paged("petitions", in_order(rows, list(ORDERS["due"])), page, size)
    return found | {"petitions": [_brief(row) for row in found["petitions"]]}


@router.get("/petitions/{petition_id}", response={200: s.CitizenPetitionOut, **PROBLEMS})
def petition(request: HttpRequest, petition_id: RowId) -> Any:
    """Show a petition in the words that may stand in the open; a unit sees what was sent to it, and its own reply."""
    row = _petition(request, petition_id)
    view = asdict(unit_view(row))
    shown = {name: view[name] for name in ("summary", "area", "instruction", "conclude_by")}
    own = Task.objects.filter(pk=row.task_id) if row.task_id else Task.objects.none()
    seen = tasks_visible_to(request.user, own).exists()
    office = {"satisfied": row.satisfied, "solved": row.solved} if reads_all(request.user) else {}
    return {
        **_brief(row), **shown, **office, "nature": row.nature, "reply": row.reply, "conclusion": row.conclusion,
        "reopened": row.reopened, "task": row.task_id if seen else None,
    }  # fmt: skip


@router.post("/petitions/{petition_id}/take-up", response={200: s.PetitionMoved, **PROBLEMS})
def take_up(request: HttpRequest, petition_id: RowId, key: Key = "") -> Any:
    """Take the petition up as the unit it was referred to (接收办理)."""
    return _moved(request, petition_id, key, lambda row, actor: actions.take_up(row, actor=actor))


@router.post("/petitions/{petition_id}/return", response={200: s.PetitionMoved, **PROBLEMS})
def object_to(request: HttpRequest, petition_id: RowId, given: s.ReasonIn, key: Key = "") -> Any:
    """Object to the referral with a reason (退回异议)."""
    return _moved(
        request, petition_id, key,
        lambda row, actor: actions.return_petition(row, actor=actor, reason=given.reason),
    )  # fmt: skip


@router.post("/petitions/{petition_id}/reply", response={200: s.PetitionMoved, **PROBLEMS})
def reply(request: HttpRequest, petition_id: RowId, given: s.ReplyIn, key: Key = "") -> Any:
    """Write what is to be answered (报答复意见); a text that seems to name a private person is refused: a person decides that."""

    def work(row: Petition, actor: User) -> None:
        found = len(redact(given.text).redactions)
        if found:
            words = _("答复意见里有 %(count)d 处疑似个人信息，接口不替人判断：请改写，或在页面上逐处确认后上报。")
            raise PetitionRefused(words % {"count": found})
        actions.reply(row, actor=actor, text=given.text, conclusion=given.conclusion)

    return _moved(request, petition_id, key, work)


def _moved(request: HttpRequest, petition_id: int, key: str, work: Callable[[Petition, User], Any]) -> Any:
    """Do the work on what this person sees and may do; answer with where the petition then stands."""

    def made() -> dict[str, Any]:
        work(_petition(request, petition_id), actor_of(request))
        return {**Petition.objects.values("id", "number", "state").get(pk=petition_id)}

    return written(request, key, 200, made)


def _brief(row: Petition) -> dict[str, Any]:
    names = ("id", "number", "title", "type", "channel", "state", "received_on", "due_on", "due_clock", "urgent")
    return {**{name: getattr(row, name) for name in names}, "handler": row.handler.code if row.handler else None}


def _petition(request: HttpRequest, petition_id: int) -> Petition:
    return get_object_or_404(visible_to(request.user).select_related("area", "handler", "task"), pk=petition_id)
