"""Words about petitions: a title from a text, what a move was given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from duban.audit.wording import field_name
from duban.petitions.models import Petition, PetitionMove
from duban.redaction.model import MASKS

LONGEST_TITLE, SHORTEST_TITLE = 30, 10
SHORTEST_MATTER, SHORTEST_CLAUSE = 4, 3
_ENDS = re.compile("[。；;\n！？]")


_PAUSES = re.compile("[，,]")
# who writes, from where, how to reach them; a greeting
_INTRODUCES = re.compile(
    "(我们|我|本人|(来信|来电|信访|反映|举报)人)(叫|姓名|是|系|家住|住在|住址|住)|(家住|住在|住址|姓名)|本人|(来信|来电|信访|反映|举报)人"
    "|(联系)?(电话|方式|手机)|身份证|您好|你好|尊敬的|各位领导|领导"
)
_DEMANDS = re.compile("(现|特|在此|因此|故|为此)?(强烈)?(要求|请求|请(?!问)|希望|恳请|盼|望|建议|申请)")
_ASIDE = re.compile("（[^（）]*〔[^（）]*）")  # in brackets, with something masked
_LEFT_OVER = "）)的、，,：: 内里处等人先生女士同志家"


def title_of(text: str) -> str:
    """Return the matter: the first sentence that is neither who writes nor what is demanded, without what was masked.

    Where there is nothing but a demand, that; a long one ends at a pause.
    """
    sentences = [part.strip() for part in _ENDS.split(text) if part.strip()]
    matters = [matter for part in sentences if len(matter := _matter(part)) >= SHORTEST_MATTER]
    told = [matter for matter in matters if not _DEMANDS.match(matter)]
    best = (told or matters or [min(sentences, key=_masks)])[0]
    if len(best) <= LONGEST_TITLE:
        return best
    pause = max(best.rfind(sign, 0, LONGEST_TITLE + 1) for sign in "，,、")
    return best[:pause] if pause >= SHORTEST_TITLE else f"{best[: LONGEST_TITLE - 1]}…"


def _matter(sentence: str) -> str:
    """Return the sentence from where it tells of the matter: clauses that introduce go, so does all up to a mask."""
    clauses: list[str] = []
    for clause in _PAUSES.split(_ASIDE.sub("", sentence)):
        if not clauses and _INTRODUCES.match(clause.strip()) and not _masks(clause):
            continue
        clauses.append(_after_masks(clause))
    return "，".join(clause for clause in clauses if len(clause) >= SHORTEST_CLAUSE)


def _after_masks(clause: str) -> str:
    ends = [clause.rfind(mask) + len(mask) for mask in MASKS.values() if mask in clause]
    return clause[max(ends) :].lstrip(_LEFT_OVER) if ends else clause.strip()


def _masks(text: str) -> int:
    return sum(text.count(mask) for mask in MASKS.values())


@dataclass(frozen=True, slots=True)
class ShownMove:
    """A move with what it was given, each value named."""

    move: PetitionMove
    facts: list[tuple[str, str]]
    reply: str  # what was answered then: a later answer takes its place on the page, not here
    texts: list[tuple[str, str, str]]  # a long text that was corrected: its name, before, after


def shown(move: PetitionMove) -> ShownMove:
    """Return the move ready to be shown."""
    label = Petition._meta.label_lower
    facts, texts = [], []
    for name, value in move.facts.items():
        if name == "summary" and isinstance(value, list):
            texts.append((field_name(label, name), *value))
        elif name != "reply":
            facts.append((field_name(label, name), _in_words(value)))
    return ShownMove(move, facts, str(move.facts.get("reply", "")), texts)


def _in_words(value: Any) -> str:
    """Return a fact, or `before → after`."""
    if not isinstance(value, list):
        return str(value)
    before, after = value
    return f"{before or '（空）'} → {after or '（空）'}"


def why_no_extension(petition: Petition) -> str:
    """Say why its time cannot be extended again, taken up anew or not; empty where it was not yet."""
    if not petition.extension:
        return ""
    return _("已经延长过 %(days)d 日，不能再延；请抓紧办结。") % {"days": petition.extension}
