"""Orders that stop or close a class of sites without asking whether each is lawful (一刀切).

After the working opinion of May 2018 against it. An act, a scope, and then: what does it depend on, and who says it?
Linear in the text: sentences are cut to a length, and nothing looks beyond its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duban.guards import lexicon as words
from duban.guards.clauses import Sentence, sentences
from duban.guards.grounds import asks_first
from duban.guards.stance import Surroundings, not_an_order


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that order a collective stop, or only name one (`quoted_as_prohibition`); `text` is the span's."""

    text: str
    start: int
    end: int
    quoted_as_prohibition: bool
    kind: str = "one_size_fits_all"


_SITE = "|".join(words.SITES)
_ACT = re.compile(rf"(?:{'|'.join(words.ACTS)})(?:[、和及或与]?(?:{'|'.join(words.ACTS)}))*")
_SAYING = re.compile("|".join((*words.BLANKET_SAYINGS, *words.NOT_ONE_MAY, words.NAME)))
_AFTERWARDS = re.compile("|".join(words.AFTERWARDS))
# A site that has stopped: 停产企业, 停产的5家企业.
_ATTRIBUTE = re.compile(rf"^(?:过?的(?:[\d一二三四五六七八九十余多]*[家户处个])?(?:{_SITE})|(?:{_SITE}))")
_OF_THINGS = re.compile(rf"(?:{'|'.join(words.THINGS)})[^，。；]{{0,3}}$")
_ALL = re.compile("|".join(words.ALL))
_EVERY_SITE = re.compile(rf"(?:{'|'.join(words.EVERY)})[^，。；]{{0,16}}?(?:{_SITE})")
_SITES = re.compile(_SITE)
_THINGS = re.compile("|".join(words.THINGS))
_REGARDLESS = re.compile("|".join(words.REGARDLESS))
_ONE_SITE = re.compile("|".join(words.ONE_SITE))
_ORDERS = re.compile("|".join(words.ORDERS))
_OCCASIONS = re.compile("|".join(words.OCCASIONS))
# These stop anything, so the words around must name a site.
_LOOSE = re.compile(
    r"拆除|上锁|落锁|清零|静默|放假|搬离|腾空|断[水电气]|停[水电气]|停下|停掉|[停关]了|封存|清退|停运|停建|停机|停办|暂停|停止|取缔|离场|停摆|按下|停售|退养|^[停关]$"
)
_FORBIDDEN_WORK = re.compile(r"^(?:不得|不准|不许|不允许|不能|严禁|禁止)")
_OBJECT = re.compile(
    rf"(?:了)?(?:[^，。；的]{{0,4}}的?)?(?P<scope>{'|'.join((*words.EVERY, *words.ALL))})[^，。；]{{0,12}}?(?:{_SITE})"
)
# What has happened is told, not ordered; without a quantifier that is no class.
_TOLD = re.compile(r"已|曾|被|了|过|仍|正在|处于|状态|恢复|通知书|导致|造成|完成")
_NEAR = 12  # characters between a scope and its act that one quotation spans


def find_one_size_fits_all(text: str) -> list[Hit]:
    """Return the hits of a draft in their order; those that forbid, criticise, ask … are marked as quoted."""
    return [hit for sentence in sentences(text) for hit in _of_sentence(text, sentence)]


def _of_sentence(text: str, sentence: Sentence) -> Iterator[Hit]:
    body = text[sentence.start : sentence.end]
    sayings = [(found.start(), found.end(), True) for found in _SAYING.finditer(body)]
    acts = [(found.start(), found.end(), False) for found in _ACT.finditer(body)]
    done = sentence.start
    for start, end, saying in sorted(sayings + acts, key=lambda place: (place[0], -place[1])):
        start, end = sentence.start + start, sentence.start + end
        if start < done:
            continue
        hit = _judge(text, sentence, start, end, saying)
        if hit is not None:
            done = hit.end
            yield hit


def _judge(text: str, sentence: Sentence, start: int, end: int, saying: bool) -> Hit | None:
    number = sentence.clause_of(start)
    clause_end = sentence.clauses[number][1]
    first = start
    if saying:
        if text[start:end] == words.NAME:
            return (
                Hit(text[start:end], start, end, True) if not _ACT.search(text, end, min(clause_end, end + 6)) else None
            )
    else:
        scope = _scope(text, sentence, number, start, end)
        if scope is None:
            return None
        first, end = scope
    around = _surroundings(text, sentence, number, first, start, end)
    quoted = not_an_order(around)
    if not quoted and asks_first(around):
        return None
    return Hit(text[first:end], first, end, quoted)


def _scope(text: str, sentence: Sentence, number: int, start: int, end: int) -> tuple[int, int] | None:
    """Return the span of act and scope where the act is of a whole class, else None."""
    clause_start, clause_end = sentence.clauses[number]
    before, act, after = text[clause_start:start], text[start:end], text[end:clause_end]
    earlier = text[sentence.clauses[max(0, number - 2)][0] : clause_start]
    later = text[clause_end : sentence.clauses[min(len(sentence.clauses) - 1, number + 1)][1]]
    around = earlier + before + after
    if not _about_sites(earlier, before, act, after):
        return None
    if (found := _OBJECT.match(after)) is not None:
        return start, end + found.end()
    scopes = list(_ALL.finditer(before)) or list(_EVERY_SITE.finditer(before))
    if scopes:
        first = clause_start + scopes[-1].start()
        return (first if start - first <= _NEAR else start), end
    wide = _EVERY_SITE.search(earlier) or _REGARDLESS.search(around + later) or _AFTERWARDS.search((after + later)[:16])
    if wide:
        return start, end
    if (
        _SITES.search(before)
        and not _ONE_SITE.search(around)
        and not _TOLD.search(before + act + after)
        and _OCCASIONS.search(around)
        and _ORDERS.search(around)
    ):
        return start, end
    return None


def _about_sites(earlier: str, before: str, act: str, after: str) -> bool:
    """Return whether what is stopped is sites, not accounts, valves or meetings."""
    near = before + after[:16]
    if (
        re.match(_ATTRIBUTE, after)
        if act[-1] in "产工业运办"
        else re.match(r"^过?的[\d一二三四五六七八九十余多]*[家户处个]", after)
    ):
        return False
    if _OF_THINGS.search(_ALL.sub("", before)):
        return False
    if act.startswith(("取缔", "拆除", "清退")) and not _ALL.search(before + after):
        return False
    if "拆" in act and _THINGS.search(near):
        return False
    if _FORBIDDEN_WORK.match(act):
        return True
    if _THINGS.search(near) and not _SITES.search(near):
        return False
    if _LOOSE.search(act) and not re.search("生产|营业|经营|施工|作业|停产|停业|停工", act):
        return bool(
            _SITES.search(near)
            or _REGARDLESS.search(earlier + before)
            or (_SITES.search(earlier) and not _THINGS.search(near))
        )
    return True


def _surroundings(text: str, sentence: Sentence, number: int, first: int, start: int, end: int) -> Surroundings:
    clauses = sentence.clauses
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
