"""The agenda (议题) of a meeting, and which paragraphs of the body speak of which item."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duban.reading.extract.matters import MATTER, PERSONNEL, Matter, matters_of
from duban.reading.extract.meeting import Lead
from duban.reading.extract.outline import Paragraph, close
from duban.reading.extract.shared_nouns import separated
from duban.reading.model import AgendaItem, AgendaKind, Span

_HEADING = re.compile(
    r"(?P<mark>[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]、?|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十]+项[：:、]?|议题[一二三四五六七八九十\d]+[：:、]?)\s*(?:关于)?"
)
_NOUN_HEADING = re.compile(
    r"(?:关于)?[^，。；]{2,60}(?:》|情况|工作|事宜|问题|事项|方案|办法|意见|规划|报告|汇报|计划|精神)(?:的(?:汇报|报告|请示|议题))?$"
)
_BODY = re.compile(r"(?:[^，。；]{0,60}，)?(?:会前|会上|会议|与会人员|全会|其间|会议开始前|首先|随后)")
_BODY_STARTS = ("会", "与会", "全会", "其间", "首先", "随后")
_CUE_ONLY = re.compile(r"(?:决定|确定|要求|明确|研究决定|通报|部署)(?:[，,：:]|将草案|以下|如下)")
_BODY_VERBS_INLINE = frozenset(
    {
        "决定",
        "确定",
        "要求",
        "明确",
        "通报",
        "部署",
        "安排",
        "总结",
        "分析",
        "推出",
        "批准",
        "原则同意",
        "修订",
        "贯彻",
        "贯彻落实",
    }
)
_DECIDING = frozenset({"决定", "批准", "原则同意"})
_OTHERS = re.compile(r"其[他它](?:有关|相关)?(?:事项|议题|事宜|工作|$)")
_SUMMARY = re.compile(r"、.*等(?:\w{0,4})(?:工作|事项|议题|事宜|任务)$")
_GENERAL = re.compile(r"[，。；、“”《》（）()的和与及等了]")
_COMMON = re.compile(r"(?:20\d\d年度?|情况|工作|汇报|有关|关于|进一步|措施|政策|举措)")
_SPOKE = re.compile(r"会议(?:还|并|同时)?(?:指出|强调|要求|认为|决定)")
# An item that only names a period or 重点工作 concerns all that the meeting asks for.
_OPEN = re.compile(
    r"(?:下一?步|下一?阶段|[上下]半年|[一二三四]季度|全年|今年|明年|当前|近期|今后|年度|年内|20\d\d年|我市|全市|全县|全区|本地)[^，“”《》]{0,12}(?:工作|任务|举措)(?:安排)?$"
    r"|^(?:有关|相关|各项|重点|贯彻落实)*(?:重点)?(?:工作|任务)$|^(?:我[省市县区])?贯彻(?:落实)?(?:意见|措施|工作|举措)$"
)
_ASKS = re.compile(r"要|必须|严禁|不得|务必|强调|决定|力争|确保|牵头")
_ASKS_NOTHING = frozenset({"other", "appoint"})
_NEAR = 40
_LINKED = 400


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Passage:
    """A stretch of the body with the agenda items it speaks of."""

    span: Span
    agenda: tuple[str, ...]


# A stretch of the body: start, end, and the items it takes up itself (None where it names none).
_Stretch = tuple[int, int, list[int] | None]


class _Items:
    """The items found so far, with the two-character pieces of their topics for comparison."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.matters: list[tuple[Matter, str]] = []
        self.pieces: list[frozenset[str]] = []
        self.parts: list[tuple[frozenset[str], ...]] = []
        self.claimed: set[int] = set()
        self.summaries: set[int] = set()  # items of the lead that only sum up: …、…等工作

    def add(self, matter: Matter, rule: str, *, before: int) -> int:
        """Return the number of the item for a matter: one of those numbered below `before`, or a new one."""
        pieces = _pieces(self.text[matter.start : matter.end])
        known = self._known(pieces, matter, before)
        if known is None:
            known = len(self.matters)
            self.matters.append((matter, rule))
            self.pieces.append(pieces)
            words = self.text[matter.start : matter.end]
            several = words.split("、") if "、" in words and "《" not in words else ()
            self.parts.append((pieces, *(_pieces(part) for part in several if len(part) > 3)))
            if before == 0 and matter.kind == "arrange" and _SUMMARY.search(words):
                self.summaries.add(known)
        return known

    def shares(self, words: str, numbers: list[int]) -> dict[int, float]:
        """Return how much of each item's topic, or of one of its parts, the words repeat."""
        return {n: max(_share(part, words) for part in self.parts[n]) for n in numbers}

    def find(self, matter: Matter) -> int | None:
        """Return the number of the item that a matter takes up again."""
        return self._known(_pieces(self.text[matter.start : matter.end]), matter, len(self.matters))

    def _known(self, pieces: frozenset[str], matter: Matter, before: int) -> int | None:
        best, answer = 0.0, None
        for number in range(max(0, before - _NEAR), before):
            other = self.pieces[number]
            if (matter.kind == "other") != (self.matters[number][0].kind == "other") or number in self.summaries:
                continue
            share = len(pieces & other) / (min(len(pieces), len(other)) or 1)
            if share >= 0.55 and share > best and _same_title(self.text, matter, self.matters[number][0]):
                best, answer = share, number
        return answer


