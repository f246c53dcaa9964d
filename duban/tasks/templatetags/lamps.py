"""The template tag of a lamp's sentence."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def lamp_said(sentence: str) -> str:
    """Return a lamp's first sentence without the lamp's name, which stands before it drawn."""
    for mark in ("：", ": "):
        name, found, rest = sentence.partition(mark)
        if found and len(name) < len("yellow") + 1:
            return rest
    return sentence
