"""The rules for orders that stop or close a class of sites without asking whether each is lawful (一刀切).

After the working opinion of May 2018 against it. An act, a scope, and then: what does it depend on, and who says it?
Linear in the text: sentences are cut to a length, and nothing looks beyond its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from duban.guards.clauses import Sentence, sentences
from duban.guards.grounds import asks_first
from duban.guards.hints import hinted_stop
from duban.guards.lexicon import acts
from duban.guards.scope import Place, scope_of
from duban.guards.stance import Surroundings, not_an_order


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that order a collective stop, or only name one (`quoted_as_prohibition`); `text` is the span's.

    `because` holds the heaviest fragments of its sentence where no rule but the score card found it.
    """

    text: str
    start: int
    end: int
    quoted_as_prohibition: bool
    kind: str = "one_size_fits_all"
    because: tuple[str, ...] = ()


_ACT = re.compile(rf"(?:{'|'.join(acts.ACTS)})(?:[、和及或与]?(?:{'|'.join(acts.ACTS)}))*")
_CHOSEN = re.compile(r"(?:采取|采用|实行|实施|用|按照?|以|来个?|搞)[^，。；]{0,3}$")
_AS_A_WAY = re.compile(r"”?式?的?(?:办法|方式|原则|措施|手段|标准|处理|整治)")
_LIST = 200  # characters from the heading of a list to its last item
_FORBIDDEN_LIST = re.compile(
    r"(?:(?:禁止|严禁|不允许|不得有|反对|纠正)[^，。；：]{0,8}(?:做法|行为|情形|事项|问题)(?:有|包括|如下|清单)?|负面清单|不得|禁令)[：:]"
)
_SAYING = re.compile("|".join((*acts.BLANKET_SAYINGS, *acts.NOT_ONE_MAY, acts.NAME)))


def found_by_rules(text: str) -> list[Hit]:
    """Return what the rules hit in a draft, in its order; those that forbid, criticise, ask … are marked as quoted."""
    return [hit for sentence in sentences(text) for hit in _of_sentence(text, sentence)]


def _of_sentence(text: str, sentence: Sentence) -> Iterator[Hit]:
    body = text[sentence.start : sentence.end]
    sayings = [(found.start(), found.end(), True) for found in _SAYING.finditer(body)]
    acts = [(found.start(), found.end(), False) for found in _ACT.finditer(body)]
    done, found_one = sentence.start, False
    for start, end, saying in sorted(sayings + acts, key=lambda place: (place[0], -place[1])):
        start, end = sentence.start + start, sentence.start + end
        if start < done:
            continue
        hit = _judge(text, sentence, start, end, saying)
        if hit is not None:
            done, found_one = hit.end, True
            yield hit
    if not found_one and (span := hinted_stop(text, sentence)) is not None:
        yield Hit(text[slice(*span)], *span, quoted_as_prohibition=False)


def _judge(text: str, sentence: Sentence, start: int, end: int, saying: bool) -> Hit | None:
    first = start
    if text[start:end] == acts.NAME:
        return _of_the_name(text, sentence, start, end)
    if not saying:
        reach = scope_of(Place.of(text, sentence, start, end))
        if reach is None:
            return None
        first, end = start - reach[0], end + reach[1]
    around = _surroundings(text, sentence, first, start, end)
    quoted = not_an_order(around) or _listed_as_forbidden(text, first)
    if not quoted and asks_first(around):
        return None
    return Hit(text[first:end], first, end, quoted)


def _listed_as_forbidden(text: str, start: int) -> bool:
    """Return whether the words stand in a list whose heading, sentences before, says that it is what one must not do."""
    before = text[max(0, start - _LIST) : start]
    opened = before.rfind("\n") + 1
    return bool(_FORBIDDEN_LIST.search(before, max(opened, before.rfind("。") + 1)))


def _of_the_name(text: str, sentence: Sentence, start: int, end: int) -> Hit | None:
    """Judge the bare name: an order where it is the way chosen, else only named; none where an act follows at once."""
    if _ACT.search(text, end, min(sentence.end, end + 6)):
        return None
    around = _surroundings(text, sentence, start, start, end)
    chosen = _CHOSEN.search(around.before.rstrip("“"))
    quoted = not (chosen and _AS_A_WAY.match(text, end) and not not_an_order(replace(around, quoted=False)))
    return Hit(acts.NAME, start, end, quoted)


def _surroundings(text: str, sentence: Sentence, first: int, start: int, end: int) -> Surroundings:
    clauses, number = sentence.clauses, sentence.clause_of(start)
    clause_start, clause_end = clauses[number]
    quotation = sentence.quotation_of(first, end)
    inside = ("", "")
    before, between, after = text[clause_start:first], text[first:start], text[end:clause_end]
    if quotation is not None:
        inside = text[quotation[0] + 1 : first], text[end : quotation[1] - 1]
        before, after = text[clause_start : quotation[0]], text[quotation[1] : clause_end]
    return Surroundings(
        before=before, between=between, act=text[start:end], after=after,
        earlier=tuple(text[a:b] for a, b in clauses[max(0, number - 3) : number]),
        later=tuple(text[a:b] for a, b in clauses[number + 1 : number + 3]),
        mark=sentence.mark, quoted=quotation is not None, inside=inside, title=quotation is not None and text[quotation[0]] == "《",
    )  # fmt: skip
