"""Words for the codes a reading carries: rules, kinds, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.meetings.models import DropReason, MeetingText, Sentence
from duban.meetings.queries.marked import MarkedParagraph, Piece
from duban.reading.explain import rule_meanings
from duban.reading.terms import AGENDA_KINDS, REPAIR_KINDS, REQUIREMENT_KINDS, term
from duban.reading.warning_codes import english

register = template.Library()
_REASONS: Mapping[str, Any] = dict(DropReason.choices)


@register.filter
def rule_words(code: str) -> str:
    """Return the sentence of a rule code; an empty code is the clerk's own doing."""
    return rule_meanings().get(code, code) if code else _("由经办确定。")


@register.filter
def reason_words(code: str) -> str:
    """Return why something was dropped, without a full stop: the clerk's reason, or the rule of the reading."""
    return str(_REASONS[code]) if code in _REASONS else rule_words(code).rstrip("。.")


@register.filter
def warning_words(warning: Mapping[str, Any]) -> str:
    """Return the sentence of a warning of the reading; the English one is a general one."""
    return english(warning["code"]) if _language() == "en" else str(warning["message"])


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


@register.simple_tag(takes_context=True)
def marked(context: Context, paragraph: MarkedParagraph) -> SafeString:
    """Draw the pieces of a paragraph. In Python and not in a template: a damaged page has hundreds of them."""
    text: MeetingText = context["page"].text
    writes = context["may_confirm"] and not context["original"]
    address = reverse("meetings:repair", args=[text.meeting_id, text.pk, 0]).removesuffix("0/")
    return mark_safe("".join(_piece(piece, address, writes=writes) for piece in paragraph.pieces))  # noqa: S308 — escaped below


def _piece(piece: Piece, address: str, *, writes: bool) -> str:
    attributes = {
        "class": piece.classes,
        "data-at": str(piece.start),
        "data-target": piece.target,
        "data-keys": piece.keys,
    }
    if piece.repair:
        attributes["title"] = _repair_words(piece.repair)
        attributes["data-repair"] = f"{address}{piece.repair_index}/" if writes else ""
    drawn = f"<span{_drawn(attributes)}>{escape(piece.words)}</span>"
    return drawn + (_struck(piece.dropped, writes=writes) if piece.dropped else "")


def _repair_words(repair: Mapping[str, Any]) -> str:
    unsure = "" if repair["certain"] or repair.get("decided") else f"，{_('待确认')}"
    return f"{_('原文：')}{repair['original']}（{repair_kind(repair['kind'])}{unsure}）"


def _struck(sentence: Sentence, *, writes: bool) -> str:
    """Draw the mark after a dropped sentence: its reason, and a button that brings it back."""
    why = reason_words(sentence.reason)
    attributes = {
        "type": "button",
        "class": "reason",
        "data-row": f"sentence-{sentence.pk}",
        "data-version": str(sentence.version),
        "data-label": why,
        "aria-label": why,
        "title": f"{why}（{_('点击恢复为要求')}）" if writes else why,
        "data-do": "keep" if writes else "",
    }
    return f"<button{_drawn(attributes)}{'' if writes else ' disabled'}>↺</button>"


def _drawn(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if value)


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
