"""What the writes to units and people share: the refusal, and what differs before and after."""

from __future__ import annotations

from typing import Any

from django.db import models

_EMPTY: tuple[object, ...] = (None, "", [])


class Refused(ValueError):
    """A change that would break the installation; the text says why and what to do."""


def facts_of(row: models.Model | None, fields: tuple[str, ...]) -> dict[str, Any]:
    """Return a row's values as the audit shows them."""
    if row is None:
        return {}
    values = {field: getattr(row, field) for field in fields}
    return {field: str(value) if isinstance(value, models.Model) else value for field, value in values.items()}


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what differs, as [before, after]; nothing that was empty and still is."""
    pairs = {field: [before.get(field), value] for field, value in after.items()}
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1] and any(x not in _EMPTY for x in pair)}
