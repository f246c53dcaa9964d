"""Petitions that may be the same matter registered before: told before another is registered, decided by a person."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.organizations.models import User
from duban.petitions.listed import ListedPetition
from duban.petitions.models import Petition
from duban.petitions.permissions import visible_to
from duban.similarity import SimilarIndex
from duban.similarity.scores import PROPOSE_FROM

DAYS, MOST, SHOWN = 365, 1500, 5  # how far back, how many are compared at most, how many are named


@dataclass(frozen=True, slots=True)
class Alike:
    """A petition registered before, and how alike its text is."""

    petition: Petition
    score: float

    @property
    def share(self) -> str:
        """The likeness in words."""
        return f"{self.score:.0%}"


def alike_to(person: User, summary: str, token: uuid.UUID | None = None) -> list[Alike]:
    """Return the petitions the person sees whose text is like this one, most alike first.

    One registered with the same form's `token` is none of them: that is a double click.
    """
    known = _registered(visible_to(person).exclude(once__isnull=False, once=token), summary)
    matches = [match for match in known.find(summary, SHOWN) if match.score >= PROPOSE_FROM]
    found = Petition.objects.select_related("area").in_bulk([int(match.id) for match in matches])
    return [Alike(found[int(match.id)], match.score) for match in matches]


def mark_alike(person: User, rows: Iterable[ListedPetition]) -> None:
    """Say of each row of a list that could be registered what it is like: another row before it, or one registered."""
    rows = [row for row in rows if row.facts]
    known = _registered(visible_to(person), *(row.summary for row in rows))
    numbers = dict(Petition.objects.filter(pk__in=known.ids).values_list("pk", "number"))
    for row in rows:
        best = next((match for match in known.find(row.summary, 1) if match.score >= PROPOSE_FROM), None)
        if best:
            values = {"share": f"{best.score:.0%}", "which": numbers.get(int(best.id), -int(best.id))}
            words = (
                _("与已登记的 %(which)s 相似 %(share)s") if int(best.id) > 0 else _("与第 %(which)s 行相似 %(share)s")
            )
            row.like = words % values
        known.add(str(-row.number), row.summary)


class _Known(SimilarIndex):
    """Texts of petitions by id, those of a list's rows by their number below zero."""

    @property
    def ids(self) -> list[int]:
        """The ids so far."""
        return [int(name) for name in self._ids]


def _registered(seen: QuerySet[Petition], *texts: str) -> _Known:
    """Return the newest petitions of a year, and of any year those that say the very same as one of the texts."""
    since = timezone.localdate() - timedelta(days=DAYS)
    lately = seen.filter(received_on__gte=since).order_by("-pk").values_list("pk", flat=True)[:MOST]
    rows = seen.filter(Q(pk__in=list(lately)) | Q(summary__in=texts)).order_by("pk").values_list("pk", "summary")
    known = _Known()
    for pk, summary in rows:
        known.add(str(pk), summary)
    return known
