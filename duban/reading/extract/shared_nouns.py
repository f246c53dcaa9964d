"""Matters that share their last noun (甲、乙工作情况): several where the body gives each a paragraph, else one as it stands."""

from __future__ import annotations

import re

from duban.reading.extract.matters import Matter
from duban.reading.extract.outline import Paragraph

_NESTED = re.compile(r"“[^”]*”|\"[^\"]*\"|（[^）]*）|\([^)]*\)")
_ETC = re.compile(r"等[^、，]{0,4}(?:工作|事项|议题|事宜|任务)$")
_JOINED = re.compile(r"[和与及]")
_OWN_MATTER = re.compile(r"会议(?:还|并|同时|首先)?(?:专题)?(?:听取|审议|传达|学习|研究|讨论)")
_GENERAL = re.compile(r"20\d\d年度?|情况|工作|有关|关于|[，、“”\"（）()的和与及]")
_SHORTEST = 4
_PLAIN = 0.4  # a paragraph that repeats this share of a matter's words speaks of it


def separated(text: str, matters: list[Matter], body: list[Paragraph]) -> list[Matter]:
    """Return the matters, those the body takes up apart cut into several."""
    found: list[Matter] = []
    for matter in matters:
        found += _cut(text, matter, body) or [matter]
    return found


def _cut(text: str, matter: Matter, body: list[Paragraph]) -> list[Matter]:
    words = text[matter.start : matter.end]
    if matter.kind in ("other", "appoint") or "、" not in words or "《" in words:
        return []
    flat = _NESTED.sub(lambda nested: "＊" * len(nested.group()), words)
    if (etc := _ETC.search(flat)) is not None:
        if any(_OWN_MATTER.match(text, paragraph.start) for paragraph in body):
            return []  # the list only sums up what the body names again
        flat = flat[: etc.start()]
    spans = [found.span() for found in re.finditer("[^、]+", flat)]
    if len(spans) < 2 or any(b - a < _SHORTEST for a, b in spans) or _JOINED.search(flat, spans[-1][0]):
        return []
    parts = [words[a:b] for a, b in spans]
    if not _apart(parts, [text[paragraph.start : paragraph.end] for paragraph in body]):
        return []
    return [matter._replace(start=matter.start + a, end=matter.start + b, listed=True) for a, b in spans]


def _apart(parts: list[str], paragraphs: list[str]) -> bool:
    """Say whether each part has a paragraph of its own; one of several may be named in other words."""
    shares = [[_share(part, paragraph) for paragraph in paragraphs] for part in parts]
    own: dict[int, int] = {}
    for number, row in enumerate(shares):
        best = max(row, default=0.0)
        if best >= _PLAIN:
            own[number] = row.index(best)
    if len(own) < len(parts) - 1 or len(set(own.values())) < len(own):
        return False
    if len(own) == len(parts):
        return True
    weak = next(number for number in range(len(parts)) if number not in own)
    free = [place for place in range(len(paragraphs)) if all(shares[n][place] < _PLAIN / 2 for n in own)]
    return bool(free) and (len(parts) > 2 or any(shares[weak][place] > 0 for place in free))


def _share(words: str, paragraph: str) -> float:
    """Return which part of the words' pairs of characters the paragraph repeats."""
    bare = _GENERAL.sub("", words)
    pairs = {bare[at : at + 2] for at in range(len(bare) - 1)}
    return sum(pair in paragraph for pair in pairs) / (len(pairs) or 1)
