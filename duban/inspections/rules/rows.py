"""What a row of a petition table says, checked against its inspection: values as JSON keeps them, and what stands against them.

A problem stops the row until somebody mends it or leaves it out; a notice only asks to look.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from duban.inspections.rules.headings import Field
from duban.inspections.rules.layouts import RawRow
from duban.inspections.rules.numbers import BadNumber, CaseNumber, Known, has_star, plain_number, read_number

PROBLEM, NOTICE = "problem", "notice"
LONGEST_SUMMARY = 8000
USUAL_AGE = 3  # days from the team's registration to the hand-over, a weekend between
_DAY = re.compile(r"(20\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
_APART = re.compile(r"[、，,；;/\s]+")
_CALL, _LETTER = re.compile("电|^call$"), re.compile("信|邮|函|^letter$")
_YES = {"是", "★", "*", "√", "重点", "重点件", "星标", "带星", "1", "y", "yes"}
_SPLIT, _JOINT = re.compile("拆分"), re.compile("共办|共同办理|联合办理")
_WHOLE_AREA = re.compile(r"..[县区市旗]$")  # short names are rivers and roads as well
CITY_LEVEL = ("市本级", "市级", "全市", "市直")


@dataclass(frozen=True, slots=True)
class Facts:
    """The inspection as rows are checked against it; names are plain (`plain_word`), ids are the terms'."""

    pattern: str
    first_day: date
    last_day: date
    day: date  # of the batch
    round: int
    province: str = ""
    city: str = ""
    areas: Mapping[str, int] = field(default_factory=dict)
    types: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)
    known: Mapping[str, int] = field(default_factory=dict)  # numbers of this inspection → their batch
    batch: int = 0

    @property
    def own(self) -> Known:
        """What the inspection's own numbers say."""
        return Known(self.province, self.city, self.round, self.day)


@dataclass(slots=True)
class Checked:
    """A row as it would be taken in: values, [field, message, level]; `same`: it is in this batch already."""

    row: int
    number: str
    summary: str
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    same: bool = False

    @property
    def stopped(self) -> bool:
        """Whether a problem stops the row."""
        return any(level == PROBLEM for _field, _message, level in self.problems)


