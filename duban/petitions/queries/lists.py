"""The list of petitions, narrowed and put in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from duban.petitions.models import ANSWERED, Petition

ORDERS: dict[str, tuple[str, ...]] = {
    "due": ("due_on", "pk"),
    "number": ("-pk",),
    "received": ("-received_on", "-pk"),
}
SOON = timedelta(days=7)


def narrowed(petitions: QuerySet[Petition], wanted: Mapping[str, Any], today: date) -> QuerySet[Petition]:
    """Return the petitions that the filter names; without a state those in hand."""
    if words := wanted.get("q"):
        petitions = petitions.filter(Q(number__icontains=words) | Q(title__contains=words) | Q(summary__contains=words))
    state = wanted.get("state")
    if not state:
        petitions = petitions.filter(in_hand=1)
    elif state == "answered":
        petitions = petitions.filter(state__in=ANSWERED)
    elif state != "any":
        petitions = petitions.filter(state=state)
    plain = {"nature": "nature", "type": "type", "channel": "channel", "satisfied": "satisfied", "clock": "due_clock"}
    petitions = petitions.filter(**{field: wanted[name] for name, field in plain.items() if wanted.get(name)})
    if area := wanted.get("area"):
        petitions = petitions.filter(area=None) if area == "none" else petitions.filter(area=area)
    if due := wanted.get("due"):
        last = today - timedelta(days=1) if due == "overdue" else today + SOON
        petitions = petitions.filter(due_on__lte=last)
    if solved := wanted.get("solved"):
        petitions = petitions.filter(solved=solved == "yes")
    if wanted.get("reopened"):
        petitions = petitions.filter(reopened__gt=0)
    if year := wanted.get("year"):
        petitions = petitions.filter(received_on__year=year)
    return petitions.select_related("area", "handler")


def in_order(petitions: QuerySet[Petition], fields: list[str]) -> QuerySet[Petition]:
    """Return them in this order; what has no clock comes last."""
    if fields[0] in ("due_on", "-due_on"):
        due = F("due_on").desc(nulls_last=True) if fields[0][0] == "-" else F("due_on").asc(nulls_last=True)
        return petitions.order_by(due, *fields[1:])
    return petitions.order_by(*fields)
