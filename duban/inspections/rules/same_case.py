"""What a table says itself of a petition told of before: 与第三十一批次受理编号3438号属同一案件."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from duban.dates.numerals import parse_count

_COUNT = "[一二三四五六七八九十百零〇0-9]{1,6}"
_STATED = re.compile(
    rf"(?:与|同|和|系)\s*(?:第\s*(?P<batch>{_COUNT})\s*批(?:次)?(?:的|中)?[，,]?\s*)?"
    r"(?:(?:受理|信访|举报|转办)?(?:件)?编号(?:为)?[:：]?\s*)?(?:第\s*)?(?P<number>[A-Z]?[0-9A-Z]{1,30}[0-9])\s*号?(?:件|信访件|举报件|案件)?"
    r"\s*(?:所?反映的?)?(?:内容|问题|事项)?\s*(?:属于?|为|系|是)?\s*(?:同一|重复|相同|一致)"
)
_REPEATED = re.compile(
    rf"(?:重复(?:件|举报|信访)[^。；]{{0,10}}?)(?:第\s*(?P<batch>{_COUNT})\s*批(?:次)?[，,]?\s*)?"
    r"(?:(?:受理)?编号[:：]?\s*)(?P<number>[A-Z]?[0-9A-Z]{1,30}[0-9])"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """The petition named: its batch where given, its number, and the words that say so, `text[start:end]`."""

    batch: int | None
    number: str
    start: int
    end: int


def stated_same_case(text: str) -> Stated | None:
    """Return which other petition a text says it repeats; None where it says so of none."""
    found = _search(text)
    if found is None:
        return None
    batch = parse_count(found["batch"]) if found["batch"] else None
    return Stated(batch, found["number"], found.start(), found.end())


def _search(text: str) -> re.Match[str] | None:
    plain = unicodedata.normalize("NFKC", text).upper()
    if len(plain) != len(text):  # spans must be the text's own
        plain = text.upper()
    return _STATED.search(plain) or _REPEATED.search(plain)
