"""The reading as the JSON of the contract: one definition, given whole to the library and piece by piece to a stream.

Lists stay lazy until they are written, so that a text of megabytes never stands in memory as text, tree and JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from json import JSONEncoder
from typing import Any

from duban.reading.model import Action, AgendaItem, Deadline, Meeting, Notice, Quote, Reading, Repair, Requirement

SCHEMA = "duban.reading/1"
_NOWHERE = (0, 0)  # the place of what stands nowhere in the text: the contract wants a span wherever there is the key

_encode = JSONEncoder(ensure_ascii=False).encode


def as_document(reading: Reading) -> dict[str, Any]:
    """Return the reading as plain dicts and lists, keys in the contract's order."""
    document: dict[str, Any] = _materialised(_document(reading))
    return document


def json_pieces(reading: Reading) -> Iterator[str]:
    """Yield the pieces of one JSON object on one line, without a line end."""
    return _pieces(_document(reading))


def _document(reading: Reading) -> dict[str, Any]:
    """Return the reading as a tree whose long lists are iterators."""
    source = reading.source
    return {
        "schema": SCHEMA,
        "source": {
            "name": source.name,
            "sha256": source.sha256,
            "media_type": source.media_type,
            "encoding": source.encoding,
        },
        "restored": {"text": reading.restored.text, "repairs": map(_repair, reading.restored.repairs)},
        "meeting": _meeting(reading.meeting),
        "agenda": map(_agenda_item, reading.agenda),
        "requirements": map(_requirement, reading.requirements),
        "citations": map(_quote, reading.citations),
        "warnings": map(_notice, reading.warnings),
    }


def _pieces(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        opening = "{"
        for key, value in node.items():
            yield f"{opening}{_encode(key)}: "
            yield from _pieces(value)
            opening = ", "
        yield "}"
    elif isinstance(node, Iterator):
        opening = "["
        for item in node:
            yield opening + _encode(item)
            opening = ", "
        yield "]" if opening == ", " else "[]"
    else:
        yield _encode(node)


def _materialised(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _materialised(value) for key, value in node.items()}
    if isinstance(node, (list, tuple, Iterator)):
        return [_materialised(item) for item in node]
    return node


def _quote(quote: Quote) -> dict[str, Any]:
    return {"text": quote.text, "span": quote.span}


def _repair(repair: Repair) -> dict[str, Any]:
    return {
        "kind": repair.kind,
        "span": repair.span,
        "original": repair.original,
        "restored": repair.restored,
        "original_span": repair.original_span,
        "certain": repair.certain,
    }


def _meeting(meeting: Meeting) -> dict[str, Any]:
    day, chair = meeting.date, meeting.chair
    return {
        "title": meeting.title,
        "kind": meeting.kind,
        "convener": meeting.convener,
        "ordinal": meeting.ordinal,
        "term": meeting.term,
        "date": day
        and {
            "text": day.text,
            "span": day.span or _NOWHERE,
            "value": day.value.isoformat(),
            "year_inferred_from": day.year_inferred_from and _quote(day.year_inferred_from),
        },
        "chair": chair and {"name": chair.name, "posts": chair.posts, "span": chair.span},
    }


def _agenda_item(item: AgendaItem) -> dict[str, Any]:
    return {"id": item.id, "kind": item.kind, "topic": item.topic, "span": item.span}


def _requirement(requirement: Requirement) -> dict[str, Any]:
    return {
        "id": requirement.id,
        "agenda": requirement.agenda,
        "kind": requirement.kind,
        "text": requirement.text,
        "span": requirement.span,
        "actions": [_action(action) for action in requirement.actions],
    }


def _action(action: Action) -> dict[str, Any]:
    return {
        "text": action.text,
        "span": action.span,
        "trackable": action.trackable,
        "deadline": action.deadline and _deadline(action.deadline),
        "targets": [
            {"text": target.text, "span": target.span, "quantity": target.quantity, "unit": target.unit}
            for target in action.targets
        ],
        "units": [{"text": unit.text, "span": unit.span} for unit in action.units],
    }


def _deadline(deadline: Deadline) -> dict[str, Any]:
    value = {
        "text": deadline.text,
        "span": deadline.span,
        "value": deadline.value and deadline.value.isoformat(),
    }
    return value | {"recurring": deadline.recurring} if deadline.recurring else value


def _notice(notice: Notice) -> dict[str, Any]:
    return {"code": notice.code, "message": notice.message, "span": notice.span or _NOWHERE}
