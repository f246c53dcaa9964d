"""What a cell says: a day, units in their roles, done or not, a percentage, an amount. Refused rather than guessed.

Each reader returns what the cell says, None for an empty one, or raises Refused with cause and next step.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from duban.dates.deadlines import first_limit
from duban.dates.workdays import Calendar
from duban.workbooks.rules.sheets import Value

_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(30_000, 80_000)  # 1982 to 2119: numbers a spreadsheet shows as days
_EMPTY = {"", "/", "\\", "-", "—", "——", "－", "无", "none", "n/a", "暂无"}
_FULL_DAY = re.compile(r"(\d{4})\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*[日号]?\s*(?:之?前|以前)?")
_MONTH = re.compile(r"(\d{4})\s*[年./\-]\s*(\d{1,2})\s*月?(?:份|底|末)?\s*(?:之?前|以前)?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT_YEAR = re.compile(r"\d{2}[./\-]\d{1,2}[./\-]\d{1,2}")
_STANDING = re.compile("长期|持续|常态|全年|每|随时|适时|按(?:上级|计划|要求|规定|进度)")
_SPACES = re.compile(r"\s+")
_BROKEN = re.compile(r"(?<=[\u3400-\u9fff，。、；：）)])\s*\n\s*|\s*\n\s*(?=[\u3400-\u9fff（(])")


class Refused(ValueError):
    """The cell cannot be taken at its word; the message says what and what to do."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day, or words that name none (长期坚持); how it was reached."""

    day: date | None
    words: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Units:
    """Units by role, as ids of whatever the lookup gives."""

    lead: str | None = None
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()


Lookup = Callable[[str], str | None]


def text_of(value: Value) -> str:
    """Return a cell's words on one line, widths as written; a number without its needless .0; nothing for 无 and dashes."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    words = str(value).strip()
    return "" if words.lower() in _EMPTY else words


def title_of(value: Value) -> str:
    """Return a matter's words: line ends inside a cell part nothing in Chinese."""
    return _SPACES.sub(" ", _BROKEN.sub("", text_of(value))).strip()


def day_of(value: Value, year: int, calendar: Calendar | None = None) -> Deadline | None:
    """Return the deadline of a cell; `year` is the ledger's, for dates without one. None for an empty cell."""
    if isinstance(value, bool):
        raise Refused("这里应是日期，不是“是/否”，请改正。")
    if isinstance(value, datetime):
        return Deadline(value.date())
    if isinstance(value, date):
        return Deadline(value)
    if isinstance(value, (int, float, Decimal)):
        return Deadline(_day_of_number(value))
    words = _plain(text_of(value))
    if not words:
        return None
    return _day_of_words(words, year, calendar)


def _day_of_number(value: int | float | Decimal) -> date:
    whole = int(value)
    if whole in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=whole)
    found = _PACKED.fullmatch(str(whole))
    if found and whole == value:
        return _day(found[1], found[2], found[3], str(whole))
    raise Refused(f"“{value}”不是日期，请写成 2024-11-05 这样的日期。")


def _day_of_words(words: str, year: int, calendar: Calendar | None) -> Deadline:
    for shape in (_FULL_DAY, _PACKED):
        found = shape.fullmatch(words)
        if found:
            return Deadline(_day(found[1], found[2], found[3], words), words)
    if words.isdigit() and int(words) in _SERIALS:
        return Deadline(_SERIAL_ZERO + timedelta(days=int(words)), words)
    found = _MONTH.fullmatch(words)
    if found:
        first = _day(found[1], found[2], "1", words)
        following = (first + timedelta(days=32)).replace(day=1)
        return Deadline(following - timedelta(days=1), words, f"{words}：到月末最后一天")
    if _SHORT_YEAR.fullmatch(words):
        raise Refused(f"“{words}”看不出哪一段是年，请写成 2024-11-05 这样的日期。")
    limit = first_limit(words, date(year, 1, 1), calendar)
    if limit and limit.value:
        return Deadline(limit.value, words, "；".join(limit.explanation()))
    if limit or _STANDING.search(words):
        return Deadline(None, words)
    raise Refused(f"“{words[:30]}”推算不出日期，请写成 2024-11-05 这样的日期，或“长期”“每月25日前”这样的说法。")


