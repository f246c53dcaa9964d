"""The data files of petitions: clocks and types, named and versioned, an office's own before a shipped one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from duban.settings import setting

_SHIPPED = Path(__file__).parent


class BadRules(ValueError):
    """A data file cannot be used; the message names it and the next step."""


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One clock: counted from one day in a petition's life until one of others, by a phrase of a law's article."""

    key: str
    start: str
    met: tuple[str, ...]
    phrase: str
    article: str
    title: tuple[str, str]  # Chinese, English
    petitioners_own: bool  # it binds the petitioner, not an office: running out it is no delay


@dataclass(frozen=True, slots=True)
class ClockRules:
    """A named set of clocks."""

    name: str
    version: str
    title: tuple[str, str]
    clocks: tuple[ClockRule, ...]
    longest_extension: int  # days

    def of(self, key: str) -> ClockRule:
        """Return the clock of this key."""
        return next(rule for rule in self.clocks if rule.key == key)


def clock_rules(name: str = "") -> ClockRules:
    """Return the set of this name, else the one the office uses; raise BadRules."""
    return _clock_rules(*_found("clock", name or setting("DUBAN_PETITION_CLOCKS")))


def petition_types() -> dict[str, str]:
    """Return code → word of the types the office uses, in order; raise BadRules."""
    return dict(_types(*_found("type", setting("DUBAN_PETITION_TYPES"))))


def _found(kind: str, name: str) -> tuple[str, float]:
    """Return where the file lies and when it was changed."""
    own = Path(setting("DUBAN_DATA")) / f"petition-{kind}s" / f"{name}.json"
    for path in (own, _SHIPPED / f"{kind}_sets" / f"{name}.json"):
        if path.name == f"{name}.json" and path.is_file():
            return str(path), path.stat().st_mtime
    raise BadRules(f"没有名为“{name}”的信访规则文件，请检查设置，或在数据文件夹的 petition-{kind}s 里放“{name}.json”。")


@lru_cache(maxsize=8)
def _clock_rules(path: str, _changed: float) -> ClockRules:
    given = _read(path)
    try:
        clocks = tuple(
            ClockRule(
                row["key"], row["from"], tuple(row["met"]), row["phrase"], row["article"],
                (row["title"][0], row["title"][1]), bool(row.get("petitioner")),
            )
            for row in given["clocks"]
        )  # fmt: skip
        title = (given["title"][0], given["title"][1])
        return ClockRules(given["name"], str(given["version"]), title, clocks, int(given["longest_extension"]))
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise BadRules(f"{Path(path).name} 缺少或写错了 {error}，请对照自带的 xinfang-2022.json 改正。") from error


@lru_cache(maxsize=8)
def _types(path: str, _changed: float) -> tuple[tuple[str, str], ...]:
    given = _read(path)
    try:
        return tuple((str(code), str(word)) for code, word in given["types"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadRules(f"{Path(path).name} 的 types 写错了，请写成代码和名称的对子。") from error


def _read(path: str) -> Any:
    try:
        return json.loads(Path(path).read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise BadRules(f"{Path(path).name} 无法读取，请存为 UTF-8 的 JSON 后重试。") from error
