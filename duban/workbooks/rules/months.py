"""A unit's month as one sheet: its columns, and what a filled-in row says. Refused by cell rather than guessed."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from duban.workbooks.rules.cells import Refused, day_of, funds_of, percent_of, text_of
from duban.workbooks.rules.sheets import Value

LONGEST = {"text": 5000, "problems": 2000, "next_steps": 2000}
LARGEST = Decimal(10) ** 14  # what the ledger's figures can hold
_SPACES = re.compile(r"\s+")
_NODE = re.compile(r"(?:第?(\d{1,2})[.、:：)）号]\s*)?(\d{4}[年./\-]\d{1,2}[月./\-]\d{1,2}日?)")
_YES, _NO = {"是", "已达到", "y", "yes", "√"}, {"否", "未达到", "n", "no", "×"}


class Known(StrEnum):
    """A column filled in already, which nobody changes."""

    NUMBER = "number"
    TITLE = "title"
    ROLE = "role"
    DEADLINE = "deadline"
    LAMP = "lamp"
    SHARE = "share"
    TARGET = "target"
    NODES = "nodes"
    LAST = "last"


class Asked(StrEnum):
    """A column to fill in."""

    TEXT = "text"
    AS_OF = "as_of"
    ACTUAL = "actual"
    TEXT_MET = "text_met"
    NODES_DONE = "nodes_done"
    ALLOTTED = "allotted"
    PAID = "paid"
    PERCENT = "typed_percent"
    PROBLEMS = "problems"
    NEXT_STEPS = "next_steps"


ALWAYS = (Asked.TEXT, Asked.AS_OF, Asked.PROBLEMS, Asked.NEXT_STEPS)
HEADINGS: dict[str, str] = {
    Known.NUMBER: "编号", Known.TITLE: "事项", Known.ROLE: "本单位", Known.DEADLINE: "办理时限", Known.LAMP: "灯",
    Known.SHARE: "序时/实际", Known.TARGET: "目标", Known.NODES: "未完成的节点", Known.LAST: "上次报送",
    Asked.TEXT: "进展情况", Asked.AS_OF: "数据截至", Asked.ACTUAL: "完成值", Asked.TEXT_MET: "文字目标已达到",
    Asked.NODES_DONE: "完成的节点", Asked.ALLOTTED: "资金下达数（万元）", Asked.PAID: "拨付数（万元）",
    Asked.PERCENT: "自报进度（%）", Asked.PROBLEMS: "问题和原因", Asked.NEXT_STEPS: "下一步打算",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filled:
    """What a row reports: values as JSON keeps them, and what stands against it by heading; empty: nothing new."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)


def plain(value: Value) -> str:
    """Return a cell's words for comparing: a day as its day, without blanks and line ends."""
    if isinstance(value, datetime):
        value = value.date()
    return "" if value is None else _SPACES.sub("", str(value))


def mark(value: Value) -> str:
    """Return four signs by which a changed cell is found. The signature over them is what protects; they only compare."""
    return hashlib.sha256(plain(value).encode()).hexdigest()[:4]


def read_row(
    cells: Mapping[str, Value], formulas: Sequence[str], wanted: Sequence[str], nodes: Sequence[int], today: date
) -> Filled:
    """Return what the cells of one task say; `formulas` are the columns in which one stands, `nodes` the open ones' ids."""
    filled = {name: cells.get(name) for name in Asked if text_of(cells.get(name)) or name in formulas}
    values: dict[str, Any] = {}
    problems: list[tuple[str, str]] = []
    for name, value in filled.items():
        try:
            if name in formulas:
                raise Refused("这一格是公式，不能接收；请改填计算好的结果。")
            if name not in wanted:
                raise Refused("本事项不报这一项（没有这项指标，或由牵头单位报），请清空。")
            values[name] = _read(name, value, nodes, today)
        except Refused as problem:
            problems.append((HEADINGS[name], str(problem)))
    if filled and Asked.TEXT not in filled:
        problems.append((HEADINGS[Asked.TEXT], "填了别的格子，没有写进展情况；请写明做了什么。"))
    return Filled(values, problems)


def _read(name: Asked, value: Value, nodes: Sequence[int], today: date) -> Any:
    if name in LONGEST:
        words = text_of(value)
        if len(words) > LONGEST[name]:
            raise Refused(f"有 {len(words)} 字，最多 {LONGEST[name]} 字，请改短。")
        return words
    if name is Asked.AS_OF:
        return _past(value, today).isoformat()
    if name is Asked.NODES_DONE:
        return _nodes(value, nodes, today)
    if name is Asked.TEXT_MET:
        return _yes(value)
    if name is Asked.PERCENT:
        return _percent(value)
    return str(_amount(value, money=name is not Asked.ACTUAL))


def _past(value: Value, today: date) -> date:
    found = day_of(value, today.year)
    if found is None or found.day is None:
        raise Refused(f"“{text_of(value)[:30]}”不是日期，请写成 2024-11-05 这样的日期。")
    if found.day > today:
        raise Refused(f"{found.day} 还没有到，请填今天或以前的日期。")
    return found.day


def _nodes(value: Value, nodes: Sequence[int], today: date) -> dict[str, str]:
    """Return node's id → day; lines name a node by its number in the column before, one alone needs none."""
    if isinstance(value, (date, datetime, int, float)) and not isinstance(value, bool):
        if len(nodes) != 1:
            raise Refused("有几个节点，请写明是第几个，如“1、2026-06-30”，一行一个。")
        return {str(nodes[0]): _past(value, today).isoformat()}
    found = {}
    for line in re.split(r"[\n;；]", unicodedata.normalize("NFKC", text_of(value))):
        if not line.strip():
            continue
        given = _NODE.fullmatch(line.strip())
        if not given or (given[1] is None and len(nodes) != 1):
            raise Refused(f"“{line.strip()[:30]}”看不出是哪个节点、哪一天，请写成“1、2026-06-30”，一行一个。")
        place = int(given[1] or 1)
        if not 1 <= place <= len(nodes):
            raise Refused(f"没有第 {place} 个未完成的节点，请按“未完成的节点”一列的序号写。")
        found[str(nodes[place - 1])] = _past(given[2], today).isoformat()
    return found


def _yes(value: Value) -> bool:
    words = unicodedata.normalize("NFKC", text_of(value)).lower()
    if value is True or words in _YES:
        return True
    if value is False or words in _NO:
        return False
    raise Refused(f"“{words[:30]}”看不出是否达到，请选“是”或“否”。")


def _percent(value: Value) -> int:
    found = percent_of(value)
    if found is None or found != found.to_integral_value() or not 0 <= found <= 100:
        raise Refused(f"“{text_of(value)[:30]}”不能接收，请写 0 到 100 的整数。")
    return int(found)


def _amount(value: Value, *, money: bool) -> Decimal:
    if money:
        found = funds_of(value)
    elif isinstance(value, bool):
        raise Refused("这里应是数字，请改正。")
    else:
        words = unicodedata.normalize("NFKC", text_of(value)).replace(",", "").replace(" ", "")
        try:
            found = Decimal(words)
        except InvalidOperation:
            raise Refused(f"“{words[:30]}”不是数字，请只写数，不写计量单位。") from None
    if found is None or not found.is_finite() or not 0 <= found < LARGEST:
        raise Refused(f"“{text_of(value)[:30]}”不能是负数，也不能这样大，请核对。")
    return found.quantize(Decimal("0.0001")).normalize() + 0
