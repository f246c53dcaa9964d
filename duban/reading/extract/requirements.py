"""Requirements: the sentences, or their parts, that ask, forbid or decide; and why the other sentences do not."""

from __future__ import annotations

import re
from typing import NamedTuple

from duban.reading.extract.agenda import Links, Passage
from duban.reading.extract.clauses import Part, actions_of, agrees_to_act, is_topic, judge, stands
from duban.reading.extract.command import FORBIDS, MODAL, is_fact, lets
from duban.reading.extract.meeting import Lead
from duban.reading.extract.outline import Clause, Paragraph, close, heads_a_list
from duban.reading.extract.passed_texts import DATED, GOES_ON, TAKEN_UP, disposes, passed_at
from duban.reading.extract.segments import Segment, continues, is_numbered, segments
from duban.reading.extract.set_aside import set_aside
from duban.reading.extract.unit_names import names_at
from duban.reading.model import Action, AgendaItem, Requirement, RequirementKind, Sentence

_MINUTED = re.compile(r"(?:议定|决定|商定)(?:的?(?:有关|以下)?(?:事项|意见|内容)[^，。；]{0,8})?如下[：:。]?$")
_AS_FOLLOWS = 3  # characters that 如下 and a mark after it take at the sentence's end
_TRIGGER = re.compile(
    "会议|强调|指出|决定|是(?<=[一二三四五六七八九十]是)|原则同意|（[一二三四五六七八九十][）)]|\\([一二三四五六七八九十][）)]|将(?:在|于)[^，。]{2,12}前"
)
_COMMITS = re.compile(r"将(?:在|于)[^，。]{1,12}(?:前|内|底)[^，。]*(?:报告|提交|完成|公布|启动|开展|出台|建成|提请)")
_PURPOSE = re.compile(
    r"(?:用|以|让|使|为|切实让|真正让|不断满足人民)[^，]*(?:提升|享受|更好|受惠|实惠|便捷|效益|发力|购物|品质|增收|迈进|作出|贡献|生活)"
)
_FORECAST = re.compile(
    r"(?:采取|实施|落实|通过)(?:上述|以上|这)|预计|初步估算|将(?:增加|减轻|惠及|带动|盘活|为[^，]{2,12}减)|可(?:在去年|为[^，]*减|带动)"
)
# 主要表现在：一是…: the list shows what is, and asks nothing.
_SHOWN = re.compile(r"(?:表现|体现)(?:在|为)[以如]?下?[^，。；]{0,6}[：:]")
# 审批时限压至7个工作日, 新签约项目不少于40个: a number to reach, after what was asked for.
_MEASURED = re.compile(
    r"(?:拿出|安排|压(?:缩|减)?至|[降增]至|降到|(?:提高|提升|增加|扩大)到|不低于|不少于|不超过|不高于|控制在|达到|完成)[^，]{0,12}?\d"
)
_PREDICATES = ("verb", "subject", "modal")
_WANTS = re.compile(r"要|必须|务必|应当|须|不得|严禁|禁止|不准")
_MODAL_START = re.compile(r"[^，。]{0,14}?(?:要|必须|务必|应当)")
# A longer stretch without a full stop is no sentence of an office.
_LONGEST = 8000


class _State:
    """What is in force while the text is walked: the mode of the last cue, its list, its own 要."""

    __slots__ = ("demands", "described", "list_kind", "mode", "passed", "said", "shown")

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.demands = False  # the last cue was 要求: whatever follows is demanded
        self.mode = ""  # the mode of the last cue: assess, require, decide, report, propose
        self.said = False  # a requirement stands before in this paragraph
        self.list_kind = ""  # the mode of the list's head
        self.described = False  # a text was passed and is being described
        self.passed = False  # a text was passed in this paragraph
        self.shown = False  # a list of what is has begun


class _Found(NamedTuple):
    start: int
    end: int
    kind: RequirementKind
    rule: str
    actions: tuple[Action, ...]


def find_requirements(
    text: str, paragraphs: list[Paragraph], lead: Lead | None, agenda: tuple[AgendaItem, ...], body: tuple[Passage, ...]
) -> tuple[tuple[Requirement, ...], tuple[Sentence, ...]]:
    """Return the requirements with their actions in order, and every sentence with the reason it gave none."""
    requirements: list[Requirement] = []
    sentences: list[Sentence] = []
    state = _State()
    passage = 0
    links = Links(agenda)
    headings = {item.span[0] for item in agenda if item.rule.startswith("heading")}
    for index, paragraph in enumerate(paragraphs):
        if not continues(text, paragraph):
            state.reset()
        for order, (start, end) in enumerate(paragraph.sentences):
            found: list[_Found] = []
            reason = set_aside(text, start, end, paragraph, index, lead)
            if order == 0 and (
                (headings and any(start <= heading < end for heading in headings))
                or heads_a_list(text, paragraph, paragraphs[index + 1 : index + 2])
            ):
                reason = "heading"
            if reason is None:
                found, reason = _read_sentence(text, start, end, state, known=lead is not None)
            while passage + 1 < len(body) and body[passage].span[1] <= start:
                passage += 1
            inside = bool(body) and body[passage].span[0] <= start < body[passage].span[1]
            for one in found:
                requirements.append(
                    Requirement(
                        f"R{len(requirements) + 1}", links.narrow(text[one.start : one.end], body[passage].agenda) if inside else (), one.kind, text[one.start : one.end], (one.start, one.end),
                        one.actions, one.rule,
                    )
                )  # fmt: skip
            sentences.append(Sentence((start, end), paragraph.line, None if found else reason))
    return tuple(requirements), tuple(sentences)


