"""The moves a person may make with a task, and those that cannot be made now with the reason, drawn in code."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from duban.tasks.offers import Offer, primary
from duban.tasks.states import Verb
from duban.web.drawing import row_address


def deeds_drawn(offers: Sequence[Offer], pk: int) -> SafeString:
    """Return the buttons, the usual next step marked; nothing where the person has no move at all."""
    usual = primary(offers)
    refused = [offer for offer in offers if offer.refusal]
    drawn = "".join(_button(offer, usual, pk) for offer in offers if not offer.refusal)
    drawn += _refused(refused) if refused else ""
    return SafeString(f'<div class="deeds">{drawn}</div>' if drawn else "")


def _button(offer: Offer, usual: Verb | None, pk: int) -> str:
    is_usual = offer.verb is usual
    key = "e" if offer.verb is Verb.CHANGE else "g" if is_usual else "r" if offer.verb is Verb.REPORT else ""
    key = f' data-key="{key}"' if key else ""
    kind = " button-primary" if is_usual else ""
    return f'<a class="button{kind}" href="{row_address(f"tasks:{offer.verb}", pk)}"{key}>{escape(offer.label)}</a>'


def _refused(offers: Sequence[Offer]) -> str:
    count = len(offers)
    title = ngettext("现在不能办的 %(n)s 项", "现在不能办的 %(n)s 项", count) % {"n": count}
    lines = "".join(
        f'<li><span class="button button-small" aria-disabled="true">{escape(offer.label)}</span>'
        f' <span class="quiet">{escape(offer.refusal)}</span></li>'
        for offer in offers
    )
    return f'<details class="refused"><summary>{title}</summary><ul>{lines}</ul></details>'
