"""Does a draft give the order, or does it forbid, criticise, withdraw, deny, ask about or imagine it?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from duban.guards.lexicon import scopes, stances


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around an act in its sentence; each part is short."""

    before: str  # in its clause, up to its scope or itself
    between: str  # from its scope to the act
    act: str
    after: str  # in its clause
    earlier: tuple[str, ...]  # clauses before, the nearest last
    later: tuple[str, ...]  # clauses after
    mark: str  # the sign that ends the sentence
    quoted: bool  # whether it stands in quotation marks
    title: bool = False  # whether these marks are those of a title
    inside: tuple[str, str] = ("", "")  # what the quotation holds before and behind it


def _any(fragments: tuple[str, ...] | str) -> re.Pattern[str]:
    return re.compile(fragments if isinstance(fragments, str) else "|".join(fragments))


_FORBIDS = _any(stances.FORBIDS)
_NOT_FORBIDDING = _any(stances.NOT_FORBIDDING)
_OTHER_OBJECTS = re.compile(rf"^[^，、就都]{{0,6}}?(?:{'|'.join(stances.OTHER_OBJECTS)})(?!.*[就都])")
_EVADES = re.compile("|".join(stances.OTHER_OBJECTS))
_BLAMED_MANNER = _any(stances.BLAMED_MANNER)
_BLAMED = _any(stances.BLAMED)
_CRITICISES = _any(stances.CRITICISES)
_OTHERS = _any(stances.OTHERS)
_RUMOURS = _any(stances.RUMOURS)
_ASKS = _any(stances.ASKS)
_ASKS_HERE = _any((*stances.ASKS, *stances.ASKS_HERE))
_IMAGINES = _any(stances.IMAGINES)
_THEN = _any(stances.THEN)
_WITHDRAWS = _any(stances.WITHDRAWS)
_ORDER_NOUN = _any(stances.ORDER_NOUN)
_ENFORCES = re.compile(rf"(?:{stances.ENFORCES})[了对的]?$")
_REGARDLESS_NEAR = re.compile(r"[不无](?:论|管|问|看|分)[^，]{0,12}$")
_PURPOSE = re.compile(r"(?:为了?|以便?)(?:有效|坚决|切实|进一步)?$")
_SUBJECT = re.compile("|".join((*scopes.EVERY, *scopes.SITES)))
_OWN_ORDER = re.compile(r"(?:请|要(?!求)|必须|务必|立即|决定|应|须|现|一律)")
# A forbidding word whose verb is still to come: 不得以检查为名，…
_PENDING = re.compile(
    r"(?:严禁|不得|不准|不许|不允许|不能|不可|不应|不要|禁止|绝不能?|决不能?|切勿)(?:一面|一边|以|借|因|为了?|打着|假|仅|一[^，]{1,6}就|眉毛胡子|一概而论|因小失大|图省事|一味|因噎废食)[^，]*$"
    r"|(?:严禁|不得|不准|不许|不允许|不能|禁止)[^，]*(?:理由|名义|借口|幌子)$"
)
# 不全部关停绝不收兵: two negations make an order.
_NOT_UNTIL = re.compile(r"不(?:全部|全|一律|彻底)?$")
_WHOLLY = re.compile("一律|必须|统一|全部|务必")
_HANDED_ON = re.compile("要求|强|令|让|逼|迫|采取|搞|把|将|对|实行|实施|通知|下达|作出")
_NEGATED = re.compile(r"(?<![得能可许要准会拒])(?:不|未|没有?|别|勿|莫)$|(?:无|没有)一[家个户](?:企业)?$")
# Those who do it answer for it: 对一律关停了事的单位，严肃追责.
_WHO_DID = re.compile(
    r"^[^，]{0,10}的(?:，|[^，]{0,3}(?:单位|部门|乡镇|干部|领导|[镇县乡区市局]长|书记|主任|地方|责任人|人员?|县|区|$))[^。]{0,24}(?:责|处理|批评|纠正|约谈|查处|通报|处分|谈话|诫勉)"
)
_OR_ELSE = re.compile(r"^[^，]{0,6}[，]?(?:就|便|则)?(?:绝不|决不|誓不|不罢休|不收兵|不撤|不算|不行|不能)")
_JOINED = re.compile(r"^[、]?(?:让|使|逼|任由|以及|或者?|和|与|也|更|及|乃至|甚至)")
_RELATIVE = re.compile(r"的(?:，|[也就都先]|[^，的]{0,8}(?:一律|全部|统一|所有|一概))")
_TELLS = re.compile(r"(?:建议|要求|决定|通知|意见是?|明确|提出|部署|强调|安排)[：]?$")
_CLASS_BEFORE = re.compile(rf"(?:{'|'.join(scopes.SITES)})[^，。；的]{{0,3}}$")
_ISSUED = re.compile(r"印发|转发|贯彻|落实|执行|遵照|严格按")
_TAKEN = re.compile(r"(?:采取|采用|实行|实施|推行|沿用|推广)[^，]{0,8}$")
_OWN_FAULT = re.compile(r"不得|不准|不许|严禁|否则|如有|若有|对不|违者|不停|拒不|逾期|不执行|不力|不到位|不落实|凡|再")
_ASKED_AFTER = re.compile(r"是否(?:妥当|可行|合适|合法|合理|可以)|请(?:予以?|给予)?(?:明确|批示|指示|答复|释疑)")
_ANSWER = re.compile(r"^(?:吗|么|呢)|[吗呢]$")


