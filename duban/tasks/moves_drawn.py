"""The moves of a task as the list of its page, drawn in code: in a template a life of ten moves cost a third of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.tasks.models import STATE_LABELS, VERB_LABELS, TaskMove
from duban.tasks.wording import FIELD_LABELS

_LABELS: dict[str, Mapping[str, object]] = {"verb": VERB_LABELS, "state": STATE_LABELS, "field": FIELD_LABELS}


def moves_drawn(moves: Iterable[TaskMove]) -> SafeString:
    """Return the moves as list items, in the order given."""
    head = "".join(f'<th scope="col">{word}</th>' for word in (_("变更项"), _("原来"), _("现在")))
    verbs, states, fields = (_in_words(name, get_language()) for name in _LABELS)
    lines = []
    for move in moves:
        before, after, reason, changes = move.from_state, move.to_state, move.reason, move.changes
        when = timezone.localtime(move.at)
        moved = f'<time datetime="{when.isoformat()}">{when:%Y-%m-%d %H:%M}</time> <strong>{_label(verbs, move.verb)}</strong>'
        way = f"{_label(states, before)} → {_label(states, after)}" if before and before != after else ""
        quiet = f' <span class="quiet">{way}</span>' if way else ""
        why = f"<p>{_('理由')}：{escape(reason)}</p>" if reason else ""
        table = _table(head, fields, changes) if before and changes else ""
        lines.append(f'<li><p class="move-head">{moved} {escape(move.actor_name)}{quiet}</p>{why}{table}</li>')
    return SafeString("\n".join(lines))


@lru_cache(maxsize=16)
def _in_words(name: str, _language: str | None) -> dict[str, str]:
    """Return the escaped words of a table in the language being spoken: looked up once, not for every move."""
    return {key: escape(word) for key, word in _LABELS[name].items()}


def _label(words: Mapping[str, str], key: str) -> str:
    return words.get(key) or escape(key)


def _table(head: str, fields: Mapping[str, str], changes: Mapping[str, Sequence[object]]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_label(fields, field)}</th>'
        f"<td><del>{_words(values[0])}</del></td><td>{_words(values[1])}</td></tr>"
        for field, values in changes.items()
    )
    return f'<table class="table changes"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _words(value: object) -> str:
    return escape(value or "—").replace("\n", "<br>")
