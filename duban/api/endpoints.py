"""The addresses of the API: each asks what the person of the key may see, then calls the same action as the page."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, NinjaAPI, Query, Swagger, UploadedFile
from ninja.errors import ValidationError
from ninja.security import HttpBearer

from duban import __version__
from duban.api import schemas as s
from duban.api.actions import CallConflict, token_for
from duban.api.answering import MOST, PROBLEMS, Key, RowId, actor_of, paged, written
from duban.api.inspection_endpoints import router as inspections
from duban.api.models import Token
from duban.api.petition_endpoints import router as petitions
from duban.files.rules import UnacceptableFile
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.states import MoveRefused as DeskMoveRefused
from duban.organizations.models import Unit, User
from duban.petitions.states import MoveRefused as PetitionMoveRefused
from duban.search.queries import SearchFilter, find
from duban.tasks import actions
from duban.tasks.actions import AlreadyDone, DraftRefused, GivenFile, ReportFacts, SixPoints, TaskConflict, TaskDraft
from duban.tasks.models import Task
from duban.tasks.permissions import visible_to
from duban.tasks.queries import TaskFilter, filtered, in_order
from duban.tasks.states import MoveRefused


class Bearer(HttpBearer):
    """`Authorization: Bearer duban_…`; a key that only reads is refused for anything else."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """Return the key and make its person the one who asks."""
        found = token_for(token)
        if found is None:
            return None
        if found.read_only and request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        if _has_null(request):
            raise DraftRefused(_("内容里有空字符（NUL），请删去后重试。"))
        request.user = found.user
        return found


def _has_null(request: HttpRequest) -> bool:
    """Tell whether a text of the request holds the one character that no database takes; files may hold what they like."""
    if "%00" in request.META.get("QUERY_STRING", ""):
        return True
    return request.content_type == "application/json" and (b"\\u0000" in request.body or b"\0" in request.body)


api = NinjaAPI(
    title="督办 Duban",
    version=__version__,
    description="The ledger for other programs: the same rights, the same actions and the same audit as the pages.",
    auth=Bearer(),
    urls_namespace="api",
    docs=Swagger(settings={"persistAuthorization": False}),
)
api.add_router("", inspections)
api.add_router("", petitions)


def _problem(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    return api.create_response(request, {"code": code, "message": message}, status=status)


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, error: Any) -> HttpResponse:
    return _problem(request, 403, "forbidden", _("这把密钥没有权限这样做。"))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Any) -> HttpResponse:
    return _problem(request, 404, "not_found", _("没有这一项，或没有权限查看。"))


@api.exception_handler(MoveRefused)
@api.exception_handler(PetitionMoveRefused)
@api.exception_handler(DeskMoveRefused)
@api.exception_handler(DeskRefused)
def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return _problem(request, 409, "refused", str(error))


@api.exception_handler(TaskConflict)
def _conflict(request: HttpRequest, error: Any) -> HttpResponse:
    return _problem(request, 409, "already_done" if isinstance(error, AlreadyDone) else "conflict", str(error))


@api.exception_handler(CallConflict)
def _call_conflict(request: HttpRequest, error: Any) -> HttpResponse:
    return _problem(request, 409, "idempotency", str(error))


@api.exception_handler(DraftRefused)
@api.exception_handler(UnacceptableFile)
def _not_accepted(request: HttpRequest, error: Any) -> HttpResponse:
    return _problem(request, 422, "not_accepted", str(error))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    words = "；".join(f"{'.'.join(map(str, found['loc']))}: {found['msg']}" for found in error.errors)
    return _problem(request, 422, "invalid", words[:2000])


# ── reading ──


@api.get("/units", response={200: list[s.UnitOut], **PROBLEMS}, tags=["units"])
def units(request: HttpRequest) -> Any:
    """List the units, the ones in use first."""
    return Unit.objects.order_by("-active", "position", "code")


@api.get("/tasks", response={200: s.TaskPage, **PROBLEMS}, tags=["tasks"])
def tasks(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100)] = "",
    unit: Annotated[str, Query(max_length=32, description="unit code")] = "",
    state: Annotated[str, Query(max_length=20, description="a state, `all`, or empty for those in hand")] = "",
    due: Annotated[str, Query(max_length=10, description="overdue, today, week, month, none")] = "",
    order: Annotated[str, Query(max_length=20)] = "deadline",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(ge=1, le=MOST)] = 25,
) -> Any:
    """List the tasks this person sees, narrowed and sorted as in the ledger."""
    wanted = TaskFilter(words=q, unit=_unit(unit).pk if unit else None, state=state, due=due)
    found = filtered(visible_to(request.user), wanted, timezone.localdate())
    return paged("tasks", in_order(found.select_related("lead_unit"), order), page, size)


@api.get("/tasks/{task_id}", response={200: s.TaskOut, **PROBLEMS}, tags=["tasks"])
def task(request: HttpRequest, task_id: RowId) -> Any:
    """Show a task with its units, origins, moves and reports."""
    return _task(request, task_id)


@api.get("/search", response={200: s.Hits, **PROBLEMS}, tags=["search"])
def search(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100)],
    kind: Annotated[str, Query(max_length=20)] = "",
    page: Annotated[int, Query(ge=1, le=40)] = 1,
) -> Any:
    """Find words in everything this person may read."""
    found = find(request.user, q, SearchFilter(kind=kind), page)
    hits = [
        {
            "kind": hit.entry.kind,
            "title": hit.entry.title,
            "text": "".join(piece.text for piece in hit.text),
            "link": hit.entry.link,
            "task": hit.entry.task_id,
        }
        for hit in found.hits
    ]
    return {"total": found.total, "hits": hits}


# ── writing ──


@api.post("/tasks", response={201: s.TaskOut, **PROBLEMS}, tags=["tasks"])
def open_task(request: HttpRequest, given: s.NewTask, key: Key = "") -> Any:
    """Open a task by hand and assign it."""

    def work() -> Task:
        today = timezone.localdate()
        draft = TaskDraft(
            source="manual", year=today.year, title=given.title, lead_unit=_unit(given.lead_unit),
            responsible_units=tuple(map(_unit, given.responsible_units)),
            supporting_units=tuple(map(_unit, given.supporting_units)),
            deadline=given.deadline, deliverable=given.deliverable, reporting_rhythm=given.reporting_rhythm,
            priority=given.priority,
        )  # fmt: skip
        return actions.open_task(draft, actor=actor_of(request))

    return written(request, key, 201, work, s.TaskOut)


@api.post("/tasks/{task_id}/sign-for", response={200: s.TaskOut, **PROBLEMS}, tags=["moves"])
def sign_for(request: HttpRequest, task_id: RowId, given: s.Signing, key: Key = "") -> Any:
    """Sign for the task (签收)."""
    values = given.dict(exclude={"version"})
    return _moved(request, task_id, given, key, lambda row, actor: actions.sign_for(row, actor=actor, **values))


@api.post("/tasks/{task_id}/hand-back", response={200: s.TaskOut, **PROBLEMS}, tags=["moves"])
def hand_back(request: HttpRequest, task_id: RowId, given: s.Reason, key: Key = "") -> Any:
    """Hand the task back with a reason (退回)."""
    return _moved(
        request, task_id, given, key, lambda row, actor: actions.hand_back(row, actor=actor, reason=given.reason)
    )


@api.post("/tasks/{task_id}/report", response={201: s.ReportOut, **PROBLEMS}, tags=["moves"])
def report(request: HttpRequest, task_id: RowId, given: s.ReportIn, key: Key = "") -> Any:
    """Report progress (报送进展); where the unit's head approves first, the report waits for that."""
    values = given.dict(exclude={"once"})
    facts = replace(ReportFacts(**values), once=given.once or uuid.uuid4())
    return written(
        request,
        key,
        201,
        lambda: actions.report_progress(_task(request, task_id), facts, actor=actor_of(request)),
        s.ReportOut,
    )


