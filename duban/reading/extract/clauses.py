"""Actions: the clauses of a requirement that somebody could be asked to carry out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duban.reading.extract.command import (
    CLOSING,
    MODAL,
    VERB_PAIRS,
    adverb_end,
    has_subject,
    is_circumstance,
    is_fact,
    leading_end,
    lets,
    opens_with_verb,
    time_end,
)
from duban.reading.extract.outline import Clause
from duban.reading.lexicon.clause_words import PROHIBITING_STARTS
from duban.reading.model import Action, RequirementKind


@dataclass(slots=True, eq=False, repr=False)
class Part:
    """A clause judged: `kind` is skip, fact, verb, subject or plain; `modal` and `fact` hold besides."""

    start: int
    end: int
    words: str
    kind: str
    modal: bool
    fact: bool


_PASSED = re.compile(
    r"(?:会议)?(?:书面)?(?:讨论|审议|研究|审定)?(?:并|后)?(?:一致|原则上?|审议)?(?:同意|通过|批准)(?:了)?(?!组建|设立|建设|实施|一批|将|对|由)"
)
_TAKES_EFFECT = re.compile(r"(?:本.{0,6}|并)?自.{2,20}起(?:施行|执行|实施|生效|开始执行)")
_LEADING_MARK = re.compile(
    r"要(?!求|素|点|件)|决定(?=将|对|由|把|按|在|提|授|从|以|核|设|给|再)|(?:会议)?(?:原则)?同意(?=将|对|由|把|在|给予|从|按)|会议(?:要求|决定|强调)"
)
_MARK_STARTS = frozenset("要决会原同")
_PREDICATES = (
    "是",
    "也是",
    "有利于",
    "有助于",
    "对于",
    "对",
    "事关",
    "关系",
    "关乎",
    "具有",
    "意义",
    "至关",
    "能够",
    "可以",
    "既是",
    "不仅是",
    "就是",
)
_PIVOT = re.compile(r"(?:委托|授权|责成|指导|督促|支持|推动)其?(?:按照|根据|在).*(?:原则|要求|规定|基础上|前提下)$")
_PIVOT_STARTS = frozenset("委授责指督支推")
_BENEFIT = re.compile(
    r"(?:这|该|对于?|从而)?[^，的]{0,14}(?:有利于|有助于)(?![^，]*的)|[^，]*(?:具有[^，]{0,8}意义|意味着)"
)
# 会议同意从预备费中列支…: what is agreed to is an act, and no text or opinion.
_AGREED = re.compile(
    r"(?:会议)?(?:研究|一致|原则)?同意(?:(?:将|把|由|从|对|按照?|采取|采用|设立|成立|追加|安排|拨付|授权|委托)[^《》]{4,}"
    r"|[^《》]{8,}(?<!方案|汇报|意见|请示|报告|建议|计划|办法|规划|草案|思路|安排|事项|情况|议题|内容|名单|做法|措施|标准|提议|请求|打算|设想)(?<![）)]))$"
)
# 做好明年工作，要…: what is asked stands after it.
_MATTER_OF_ASKING = re.compile(r"(?:做好|抓好|搞好|干好)[^，]*(?:工作|任务)$")
# A phrase of circumstance, and its predicate in the same clause.
_PHRASE_FIRST = ("通过将", "通过把", "结合", "依托", "对照")
_HANDLED = frozenset("将把对由为从以用在于")
_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》")
PREPOSITIONS = ("按照", "根据", "围绕", "针对", "结合", "依托", "依据", "对照", "在", "以")
_GRANTED = re.compile(
    r"可(?:予|同等|按|享受|采取|申请|适当|继续|直接|优先|以[^，]{2,}方式)|一律|允许|由[^，]{2,16}(?:支付|承担|负责|解决|统筹|安排|列支|保障|审定|审批)"
)


# 草案明确要加大投入: what a text that was passed says, asked of nobody by the meeting.
_TEXT_SAYS = re.compile(r"(?:草案|条例|办法|《[^》]*》)(?:还|进一步|主要|重点)?(?:明确|规定|提出|强调|要求)(?!由)")
# 符合条件的企业，均可申请: a subject or a topic alone, its predicate behind the comma.
_ALONE = re.compile(
    r"(?:(?:符合|具备|属于|满足|已|拟|所|未)[^，的]{1,16}|新(?:设立|成立|引进|增|建|入选))的[^，的]{0,10}(?:企业|单位|人员|机构|项目|家庭|群体|群众|地区|资金|贷款|物资|产品|设备|事项)$"
)


_REACHED = re.compile(r"惠及[^，]*\d")
# 投资方面，: where what is asked belongs.
_SHORT_FIELD = 9
_NO_COMMANDS = frozenset("草条办《符具属满新已拟所未包惠")
_STRICTLY = re.compile("(?:严格|切实|认真|坚决|全面|紧紧)(?:按照|依照|根据|对照|围绕)")


def judge(clause: Clause) -> Part:
    """Return the clause with what it is."""
    words = clause.text
    first = words[0]
    if first in _NO_COMMANDS and (kind := _no_command(words)):
        return Part(clause.start, clause.end, words, kind, modal=False, fact=kind == "fact")
    if len(words) < _SHORT_FIELD and words.endswith("方面"):
        return Part(clause.start, clause.end, words, "skip", modal=False, fact=False)
    wants = first == "要"
    if words[wants : wants + 2] in VERB_PAIRS and words[-1] not in CLOSING and not _STRICTLY.match(words, wants):
        return _command(clause, words, wants=wants)
    bare = words if "“" not in words and "《" not in words else _QUOTED.sub(_mask, words)
    asks = MODAL.search(bare)
    modal = bool(asks) or words.startswith(PROHIBITING_STARTS)
    lead = leading_end(words)
    core = words[lead:] if lead else words
    fact = is_fact(bare) and not (modal and not words.startswith(("这", "该")) and "看到" not in words)
    if (
        asks
        and not fact
        and (is_circumstance(bare[lead:]) or (asks.group() == "要" and _is_phrase(bare[asks.end() :])))
    ) or (not modal and (is_circumstance(core, plain=True) or lets(words))):
        kind = "skip"
    elif fact:
        kind = "fact"
    elif (
        opens_with_verb(core)
        or core[adverb_end(core) :][:1] in _HANDLED
        or core.startswith(_PHRASE_FIRST)
        or _after_time(core)
    ):
        kind = "verb"
    elif modal:
        kind = "modal"
    elif has_subject(core) or _GRANTED.search(core):
        kind = "subject"
    else:
        kind = "plain"
    return Part(clause.start, clause.end, words, kind, modal, fact)


def _no_command(words: str) -> str:
    """Return what a clause is that only says what a text says (fact), or only names a matter (skip); else nothing."""
    if words[0] in "草条办《":
        return "fact" if _TEXT_SAYS.match(words) else ""
    if words[0] == "惠":
        return "skip" if _REACHED.match(words) else ""  # 惠及居民1.9万户: whom the act before it reaches
    if words[0] == "包":
        return "skip" if words.startswith("包括") and words.endswith("等") else ""
    return "skip" if _ALONE.match(words) else ""


def _command(clause: Clause, words: str, *, wants: bool) -> Part:
    """Return a clause that begins with a verb of command, after 要 or not: no circumstance, so one look less."""
    if wants:
        return Part(clause.start, clause.end, words, "verb", modal=True, fact=False)
    bare = words if "“" not in words and "《" not in words else _QUOTED.sub(_mask, words)
    modal = bool(MODAL.search(bare))
    fact = not modal and is_fact(words)
    kind = "skip" if not modal and lets(words) else ("fact" if fact else "verb")
    return Part(clause.start, clause.end, words, kind, modal, fact)


def stands(part: Part) -> Part:
    """Return the last clause of a part that has no predicate before it: it must hold one, whatever it begins with."""
    if part.words.endswith(("的", "时", "下", "后", "前", "中")) or part.words[0] not in "对将把在向与为由以从":
        return part
    return Part(part.start, part.end, part.words, "verb", part.modal, part.fact) if len(part.words) > 8 else part


def _is_phrase(words: str) -> bool:
    if not words.startswith(PREPOSITIONS):
        words = words[2 if _STRICTLY.match(words) else adverb_end(words) :]  # 要严格按照…要求
    return words.startswith(PREPOSITIONS) and is_circumstance(words)


def _mask(found: re.Match[str]) -> str:
    return "＊" * len(found.group())


def _after_time(core: str) -> bool:
    """Say whether a verb of command follows a time at the clause's start."""
    at = time_end(core)
    return bool(at) and (opens_with_verb(core[at:]) or core[at : at + 1] in _HANDLED)


