"""What a person may do with a petition now: the buttons of its page, and why a greyed one is not possible."""

from __future__ import annotations

from dataclasses import dataclass

from duban.inspections.actions.moving import why_not
from duban.inspections.models import VERB_LABELS, Petition
from duban.inspections.permissions import who_is
from duban.inspections.signing import Told, before_submitting, hint_for_check, why_not_check
from duban.inspections.states import MOVES, PetitionState, PetitionVerb, Who, allowed, may
from duban.organizations.permissions import Anybody

V = PetitionVerb
# verbs with a form of their own on the page, or drawn elsewhere
_ELSEWHERE = frozenset(
    {V.WRITE, V.ADD, V.DROP, V.AGREE_DEADLINE, V.DECLINE_DEADLINE, V.ASSIGN, V.ANSWER_GUARD, V.CORRECT}
)
_ALWAYS_SHOWN = frozenset({V.SUBMIT, V.CHECK, V.SIGN_OFF, V.REPLY})  # greyed where they are next but not this person's


@dataclass(frozen=True, slots=True)
class Offer:
    """A button: what it does, whether it asks why, why it cannot be pressed where it cannot, what to know before.

    `grave`: what is to be known is a reason not to press, so it is asked once more.
    """

    verb: str
    label: str
    reason: bool
    refusal: str = ""
    hint: str = ""
    grave: bool = False


def offers_for(user: Anybody, petition: Petition) -> list[Offer]:
    """Return the moves of the table that this person may make now, and the next step where it is another's."""
    who, state = who_is(user, petition), PetitionState(petition.state)
    if not who:
        return []
    found = []
    for move in MOVES:
        if move.verb in _ELSEWHERE or not allowed(move.verb, state):
            continue
        if move.verb is V.UNLINK and petition.duplicate_of_id is None:
            continue
        if move.verb is V.LINK and petition.duplicate_of_id is not None:
            continue
        label = str(VERB_LABELS[move.verb.value])
        if may(move.verb, who):
            refusal, told = _before(move.verb, user, petition, who)
            hint, grave = (told.words, told.stuck) if told else ("", False)
            found.append(Offer(move.verb.value, label, move.reason, refusal, hint, grave))
        elif move.verb in _ALWAYS_SHOWN:
            found.append(Offer(move.verb.value, label, move.reason, why_not(move.verb, state, who, petition)))
    return found


def _before(verb: PetitionVerb, user: Anybody, petition: Petition, who: frozenset[Who]) -> tuple[str, Told | None]:
    """Return why the person should not press, and where they may what follows for those who check and sign."""
    if verb is V.SUBMIT:
        return "", before_submitting(user, petition, who)
    if verb is not V.CHECK:
        return "", None
    refusal = why_not_check(user, petition, who)
    return refusal, None if refusal else Told(hint_for_check(user, petition, who))


def can(user: Anybody, petition: Petition, verb: PetitionVerb) -> bool:
    """Tell whether the person may use the verb now."""
    return allowed(verb, PetitionState(petition.state)) and may(verb, who_is(user, petition))