def _day(year: str, month: str, day: str, words: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Refused(f"“{words}”不是有效的日期，请核对年月日。") from None


# ── units ──

_MARK = re.compile(
    r"(?P<lead>牵头(?:单位|部门)?|主办(?:单位|部门)?)\s*[：:]|(?P<responsible>责任(?:单位|部门)?)\s*[：:]"
    r"|(?P<supporting>(?:配合|协办|协助|参与)(?:单位|部门)?)\s*[：:]"
)
_LED = re.compile(
    r"(?:由)?(?P<lead>[^，,；;。]+?)牵头(?:负责|办理|落实)?[，,；;、]?\s*(?:(?P<supporting>.+?)(?:配合|协办|参与|协助)(?:办理|落实)?)?。?"
)
_APART = re.compile(r"[、，,；;/\n\r\t]|和(?=市|省|区|县)|\s+")
_CLOSING = re.compile(r"(?:等(?:单位|部门)?|按职责分工负责|分别负责|负责|。)+$")


def units_of(value: Value, lookup: Lookup) -> list[str]:
    """Return the units named in a cell, in their order, each once; raise Refused naming what is no unit."""
    words = unicodedata.normalize("NFKC", text_of(value))
    found: list[str] = []
    unknown = []
    whole = _CLOSING.sub("", words.strip())
    for name in [whole] if whole and lookup(_SPACES.sub("", whole)) else _APART.split(words):
        name = _CLOSING.sub("", _SPACES.sub("", name))
        if not name or name.lower() in _EMPTY:
            continue
        unit = lookup(name)
        if unit is None:
            unknown.append(name)
        elif unit not in found:
            found.append(unit)
    if unknown:
        raise Refused(f"没有叫“{'”“'.join(unknown)}”的单位，请填写单位全称、简称或曾用名。")
    return found


def lead_of(value: Value, lookup: Lookup) -> Units | None:
    """Return the units of a cell that may name several roles; without any the first-listed leads. None where empty."""
    words = unicodedata.normalize("NFKC", text_of(value)).strip()
    if not words:
        return None
    marks = list(_MARK.finditer(words))
    parts: dict[str, list[str]] = {"lead": [], "responsible": [], "supporting": []}
    if marks:
        for place, mark in enumerate(marks):
            end = marks[place + 1].start() if place + 1 < len(marks) else len(words)
            parts[str(mark.lastgroup)] += units_of(words[mark.end() : end], lookup)
        parts["responsible"] = parts["lead"] + units_of(words[: marks[0].start()], lookup) + parts["responsible"]
    elif led := _LED.fullmatch(_SPACES.sub("", words)):
        parts["responsible"] = units_of(led["lead"], lookup)
        parts["supporting"] = units_of(led["supporting"] or "", lookup)
    else:
        parts["responsible"] = units_of(words, lookup)
    named = list(dict.fromkeys(parts["responsible"]))
    if not named:
        raise Refused(f"“{words[:30]}”里没有牵头单位，请写明。")
    supporting = [unit for unit in parts["supporting"] if unit not in named]
    return Units(named[0], tuple(named[1:]), tuple(dict.fromkeys(supporting)))


# ── done, shares, money ──

_DONE = re.compile(
    "(?:已|全部|基本)?(?:完成|办结|完工|竣工|销号|落实)(?:并.*)?|是|√|✓|✔|对|y|yes|100%完成|完成100%|已完成.*",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    "(?:未|没有|尚未|正在|持续|推进|在办|在建|施工|办理|实施|进行|开展|否|×|✗|✘|x|n|no|滞后|逾期|序时|正常|达到序时)",
    re.IGNORECASE,
)
# said of work that goes on; where a word for done stands beside it the cell says two things
_GOES_ON = re.compile(
    "(?:工作|整体|总体|目前)?(?:进度|进展|推进)(?:情况)?(?:基本)?(?:正常|顺利|良好|较好|较快|符合.{0,6})"
    "|(?:正)?按(?:照)?(?:计划|序时(?:进度)?|时序(?:进度)?|进度|时间节点)(?:要求)?(?:有序|正常|稳步)?(?:推进|进行|实施|办理)?(?:中)?"
    "|(?:有序|稳步|加快|抓紧)(?:推进|实施|办理|建设)(?:中)?"
)
_SAYS_DONE = re.compile("完成|办结|完工|竣工|销号|落实")
COLOURS = {"92D050": True, "00B050": True, "00FF00": True, "C6EFCE": True, "FFFF00": False, "FFC000": False,
           "FF0000": False, "C00000": False, "FFEB9C": False, "FFC7CE": False}  # fmt: skip


def done_of(value: Value) -> bool | None:
    """Return whether the cell says done; None where it is empty."""
    if isinstance(value, bool):
        return value
    words = _plain(text_of(value))
    if not words:
        return None
    if _NOT_DONE.match(words):
        return False
    if _DONE.fullmatch(words):
        return True
    if _GOES_ON.match(words) and not _SAYS_DONE.search(words):
        return False
    raise Refused(f"“{words[:30]}”看不出是否完成，请写“已完成”或“未完成”。")


def done_of_colour(colour: str | None) -> bool | None:
    """Return what the filling of a row means by the usual key: green is done, yellow and red are not."""
    return COLOURS.get((colour or "").upper()[-6:])


def percents_are_shares(values: Sequence[Value]) -> bool:
    """Tell whether the bare numbers of a column are shares of 1 (0.85), not percentages (85)."""
    numbers = [value for value in values if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)]
    return bool(numbers) and max(numbers) <= 1.5 and any(0 < number < 1 for number in numbers)


