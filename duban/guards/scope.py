"""Is an act meant for a whole class of sites? Where its scope stands, and what is no class."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duban.guards.clauses import Sentence
from duban.guards.grounds import pretext
from duban.guards.lexicon import acts, reasons, scopes

_SITE = "|".join(scopes.SITES)
_SITES = re.compile(_SITE)
_ALL = re.compile("|".join(scopes.ALL))
_EVERY_SITE = re.compile(rf"(?:{'|'.join(scopes.EVERY)})[^，。；]{{0,16}}?(?:{_SITE})")
_OBJECT = re.compile(
    rf"了?(?:[^，。；的]{{0,4}}的?)?(?:{'|'.join((*scopes.EVERY, *scopes.ALL))})[^，。；]{{0,12}}?(?:{_SITE})"
)
_AFTERWARDS = re.compile("|".join(scopes.AFTERWARDS))
_NAMED_AFTER = re.compile(
    r"(?:涉及|包括|范围|对象|名单)[^，。；：]{0,6}[：，]?[^，。；：]{0,6}(?:全部|所有|全体|各|全[镇县区市])"
)
_REGARDLESS = re.compile("|".join(scopes.REGARDLESS))
_ONE_SITE = re.compile("|".join(reasons.ONE_SITE))
_ORDERS = re.compile("|".join(scopes.ORDERS))
_MOTIVES = re.compile("|".join(scopes.MOTIVES))
_SWEEPING = re.compile("|".join(scopes.SWEEPING))
_OCCASIONS = re.compile("|".join(scopes.OCCASIONS))
_WILLINGLY = re.compile(rf"(?:{scopes.ASKED_OF})[^，。；]{{0,16}}[，]?[^，。；]{{0,4}}(?:{scopes.WILLINGLY})")
# Who is told: 对印染企业 …, 将石料厂 …
_ADDRESSED = re.compile(
    rf"(?:^|[，：；])[^，。；]{{0,12}}?(?:对于?|将|把|让|令)[^，。；]{{0,16}}?(?:{_SITE})[^，。；的]{{0,8}}(?=[，：]|$)"
)
_THINGS = re.compile("|".join(scopes.THINGS))
_OF_THINGS = re.compile(rf"(?:{'|'.join(scopes.THINGS)})[^，。；的]{{0,3}}$")
# These acts end in a verb without an object, so a site behind them is the one that has stopped: 停产企业.
_INTRANSITIVE = ("产", "工", "业", "运", "办")
_STOPPED_SITE = re.compile(rf"过?的?(?:[\d一二三四五六七八九十余多]*[家户处个])?(?:{_SITE})")
_STOPPED_COUNT = re.compile(r"过?的[\d一二三四五六七八九十余多]*[家户处个]")
_LOOSE = re.compile("|".join(acts.LOOSE_ACTS))
_OUT_OF_USE = re.compile("停用|停止使用")
_FURNACES = re.compile("[炉灶窑]")
# Whoever is so: 有异味的一律关.
_NOMINAL = re.compile(r"[^，。；、]的(?:一律|一概|统统|全部|都)先?$")
_WHOEVER = re.compile(r"凡是?[^，。；]{1,14}的[^，。；]{0,6}$")
_BARE_CLASS = re.compile(rf"[^，。；的]{{0,4}}(?:{_SITE})$")
_AREA = re.compile("全[市县区镇乡域]|辖区|范围内")
_MUST = re.compile("必须|务必|一定要|按时|如期")
_WEEKS = re.compile(r"[一二两三四几\d]+(?:周|个?月)")  # no repair takes so long
_SUPPLY = re.compile(r"[断停][水电气供]")
_WORK = re.compile("生产|营业|经营|施工|作业|停产|停业|停工")
_FORBIDDEN_WORK = re.compile(r"不得|不准|不许|不允许|不能|严禁|禁止")
# What has happened is told, not ordered; without a quantifier that is no class.
_TOLD = re.compile(
    r"可能|预计|已|曾|被|了|过|仍|正在|处于|状态|恢复|导致|造成|完成|\d+[家%﹪个份]|一批|通知书|通知单|决定书|(?:整改|整顿|整治)(?:通知|决定)"
)
# The words of a single case, or of a law.
_CASE = re.compile("责令|依法|《|应急|债务|业主因")
_HAPPENED = re.compile(r"(?:已经?|已被|曾经?|此前|原先)$")
_AS_STATE = re.compile(
    r"(?![^，]*(?:所有|全部|同类|同行))[^，。；]{0,8}\d+余?[座处家个]|一批|整合|重组|(?:整[顿改治])?(?:期间|之?后|之?前|期满)|制度|待遇|权利"
)
_NEAR = 12  # characters between a scope and its act that one quotation spans


@dataclass(frozen=True, slots=True)
class Place:
    """An act in its clause, with the words around it."""

    earlier: str  # clauses before
    before: str
    act: str
    after: str
    later: str  # the next sixty characters of the sentence

    @classmethod
    def of(cls, text: str, sentence: Sentence, start: int, end: int) -> Place:
        """Return the act at a span with its surroundings."""
        number = sentence.clause_of(start)
        clause_start, clause_end = sentence.clauses[number]
        return cls(
            earlier=text[sentence.clauses[max(0, number - 4)][0] : clause_start],
            before=text[clause_start:start],
            act=text[start:end],
            after=text[end:clause_end],
            later=text[clause_end : min(sentence.end, clause_end + 60)],
        )


def scope_of(place: Place) -> tuple[int, int] | None:
    """Return how far the words to quote reach before and behind the act if it is meant for a class, else None."""
    if _HAPPENED.search(place.before) or _is_case(place) or not _stops_sites(place):
        return None
    if (found := _OBJECT.match(place.after)) is not None:
        return 0, found.end()
    scopes = list(_ALL.finditer(place.before)) or list(_EVERY_SITE.finditer(place.before))
    if scopes:
        back = len(place.before) - scopes[-1].start()
        return (back if back <= _NEAR else 0), 0
    return (0, 0) if _far_scope(place) or _ordered_class(place) else None


def _is_case(place: Place) -> bool:
    """Return whether the clause only says which case is meant: 企业自行停产的，…"""
    return (
        place.after == "的"
        or (place.act.startswith("不") and place.after.startswith("的"))
        or bool(_AS_STATE.match(place.after))
    )


def _far_scope(place: Place) -> bool:
    around = place.earlier + place.before + place.after
    return bool(
        _ALL.search(place.act)
        or _EVERY_SITE.search(place.act)
        or (_FORBIDDEN_WORK.match(place.act) and "任何" in place.before and _MOTIVES.search(around))
        or _EVERY_SITE.search(place.earlier)
        or _REGARDLESS.search(around + place.later[:30])
        or _AFTERWARDS.search((place.after + place.later)[:16])
        or _NAMED_AFTER.search(place.later)
        or _WHOEVER.search(place.before)
        or (_MOTIVES.search(around) and _EVERY_SITE.search(place.later[:12]))
    )


def _ordered_class(place: Place) -> bool:
    """Return whether a class without a quantifier is told to stop, for an inspection or of its own accord."""
    around = place.earlier + place.before + place.act + place.after
    sites_near = place.earlier + place.before + (place.later if _SWEEPING.search(place.later) else "")
    if not _SITES.search(sites_near) or _ONE_SITE.search(around):
        return False
    if _CASE.search(around) or _TOLD.search(place.before + place.act.rstrip("了掉") + place.after):
        return False
    addressed = _ADDRESSED.search(place.earlier + place.before)
    if _SUPPLY.match(place.act) and not (
        addressed
        or _SWEEPING.search(place.before)
        or _MOTIVES.search(around + place.later)
        or _WEEKS.match(place.after)
    ):
        return False
    if _is_heading(place):
        return True
    if _WILLINGLY.search(place.earlier + place.before):
        return True
    sentence = around + place.later
    return bool(
        addressed
        or (_MUST.search(place.before) and (_WORK.search(place.act) or place.act in ("清零", "退出")))
        or pretext(sentence)
        or _MOTIVES.search(sentence)
        or _SWEEPING.search(sentence)
        or (_OCCASIONS.search(sentence) and _ORDERS.search(sentence))
    )


def _is_heading(place: Place) -> bool:
    """Return whether the clause is a class and its stop, in a list of such: 搅拌站停产，全市暂停土方外运."""
    if place.earlier or place.after or not _WORK.search(place.act):
        return False
    return bool(_BARE_CLASS.match(place.before) and (_EVERY_SITE.search(place.later) or _AREA.search(place.later)))


def _stops_sites(place: Place) -> bool:
    """Return whether what is stopped is sites, not accounts, valves or meetings."""
    near = place.before + place.act + place.after[:16]
    stopped = _STOPPED_SITE if place.act.endswith(_INTRANSITIVE) else _STOPPED_COUNT
    if stopped.match(place.after) or _OF_THINGS.search(_ALL.sub("", place.before)):
        return False
    if place.act.startswith(("取缔", "拆除", "清退", "查封")) and not (
        _ALL.search(place.before + place.after) or _EVERY_SITE.search(place.earlier + place.before)
    ):
        return False
    if _FORBIDDEN_WORK.match(place.act):
        return True
    if _OUT_OF_USE.match(place.act):
        return bool(_FURNACES.search(near))
    if _THINGS.search(near) and (place.act.startswith("拆") or "退出" in place.act or not _SITES.search(near)):
        return False
    if place.act == "关闭" and not _SITES.search(near):
        return not _THINGS.search(place.earlier + near)
    if _WORK.search(place.act) or not _LOOSE.search(place.act):
        return True
    if (
        _NOMINAL.search(place.before)
        or _SITES.search(near)
        or "凡" in place.before
        or _REGARDLESS.search(place.earlier + place.before + place.later)
    ):
        return True
    if _MOTIVES.search(place.earlier + place.before + place.later) and not _SUPPLY.match(place.act):
        return True
    if _SUPPLY.match(place.act):
        addressed = _EVERY_SITE.search(place.earlier) or _ADDRESSED.search(place.earlier + place.before)
        return bool(addressed or (_SWEEPING.search(place.before) and _SITES.search(place.earlier)))
    return bool(_SITES.search(place.earlier)) and not _THINGS.search(near)