def _read_sentence(text: str, start: int, end: int, state: _State, *, known: bool) -> tuple[list[_Found], str]:
    if end - start > _LONGEST:
        return [], "no_requirement"
    if text.find("如下", max(start, end - _AS_FOLLOWS), end) >= 0 and _MINUTED.search(text, start, end):
        state.reset()
        state.mode = "decide"  # 现将会议议定事项纪要如下: the numbered lines below are decisions
        return [], "no_requirement"
    if not (
        (known and is_numbered(text, start, end))
        or state.mode
        or state.said
        or MODAL.search(text, start, end)
        or _TRIGGER.search(text, start, end)
    ):
        return [], "fact" if is_fact(text[start:end]) else "no_requirement"
    found: list[_Found] = []
    reason = "no_requirement"
    asked = False
    shown = _SHOWN.search(text, start, end)
    for segment in segments(text, start, end):
        if segment.cue:
            _set_mode(state, segment)
        if shown and segment.clauses and segment.clauses[0].start >= shown.end():
            state.shown = True
        if not segment.clauses:
            continue
        if segment.ordinal and not state.list_kind and asked:
            state.list_kind = "require"
        one, why = _judge_segment(text, segment, state, known=known)
        if one:
            found.append(one)
            state.said = state.said or one.kind == "require"
            asked = one.kind == "require"
        else:
            reason = why
    return found, reason


def _set_mode(state: _State, segment: Segment) -> None:
    state.mode = segment.cue
    state.demands = segment.verb == "要求"
    state.said = False
    state.list_kind = ""
    state.described = state.shown = False


def _judge_segment(text: str, segment: Segment, state: _State, *, known: bool) -> tuple[_Found | None, str]:
    """Return the requirement a segment is, or the reason why it is none."""
    parts, modal, first = _judged(segment.clauses)
    if segment.ordinal:
        if not state.list_kind:
            state.list_kind = "decide" if state.mode == "decide" else "require"
        state.said = state.said and state.list_kind != "decide"
        if state.mode == "decide" or not state.mode:
            state.mode = state.list_kind
    if state.shown and not modal:
        return None, "fact"
    if state.passed and not modal and GOES_ON.match(parts[0].words):
        return _made(text, parts, "decide", "decide.disposition"), ""
    if modal:
        state.shown = False
        return _asks(text, parts, state, segment)
    words = text[parts[0].start : parts[-1].end]
    if ("同意" in words or "通过" in words or "批准" in words) and passed_at(parts) >= 0:
        return _passes(text, parts, state)
    if state.described:
        return None, "description"
    if "将" in words and _COMMITS.search(words):
        return _made(text, parts, "require", "commit.future"), ""
    if state.mode == "report":
        return None, "fact"
    if first is None:
        return None, "assessment" if parts[-1].words.endswith("的") else "no_requirement"
    if state.mode == "decide" and not state.said:
        return _decided(text, parts, state, first, segment)
    if state.mode == "propose":
        if not DATED.search(words):
            return None, "assessment"
        return _made(text, parts, "require", "propose.goal"), ""
    return _bare(text, parts, state, first, segment, known=known)


def _judged(found: list[Clause]) -> tuple[list[Part], bool, Part | None]:
    """Return the clauses judged, whether one of them holds a modal, and the first that is no mere circumstance."""
    parts: list[Part] = []
    modal, first = False, None
    for clause in found:
        part = judge(clause)
        parts.append(part)
        if part.modal and not part.fact:
            modal = True
        if first is None and part.kind != "skip":
            first = part
    if first is None:
        parts[-1] = last = stands(parts[-1])
        first = last if last.kind != "skip" else None
    return parts, modal, first


