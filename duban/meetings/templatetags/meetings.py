"""Words for the codes a reading carries: rules, kinds, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.meetings.models import DropReason
from duban.reading.explain import rule_meanings
from duban.reading.terms import AGENDA_KINDS, REPAIR_KINDS, REQUIREMENT_KINDS, term

register = template.Library()
_REASONS: Mapping[str, Any] = dict(DropReason.choices)


@register.filter
def rule_words(code: str) -> str:
    """Return the sentence of a rule code; an empty code is the clerk's own doing."""
    return rule_meanings().get(code, code) if code else _("由经办确定。")


@register.filter
def reason_words(code: str) -> str:
    """Return why something was dropped: the clerk's reason, or the rule of the reading."""
    return str(_REASONS[code]) if code in _REASONS else rule_words(code)


@register.filter
def agenda_kind(code: str) -> str:
    """Return the word for a kind of agenda item."""
    return term(AGENDA_KINDS, code, _language()) if code in AGENDA_KINDS else code


@register.filter
def requirement_kind(code: str) -> str:
    """Return the word for a kind of requirement."""
    return term(REQUIREMENT_KINDS, code, _language()) if code in REQUIREMENT_KINDS else code


@register.filter
def repair_kind(code: str) -> str:
    """Return the word for a kind of repair."""
    return term(REPAIR_KINDS, code, _language()) if code in REPAIR_KINDS else code


@register.filter
def get(table: Mapping[str, Any], key: str) -> Any:
    """Return a table's value for a key, the key where there is none."""
    return table.get(key, key)


@register.filter
def joined(value: Any) -> Any:
    """Return a list as lines of one text, anything else as it is."""
    return "\n".join(value) if isinstance(value, list) else value


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"
