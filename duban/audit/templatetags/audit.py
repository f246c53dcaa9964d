"""Showing an audit row in words."""

from __future__ import annotations

from django import template

from duban.audit import wording
from duban.audit.models import AuditEntry, ChainCheck
from duban.audit.rules import Fault, Verdict

register = template.Library()


@register.filter
def verb_name(entry: AuditEntry) -> str:
    """Return what was done, in words."""
    return wording.verb_name(entry.verb)


@register.filter
def changes(entry: AuditEntry) -> list[tuple[str, str]]:
    """Return the changed fields in words, each with `before → after`."""
    return wording.changes_text(entry)


@register.filter
def outcome(check: ChainCheck) -> str:
    """Return the outcome of a finished check in a sentence."""
    fault = Fault(check.fault) if check.fault else None
    return wording.verdict_words(Verdict(check.rows, check.purged, fault, check.broken))
