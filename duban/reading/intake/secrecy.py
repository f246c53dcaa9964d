"""Secrecy marks (密级): a document that carries one is refused before anything is kept.

A mark is 秘密, 机密 or 绝密 standing by itself on the first page or in a header line, or anywhere with ★ and a term
(GB/T 9704-2012, 7.2.2). 商业秘密 and 保守国家秘密 in running text are no marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from duban.reading.intake.refusals import refusal

_FIRST_PAGE = 800  # 22 lines of 28 characters, with room for the marks above them

_GAP = r"[ \t\u3000]*"
_LEVEL = rf"(?:[绝絕]{_GAP}密|[机機]{_GAP}密|秘{_GAP}密)"
_TERM = rf"[0-9０-９一二三四五六七八九十]+{_GAP}(?:年|个月|個月|月|日|天)|[长長]{_GAP}期|(?:启|啟){_GAP}用{_GAP}前"
_STARRED = re.compile(
    rf"{_LEVEL}{_GAP}(?:级|級)?{_GAP}[★☆✩✭⭐]{_GAP}(?:{_TERM})|[★☆⭐]{_GAP}{_LEVEL}(?![\u4e00-\u9fff])"
)
_BY_ITSELF = re.compile(
    rf"(?:^|[\s】\]）)·•|\uff5c／/、，,;；])"
    rf"(?:密{_GAP}级{_GAP}[:：]?{_GAP})?[【\[〔（(《]?{_LEVEL}{_GAP}(?:级|級|文件|件)?{_GAP}(?:[★☆⭐]?{_GAP}(?:{_TERM})?)[】\]〕）)》]?"
    r"(?=$|[\s【\[（(·•|\uff5c／/])",
    re.MULTILINE,
)
_SPELLED_OUT = re.compile(rf"密{_GAP}级{_GAP}(?:[:：]{_GAP}|为{_GAP})?{_LEVEL}")
_GLOSS = re.compile(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ\u0261]{1,7}[)）]")


def refuse_secret(text: str, *, name: str, headers: Iterable[str] = ()) -> None:
    """Raise CannotRead where the text, or one of its page headers, carries a secrecy mark."""
    if any(_carries_mark(page[:_FIRST_PAGE]) for page in (text, *headers)):
        raise refusal("secret_mark", name)
    if ("★" in text or "☆" in text or "⭐" in text) and _STARRED.search(text):
        raise refusal("secret_mark", name)
    for header in _page_heads(text):
        if _carries_mark(header):
            raise refusal("secret_mark", name)


def _carries_mark(page: str) -> bool:
    """Tell whether a first page or header shows a mark; a copying site's glosses do not hide it."""
    if "密" not in page:
        return False
    page = _GLOSS.sub("", page)
    return bool(_BY_ITSELF.search(page) or _STARRED.search(page) or _SPELLED_OUT.search(page))


def _page_heads(text: str) -> Iterable[str]:
    """Yield the first lines after each page break of a plain text."""
    start = text.find("\f")
    while start >= 0:
        yield text[start + 1 : start + 120].lstrip("\n").partition("\n")[0]
        start = text.find("\f", start + 1)
