"""What one petition's page shows, to the desk and to its unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from duban.guards.questions import QUESTION
from duban.inspections.accountability import COUNTS
from duban.inspections.actions.agreeing import may_change_due
from duban.inspections.actions.limits import needs_again_due
from duban.inspections.models import GuardPart, GuardQuestion, Moment, Petition, TermKind
from duban.inspections.moves_told import told
from duban.inspections.offers import offers_for
from duban.inspections.permissions import reads_desk, visible_to, who_is
from duban.inspections.queries.replies import replies_of
from duban.inspections.queries.turns import handed_back, sent_back
from duban.inspections.queries.vocabulary import labels_of
from duban.inspections.signing import while_waiting
from duban.inspections.states import FROZEN, PetitionState, PetitionVerb, allowed, may
from duban.organizations.permissions import Anybody
from duban.redaction import redact
from duban.tasks.models import Task
from duban.tasks.permissions import visible_to as tasks_visible_to
from duban.vault.permissions import may_unseal_number
from duban.web.reasons import LONGEST, SHORTEST

_TEXTS = (
    GuardPart.DEMAND, GuardPart.PLAN, GuardPart.HANDLING, GuardPart.ACCOUNTABILITY,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text, and the question asked about it."""

    words: str
    question: GuardQuestion | None = None


def pieces_of(text: str, questions: list[GuardQuestion]) -> list[Piece]:
    """Return the text cut where questions stand, so that each is marked in its place."""
    found, at = [], 0
    for question in sorted(questions, key=lambda question: question.start):
        if question.start < at or question.end > len(text):
            continue
        if question.start > at:
            found.append(Piece(text[at : question.start]))
        found.append(Piece(text[question.start : question.end], question))
        at = question.end
    return [*found, Piece(text[at:])] if at < len(text) else found


def page_context(user: Anybody, petition: Petition, today: date) -> dict[str, Any]:
    """Return what the page shows this person."""
    questions = list(petition.guard_questions.all())
    standing = [question for question in questions if not question.gone]
    texts = {
        part.value: pieces_of(getattr(petition, part.value), [q for q in standing if q.part == part and q.end])
        for part in _TEXTS
    }
    who, state = who_is(user, petition), PetitionState(petition.state)
    verdicts, conclusions = (labels_of(petition.inspection, kind) for kind in (TermKind.VERDICT, TermKind.CONCLUSION))
    pictures = list(petition.pictures.select_related("file__preview"))
    measures, moves = list(petition.measures.all()), list(petition.moves.order_by("-id"))
    replied_at = next((move.at for move in moves if move.verb == PetitionVerb.REPLY), None)
    told_at = replied_at if state is PetitionState.REPLIED else None
    office = reads_desk(user)
    back, given = sent_back(petition), handed_back(petition) if office else None
    replies = replies_of(petition, moves) if office else []
    seen = visible_to(user)
    return {
        "petition": petition, "inspection": petition.inspection, "batch": petition.batch, "today": today,
        "reads_desk": office, "sent_back": back, "handed_back": given, "handed_back_why": redact(given.reason).text if given else "", "sent_back_why": redact(back.reason).text if back else "", "texts": texts, "questions": standing,
        "unanswered": [question for question in standing if not question.answer],
        "earlier_answers": [question for question in questions if question.gone and question.answer],
        "shortest_why": SHORTEST, "longest_why": LONGEST, "question_words": QUESTION, "verdict": verdicts.get(petition.verdict, ""),
        "conclusion": conclusions.get(petition.conclusion, ""),
        "counts": [
            (Petition._meta.get_field(name).verbose_name, value)  # type: ignore[union-attr]
            for name in COUNTS
            if (value := getattr(petition, name))
        ],
        "measures": measures, "visits": list(petition.visits.all()), "frozen": state in FROZEN, "replied_at": replied_at,
        "may_change_due": {measure.pk for measure in measures if may_change_due(measure, told_at)},
        "may_drop_measure": {measure.pk for measure in measures if replied_at is None or measure.at > replied_at},
        "may_take_off": {picture.pk for picture in pictures if told_at is None or picture.at > told_at},
        "before": [picture for picture in pictures if picture.moment == Moment.BEFORE],
        "after": [picture for picture in pictures if picture.moment == Moment.AFTER],
        "types": list(petition.types.all()), "accused": list(petition.accused.all()) if office else [], "co_handlers": list(petition.co_handlers.all()),
        "duplicates": list(seen.filter(duplicate_of=petition).order_by("number")),
        "first": seen.filter(pk=petition.duplicate_of_id).first() if petition.duplicate_of_id else None,
        "added_since_reply": {measure.pk for measure in measures if replied_at and measure.at > replied_at},
        "replies": [(reply, conclusions.get(reply.conclusion, "")) for reply in replies],
        "may_compare": office and may_unseal_number(user, petition.sealed_text),
        "signing": while_waiting(petition) if office else None,
        "needs_again_due": needs_again_due(petition), "until": today + timedelta(petition.inspection.reply_days),
        "course": told(moves), "offers": offers_for(user, petition),
        "may_see_task": petition.task_id is not None
        and tasks_visible_to(user, Task.objects.filter(pk=petition.task_id)).exists(),
        **{
            f"may_{verb.value}": allowed(verb, state) and may(verb, who)
            for verb in (PetitionVerb.ASSIGN, PetitionVerb.WRITE, PetitionVerb.ADD, PetitionVerb.ANSWER_GUARD, PetitionVerb.CORRECT, PetitionVerb.AGREE_DEADLINE, PetitionVerb.DECLINE_DEADLINE, PetitionVerb.DROP)
        },
    }  # fmt: skip
