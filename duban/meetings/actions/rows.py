"""Rows as plain values and back: what a step remembers so that it can be undone and compared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model

from duban.meetings.models import Action, Meeting, MeetingText, Requirement, Sentence

Row = Meeting | MeetingText | Sentence | Requirement | Action
State = dict[str, Any]
MODELS: dict[str, type[Row]] = {
    "meeting": Meeting, "text": MeetingText, "sentence": Sentence, "requirement": Requirement, "action": Action,
}  # fmt: skip
# What no step changes, what follows from the rest, or what a release alone may write.
SKIPPED = {"id", "version", "created_at", "created_by", "released_at", "released", "task", "reason"}
DERIVED = {Sentence: {"decision"}, Requirement: set[str](), Action: set[str]()}
ONLY = {MeetingText: {"repairs"}}


def key_of(row: Row) -> str:
    """Return the name a step knows the row by: action:12."""
    kind = next(kind for kind, model in MODELS.items() if isinstance(row, model))
    return f"{kind}:{row.pk}"


def state_of(row: Row) -> State:
    """Return the row's values as JSON can hold them; a foreign key as its id, many as sorted ids."""
    state: State = {}
    for field in row._meta.concrete_fields:
        if _remembered(type(row), field.name):
            value = getattr(row, field.attname)
            state[field.attname] = value.isoformat() if isinstance(value, date) else value
    if row.pk:
        for many in row._meta.many_to_many:
            state[many.name] = sorted(related.pk for related in getattr(row, many.name).all())
    return state


def restore_row(key: str, state: State) -> None:
    """Write the remembered values back, making the row anew where it is gone; its version goes up."""
    kind, pk = key.split(":")
    model = MODELS[kind]
    row: Any = model._default_manager.filter(pk=pk).first() or model(pk=int(pk))
    many = {field.name for field in model._meta.many_to_many}
    fields = {field.attname: field for field in model._meta.concrete_fields}
    for name, value in state.items():
        if name not in many:
            setattr(row, name, fields[name].to_python(value))
    row.version = (row.version or 0) + 1
    row.save()
    for name in many:
        getattr(row, name).set(state[name])


def delete_row(key: str) -> None:
    """Delete a row that a step had made."""
    kind, pk = key.split(":")
    MODELS[kind]._default_manager.filter(pk=pk).delete()


def fetch(keys: Iterable[str]) -> dict[str, Row]:
    """Return key → row for the rows that are still there, with one query a kind and one a relation."""
    ids: dict[str, list[int]] = {}
    for key in keys:
        kind, pk = key.split(":")
        ids.setdefault(kind, []).append(int(pk))
    found: dict[str, Row] = {}
    for kind, pks in ids.items():
        model = MODELS[kind]
        names = [field.name for field in model._meta.many_to_many]
        rows: Iterable[Model] = model._default_manager.filter(pk__in=pks).prefetch_related(*names)
        found.update({f"{kind}:{row.pk}": row for row in rows})  # type: ignore[misc]
    return found


def _remembered(model: type[Row], name: str) -> bool:
    if model in ONLY:
        return name in ONLY[model]
    return name not in SKIPPED and name not in DERIVED.get(model, ())
