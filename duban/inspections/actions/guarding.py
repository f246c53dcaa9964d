"""Questions the guards ask about a petition's texts and limits, kept with who answered what and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.guards import find_one_size_fits_all
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.moving import begin, log
from duban.inspections.models import GuardAnswer, GuardPart, GuardQuestion, Petition
from duban.inspections.states import PetitionVerb
from duban.organizations.models import User
from duban.redaction import redact
from duban.web.reasons import LONGEST, SHORTEST, says_why

ONE_SIZE, EARLIER = "one_size_fits_all", "earlier_deadline"
CITY_NEEDS = 2  # days in which the city checks and signs what the unit hands in
_LOOKED_AT = (GuardPart.DEMAND, GuardPart.PLAN, GuardPart.HANDLING, GuardPart.ACCOUNTABILITY)


@dataclass(frozen=True, slots=True)
class _Asked:
    part: str
    kind: str
    words: str
    start: int
    end: int


def look(petition: Petition) -> list[GuardQuestion]:
    """Ask about what stands in the petition now; return the questions that stand.

    An answered question stays answered while the same words stand in the same text; what is said no more is marked gone.
    """
    kept = {
        (question.part, question.kind, question.words): question
        for question in GuardQuestion.objects.filter(petition=petition).order_by("id")
    }
    found: list[GuardQuestion] = []
    for asked in _asked(petition):
        question = kept.pop((asked.part, asked.kind, asked.words), None)
        if question is None:
            question = GuardQuestion(petition=petition, part=asked.part, kind=asked.kind, words=asked.words)
        question.start, question.end, question.gone = asked.start, asked.end, False
        question.save()
        found.append(question)
    GuardQuestion.objects.filter(pk__in=[question.pk for question in kept.values()], gone=False).update(gone=True)
    return found


def open_questions(petition: Petition) -> list[GuardQuestion]:
    """Return what nobody has answered yet."""
    return list(GuardQuestion.objects.filter(petition=petition, gone=False, answer=""))


@transaction.atomic
def answer(question: GuardQuestion, choice: str, why: str, *, actor: User) -> GuardQuestion:
    """Answer a question: which case it is, and why; an earlier answer is replaced and stays in the petition's moves."""
    petition = question.petition
    step = begin(petition, PetitionVerb.ANSWER_GUARD, actor, reason=why)
    fitting = answers_for(question.kind)
    if choice not in fitting:
        raise DeskRefused(_("请选择一种情形。"))
    if refusal := why_refused(step.reason):
        raise DeskRefused(refusal)
    question = GuardQuestion.objects.select_for_update().get(pk=question.pk)
    before = question.get_answer_display() if question.answer else ""
    question.answer, question.why = choice, redact(step.reason).text[:LONGEST]
    question.answered_by, question.answered_by_name, question.answered_at = actor, actor.name, timezone.now()
    question.save()
    changes = {"words": ["", question.words], "answer": [str(before), str(GuardAnswer(choice).label)]}
    log(petition, PetitionVerb.ANSWER_GUARD, actor, step.state, changes, step.reason)
    return question


def why_refused(why: str) -> str:
    """Say what is wrong with an answer's reason, asked by page, API and action alike; empty where it tells something."""
    if len(why) > LONGEST:
        return _("理由有 %(length)d 字，最多 %(most)d 字，请改短。") % {"length": len(why), "most": LONGEST}
    if says_why(why):
        return ""
    words = _("回答的理由太短，请写明为什么属于这种情形，至少 %(least)d 个字（标点不算），督察组查看时能看懂。")
    return words % {"least": SHORTEST}


def answers_for(kind: str) -> list[str]:
    """Return the answers that fit the question: permit × compliance, or whether a shorter limit is needed."""
    if kind == EARLIER:
        return [GuardAnswer.KEPT.value, GuardAnswer.NOT_SUCH.value]
    return [value for value in GuardAnswer.values if value != GuardAnswer.KEPT.value]


def _asked(petition: Petition) -> Iterator[_Asked]:
    counted: dict[tuple[str, str], int] = {}
    for part in _LOOKED_AT:
        text = getattr(petition, part.value)
        for hit in find_one_size_fits_all(text) if text else ():
            if hit.quoted_as_prohibition:
                continue
            words = hit.text[:280]
            counted[part.value, words] = place = counted.get((part.value, words), 0) + 1
            # the same words a second time are a question of their own
            yield _Asked(part.value, ONE_SIZE, f"{words}（第{place}处）" if place > 1 else words, hit.start, hit.end)
    yield from _earlier_limit(petition)


def _earlier_limit(petition: Petition) -> Iterator[_Asked]:
    """Ask where the unit's limit is shorter than the city's by more than the city needs itself (级级提速)."""
    if petition.unit_due is None or petition.due_now is None or petition.assigned_on is None:
        return
    city = (petition.due_now - petition.assigned_on).days
    unit = (petition.unit_due - petition.assigned_on).days
    if unit < city - CITY_NEEDS:
        words = _("单位 %(unit)d 天，市里 %(city)d 天") % {"unit": max(unit, 0), "city": city}
        yield _Asked(GuardPart.DEADLINE.value, EARLIER, words, 0, 0)