def plain_word(words: str) -> str:
    """Return a name for comparing."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", words)).strip("。.")


def check_row(raw: RawRow, facts: Facts, seen: set[str]) -> Checked:
    """Return the row checked; `seen` are the numbers of the rows above, to which its own is added."""
    cells = raw.cells
    number = plain_number(cells.get(Field.NUMBER, ""))
    found = Checked(raw.row, number[:40], cells.get(Field.SUMMARY, "").strip()[:LONGEST_SUMMARY])
    found.problems += [(name.value, message, NOTICE) for name, message in raw.mended]
    said = _check_number(found, facts, seen)
    if not found.summary:
        found.problems.append(("summary", "没有写交办问题基本情况，请补上；原表确实为空的，向督察组核实", PROBLEM))
    found.values["channel"] = _channel(cells.get(Field.CHANNEL, ""), said, found)
    found.values["received"] = _received(cells.get(Field.RECEIVED, ""), said, facts, found)
    stars = plain_word(cells.get(Field.STARRED, "")).lower()
    found.values["starred"] = stars in _YES or has_star(cells.get(Field.NUMBER, "")) or found.summary.startswith("★")
    found.values["area"] = _area(cells.get(Field.AREA, ""), facts, found)
    _compare_area(cells.get(Field.AREA, ""), Field.AREA in raw.spanned, facts, found)
    found.values["types"] = _types(cells.get(Field.TYPE, ""), facts, found)
    found.values["unit"] = _unit(cells.get(Field.UNIT, ""), facts, found)
    note = cells.get(Field.NOTE, "")
    found.values["sharing"] = "split" if _SPLIT.search(note) else "joint" if _JOINT.search(note) else ""
    found.values["shared_with"] = note[:200] if found.values["sharing"] else ""
    return found


def _check_number(found: Checked, facts: Facts, seen: set[str]) -> CaseNumber | None:
    """Check the number by pattern, place and day, and that it is there once."""
    if not found.number:
        found.problems.append(("number", "没有受理编号，请补上后再受理", PROBLEM))
        return None
    number = found.number
    if number in seen:
        found.problems.append(("repeat", f"受理编号 {number} 在这个文件里出现了不止一次，请核对", PROBLEM))
    seen.add(number)
    batch = facts.known.get(number)
    if batch == facts.batch and batch is not None:
        found.same = True
    elif batch is not None:
        words = f"受理编号 {number} 已在第 {batch} 批受理，同一次督察里编号不能重复；是重复举报的，编号应不同"
        found.problems.append(("repeat", words, PROBLEM))
    try:
        said = read_number(number, facts.pattern, facts.own)
    except BadNumber as trouble:
        found.problems.append(("number", str(trouble), PROBLEM))
        return None
    for name, ours, theirs in (("省份", facts.province, said.province), ("城市", facts.city, said.city)):
        if theirs and ours and theirs != ours:
            words = f"受理编号 {number} 的{name}代码是 {theirs}，本市是 {ours}；不属本市的请退回督察组并写明理由"
            found.problems.append(("number", words, PROBLEM))
    if said.round is not None and said.round != facts.round:
        words = f"受理编号 {number} 是第 {said.round} 轮的，本次督察是第 {facts.round} 轮，请核对"
        found.problems.append(("number", words, PROBLEM))
    if said.day and not facts.first_day <= said.day <= facts.last_day:
        found.problems.append(("number", _outside("编号里的日期", said.day, facts), PROBLEM))
    elif said.day and said.day > facts.day:
        words = f"编号里的日期 {said.day} 晚于交办日期 {facts.day}，请核对编号"
        found.problems.append(("number", words, PROBLEM))
    elif said.day and (facts.day - said.day).days > USUAL_AGE:
        words = f"编号里的日期 {said.day} 比交办日期 {facts.day} 早 {(facts.day - said.day).days} 天，请核对编号"
        found.problems.append(("number", words, NOTICE))
    return said


def number_said(number: str, facts: Facts) -> tuple[CaseNumber | None, str]:
    """Return what a number to be registered says, and what stands against it in words; '' where nothing does."""
    found = Checked(0, number, "")
    said = _check_number(found, replace(facts, known={}), set())
    return said, "；".join(message for _field, message, level in found.problems if level == PROBLEM)


def _outside(what: str, day: date, facts: Facts) -> str:
    return f"{what} {day} 不在进驻期间（{facts.first_day} 至 {facts.last_day}）内，请核对"


def _channel(words: str, said: CaseNumber | None, found: Checked) -> str:
    """Return whether it was a call or a letter, by the number and the column; both must agree."""
    by_number = said.channel if said else ""
    plain = plain_word(words).lower()
    by_column = "call" if _CALL.search(plain) else "letter" if _LETTER.search(plain) else ""
    if by_number and by_column and by_number != by_column:
        found.problems.append(("channel", f"来源写的是“{words}”，受理编号表示的不是，请核对", PROBLEM))
    if not by_number and not by_column:
        found.problems.append(("channel", "看不出是来电还是来信，请选择", PROBLEM))
    return by_number or by_column


def _received(words: str, said: CaseNumber | None, facts: Facts, found: Checked) -> str:
    given = _DAY.search(unicodedata.normalize("NFKC", words))
    if not given:
        if plain_word(words):
            found.problems.append(("received", f"受理日期“{words[:30]}”看不懂，请写成 2025-05-28 这样的日期", PROBLEM))
        return said.day.isoformat() if said and said.day else ""
    try:
        day = date(*map(int, given.groups()))
    except ValueError:
        found.problems.append(("received", f"受理日期“{words[:30]}”不存在，请核对", PROBLEM))
        return ""
    if not facts.first_day <= day <= facts.last_day:
        found.problems.append(("received", _outside("受理日期", day, facts), PROBLEM))
    elif day > facts.day:
        found.problems.append(("received", f"受理日期 {day} 晚于交办日期 {facts.day}，请核对", PROBLEM))
    elif said and said.day and said.day != day:
        found.problems.append(("received", f"受理日期 {day} 与编号里的日期 {said.day} 不同，请核对", NOTICE))
    return day.isoformat()


def _area(words: str, facts: Facts, found: Checked) -> int | None:
    plain = plain_word(words)
    if not plain or plain in CITY_LEVEL:
        return facts.areas.get(plain)
    if plain in facts.areas:
        return facts.areas[plain]
    found.problems.append(
        ("area", f"“{words[:30]}”不在本次督察的行政区域里；属其他城市的请退回督察组或登记为跨市拆分件", PROBLEM)
    )
    return None


def _compare_area(words: str, spanned: bool, facts: Facts, found: Checked) -> None:
    """Note where the text names other areas of the inspection in full and not the one of its cell."""
    text, own = plain_word(found.summary), found.values["area"]
    if plain_word(words) in CITY_LEVEL or any(pk == own and name in text for name, pk in facts.areas.items()):
        return
    others = [name for name, pk in facts.areas.items() if pk != own and _WHOLE_AREA.search(name) and name in text]
    if others and own is not None:
        whence = "（合并单元格，与上一行相同）" if spanned else ""
        named = f"文字里写的是“{'”“'.join(others)}”，行政区域是“{words[:30]}”{whence}，请核对"
        found.problems.append(("area", named, NOTICE))
    elif others and not plain_word(words):
        found.problems.append(("area", f"行政区域空着，文字里写的是“{'”“'.join(others)}”，请核对", NOTICE))


def _types(words: str, facts: Facts, found: Checked) -> list[int]:
    """Return the types of a cell, the first the main one."""
    plain = plain_word(words)
    if not plain:
        return []
    if plain in facts.types:
        return [facts.types[plain]]
    named = [plain_word(word) for word in _APART.split(words) if plain_word(word)]
    unknown = [word for word in named if word not in facts.types]
    if unknown:
        message = f"“{'”“'.join(unknown)[:60]}”不是本次督察的污染类型，请改选，或先在督察设置里增加"
        found.problems.append(("type", message, PROBLEM))
    return list(dict.fromkeys(facts.types[word] for word in named if word in facts.types))


def _unit(words: str, facts: Facts, found: Checked) -> int | None:
    plain = plain_word(words)
    if not plain:
        return None
    if plain not in facts.units:
        found.problems.append(("unit", f"没有叫“{words[:30]}”的单位，请在交办时选择", NOTICE))
    return facts.units.get(plain)
