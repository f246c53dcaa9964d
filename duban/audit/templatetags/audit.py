"""Showing an audit row in words."""

from __future__ import annotations

from django import template

from duban.audit import wording
from duban.audit.models import AuditEntry

register = template.Library()


@register.filter
def verb_name(entry: AuditEntry) -> str:
    """Return what was done, in words."""
    return wording.verb_name(entry.verb)


@register.filter
def changes(entry: AuditEntry) -> list[tuple[str, str]]:
    """Return the changed fields in words, each with `before → after`."""
    rows = entry.changes.items()
    return [
        (wording.field_name(entry.object_type, field), wording.value_text(entry.object_type, field, values))
        for field, values in rows
    ]
