"""Case numbers of an inspection: its pattern as data, what a number says, and an index glued to it.

A pattern is the number with its parts in braces: `{channel}{round}{province}{date}{serial:4}` reads D3SX202505280018,
`{serial:4}` a plain 3438. What stands outside braces stands in the number as it is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

CENTRAL = "{channel}{round}{province}{date}{serial:4}"
PLAIN = "{serial}"
CHANNELS = {"D": "call", "X": "letter"}
LONGEST = 40
_STARS = " \t\n★*"
_PARTS = {
    "channel": "[DX]", "round": r"\d{1,2}", "province": "[A-Z]{1,6}", "city": "[A-Z]{1,6}",
    "date": r"\d{8}", "serial": r"\d{1,8}",
}  # fmt: skip
_PART = re.compile(r"\{([a-z]+)(?::(\d))?\}")


class BadPattern(ValueError):
    """The pattern cannot be used; the message says which part and what may stand there."""


class BadNumber(ValueError):
    """The number does not follow the pattern; the message says where."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the inspection's own numbers say: two codes side by side are told apart by it, and examples show it."""

    province: str = ""
    city: str = ""
    round: int | None = None
    day: date | None = None


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A number and what its parts say; what the pattern has no part for is empty."""

    number: str
    channel: str = ""
    round: int | None = None
    province: str = ""
    city: str = ""
    day: date | None = None
    serial: int = 0


def plain_number(words: str) -> str:
    """Return a number as it is compared: half width, capitals, no blanks, without the star of an important case."""
    return re.sub(r"[\s\u200b★*]", "", unicodedata.normalize("NFKC", words)).upper()


def has_star(words: str) -> bool:
    """Tell whether a number stands there with the star of an important case (★X3YL202611270007)."""
    return "★" in words or "*" in unicodedata.normalize("NFKC", words)


@lru_cache(maxsize=64)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the pattern as an expression; raise BadPattern."""
    places, at, seen = [], 0, set()
    for found in _PART.finditer(pattern):
        name, width = found.groups()
        if name not in _PARTS:
            raise BadPattern(f"式样里的“{found[0]}”不认识，可用的有 {{{'}、{'.join(_PARTS)}}}。")
        if name in seen:
            raise BadPattern(f"式样里的“{found[0]}”出现了两次，只能出现一次。")
        if width and (name != "serial" or width == "0"):
            raise BadPattern(f"“{found[0]}”不能规定位数，只有 {{serial:4}} 这样的顺序号可以。")
        seen.add(name)
        inside = rf"\d{{{width}}}" if width else _PARTS[name]
        places += [_literal(pattern[at : found.start()]), f"(?P<{name}>{inside})"]
        at = found.end()
    places.append(_literal(pattern[at:]))
    if "serial" not in seen:
        raise BadPattern("式样里要有顺序号 {serial}，例如 {serial:4}。")
    return re.compile("".join(places))


def read_number(words: str, pattern: str, known: Known = NOTHING) -> CaseNumber:
    """Return what the number says; raise BadNumber where it does not follow the pattern, or its day is none."""
    number = plain_number(words)
    parts = _parts_of(number, pattern, known) if len(number) <= LONGEST else {}
    if not parts:
        raise BadNumber(f"受理编号“{words[:40]}”与式样 {example(pattern, known)} 不符，请核对后改正。")
    return CaseNumber(
        number, CHANNELS.get(parts.get("channel") or "", ""), _count(parts.get("round")), parts.get("province") or "",
        parts.get("city") or "", _day(parts.get("date"), number), int(parts["serial"]),
    )  # fmt: skip


def unglued(words: str, pattern: str) -> tuple[str, str]:
    """Return index and number of a cell that holds both, written together or apart; the index is '' where there is none.

    A number of plain figures has its index only where something stands between, or the pattern gives its width.
    """
    text = unicodedata.normalize("NFKC", words).strip(_STARS).upper()
    if apart := re.fullmatch(r"(\d{1,5})[\s.、,，]+(\S.*)", text, re.DOTALL):
        index, rest = apart.groups()
        if compiled(pattern).fullmatch(plain_number(rest)):
            return index, plain_number(rest)
    number = plain_number(text)
    for width in range(min(6, len(number))):
        if (width == 0 or number[:width].isdigit()) and compiled(pattern).fullmatch(number[width:]):
            return number[:width], number[width:]
    return "", number


def example(pattern: str, known: Known = NOTHING) -> str:
    """Return a number of the pattern as the inspection has them, for messages."""
    shown = {
        "channel": "D", "round": str(known.round or 3), "province": known.province or "SX", "city": known.city or "YL",
        "date": f"{known.day or date(2025, 5, 28):%Y%m%d}",
    }  # fmt: skip
    return _PART.sub(lambda part: shown.get(part[1], "0018"[-int(part[2] or 4) :].zfill(int(part[2] or 4))), pattern)


def _parts_of(number: str, pattern: str, known: Known) -> dict[str, str]:
    """Return the parts of a number; none where it does not follow the pattern.

    Letters side by side could be parted anywhere: the codes known are looked for first, then codes of their length.
    """
    codes = {"province": known.province, "city": known.city}
    own = {name: re.escape(code) for name, code in codes.items() if code}
    one_own = [{name: code} for name, code in own.items()]
    as_long = {name: f"[A-Z]{{{len(code)}}}" for name, code in codes.items() if code}
    plain = compiled(pattern).pattern
    for inside in (own, *one_own, as_long, {}):
        expression = plain
        for name, code in inside.items():
            expression = expression.replace(f"(?P<{name}>{_PARTS[name]})", f"(?P<{name}>{code})")
        if found := re.fullmatch(expression, number):
            return found.groupdict()
    return {}


def _literal(words: str) -> str:
    if "{" in words or "}" in words:
        raise BadPattern(f"式样里的“{words}”括号不成对。")
    return re.escape(plain_number(words))


def _count(words: str | None) -> int | None:
    return int(words) if words else None


def _day(words: str | None, number: str) -> date | None:
    if not words:
        return None
    try:
        return date(int(words[:4]), int(words[4:6]), int(words[6:]))
    except ValueError:
        raise BadNumber(f"受理编号“{number}”里的日期 {words} 不存在，请核对。") from None
