"""How every write of the API is answered: made once under its key, by the person of the key, as plain JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Header, Path

from duban.api import schemas as s
from duban.api.actions import once
from duban.organizations.models import User

MOST = 100
PROBLEMS = {400: s.Problem, 401: s.Problem, 403: s.Problem, 404: s.Problem, 409: s.Problem, 422: s.Problem}
Key = Annotated[str, Header(alias="Idempotency-Key", description="the same key makes the same write once")]
RowId = Annotated[int, Path(gt=0, lt=2**63)]


def written(
    request: HttpRequest, key: str, status: int, work: Callable[[], Any], schema: Any = None, body: bytes = b""
) -> HttpResponse:
    """Do the work once under the key; answer with what it made. `body` stands for a body that was read already."""

    def made() -> tuple[int, Any]:
        result = work()
        if schema is None:
            return status, result
        return status, json.loads(schema.from_orm(result).model_dump_json())

    asked = b"\n".join([str(request.method).encode(), request.path.encode(), body or request.body])
    code, answer = once(request.auth, key, asked, made)  # type: ignore[attr-defined]
    return JsonResponse(answer, safe=False, status=code, json_dumps_params={"ensure_ascii": False})


def actor_of(request: HttpRequest) -> User:
    """Return the person of the key."""
    user = request.user
    assert isinstance(user, User)
    return user


def paged(name: str, rows: Any, page: int, size: int) -> dict[str, Any]:
    """Return one page of the rows under this name, with the page to ask for next."""
    total, first = rows.count(), (page - 1) * size
    following = page + 1 if first + size < total else None
    return {"total": total, "page": page, "next": following, name: list(rows[first : first + size])}
