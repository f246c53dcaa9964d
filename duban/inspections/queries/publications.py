"""Public tables that no longer say what holds: which of their petitions were reopened or rejected since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from duban.inspections.models import VERB_LABELS, PetitionMove, Publication, PublicationState
from duban.inspections.states import PetitionVerb

_AGAIN = (PetitionVerb.REJECT.value, PetitionVerb.REOPEN.value)
_ROAD = (PetitionVerb.REPLY.value, PetitionVerb.FOLLOW_UP.value, *_AGAIN)
AGREED = (PublicationState.CONFIRMED, PublicationState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A petition of a table whose reply holds no longer."""

    petition: int
    number: str
    verb: str
    at: datetime

    @property
    def label(self) -> str:
        """Why it holds no longer, in words."""
        return str(VERB_LABELS[self.verb])


def publications_in_question() -> list[tuple[Publication, TakenUp]]:
    """Return the agreed tables that ask for a new review and have no newer version yet, with what was taken up first."""
    newer = Publication.objects.filter(batch=OuterRef("batch"), version__gt=OuterRef("version"))
    newer = newer.exclude(state=PublicationState.WITHDRAWN)
    rows = Publication.objects.filter(~Exists(newer), state__in=AGREED).select_related("batch__inspection")
    asked = list(rows.defer("rows", "headings").order_by("batch__day", "pk"))
    again = taken_up_since(asked)
    return [(one, min(again[one.pk], key=lambda move: move.at)) for one in asked if again[one.pk]]


def taken_up_since(publications: Collection[Publication]) -> Mapping[int, list[TakenUp]]:
    """Return for each table its petitions reopened or rejected after it was prepared, in one query for all of them.

    What was answered only after that is not in the table.
    """
    asked = [one for one in publications if one.state in AGREED]
    if not asked:
        return {}
    first = min(one.prepared_at for one in asked)
    rows = PetitionMove.objects.filter(
        petition__batch__in={one.batch_id for one in asked}, verb__in=_ROAD, at__gt=first
    ).order_by("id")
    moves: dict[int, dict[int, list[TakenUp]]] = defaultdict(lambda: defaultdict(list))
    for batch, petition, number, verb, at in rows.values_list(
        "petition__batch", "petition", "petition__number", "verb", "at"
    ):
        moves[batch][petition].append(TakenUp(petition, number, verb, at))
    return {one.pk: list(_of(one, moves[one.batch_id].values())) for one in asked}


def _of(publication: Publication, roads: Collection[list[TakenUp]]) -> list[TakenUp]:
    found = []
    for road in roads:
        since = [move for move in road if move.at > publication.prepared_at]
        again = next((move for move in since if move.verb in _AGAIN), None)
        if again and since[0].verb != PetitionVerb.REPLY:
            found.append(again)
    return sorted(found, key=lambda one: one.number)