def not_an_order(around: Surroundings) -> bool:
    """Return whether the act is forbidden, criticised, withdrawn, denied, asked about or imagined."""
    return (
        _forbidden(around)
        or _blamed(around)
        or _withdrawn(around)
        or _asked(around)
        or _imagined(around)
        or _reported(around)
        or (around.quoted and not _put_into_force(around))
    )


def _forbidden(around: Surroundings) -> bool:
    if _NOT_UNTIL.search(around.before + around.between) and _OR_ELSE.match(
        around.after + "，" + "，".join(around.later[:1])
    ):
        return False
    if (
        _NEGATED.search(around.before + around.between)
        or _governs(around.before + around.between)
        or _NEGATED.search(around.inside[0])
        or _governs(around.inside[0])
    ):
        return True
    if not around.earlier:
        return False
    opening = around.before + around.between + around.act
    nearest = around.earlier[-1]
    pending = any(_PENDING.search(clause) and not _EVADES.search(clause) for clause in around.earlier[-2:])
    if pending and not _own_order(around):
        return True
    joined = _JOINED.match(opening) or (around.quoted and len(around.before) < 4) or _blamed_as_practice(around.after)
    if joined or (_BLAMED_MANNER.search(nearest) and not _has_subject(around)):
        return any(_governs(clause) for clause in around.earlier[-2:])
    return False


def _own_order(around: Surroundings) -> bool:
    """Return whether the clause is whole by itself: 所有企业一律停产, not 要求所有企业一律停产."""
    opening = around.before + around.between
    return bool(_SUBJECT.search(opening) and _WHOLLY.search(opening + around.act)) and not _HANDED_ON.search(opening)


def _has_subject(around: Surroundings) -> bool:
    """Return whether the act's clause names anew what is to stop."""
    return bool(_SUBJECT.search(around.before + around.between) or _OWN_ORDER.match(around.before))


def _blamed_as_practice(after: str) -> bool:
    return bool(re.match(r"[^，]{0,12}等?(?:的)?(?:[^，]{0,6})(?:做法|行为|现象|倾向|方式|苗头|乱象)", after))


def _governs(before: str) -> bool:
    """Return whether a forbidding word reaches the end of these words."""
    for found in _FORBIDS.finditer(before):
        misread = _NOT_FORBIDDING.search(before, max(0, found.start() - 2))
        if misread and misread.start() <= found.start() < misread.end():
            continue
        if _PURPOSE.search(before[: found.start()]) or _REGARDLESS_NEAR.search(before[: found.end()]):
            continue
        rest = before[found.end() :]
        if _OTHER_OBJECTS.match(rest) or _RELATIVE.search(rest):
            continue
        return True
    return False


def _blamed(around: Surroundings) -> bool:
    behind = around.inside[1] + around.after + "，" + "，".join(around.later[:2])
    blamed = _BLAMED.search(behind[:60])
    if blamed and _TAKEN.search(around.before) and blamed.group().endswith(("做法", "行为")):
        blamed = _BLAMED.search(behind[:60], blamed.end())  # 采取一律关停的做法 is taken, not blamed
    if blamed and not _OWN_FAULT.search(behind[: blamed.start()]):
        return True
    if _WHO_DID.match(behind):
        return True
    said = "，".join((*around.earlier[-2:], around.before))
    return (bool(_CRITICISES.search(said)) and _blamed_as_practice(around.after)) or _of_others(said)


def _of_others(said: str) -> bool:
    return bool(_OTHERS.search(said))


def _withdrawn(around: Surroundings) -> bool:
    noun = _ORDER_NOUN.match(around.inside[1] + around.after)
    if not noun and not around.quoted:
        return False
    everything = "，".join((*around.earlier[-2:], around.before, around.after, *around.later[:2]))
    return bool(_WITHDRAWS.search(everything))


def _asked(around: Surroundings) -> bool:
    before = around.before + around.between
    asks = _ASKS_HERE.search(before) or _ASKS.search("，".join(around.earlier[-1:]))
    if asks and not _REGARDLESS_NEAR.search(before[: asks.start()] + asks.group()):
        return True
    return (
        around.mark in ("？", "?")
        or bool(_ANSWER.search(around.after))
        or (bool(_ASKED_AFTER.search("，".join((around.after, *around.later[:2])))) and "拟" not in before)
    )


def _imagined(around: Surroundings) -> bool:
    clause = around.before + around.between
    supposed = _IMAGINES.search(clause)
    return bool(supposed) and not _THEN.search(clause[supposed.end() :]) if supposed else False


def _reported(around: Surroundings) -> bool:
    said = "，".join((*around.earlier[-2:], around.before))
    return bool(_RUMOURS.search(said))


def _put_into_force(around: Surroundings) -> bool:
    """Return whether what stands in quotation marks is ordered all the same, not only named."""
    before = around.before.rstrip('“‘「『"《')
    return bool(_ENFORCES.search(before)) or _whole_order(around) or _said_of_a_class(around, before)


def _said_of_a_class(around: Surroundings, before: str) -> bool:
    """Return whether the marks only stress a saying that ends a clause about a class: 园区企业“应停尽停”."""
    told = _TELLS.search(before) or _CLASS_BEFORE.search(before)
    return (
        bool(told)
        and not around.after
        and not around.title
        and bool(_SUBJECT.search("，".join((*around.earlier, before))))
    )


def _whole_order(around: Surroundings) -> bool:
    """Return whether the quotation holds an order of its own, not a name for one."""
    if around.title:
        return bool(_ISSUED.search(around.before + around.after + "，".join(around.later)))
    return len(around.inside[0]) + len(around.act) + len(around.inside[1]) > 12