def _passes(text: str, parts: list[Part], state: _State) -> tuple[_Found | None, str]:
    """A text was passed: a requirement only if something is to be done with it."""
    at = passed_at(parts)
    rest = [p for p in parts[at + 1 :] if p.kind != "skip" and not TAKEN_UP.match(p.words)]
    state.mode, state.said = "decide", False
    state.described = state.passed = "《" in parts[at].words
    if not rest and not agrees_to_act(parts[at].words):
        return None, "agenda"
    if (rest and all(p.fact or lets(p.words) for p in rest)) or (
        any(p.fact and "了" in p.words for p in rest) and not disposes(rest)
    ):
        return None, "description"
    state.described = False
    return _made(text, parts[at:], "decide", "decide.disposition", passed=True), ""


def _asks(text: str, parts: list[Part], state: _State, segment: Segment) -> tuple[_Found | None, str]:
    """A segment with a modal: the first predicate says whether it asks or forbids."""
    first = None
    for part in parts:
        if part.kind in _PREDICATES:
            first = part
            break
    if first is None:
        return None, "assessment"
    state.described = False
    forbids = _forbids(first.words)
    if (
        state.mode == "decide"
        and not state.said
        and not forbids
        and not any(p.modal and _WANTS.search(p.words) for p in parts)
    ):
        return _made(text, parts, "decide", "decide.cue"), ""
    rule = "prohibit.first" if forbids else ("list.ordinal" if segment.ordinal else "cue.require")
    return _made(text, parts, "prohibit" if forbids else "require", rule), ""


def _forbids(words: str) -> bool:
    """Say whether a clause's first predicate forbids: a prohibition with no modal before it."""
    found = FORBIDS.search(words)
    return found is not None and not (found.start() and _MODAL_START.match(words[: found.start()]))


def _decided(text: str, parts: list[Part], state: _State, first: Part, segment: Segment) -> tuple[_Found | None, str]:
    """A segment under 会议决定 and the like."""
    if _FORECAST.match(first.words) or all(p.kind in ("skip", "fact") for p in parts):
        return None, "forecast"
    if lets(parts[0].words) or (_PURPOSE.match(parts[0].words) and not segment.ordinal and not segment.cue):
        return None, "purpose"
    if parts[0].words.startswith(("这", "实施这", "草案")):
        return None, "assessment"
    if parts[-1].words.endswith("的"):
        return None, "description"
    rule = "list.ordinal" if segment.ordinal else ("decide.cue" if segment.cue else "decide.continue")
    return _made(text, parts, "decide", rule), ""


def _bare(
    text: str, parts: list[Part], state: _State, first: Part, segment: Segment, *, known: bool
) -> tuple[_Found | None, str]:
    """A segment without modal: a command only after a cue, a requirement or an ordinal."""
    if lets(parts[0].words) or _PURPOSE.match(parts[0].words):
        return None, "purpose"
    if _FORECAST.search(first.words):
        return None, "forecast"
    if parts[-1].words.endswith("的"):
        return None, "description"
    facts = any(p.fact and not (known and p.words.startswith("其中")) for p in parts)
    if first.fact or (facts and first.kind != "verb"):
        return None, "fact"
    commanding = state.mode == "require" or state.said or (segment.ordinal and (known or bool(state.mode)))
    if first.kind == "verb":
        if is_topic(parts, parts.index(first)):
            return None, "assessment"
        if commanding:
            return _made(text, parts, "require", "list.ordinal" if segment.ordinal else "cue.inherit"), ""
        return None, "assessment"
    told = state.mode == "assess" and first is parts[0] and _tells_a_body(text, parts)
    if known and not facts and ((state.said and _MEASURED.search(first.words)) or _entrusts(text, parts)):
        return _made(text, parts, "require", "list.ordinal" if segment.ordinal else "cue.command"), ""
    if state.mode == "require" or told or (state.said and first.kind == "subject") or (segment.ordinal and commanding):
        if not (segment.ordinal or state.demands) and not any(
            p.kind in ("verb", "subject") or DATED.search(p.words) for p in parts
        ):
            return None, "assessment"
        return _made(text, parts, "require", "list.ordinal" if segment.ordinal else "cue.command"), ""
    return None, "assessment"


def _entrusts(text: str, parts: list[Part]) -> bool:
    """Say whether a segment says by whom something is to be done (各项任务由市督查室跟踪)."""
    return any(
        (by := part.words.find("由")) > 0 and names_at(text, part.start + by + 1, part.end, sure=True) for part in parts
    )


def _tells_a_body(text: str, parts: list[Part]) -> bool:
    """Say whether a segment says what a named body of the government does (区教委把…纳入…), and states no fact."""
    if any(part.fact for part in parts):
        return False
    names = names_at(text, parts[0].start, parts[0].end)
    return names is not None and all(
        name[0] in "市县区省州" and len(name) > 2 and not name.endswith("政府") for name, _ in names.found
    )


def _made(text: str, parts: list[Part], kind: RequirementKind, rule: str, *, passed: bool = False) -> _Found:
    start, end = close(text, parts[0].start, parts[-1].end)
    return _Found(start, end, kind, rule, actions_of(text, parts, kind, passed=passed))