@api.post("/tasks/{task_id}/evidence", response={201: list[s.EvidenceOut], **PROBLEMS}, tags=["moves"])
def evidence(request: HttpRequest, task_id: RowId, file: File[UploadedFile], key: Key = "") -> Any:
    """Attach a file as evidence (佐证材料); the same bytes are kept once."""
    content = file.read()

    def work() -> Any:
        given = GivenFile(file.name or "", content)
        rows = actions.attach(_task(request, task_id), [given], actor=actor_of(request))
        return [{"name": row.name, "sha256": row.file.sha256, "size": row.file.size} for row in rows]

    return written(request, key, 201, work, None, content)


@api.post("/tasks/{task_id}/request-completion", response={200: s.TaskOut, **PROBLEMS}, tags=["moves"])
def request_completion(request: HttpRequest, task_id: RowId, given: s.Completion, key: Key = "") -> Any:
    """Ask for the task's completion to be verified (申请办结)."""
    return _moved(
        request, task_id, given, key,
        lambda row, actor: actions.request_completion(row, actor=actor, statement=given.statement),
    )  # fmt: skip


@api.post("/tasks/{task_id}/verify", response={200: s.TaskOut, **PROBLEMS}, tags=["moves"])
def verify(request: HttpRequest, task_id: RowId, given: s.Verification, key: Key = "") -> Any:
    """Verify by the six-point test (核查), as a second person."""
    points = SixPoints(**given.dict(exclude={"version", "remark"}))
    return _moved(
        request, task_id, given, key,
        lambda row, actor: actions.verify(row, actor=actor, points=points, remark=given.remark),
    )  # fmt: skip


