"""Lines: words torn by a hard wrap are joined, paragraphs that were run together are set apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from duban.reading.lexicon.readings import follow
from duban.reading.restore.edits import Draft, Edit, Findings

# Patterns that few texts need are compiled where they are used. No line of Chinese begins with the ones, none ends with the others.
_BREAK = re.compile(r"\n[ \t\u3000]*(?=[^\s])")
_BEGINS_NO_LINE = frozenset("，。、；：？！）》〉】”’％")
_ENDS_NO_LINE = frozenset("，、（《〈“‘【")
_NEW_ITEM = r"[一二三四五六七八九十][是要、]|[(（]|\d{1,2}[.．、]"
_SPACED_LINE = r"[一-鿿](?:[ \u3000][一-鿿]){3,}|[一-鿿](?:  [一-鿿]){3,}"
_RUN_IN = r"(?:\u3000\u3000(?=[^\s\u3000])|(?:[一二三四五六七八九]|十[一二三四五六七八九]?)、|（[一二三四五六七八九十]{1,3}）)"
_OPENS_ITEM = r"[ \t\u3000]|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\(?\d{1,2}[.．、)）]|第[一二三四五六七八九十]+|——|[-•●◆■]"
# A heading just as wide as the page, and the paragraph below it.
_OPENS_PARAGRAPH = "会议(?:还)?(?:听取|审议|研究|指出|强调|要求|认为|决定|确定|明确|同意|原则|传达|学习|议定)"
_CLOSES = frozenset("。；：！？…”）》")
_NARROWEST, _FEWEST_LINES, _SLACK = 16, 4, 2
_CLOSERS = frozenset("，。、；：？！）》”")
_FEWEST_TORN = 2  # breaks that go through a clause: lines of a list do not
_COLLAPSED_LINE = 500
_OFTEN = 2
_STOPS = frozenset("。：；！？")
_ORDINALS = ("一、", "二、")


def find_wraps(draft: Draft) -> Findings:
    """Find line ends inside words and sentences, torn words, and paragraphs without a break between them."""
    text = draft.text
    edits = [edit for match in _BREAK.finditer(text) if (edit := _of_break(text, match.start(), match.end()))]
    at = 0
    lines = text.split("\n")
    for line in lines:
        if line[1:2] in (" ", "\u3000") or line[:1] in ("\u3000", " "):
            edits += _spaced_line(at, line)
        if len(line) >= _COLLAPSED_LINE:
            edits += _collapsed(at, line)
        at += len(line) + 1
    if len(lines) >= _FEWEST_LINES:
        edits += _wrapped_blocks(lines)
    edits.sort(key=lambda edit: (edit.start, edit.end))
    return Findings(tuple(_apart(edits)))


def _apart(edits: list[Edit]) -> Iterator[Edit]:
    """Yield ordered edits without those that say again, or reach into, what stands before them."""
    end, last = 0, (-1, -1)
    for edit in edits:
        if edit.start >= end and (edit.start, edit.end) != last:
            yield edit
            end, last = edit.end, (edit.start, edit.end)


def _of_break(text: str, start: int, end: int) -> Edit | None:
    """Return the repair of one line end, if the characters around it show that it tore a sentence."""
    while start and text[start - 1] in " \t":
        start -= 1
    if not start or text[start - 1] == "\n":
        return None
    before, after = text[start - 1], text[end]
    if after in _BEGINS_NO_LINE and before not in "。；！？":
        return Edit(start, end, "", "spacing")
    if before in _ENDS_NO_LINE and not re.match(_NEW_ITEM, text[end : end + 4]):
        return Edit(start, end, "", "spacing")
    is_alone = text[end + 1 : end + 2] == "\n" and "一" <= before <= "鿿"
    return Edit(start, end, "", "spacing") if is_alone and follow(before, after) == _OFTEN else None


def _wrapped_blocks(lines: list[str]) -> list[Edit]:
    """Join lines that all end at one width in mid-sentence: the copy kept the breaks of the page."""
    edits: list[Edit] = []
    at = 0
    block: list[tuple[int, str]] = []
    for line in [*lines, ""]:
        if block and not _continues(block, line):
            edits += _joined(block)
            # The line a block ends with can be the first of the next: a long line before a wrapped paragraph.
            block = block[-1:] if len(block) < _FEWEST_LINES and _continues(block[-1:], line) else []
        if block or len(line.rstrip()) >= _NARROWEST:
            block.append((at, line))
        at += len(line) + 1
    return edits


def _continues(block: list[tuple[int, str]], line: str) -> bool:
    above = block[-1][1].rstrip()
    width = len(block[0][1].rstrip())
    return (
        bool(line.strip())
        and abs(len(above) - width) <= (0 if above[-1] in _CLOSES else _SLACK)
        and len(line.rstrip()) <= width + _SLACK
        and not re.match(_OPENS_ITEM, line)
    )


def _joined(block: list[tuple[int, str]]) -> list[Edit]:
    if len(block) < _FEWEST_LINES:
        return []
    edits, torn = [], 0
    width = max(len(line.rstrip()) for _, line in block)
    for (at, line), (below, text) in pairwise(block):
        above = line.rstrip()
        if above[-1] not in _CLOSES and above[-1] not in "，、" and re.match(_OPENS_PARAGRAPH, text):
            continue
        # A paragraph may end just where the line does: joined there, but not for certain.
        if above[-1] not in _CLOSES or len(above) == width:
            edits.append(Edit(at + len(above), below, "", "spacing", above[-1] not in _CLOSES))
        torn += above[-1].isalnum() or text[0] in _CLOSERS
    prose = sum("，" in line or "。" in line or "," in line for _, line in block)
    return edits if torn >= _FEWEST_TORN and prose * 2 >= len(block) else []


def _spaced_line(at: int, line: str) -> list[Edit]:
    """Close up a heading set with a space after every character (政 府 工 作 报 告), if it is of known words."""
    stripped = line.strip(" \t\u3000")
    if not re.fullmatch(_SPACED_LINE, stripped):
        return []
    closed = stripped.replace(" ", "").replace("\u3000", "")
    words = sum(follow(first, second) == _OFTEN for first, second in pairwise(closed))
    start = at + line.index(stripped)
    return [Edit(start, start + len(stripped), closed, "spacing")] if words * 2 >= len(closed) - 1 else []


def _collapsed(at: int, line: str) -> list[Edit]:
    """Break paragraphs apart where the indent of the next, or its ordinal, stands in mid-line."""
    counted = all(f"。{ordinal}" in line or line.startswith(ordinal) for ordinal in _ORDINALS)
    if not counted and "\u3000\u3000" not in line:
        return []
    edits = []
    for match in re.finditer(_RUN_IN, line):
        start = match.start()
        if start and line[start - 1] in _STOPS and (counted or match[0][0] == "\u3000"):
            edits.append(Edit(at + start, at + start, "\n", "spacing"))
    return edits