def percent_of(value: Value, *, shares: bool = False) -> Decimal | None:
    """Return a percentage; `shares` says that bare numbers are shares of 1."""
    if isinstance(value, bool):
        raise Refused("这里应是百分数，请改正。")
    if isinstance(value, (int, float, Decimal)):
        number = Decimal(str(value))
        return _rounded(number * 100 if shares else number, value)
    words = _plain(text_of(value)).replace(" ", "")
    if not words:
        return None
    found = re.fullmatch(r"(?:已?完成|达到?|约)?(\d+(?:\.\d+)?)%", words) or re.fullmatch(r"(\d+(?:\.\d+)?)", words)
    if not found:
        raise Refused(f"“{words[:30]}”不是百分数，请写成 85% 这样的数。")
    number = Decimal(found[1])
    return _rounded(number * 100 if shares and "%" not in words else number, value)


def _rounded(number: Decimal, value: Value) -> Decimal:
    if number < 0:
        raise Refused(f"“{value}”是负数，请核对。")
    return number.quantize(Decimal("0.0001")).normalize() + 0


_SCALE: dict[str, Decimal | int] = {"亿元": 10_000, "亿": 10_000, "万元": 1, "万": 1, "": 1, "元": Decimal("0.0001")}


def funds_of(value: Value) -> Decimal | None:
    """Return an amount in 万元; a bare number is one in 万元."""
    if isinstance(value, bool):
        raise Refused("这里应是金额，请改正。")
    if isinstance(value, (int, float, Decimal)):
        return _rounded(Decimal(str(value)), value)
    words = _plain(text_of(value)).replace(" ", "").replace(",", "")
    if not words:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(亿元|亿|万元|万|元)?", words)
    if not found:
        raise Refused(f"“{words[:30]}”不是金额，请写成 120 或 120万元、1.2亿元。")
    try:
        return _rounded(Decimal(found[1]) * Decimal(_SCALE[found[2] or ""]), words)
    except InvalidOperation:
        raise Refused(f"“{words[:30]}”太大，请核对。") from None


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", words).strip()