@api.post("/tasks/{task_id}/send-back", response={200: s.TaskOut, **PROBLEMS}, tags=["moves"])
def send_back(request: HttpRequest, task_id: RowId, given: s.Reason, key: Key = "") -> Any:
    """Send a completion request back with a reason."""
    return _moved(
        request, task_id, given, key, lambda row, actor: actions.send_back(row, actor=actor, reason=given.reason)
    )


@api.post("/tasks/{task_id}/close-out", response={200: s.TaskOut, **PROBLEMS}, tags=["moves"])
def close_out(request: HttpRequest, task_id: RowId, given: s.Remark, key: Key = "") -> Any:
    """Close a verified task out (销号)."""
    return _moved(
        request, task_id, given, key, lambda row, actor: actions.close_out(row, actor=actor, remark=given.remark)
    )


@api.post("/tasks/{task_id}/request-change", response={200: s.TaskOut, **PROBLEMS}, tags=["moves"])
def request_change(request: HttpRequest, task_id: RowId, given: s.ChangeIn, key: Key = "") -> Any:
    """Ask for another deadline, lead unit or target."""
    wanted = actions.ChangeWanted(
        given.kind, given.deadline, _unit(given.lead_unit) if given.lead_unit else None, given.target
    )
    return _moved(
        request, task_id, given, key,
        lambda row, actor: actions.request_change(
            row, wanted, actor=actor, reason=given.reason, today=timezone.localdate()
        ),
    )  # fmt: skip


# ── how each is done ──


def _moved(request: HttpRequest, task_id: int, given: s.Versioned, key: str, move: Callable[[Task, User], Any]) -> Any:
    """Make a move on the version the program had seen and answer with the task as it then is."""

    def work() -> Task:
        row = _task(request, task_id)
        row.version = given.version or row.version
        move(row, actor_of(request))
        return _task(request, task_id)

    return written(request, key, 200, work, s.TaskOut)


def _task(request: HttpRequest, task_id: int) -> Task:
    return get_object_or_404(visible_to(request.user).select_related("lead_unit"), pk=task_id)


def _unit(code: str) -> Unit:
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise DraftRefused(_("没有代码为“%(code)s”的单位，可用 GET /api/units 查询。") % {"code": code})
    return found
