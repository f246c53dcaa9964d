"""The trail in the office's words: verbs and fields as the apps name them.

An AppConfig lists its verbs in `audit_verbs`, and in `audit_fields` the fields that are not a model's own.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext


def verb_name(verb: str) -> str:
    """Return a verb in words; the verb itself where no app names it."""
    return str(_listed("audit_verbs").get(verb, verb))


def field_name(object_type: str, field: str) -> str:
    """Return a field in words: as an app lists it, else as the model names it.

    `requirement:12.decision` names a field of a row that belongs to the object.
    """
    row, _dot, own = field.rpartition(".")
    if row:
        model, _colon, number = row.partition(":")
        return f"{_listed('audit_fields').get(model, model)}{number} {field_name(_sibling(object_type, model), own)}"
    listed = _listed("audit_fields").get(field)
    if listed is not None:
        return str(listed)
    return str(getattr(_model_field(object_type, field), "verbose_name", field))


def value_text(object_type: str, field: str, values: Any) -> str:
    """Return `before → after` for a pair, just the value for something new; a choice in its words."""
    row, _dot, own = field.rpartition(".")
    model_field = _model_field(_sibling(object_type, row.partition(":")[0]) if row else object_type, own)
    names = dict(getattr(model_field, "flatchoices", ()))

    def named(value: Any) -> str:
        return str(names[value]) if isinstance(value, str | int) and value in names else _shown(value)

    if isinstance(values, list) and len(values) == 2:
        before, after = values
        return named(after) if before in (None, "") else f"{named(before)} → {named(after)}"
    return named(values)


def _sibling(object_type: str, model: str) -> str:
    """Return the label of another model in the same app."""
    return f"{object_type.partition('.')[0]}.{model}"


def _model_field(object_type: str, field: str) -> Any:
    """Return the model's field of this name, or None."""
    try:
        return apps.get_model(object_type)._meta.get_field(field)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


@cache
def _listed(attribute: str) -> dict[str, str | Promise]:
    """Return what all apps list under this attribute."""
    names: dict[str, str | Promise] = {}
    for config in apps.get_app_configs():
        names.update(getattr(config, attribute, {}))
    return names


def _shown(value: Any) -> str:
    """Return a value as people read it."""
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if value in (None, "", []):
        return gettext("（空）")
    if isinstance(value, list):
        return "、".join(_shown(part) for part in value)
    return str(value)