def _same_title(text: str, one: Matter, other: Matter) -> bool:
    a, b = text[one.start : one.end], text[other.start : other.end]
    if a.startswith("《") and b.startswith("《"):
        return a[: a.find("》")] == b[: b.find("》")]
    return True


def _pieces(words: str) -> frozenset[str]:
    bare = _GENERAL.sub("", _COMMON.sub("", words))
    return frozenset(map(str.__add__, bare, bare[1:]))


def _share(pieces: frozenset[str], words: str) -> float:
    """Return which part of a topic's pieces the words hold."""
    return sum(map(words.__contains__, pieces)) / (len(pieces) or 1)


def find_agenda(
    text: str, paragraphs: list[Paragraph], lead: Lead | None
) -> tuple[tuple[AgendaItem, ...], tuple[Passage, ...]]:
    """Return the agenda items in order, and the passages of the body that belong to them."""
    if lead is None:
        return (), ()
    items = _Items(text)
    for matter in separated(text, _lead_matters(text, paragraphs, lead), paragraphs[lead.paragraph + 1 :]):
        items.add(matter, "lead.list" if matter.listed else "lead.verb", before=0)
    in_lead = len(items.matters)
    stretches = _stretches(text, paragraphs[lead.paragraph :], lead, items)
    linked = _link(text, stretches, items, in_lead)
    return _numbered(text, items, _kept(text, items, in_lead), linked)


def _lead_matters(text: str, paragraphs: list[Paragraph], lead: Lead) -> list[Matter]:
    """Return what the opening sentence lists after the meeting's name, or the next one of its paragraph."""
    start, end = lead.sentence
    after = lead.name_span[1]
    if after < start:
        after = start
    while after < end and text[after] not in "，,；;：:。":
        if MATTER.match(text, after, end) and text[after] not in "第":
            break
        after += 1
    found = matters_of(text, after, end)
    for sentence in paragraphs[lead.paragraph].sentences:
        if found and sentence[0] >= end and MATTER.match(text, *sentence) and not text.startswith("会议", sentence[0]):
            found += matters_of(text, *sentence)
    if not found and paragraphs[lead.paragraph].sentences:
        following = [s for s in paragraphs[lead.paragraph].sentences if s[0] >= end][:2]
        for sentence in following:
            if text.startswith("会议", sentence[0]) and not _CUE_ONLY.match(text, sentence[0] + 2):
                found += [m for m in matters_of(text, *sentence) if m.verb not in _BODY_VERBS_INLINE]
    return found


def _stretches(text: str, paragraphs: list[Paragraph], lead: Lead, items: _Items) -> list[_Stretch]:
    """Cut the body into stretches, each with the items it opens with, or None where it names none."""
    found: list[_Stretch] = []
    headed: list[int] = []
    for paragraph in paragraphs:
        own = _heading(text, paragraph, items)
        if own is not None:
            found.append((paragraph.start, paragraph.end, own))
            headed = own
            continue
        begin, running = paragraph.start, headed or None
        for index, (start, end) in enumerate(paragraph.sentences):
            if start <= lead.sentence[0]:
                continue
            taken = _taken_up(text, start, end, items, first=index == 0, headed=bool(headed))
            if taken:
                if start > begin:
                    found.append((begin, start, running))
                begin, running = start, taken
        found.append((begin, paragraph.end, running))
    return found