def actions_of(text: str, parts: list[Part], kind: RequirementKind, *, passed: bool) -> tuple[Action, ...]:
    """Return the actions among the judged clauses of one requirement, with text, span and rule."""
    asked = next((i for i, p in enumerate(parts) if p.modal), -1)
    actions: list[Action] = []
    benefit, commands = False, kind != "decide"
    for index, part in enumerate(parts):
        words = part.words
        if part.modal:
            benefit = False
        if part.fact and (words[0] == "这" or _BENEFIT.match(words) or "看到" in words):
            benefit = True
        if (
            benefit
            or part.kind in ("skip", "fact")
            or ("起" in words and _TAKES_EFFECT.match(words))
            or (words[0] in _PIVOT_STARTS and _PIVOT.match(words))
        ):
            continue
        if passed and _PASSED.match(words) and not agrees_to_act(words):
            continue
        if index < asked and not _stands_before(parts, index):
            continue
        begin = part.start
        if words[0] in _MARK_STARTS and (mark := _LEADING_MARK.match(words)):
            begin += mark.end()
        if begin >= part.end:
            continue
        actions.append(
            Action(
                text[begin : part.end],
                (begin, part.end),
                rule="clause.verb" if commands and part.kind == "verb" else _rule(part, kind),
            )
        )
    return tuple(actions)


def agrees_to_act(words: str) -> bool:
    """Say whether what is agreed to is an act and no text."""
    return _AGREED.match(words) is not None and not is_circumstance(words[words.index("同意") + 2 :])


def _stands_before(parts: list[Part], index: int) -> bool:
    """Say whether a clause before the modal is a command of its own and no topic of the fact after it."""
    part = parts[index]
    if part.kind not in ("verb", "subject") or _MATTER_OF_ASKING.match(part.words):
        return False
    return not is_topic(parts, index)


def is_topic(parts: list[Part], index: int) -> bool:
    """Say whether a clause of command is only the topic of an assessment after it (做好…，是…的举措)."""
    for number, part in enumerate(parts[index + 1 :]):
        if part.modal:
            return False
        if part.fact and (number == 0 or part.words.startswith(_PREDICATES)):
            # 改造小区9个，其中城东5个: a breakdown says nothing about the command that opens the sentence
            return not (index == 0 and part.words.startswith("其中") and _commands(parts[index].words))
    return False


def _commands(words: str) -> bool:
    """Say whether a clause begins with a verb of command, or with a time before one."""
    return opens_with_verb(words) or opens_with_verb(words[time_end(words) :])


def _rule(part: Part, kind: RequirementKind) -> str:
    if kind == "decide":
        return "clause.disposition"
    if part.kind == "verb":
        return "clause.verb"
    if part.modal:
        return "clause.modal"
    return "clause.subject" if part.kind == "subject" else "clause.plain"
