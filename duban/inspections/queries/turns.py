"""What moves tell: by which one a petition came to its unit, or back to the desk, and why; the number it had before."""

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


def given_back(petitions: QuerySet[Petition]) -> QuerySet[Petition]:
    """Return the petitions no unit has with `came`, the verb by which the desk has each, `came_at` and `came_why`."""
    last = _arrivals().filter(petition=OuterRef("pk"))
    fields = {"came": "verb", "came_at": "at", "came_why": "reason"}
    return petitions.annotate(**{name: last.values(field)[:1] for name, field in fields.items()})


def handed_back(petition: Petition) -> PetitionMove | None:
    """Return the move by which a unit gave the petition back to the desk; None where a unit has it or none did."""
    if petition.state != PetitionState.RECEIVED.value:
        return None
    last = _arrivals().filter(petition=petition).first()
    return last if last and last.verb == PetitionVerb.HAND_BACK.value else None


def _arrivals() -> QuerySet[PetitionMove]:
    """Return the moves that bring a petition to the desk, the last first."""
    came = (PetitionVerb.ACCEPT.value, PetitionVerb.HAND_BACK.value, PetitionVerb.TAKE_BACK.value)
    return PetitionMove.objects.filter(verb__in=came).order_by("-id")


def once_numbered(inspection: int, number: str) -> QuerySet[PetitionMove, int]:
    """Return the petitions (ids) of the inspection that had the number before it was corrected."""
    moves = PetitionMove.objects.filter(petition__inspection=inspection, verb=PetitionVerb.CORRECT.value)
    return moves.filter(changes__number__0=number).order_by().values_list("petition", flat=True)


def _turns() -> QuerySet[PetitionMove]:
    """Return the moves that give a petition to a unit; another limit for the same unit is none."""
    given = Q(verb=PetitionVerb.ASSIGN.value) & (
        Q(from_state=PetitionState.RECEIVED.value) | Q(changes__has_key="lead_unit")
    )
    return PetitionMove.objects.filter(given | Q(verb__in=BACK)).order_by("-id")
