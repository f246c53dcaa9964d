"""By which move a petition came to its unit: assigned to it, or sent back to be done again, and why."""

from __future__ import annotations

from django.db.models import OuterRef, Q, QuerySet

from duban.inspections.models import Petition, PetitionMove
from duban.inspections.states import BACK_TO_UNIT, PetitionState, PetitionVerb

BACK = [verb.value for verb in BACK_TO_UNIT]


def with_turn(petitions: QuerySet[Petition]) -> QuerySet[Petition]:
    """Return the petitions with `turn`, the verb by which the unit has it, and `turned_at`."""
    last = _turns().filter(petition=OuterRef("pk"))
    return petitions.annotate(turn=last.values("verb")[:1], turned_at=last.values("at")[:1])


def sent_back(petition: Petition) -> PetitionMove | None:
    """Return the move by which the unit has it again; None where it is not with the unit, or for the first time."""
    if petition.state != PetitionState.ASSIGNED.value:
        return None
    last = _turns().filter(petition=petition).first()
    return last if last and last.verb in BACK else None


def _turns() -> QuerySet[PetitionMove]:
    """Return the moves that give a petition to a unit; another limit for the same unit is none."""
    given = Q(verb=PetitionVerb.ASSIGN.value) & (
        Q(from_state=PetitionState.RECEIVED.value) | Q(changes__has_key="lead_unit")
    )
    return PetitionMove.objects.filter(given | Q(verb__in=BACK)).order_by("-id")
