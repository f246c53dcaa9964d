"""The moves of a task as the list of its page, drawn in code: in a template a life of ten moves cost a third of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.tasks.models import STATE_LABELS, VERB_LABELS, TaskMove
from duban.tasks.wording import FIELD_LABELS


def moves_drawn(moves: Iterable[TaskMove]) -> SafeString:
    """Return the moves as list items, in the order given."""
    head = "".join(f'<th scope="col">{word}</th>' for word in (_("变更项"), _("原来"), _("现在")))
    lines = []
    for move in moves:
        before, after, reason, changes = move.from_state, move.to_state, move.reason, move.changes
        when = timezone.localtime(move.at)
        moved = f'<time datetime="{when.isoformat()}">{when:%Y-%m-%d %H:%M}</time> <strong>{_label(VERB_LABELS, move.verb)}</strong>'
        way = f"{_label(STATE_LABELS, before)} → {_label(STATE_LABELS, after)}" if before and before != after else ""
        quiet = f' <span class="quiet">{way}</span>' if way else ""
        why = f"<p>{_('理由')}：{escape(reason)}</p>" if reason else ""
        table = _table(head, changes) if before and changes else ""
        lines.append(f'<li><p class="move-head">{moved} {escape(move.actor_name)}{quiet}</p>{why}{table}</li>')
    return SafeString("\n".join(lines))


def _label(labels: Mapping[str, object], key: str) -> str:
    return escape(labels.get(key, key))


def _table(head: str, changes: Mapping[str, Sequence[object]]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(FIELD_LABELS.get(field, field))}</th>'
        f"<td><del>{_words(values[0])}</del></td><td>{_words(values[1])}</td></tr>"
        for field, values in changes.items()
    )
    return f'<table class="table changes"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _words(value: object) -> str:
    return escape(value or "—").replace("\n", "<br>")
