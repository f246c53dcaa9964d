"""Pages of a list, kept together with its filters and order."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

ROWS = 25
M = TypeVar("M", bound=Model)


def page_of(request: HttpRequest, rows: QuerySet[M], size: int = ROWS) -> Page[M]:
    """Return the page that `?page=` asks for, the nearest one where there is no such page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def ordering_of(request: HttpRequest, allowed: dict[str, tuple[str, ...]], default: str) -> tuple[str, list[str]]:
    """Return the column that `?order=` asks for (`-` in front: downwards) and the fields to order by.

    `allowed` maps a column's name to its fields; anything else falls back to `default`.
    """
    order = request.GET.get("order", default)
    if order.lstrip("-") not in allowed or order.startswith("--"):
        order = default
    fields = allowed[order.lstrip("-")]
    if order.startswith("-"):
        fields = tuple(field[1:] if field.startswith("-") else f"-{field}" for field in fields)
    return order, list(fields)


def query_with(request: HttpRequest, **changes: Any) -> str:
    """Return the query string of this page with some parameters changed; None takes one away."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"
