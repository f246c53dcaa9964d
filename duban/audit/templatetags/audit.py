"""Showing an audit row: the verb in the office's words, a change as before → after."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext

from duban.audit.verbs import verb_names

register = template.Library()


@register.filter
def verb_name(verb: str) -> str:
    """Return the verb in words, as its app names it in the catalogue of `audit_verbs`; else the verb itself."""
    return str(verb_names().get(verb, verb))


@register.filter
def change_text(values: Any) -> str:
    """Return `before → after` for a pair, the value itself otherwise."""
    if isinstance(values, list) and len(values) == 2:
        return f"{_shown(values[0])} → {_shown(values[1])}"
    return _shown(values)


def _shown(value: Any) -> str:
    """Return a value as people read it."""
    if value is None or value == "":
        return gettext("（空）")
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, list):
        return "、".join(_shown(part) for part in value)
    return str(value)
