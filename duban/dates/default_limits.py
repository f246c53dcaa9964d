"""Limits an office sets where the text gives none (默认办理时限): named rule sets, off unless a setting turns one on.

A line of a set is a kind and a phrase that `deadlines` reads. An office's own set is a file of such lines in its data
folder, `limits/<name>.txt`, and goes before a shipped one of the same name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duban.dates.deadlines import Limit, first_limit
from duban.dates.workdays import Calendar
from duban.settings import setting

KINDS = ("公文", "会议纪要", "批示紧急", "批示一般", "批示疑难")
RULE_SETS = {
    "duban-limits-1": """
公文 30天内
会议纪要 20天内
批示紧急 1至5天内
批示一般 15天内
批示疑难 30天内
""",
}


class BadLimits(ValueError):
    """A set of default limits cannot be used; the message names the place and the next step."""


@dataclass(frozen=True, slots=True)
class DefaultLimit:
    """A limit that came from a set and not from the text."""

    rule_set: str
    kind: str
    limit: Limit

    @property
    def explanation(self) -> tuple[str, ...]:
        """The arithmetic, headed by a line that says it is a default."""
        head = f"原文没有时限，按默认办理时限“{self.rule_set}”：{self.kind}{self.limit.text}"
        return (head, *self.limit.explanation())


def default_limit(kind: str, start: date, calendar: Calendar | None = None) -> DefaultLimit | None:
    """Return the default for the kind counted from `start`; None where no set is on or it has none. Raise BadLimits."""
    name = setting("DUBAN_DEFAULT_LIMITS").strip()
    phrase = rule_set(name).get(kind) if name else None
    limit = first_limit(phrase, start, calendar) if phrase else None
    return DefaultLimit(name, kind, limit) if limit and limit.value else None


def rule_set(name: str) -> dict[str, str]:
    """Return kind → phrase of the named set; raise BadLimits."""
    own = Path(setting("DUBAN_DATA")) / "limits" / f"{name}.txt"
    if "/" not in name and own.is_file():
        try:
            return parse_rule_set(own.read_text("utf-8-sig"), own.name)
        except (OSError, UnicodeDecodeError) as error:
            raise BadLimits(f"{own.name}无法读取（{type(error).__name__}），请存为 UTF-8 文本后重试。") from None
    if name not in RULE_SETS:
        raise BadLimits(
            f"没有名为“{name}”的默认办理时限；请把 DUBAN_DEFAULT_LIMITS 改为{'、'.join(RULE_SETS)}，或在数据目录的 limits 里放“{name}.txt”。"
        )
    return parse_rule_set(RULE_SETS[name], name)


def parse_rule_set(text: str, name: str) -> dict[str, str]:
    """Return kind → phrase from lines like `会议纪要 20天内`; `#` starts a comment. Raise BadLimits."""
    found: dict[str, str] = {}
    for count, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split(maxsplit=1)
        if not words:
            continue
        if words[0] not in KINDS or len(words) == 1:
            raise BadLimits(
                f"{name}第{count}行“{line.strip()}”看不懂，请写成“会议纪要 20天内”，种类限于{'、'.join(KINDS)}。"
            )
        limit = first_limit(words[1].strip(), date(2024, 1, 1))
        if limit is None or limit.value is None:
            raise BadLimits(
                f"{name}第{count}行“{words[1].strip()}”不是能推算日期的时限，请写成“20天内”或“15个工作日内”。"
            )
        found[words[0]] = words[1].strip()
    return found
