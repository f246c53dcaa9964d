"""The rule sets by which lamps are judged: named, versioned data files, those shipped and an office's own.

A changed rule set is a new version; what was judged under the old one keeps its name and version.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any

_SHIPPED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lamp_rules")  # noqa: PTH100, PTH118, PTH120 — pathlib costs a cold start 3 ms
_ENDING = ".json"


class Method(StrEnum):
    """How a rule set looks at a task."""

    GAP = "gap"  # points behind the schedule today
    PERIOD_ENDS = "period_ends"  # what was due at the last month end and quarter end gone by
    NODES = "nodes"  # nodes missed, nodes made good late


class UnknownRuleSet(ValueError):
    """No rule set has this name; `known` are those there are."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.known = name, known

    def __str__(self) -> str:
        return f"没有“{self.name}”这套亮灯规则，现有：{'、'.join(self.known)}。"


class BadRuleSet(ValueError):
    """A file of a rule set cannot be used; the message names file, field and next step."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One rule set. Points are percentage points; the tolerance comes on top of them, in the unit's favour."""

    name: str
    version: str
    title: tuple[str, str]  # Chinese, English
    source: tuple[str, str]
    method: Method
    tolerance: Fraction
    yellow: Fraction
    red: Fraction
    near_working_days: int  # 0: nearness of the deadline makes no lamp
    near_share: Fraction

    def exceeds(self, gap: Fraction, points: Fraction) -> bool:
        """Tell whether a gap (a share) is more than so many points, tolerance granted."""
        return gap * 100 > points + self.tolerance


def rule_set_names(folder: str = "") -> tuple[str, ...]:
    """Return the names of all rule sets; `folder` holds an office's own."""
    return tuple(sorted(_places(folder)))


def load_rule_set(name: str, folder: str = "") -> RuleSet:
    """Return a rule set by name, an office's own before a shipped one; raise UnknownRuleSet or BadRuleSet."""
    places = _places(folder)
    if name not in places:
        raise UnknownRuleSet(name, tuple(sorted(places)))
    rule_set = _read(places[name], name)
    shipped = _places("")
    if name in shipped and places[name] != shipped[name] and _read(shipped[name], name).version == rule_set.version:
        raise BadRuleSet(f"{name}{_ENDING} 改了通用的规则却没有改版本号，请把 version 改成新的版本。")
    return rule_set


def own_rules_folder() -> str:
    """Return the folder of an office's own rule sets: `lamps` in DUBAN_DATA."""
    from duban.settings import setting

    return os.path.join(setting("DUBAN_DATA"), "lamps")  # noqa: PTH118


def _places(folder: str) -> dict[str, str]:
    """Return name → file of the shipped sets and those of the folder, which go first."""
    found: dict[str, str] = {}
    for place in (_SHIPPED, folder):
        if place and os.path.isdir(place):  # noqa: PTH112
            names = (entry for entry in os.listdir(place) if entry.endswith(_ENDING))  # noqa: PTH208
            found.update({entry.removesuffix(_ENDING): os.path.join(place, entry) for entry in names})  # noqa: PTH118
    return found


def _read(path: str, name: str) -> RuleSet:
    try:
        written = os.stat(path).st_mtime_ns  # noqa: PTH116
    except OSError:
        written = 0
    return _read_version(path, name, written)


@lru_cache(maxsize=64)
def _read_version(path: str, name: str, written: int) -> RuleSet:
    """Read a file once for as long as it is not written anew."""
    file = f"{name}{_ENDING}"
    try:
        with open(path, encoding="utf-8-sig") as stream:  # noqa: PTH123
            content = json.load(stream)
    except (OSError, ValueError) as error:
        raise BadRuleSet(f"{file} 无法读取（{error.__class__.__name__}），请存为 UTF-8 的 JSON 后重试。") from None
    if not isinstance(content, dict) or content.get("name") != name:
        raise BadRuleSet(f"{file} 里的 name 与文件名不同，请改成一致。")
    method = content.get("method")
    if method not in set(Method):
        raise BadRuleSet(f"{file} 的 method 只能是 {'、'.join(Method)}。")
    rule_set = RuleSet(
        name=name,
        version=_words(content, "version", file),
        title=_pair(content, "title", file),
        source=_pair(content, "source", file),
        method=Method(method),
        tolerance=_points(content, "tolerance_points", file),
        yellow=_points(content, "yellow_points", file) if method == Method.GAP else Fraction(0),
        red=_points(content, "red_points", file) if method == Method.GAP else Fraction(0),
        near_working_days=int(_points(content, "near_working_days", file, "0")),
        near_share=_points(content, "near_share", file, "0"),
    )
    if rule_set.yellow > rule_set.red:
        raise BadRuleSet(f"{file} 的 yellow_points 大于 red_points，请改正。")
    return rule_set


def _words(content: dict[str, Any], field: str, file: str) -> str:
    value = content.get(field)
    if not isinstance(value, str) or not value.strip():
        raise BadRuleSet(f"{file} 缺少 {field}，请填写文字后重试。")
    return value


def _pair(content: dict[str, Any], field: str, file: str) -> tuple[str, str]:
    """Return the Chinese and the English words; without English the Chinese serve."""
    value = content.get(field)
    pair = value if isinstance(value, dict) else {"zh": value}
    chinese = _words(pair, "zh", f"{file} 的 {field}")
    english = pair.get("en")
    return chinese, english if isinstance(english, str) else chinese


def _points(content: dict[str, Any], field: str, file: str, default: str | None = None) -> Fraction:
    value = content.get(field, default)
    try:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise ValueError(value)
        number = Fraction(value)
    except (ValueError, ZeroDivisionError):
        raise BadRuleSet(f'{file} 的 {field} 不是数，请写成 "10" 这样的数字后重试。') from None
    if number < 0:
        raise BadRuleSet(f"{file} 的 {field} 不能是负数。")
    return number
