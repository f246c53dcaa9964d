"""Matters named in a sentence: 听取…汇报, 审议《…》, 研究…工作, each with its kind and its topic's place."""

from __future__ import annotations

import re
from typing import NamedTuple

from duban.reading.extract.command import adverb_end, is_circumstance, opens_with_verb
from duban.reading.extract.outline import Clause, clauses, close
from duban.reading.lexicon.cues import MATTERS
from duban.reading.model import AgendaKind


class Matter(NamedTuple):
    """A matter: its kind, its topic's place, the verb that introduced it, whether it shares the verb with others."""

    kind: AgendaKind
    start: int
    end: int
    verb: str
    listed: bool


_VERBS = "|".join(sorted(MATTERS, key=len, reverse=True))
_BEFORE = (
    r"(?:会前|会上|会议|大会|与会人员|参会人员|大家|全会|同时|此外|其间|期间|首先|随后|会议开始前|还|并|又|再|分别|一致|共同|认真|深入|进一步"
    r"|专门|重点|主要|专题(?=听取|审议|传达)|书面(?=听取|审议|传达)|会)*"
)
MATTER = re.compile(
    rf"{_BEFORE}(?P<verb>{_VERBS})(?:并(?:原则)?(?:通过|同意))?(?:了|过)?(?P<about>关于|有关|对(?=《))?"
)
_SECOND = re.compile(rf"(?<=[汇报告明作项》神况题])(?:，|、)?(?:并|和|及)(?=(?:{_VERBS}))")
_CIRCUMSTANCE = re.compile(r"(?:根据|按照|依据|为了?(?!民)|围绕|结合|针对(?!.*(?:发放|开展|实施)))")
_REPORT_TAIL = re.compile(
    r"(?:(?:的|等)?(?:专题)?(?:汇报|通报|介绍)|的?(?:起草|编制|修订)?(?:情况)?的?(?:说明)|(?<=情况)报告|的报告)$"
)
_TAIL = re.compile(
    r"(?:[（(]略[）)]|(?<!第)[\d一二两三四五六七八九十]+[项个件](?:重点|专项)?(?:工作|事项|议题|任务)$|等(?:[\d一二三四五六七八九十]+[部件个项])?(?:文件|法规|议题|议案|有关事项|材料)|，并?$|并$)$"
)
_SPEAKER = re.compile(
    r"[^，《]{2,18}?(?:局|委|办|厅|部|院|处|中心|公司|政府|单位|同志)(?:(?:就|关于|对)|(?:提交|提请|报送|上报|呈报|起草|提出|拟定|拟订|制定|报请)(?:审议)?的(?=《|关于))"
)
_HEARD_HEAD = "情况|通报|精神|工作|会议|》|事项|事宜|问题|方案|措施|举措|规划|计划|办法|意见|报告|进展"
_HEAD = re.compile(rf"(?:{_HEARD_HEAD})$")
_TITLES = re.compile(r"(?<=》)(?:、|，|和|及|以及|与|；)?(?=《)")
# 甲会议精神和乙讲话精神: each is named to its end.
_PAUSE = re.compile(r"、|(?<=精神|情况)(?:和|及|以及)")
_NESTED = re.compile(r"“[^”]*”|《[^》]*》|（[^）]*）|\([^)]*\)")
_SHARED = re.compile(r"(?:措施|举措|政策|工作|办法|方案|事项|任务)$")
_ORGANISATION = re.compile(
    r"[^，的]{2,12}(?:局|委|办|厅|部|院|公司|单位|部门|政府|负责人|负责同志|主要领导|县区|乡镇|街道)$"
)
_IN_PLACE = re.compile(r"在[^、]{2,14}?(?=推|开|建|实|扩|设|深|加)")
# 会议审议通过了该计划: what was named before, and no matter of its own.
_ANAPHOR = re.compile(
    r"(?:有关|相关|议定|以下|如下|[\d一二三四五六七八九十]+[个项])?(?:事项|议题)$|(?:该|此)(?:项|个|份|部)?[^，《]{0,8}$|(?:上述|以上|前述)|存在的?(?:主要|突出)?(?:困难|问题)"
)
PERSONNEL = re.compile(r"人事任免|任免|人事(?:事项|议题|问题)|干部人事")
_OTHER = re.compile(r"其他(?:有关|相关)?(?:事项|议题|工作|事宜|问题)")
_LAW_STUDY = re.compile(r"(?:《|法律|法规|学法|法治|知识|讲座)")
_DISCIPLINE = re.compile(r"(?:讲话|精神|批示|指示|贺信|文章|思想|会议|通报)")