def _heading(text: str, paragraph: Paragraph, items: _Items) -> list[int] | None:
    """Return the items of a heading such as 一、审议《…》, or None where the paragraph is no heading of an item."""
    mark = _HEADING.match(text, paragraph.start, paragraph.end)
    if not mark or not paragraph.sentences:
        return None
    start, end = paragraph.sentences[0]
    start, end = mark.end(), close(text, start, end)[1]
    if end - start > 90 or end <= start:
        return None
    matter = MATTER.match(text, start, end)
    if matter:
        found = matters_of(text, start, end)
        if found and (found[0].verb not in _BODY_VERBS_INLINE or len(paragraph.sentences) == 1):
            before = len(items.matters)
            return [items.add(m, "heading.verb", before=before) for m in found]
        return None
    words = text[start:end]
    plain = len(paragraph.sentences) == 1 and text[paragraph.end - 1] not in "。；"
    if plain and (mark.group().endswith("关于") or _NOUN_HEADING.match(words) or _OTHERS.fullmatch(words)):
        kind: AgendaKind = "deliberate" if "《" in words else "arrange"
        kind = "other" if _OTHERS.match(words) else "appoint" if PERSONNEL.search(words) else kind
        return [items.add(Matter(kind, start, end, "", listed=False), "heading.noun", before=len(items.matters))]
    return None


def _taken_up(text: str, start: int, end: int, items: _Items, *, first: bool, headed: bool) -> list[int]:
    """Return the items a sentence takes up with a cue verb of its own."""
    if not text.startswith(_BODY_STARTS, start) and text.find("，会", start, min(end, start + 66)) < 0:
        return []
    opening = _BODY.match(text, start, end)
    if not opening:
        return []
    verb = MATTER.match(text, opening.end(), end)
    if not verb and not opening.group().endswith(("会前", "会上", "人员", "会议开始前", "首先", "随后", "其间")):
        return []
    if _CUE_ONLY.match(text, opening.end(), end):
        return []
    numbers = []
    before = len(items.matters)
    for matter in matters_of(text, opening.end(), end):
        if matter.verb in _BODY_VERBS_INLINE:
            known = items.find(matter)
            fresh = first or "还" in text[opening.end() : opening.end() + 2]
            if known is not None:
                numbers.append(known)
            elif matter.verb in _DECIDING and fresh and not numbers and not headed and not _vague(text, matter):
                numbers.append(items.add(matter, "body.verb", before=before))
            continue
        numbers.append(items.add(matter, _body_rule(matter), before=before))
    return list(dict.fromkeys(numbers))


def _vague(text: str, matter: Matter) -> bool:
    words = text[matter.start : matter.end]
    return words.startswith(("将", "由", "该", "在", "对", "其", "再")) or len(words) < 6


def _body_rule(matter: Matter) -> str:
    if matter.kind == "other":
        return "other.matters"
    return "body.list" if matter.listed else "body.verb"


def _link(text: str, stretches: list[_Stretch], items: _Items, in_lead: int) -> list[tuple[int, int, list[int]]]:
    """Give each stretch its items: its own, those its words are nearest to, or those of the stretch before."""
    real = [n for n, (m, _) in enumerate(items.matters) if m.kind not in _ASKS_NOTHING]
    for stretch in stretches:
        items.claimed.update(stretch[2] or ())
    linked: list[tuple[int, int, list[int]]] = (
        [(stretches[0][0], stretches[0][1], stretches[0][2] or [])] if stretches else []
    )
    before = [n for n in stretches[0][2] or () if n in real] if stretches else []
    waiting = [n for n in real if n < in_lead and n not in items.claimed]
    wide = [n for n in real if items.matters[n][0].kind == "arrange" and _OPEN.search(_topic(text, items, n))]
    free = [n for n, (start, _, own) in enumerate(stretches) if n and own is None and not _inherits(text, start)]
    last = free[-1] if free else -1
    fresh = quiet = False
    for index, (start, end, own) in enumerate(stretches[1:], 1):
        if own is not None:
            numbers = own
            fresh = fresh or any(n >= in_lead for n in own)
            quiet = not _SPOKE.search(text, start, end)
            before = [n for n in own if n in real] or before
        elif index > _LINKED or not real:
            numbers = before
        elif _inherits(text, start):
            numbers = before or real
        else:
            words = text[start : min(end, start + 800)]
            numbers = _nearest(words, real, waiting, before, items, strict=bool(before) and (fresh or quiet))
            quiet = False
            if not _ASKS.search(words):
                linked.append((start, end, numbers))
                continue
            if index == last and not fresh:
                numbers = numbers + [n for n in waiting if n not in numbers]
            waiting = [n for n in waiting if n not in numbers]
            items.claimed.update(numbers)
            numbers = numbers + [n for n in wide if n not in numbers]
            before = numbers
        linked.append((start, end, numbers))
    return linked


