"""A sentence cut at cues, ordinals and semicolons into parts with a predicate of their own."""

from __future__ import annotations

import re
from typing import NamedTuple

from duban.reading.extract.command import MODAL
from duban.reading.extract.cues import CUE_ENDS, CUE_STARTS, Cue, find_cue
from duban.reading.extract.outline import Clause, Paragraph, clauses, close
from duban.reading.extract.passed_texts import PASSED

_ORDINAL = re.compile(
    r"(?P<be>[一二三四五六七八九十]{1,2}是(?!否))|(?P<want>[一二三四五六七八九十]{1,2})(?=要(?!求))"
    r"|(?P<sign>[（(][一二三四五六七八九十\d]{1,3}[）)]、?|\d{1,2}[.．、](?!\d)|\d{1,2}[)）]|[①-⑳]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十][，,、：](?!\d)|首先[，,]|其次[，,])"
)
_ORDINAL_STARTS = frozenset("一二三四五六七八九十（(0123456789第首其①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
# 会议研究了河长制工作，决定…: the matter, and what was decided on it.
_TAKES_UP = re.compile(r"会议(?:还)?(?:听取|审议|研究|讨论)了?[^《]{4,}(?:工作|事项|事宜|问题|情况|汇报)$")


class Segment(NamedTuple):
    """A part of a sentence with its own predicate: after a cue, an ordinal or a semicolon."""

    clauses: list[Clause]
    ordinal: bool
    cue: str  # the mode set by a cue before it
    verb: str


def is_numbered(text: str, start: int, end: int) -> bool:
    """Say whether a sentence or a paragraph begins with an ordinal."""
    return text[start] in _ORDINAL_STARTS and _ORDINAL.match(text, start, end) is not None


def continues(text: str, paragraph: Paragraph) -> bool:
    """Say whether a paragraph goes on with what the one before said: it begins with an ordinal or 同时."""
    return is_numbered(text, paragraph.start, paragraph.end) or text.startswith(
        ("同时", "此外", "（责任", "（牵头"), paragraph.start
    )


def segments(text: str, start: int, end: int) -> list[Segment]:
    """Cut a sentence at cues, ordinals and semicolons."""
    found: list[Segment] = []
    running: list[Clause] = []
    ordinal, cue, verb = False, "", ""
    for clause in clauses(text, start, close(text, start, end)[1]):
        words = clause.text
        mark = _ORDINAL.match(words) if words[0] in _ORDINAL_STARTS else None
        if mark:
            found.append(Segment(running, ordinal, cue, verb))
            running, ordinal, cue, verb = [], True, "", ""
            clause = _from(clause, mark.end())
            words = clause.text
            if not words:
                continue
        elif clause.mark and clause.mark in "；;":
            found.append(Segment(running, ordinal, cue, verb))
            running, cue, verb = [], "", ""
        said = find_cue(words) if words[0] in CUE_STARTS or words[-1] in CUE_ENDS or "会" in words else None
        if len(running) == 1 and words.startswith("决定") and _TAKES_UP.match(running[0].text):
            said = Cue("decide", len("决定"), "决定")
        elif said and said.verb in ("决定", "确定", "明确") and running and "会" not in words[: said.end]:
            said = None
        if said:
            if running and cue != "decide" and _lost(running):
                running = []
            found.append(Segment(running, ordinal, cue, verb))
            running, cue, verb = [], said.mode, said.verb
            ordinal = ordinal and not found[-1].clauses
            if said.end < len(words):
                running.append(_from(clause, said.end))
            continue
        running.append(clause)
    found.append(Segment(running, ordinal, cue, verb))
    return found


def _lost(running: list[Clause]) -> bool:
    """Say whether what stands before a cue in mid-sentence is only its circumstance."""
    if running[0].text.startswith(("为", "针对", "根据", "按照", "考虑", "围绕", "鉴于", "由于", "结合", "随着")):
        return True
    return not any(MODAL.search(c.text) or PASSED.match(c.text) for c in running)


def _from(clause: Clause, at: int) -> Clause:
    rest = clause.text[at:]
    bare = rest.lstrip()
    begin = clause.start + at + len(rest) - len(bare)
    return Clause(begin, clause.end, bare, clause.mark)
