"""Lines: words torn by a hard wrap are joined, paragraphs that were run together are set apart."""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import pairwise

from duban.reading.lexicon.readings import follow
from duban.reading.restore.edits import Draft, Edit, Findings

# No line of Chinese begins with these, none ends with those.
_BROKEN = re.compile(
    r"(?<=[^\n])(?<![。；！？])[ \t]*\n[ \t\u3000]*(?=[，。、；：？！）》〉】”’％])|(?<=[，、（《〈“‘【])[ \t]*\n[ \t\u3000]*(?=[^\n])(?![一二三四五六七八九十][是要、]|[(（]|\d{1,2}[.．、])"
)
_LONE = re.compile(r"(?<=[一-鿿])\n[ \t\u3000]*(?=[一-鿿]\n)")
_SPACED_LINE = re.compile(
    r"^[ \t\u3000]*([一-鿿](?:[ \u3000][一-鿿]){3,}|[一-鿿](?:  [一-鿿]){3,})[ \t\u3000]*$", re.MULTILINE
)
_TORN = re.compile(r"(?<=[一-鿿])(?<![一-鿿] [一-鿿]) (?=[一-鿿])(?![一-鿿] )")
_RUN_IN = re.compile(
    r"(?<=[。：；！？])(?:(?=\u3000\u3000[^\s\u3000])|(?=一、|二、|三、|四、|五、|六、|七、|八、|九、|十[一二三四五六七八九]?、|（[一二三四五六七八九十]{1,3}）))"
)
_OPENS_ITEM = re.compile(
    r"[ \t\u3000]|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\(?\d{1,2}[.．、)）]|第[一二三四五六七八九十]+|——|[-•●◆■]"
)
_CLOSES = frozenset("。；：！？…”）》")
_NARROWEST, _FEWEST_LINES, _SLACK = 16, 4, 2
_CLOSERS = frozenset("，。、；：？！）》”")
_FEWEST_TORN = 2  # breaks that go through a clause: lines of a list do not
_COLLAPSED_LINE = 500
_ORDINALS = ("一、", "二、")


def may_hold_wraps(draft: Draft, present: Set[str]) -> bool:
    """Tell cheaply whether lines can be broken or run together."""
    return len(draft.text) > 1


def find_wraps(draft: Draft) -> Findings:
    """Find line ends inside words and sentences, torn words, and paragraphs without a break between them."""
    text = draft.text
    edits = [Edit(*match.span(), "", "spacing") for match in _BROKEN.finditer(text)]
    for match in _LONE.finditer(text):
        if follow(text[match.start() - 1], text[match.end()]) == 2:
            edits.append(Edit(*match.span(), "", "spacing"))
    edits += _wrapped_blocks(text)
    edits += _spaced_lines(text) if " " in text or "\u3000" in text else []
    edits += _collapsed(text)
    edits.sort(key=lambda edit: (edit.start, edit.end))
    apart = [edit for place, edit in enumerate(edits) if not place or edit.start >= edits[place - 1].end]
    return Findings(
        tuple(edit for place, edit in enumerate(apart) if not place or edit.start != apart[place - 1].start)
    )


def _wrapped_blocks(text: str) -> list[Edit]:
    """Join lines that all end at one width in mid-sentence: the copy kept the breaks of the page."""
    edits: list[Edit] = []
    lines, at = text.split("\n"), 0
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
        and not _OPENS_ITEM.match(line)
    )


def _joined(block: list[tuple[int, str]]) -> list[Edit]:
    if len(block) < _FEWEST_LINES:
        return []
    edits, torn = [], 0
    width = max(len(line.rstrip()) for _, line in block)
    for (at, line), (below, text) in pairwise(block):
        above = line.rstrip()
        # A paragraph may end just where the line does: joined there, but not for certain.
        if above[-1] not in _CLOSES or len(above) == width:
            edits.append(Edit(at + len(above), below, "", "spacing", above[-1] not in _CLOSES))
        torn += above[-1].isalnum() or text[0] in _CLOSERS
    prose = sum("，" in line or "。" in line for _, line in block)
    return edits if torn >= _FEWEST_TORN and prose * 2 >= len(block) else []


def _spaced_lines(text: str) -> list[Edit]:
    """Close up headings set with a space after every character (政 府 工 作 报 告), and words torn by one space."""
    edits = []
    for match in _SPACED_LINE.finditer(text):
        closed = re.sub(r"[ \u3000]", "", match[1])
        words = sum(follow(first, second) == 2 for first, second in pairwise(closed))
        if words * 2 >= len(closed) - 1:
            edits.append(Edit(*match.span(1), closed, "spacing"))
    return edits


def _collapsed(text: str) -> list[Edit]:
    """Break paragraphs apart where the indent of the next, or its ordinal, stands in mid-line."""
    edits: list[Edit] = []
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start >= _COLLAPSED_LINE:
            line = text[start:end]
            counted = all(
                f"{stop}{ordinal}" in line or line.startswith(ordinal) for ordinal in _ORDINALS for stop in "。"
            )
            for match in _RUN_IN.finditer(line):
                if line[match.end()] == "\u3000" or counted:
                    edits.append(Edit(start + match.start(), start + match.start(), "\n", "spacing"))
        start = end + 1
    return edits