_LISTED = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}(?:是|要|、)|[（(]?[一二三四五六七八九十\d]{1,2}[)）.．、]|第[一二三四五六七八九十][，,、]|同时|下一步|此外)"
)


def _topic(text: str, items: _Items, number: int) -> str:
    matter = items.matters[number][0]
    return text[matter.start : matter.end]


def _inherits(text: str, start: int) -> bool:
    return bool(_LISTED.match(text, start))


def _nearest(
    words: str, real: list[int], waiting: list[int], before: list[int], items: _Items, *, strict: bool
) -> list[int]:
    """Return the items a stretch speaks of; `strict` after the body took up matters of its own."""
    shares = items.shares(words, real)
    pool = [n for n in waiting if not strict or shares[n] >= 0.5]
    near = pool + [n for n in before if n not in pool]
    best = max((shares[n] for n in near), default=0.0)
    if best >= 0.3:
        return [n for n in near if shares[n] >= max(0.3, best * 0.5)]
    best = max(shares.values(), default=0.0)
    if best >= 0.5:
        return [n for n in real if shares[n] >= max(0.5, best * 0.7)]
    if pool:
        return pool[:1]
    if strict and _SPOKE.match(words) and not words.startswith("会议强调"):
        return before
    return [*before, *(n for n in real if n not in before)]


class Links:
    """The agenda's topics, to tell which of a passage's items a requirement names."""

    def __init__(self, agenda: tuple[AgendaItem, ...]) -> None:
        self._pieces = {item.id: _pieces(item.topic) for item in agenda}

    def narrow(self, words: str, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of the ids whose topic the words name plainly, or all of them."""
        if len(ids) < 2:
            return ids
        shares = {i: _share(self._pieces[i], words) for i in ids}
        best = max(shares.values())
        if best < 0.6:
            return ids
        return tuple(i for i in ids if shares[i] >= best * 0.6)


def _kept(text: str, items: _Items, in_lead: int) -> list[int]:
    """Drop items of the opening sentence that only sum up what the body takes up item by item."""
    fresh = len([1 for m, _ in items.matters[in_lead:] if m.kind != "other"])
    kept = []
    for number, (matter, _) in enumerate(items.matters):
        summed = number < in_lead and matter.kind == "arrange" and number not in items.claimed
        if (summed and fresh >= 2) or (fresh and number in items.summaries):
            continue
        kept.append(number)
    return kept


def _numbered(
    text: str, items: _Items, kept: list[int], stretches: list[tuple[int, int, list[int]]]
) -> tuple[tuple[AgendaItem, ...], tuple[Passage, ...]]:
    ids = {number: f"A{place}" for place, number in enumerate(kept, 1)}
    agenda = []
    for number in kept:
        matter, rule = items.matters[number]
        agenda.append(
            AgendaItem(ids[number], matter.kind, text[matter.start : matter.end], (matter.start, matter.end), rule)
        )
    everything = tuple(i for n, i in ids.items() if items.matters[n][0].kind not in _ASKS_NOTHING)
    passages = []
    for start, end, numbers in stretches:
        named = tuple(ids[n] for n in sorted(set(numbers)) if n in ids)
        passages.append(Passage((start, end), named or everything))
    return tuple(agenda), tuple(passages)