def matters_of(text: str, start: int, end: int) -> list[Matter]:
    """Return the matters of a sentence, in order."""
    start, end = close(text, start, end)
    pending: re.Match[str] | None = None
    found: list[Matter] = []
    heard = False
    for clause in clauses(text, start, end):
        if clause.mark in "；;":
            heard = False
        for begin, stop in _pieces(text, clause):
            match = MATTER.match(text, begin, stop)
            if match and match.end() < stop:
                verb = match["verb"]
                if heard and verb in ("决定", "确定", "要求", "明确", "强调"):
                    continue
                heard = heard or MATTERS[verb] == "hear"
                if MATTERS[verb] == "arrange" and is_circumstance(text[match.end() : stop]):
                    pending = match
                    continue
                found += _topics(text, verb, match.end(), stop)
            elif pending and not is_circumstance(text[begin:stop]):
                found += _topics(text, pending["verb"], begin, stop)
                pending = None
            elif found and _continues(text[begin:stop], found[-1]):
                last = found[-1]
                found += _split(
                    text, last.kind, begin, _without_tail(text, begin, stop, last.kind), last.verb, listed=True
                )
    return found


def _pieces(text: str, clause: Clause) -> list[tuple[int, int]]:
    pieces, begin = [], clause.start
    for cut in _SECOND.finditer(text, clause.start, clause.end):
        if text.count("《", begin, cut.start()) == text.count("》", begin, cut.start()):
            pieces.append((begin, cut.start()))
            begin = cut.end()
    pieces.append((begin, clause.end))
    return pieces


def _continues(words: str, last: Matter) -> bool:
    """Say whether a clause without verb goes on with the list before it (…精神，…会议精神)."""
    if last.kind == "arrange" and words.endswith(("等事项", "等工作", "等议题")):
        return True
    if last.kind not in ("convey", "hear", "deliberate") or len(words) < 5:
        return False
    return (
        words.endswith(("精神", "汇报", "》"))
        and not opens_with_verb(words)
        and not words.startswith(("以", "为", "推动"))
    )


def _topics(text: str, verb: str, begin: int, stop: int) -> list[Matter]:
    kind = MATTERS[verb]
    stop = _without_tail(text, begin, stop, kind)
    if kind in ("hear", "deliberate") and (speaker := _SPEAKER.match(text, begin, stop)):
        begin = speaker.end() if text.count("《", begin, speaker.end()) == 0 else begin
    words = text[begin:stop]
    if len(words) < 2 or _ANAPHOR.match(words) or (kind == "hear" and _ORGANISATION.match(words)):
        return []
    if _OTHER.search(words) and len(words) < 12:
        at = words.find("其他")
        return [Matter("other", begin + at, stop, verb, listed=False)]
    if PERSONNEL.search(words):
        kind = "appoint"
    elif (verb == "研究讨论" and "《" not in words) or (verb == "贯彻落实" and not _DISCIPLINE.search(words)):
        kind = "arrange"
    elif verb.endswith("学习") and verb != "传达学习":
        kind = "convey" if _DISCIPLINE.search(words) and not words.startswith("《") else "study"
    return _split(text, kind, begin, stop, verb, listed=False)


def _without_tail(text: str, begin: int, stop: int, kind: AgendaKind) -> int:
    words = text[begin:stop]
    tail = _REPORT_TAIL.search(words) if kind in ("hear", "arrange", "deliberate", "convey") else None
    if tail and (kind == "hear" or tail.group()[-2:] in ("汇报", "说明")):
        words = words[: tail.start()]
    if tail := _TAIL.search(words):
        words = words[: tail.start()]
    return begin + len(words.rstrip())


def _split(text: str, kind: AgendaKind, begin: int, stop: int, verb: str, *, listed: bool) -> list[Matter]:
    """Return one matter for each of several under one verb."""
    words = text[begin:stop]
    if "《" in words:
        cuts = [(m.start(), m.end()) for m in _TITLES.finditer(words)]
        if cuts:
            return _cut(kind, begin, words, cuts, verb)
    if "、" in words or "精神和" in words or "情况和" in words:
        flat = _NESTED.sub(lambda m: "＊" * len(m.group()), words)
        cuts = [(m.start(), m.end()) for m in _PAUSE.finditer(flat)]
        parts = [words[a:b] for a, b in _between(len(words), cuts)]
        if cuts and all(_HEAD.search(part) and len(part) > 4 for part in parts):
            return _cut(kind, begin, words, cuts, verb)
        shared = _SHARED.search(parts[-1])
        if (
            kind == "arrange"
            and not (shared and not all(p.endswith(shared.group()) for p in parts))
            and all(_commands(part) for part in parts)
        ):
            return _cut(kind, begin, words, cuts, verb)
    return [Matter(kind, begin, stop, verb, listed)]


def _commands(words: str) -> bool:
    """Say whether a part of a list is a command of its own (加快推进…建设), not a noun."""
    place = _IN_PLACE.match(words)
    rest = words[place.end() :] if place else words
    return len(words) > 7 and opens_with_verb(rest) and (bool(place) or adverb_end(rest) > 0 or len(rest) > 9)


def _between(length: int, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    edges = [0, *(n for cut in cuts for n in cut), length]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _cut(kind: AgendaKind, begin: int, words: str, cuts: list[tuple[int, int]], verb: str) -> list[Matter]:
    return [Matter(kind, begin + a, begin + b, verb, listed=True) for a, b in _between(len(words), cuts) if b > a]
