"""The outline of a text: paragraphs, sentences, clauses, each by one compiled pattern and with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from duban.reading.model import Span

# Bounded, so that a mark never closed costs no more than the words near it.
_GROUPS = (
    r"“[^“”\n]{0,600}+”|《[^《》\n]{0,300}+》|（[^（）\n]*+(?:（[^（）\n]*+）[^（）\n]*+)*+）|\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+\)"
    r"|〔[^〕\n]*+〕|【[^】\n]*+】|\[[^\]\n]*+\]|「[^」\n]*+」|『[^』\n]*+』"
)
_OPEN = "“《（(〔【\\[「『"
_UNIT_BRACKET = r"[（(〔【\[][^）)〕】\]\n]{0,12}(?:单位|部门|牵头|配合)[：:](?:〔[^〔〕\n]*+〕|[^）)〕】\]\n])*+[）)〕】\]][。；;]?"
_SENTENCE = re.compile(
    rf"{_UNIT_BRACKET}|(?:[^。！？!?{_OPEN}\n]++|{_GROUPS}|[{_OPEN}])++[。！？!?]*[”’」』）)】]*+|[。！？!?]+[”’」』）)】]*+"
)
_CLAUSE = re.compile(rf"(?:[^，,；;：:{_OPEN}]++|{_GROUPS}|(?<=\d)[,:：](?=\d)|[{_OPEN}])++")
# A line that closes its sentences with the narrow full stop: after a word, before another or at the line's end.
_NARROW_STOP = re.compile(
    r"(?<=[一-鿿”\"）)%％》])\.(?<![一二三四五六七八九十]\.)(?= ?[一-鿿“《\"（(]|[ \u3000]*(?:\n|\Z))"
)
_NESTED = re.compile(_GROUPS)
_PLAIN_CLAUSE = re.compile(r"[^，；：]++")
# Where one of these stands in a sentence, its commas need a closer look.
_NESTING = re.compile(rf"[,;:{_OPEN}]")
_LIST_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^，,。.；;：:]{2,30}")
_LOWER_NUMBER = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、)）](?!\d)")
_LINE = re.compile(r"[^\n]+")
_COLLAPSED = re.compile(r"(?<=\S)[\u3000]{2,}(?=\S)")
_BLANK = " \t\r\f\v\u3000\xa0"
CLOSERS = "。！？!?；;，,、：:." + _BLANK
_CLOSERS = frozenset(CLOSERS)


@dataclass(slots=True, eq=False, repr=False)
class Clause:
    """A clause with its place, its text and the mark before it (empty at the sentence's start)."""

    start: int
    end: int
    text: str
    mark: str


class Paragraph(NamedTuple):
    """A paragraph with its place, the number of its non-empty line (from 1) and its sentences."""

    start: int
    end: int
    line: int
    sentences: tuple[Span, ...]


def outline(text: str) -> list[Paragraph]:
    """Return the paragraphs of a text; a line collapsed from several is split where two wide spaces stand."""
    paragraphs = []
    number = 0
    for line in _LINE.finditer(text):
        start, end = trim(text, *line.span())
        if start == end:
            continue
        number += 1
        begin = start
        if text.find("\u3000\u3000", start, end) >= 0:
            for gap in _COLLAPSED.finditer(text, start, end):
                paragraphs.append(Paragraph(begin, gap.start(), number, _sentences(text, begin, gap.start())))
                begin = gap.end()
        paragraphs.append(Paragraph(begin, end, number, _sentences(text, begin, end)))
    return paragraphs


def _sentences(text: str, start: int, end: int) -> tuple[Span, ...]:
    if text.find(".", start, end) >= 0 and text.find("。", start, end) < 0:
        return _narrow_sentences(text, start, end)
    return tuple(trim(text, *found.span()) for found in _SENTENCE.finditer(text, start, end))


def _narrow_sentences(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the sentences of a line without 。: a narrow full stop outside quotes and brackets ends one too."""
    spans: list[Span] = []
    for found in _SENTENCE.finditer(text, start, end):
        begin, stop = found.span()
        nested = [group.span() for group in _NESTED.finditer(text, begin, stop)]
        for dot in _NARROW_STOP.finditer(text, begin, stop):
            if not any(a < dot.start() < b for a, b in nested):
                spans.append(trim(text, begin, dot.end()))
                begin = dot.end()
        spans.append(trim(text, begin, stop))
    return tuple(span for span in spans if span[0] < span[1])


def heads_a_list(text: str, paragraph: Paragraph, following: list[Paragraph]) -> bool:
    """Say whether a line such as 二、严格资金管理 only heads the numbered lines after it."""
    if not _LIST_HEADING.fullmatch(text, paragraph.start, paragraph.end):
        return False
    return any(_LOWER_NUMBER.match(text, below.start, below.end) for below in following)


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """Return the clauses between two places: split at commas, semicolons and colons outside quotes and brackets."""
    found = []
    plain = _NESTING.search(text, start, end) is None
    for match in (_PLAIN_CLAUSE if plain else _CLAUSE).finditer(text, start, end):
        begin, stop = match.span()
        body = match.group()
        mark = text[begin - 1] if begin > start else ""
        bare = body.strip(_BLANK)
        if not bare:
            continue
        if len(bare) != len(body):
            begin += len(body) - len(body.lstrip(_BLANK))
            stop = begin + len(bare)
        found.append(Clause(begin, stop, bare, mark))
    return found


def trim(text: str, start: int, end: int) -> Span:
    """Return the span without blanks at its ends."""
    while start < end and text[start] in _BLANK:
        start += 1
    while end > start and text[end - 1] in _BLANK:
        end -= 1
    return start, end


def close(text: str, start: int, end: int) -> Span:
    """Return the span without blanks before it and without marks or blanks at its end."""
    if start < end and text[end - 1] in _CLOSERS:
        end = start + len(text[start:end].rstrip(CLOSERS))
    return trim(text, start, end)
