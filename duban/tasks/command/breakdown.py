"""`duban breakdown CASE`: what a breakdown to lower levels adds to what was asked above, with its arithmetic."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from duban.tasks.command import arguments
from duban.tasks.command.arguments import Asked
from duban.tasks.command.fields import BadCase, Number, choice, day_or_none, number_or_none, rows, shown, words
from duban.tasks.rules.breakdown import Part, find_added_demands
from duban.tasks.rules.breakdown_words import finding_lines, plain_finding
from duban.tasks.rules.case import Direction

USAGE = "duban breakdown CASE [--json] [--lang zh|en]"
HELP = f"""{USAGE}

把上级事项和分解到下级的任务放在一起比，列出层层加码的地方。CASE 是一个 JSON 文件，写 - 时从标准输入读取：

  {{"parent": {{"target": "27800", "unit": "人", "deadline": "2019-12-31"}},
   "children": [{{"name": "北县", "target": "13980", "unit": "人", "deadline": "2019-12-31"}}, …],
   "reason": null}}

  上级和下级都可以写 direction（floor 达到、ceiling 不超过、text 文字目标）、scope 范围、reporting 报送频次；
  scope 和 reporting 写文字，或每年的次数。reason 是时限提前的理由。

  --json        输出一个 JSON 对象
  --lang zh|en  说明文字的语言，默认 zh
"""
NOTHING = ("没有发现层层加码", "Nothing is added to what the parent asks")


def run(argv: list[str]) -> int:
    """Run `duban breakdown` with the arguments after its name; return the exit code."""
    return arguments.run(argv, USAGE, HELP, _answer)


def _answer(asked: Asked) -> str:
    parent, children, reason = read_breakdown(asked.case)
    findings = find_added_demands(parent, children, reason)
    if asked.as_json:
        return json.dumps({"findings": [plain_finding(finding) for finding in findings]}, ensure_ascii=False) + "\n"
    english = asked.language == "en"
    lines = finding_lines(parent, children, findings, english=english)
    return "\n".join(lines or [NOTHING[english]]) + "\n"


def read_breakdown(given: dict[str, Any]) -> tuple[Part, list[Part], str]:
    """Return parent, children and reason of a JSON object; raise BadCase for what cannot be compared."""
    for field in ("parent", "children"):
        if given.get(field) is None:
            raise BadCase(f"缺少 {field}，请填写{'上级事项' if field == 'parent' else '下级任务的列表'}。")
    if not isinstance(given["parent"], dict):
        raise BadCase(f"parent 的值“{shown(given['parent'])}”不是对象，请写成 {{…}}。")
    parent = _part(given["parent"], "parent 的 ", Direction.FLOOR)
    if parent.direction is Direction.FLOOR and parent.target is not None and parent.target <= 0:
        raise BadCase("parent 的 target 要大于 0；不许超过某个数的目标请写 direction: ceiling。")
    children = [
        _part(row, f"children 第{position}项的 ", parent.direction, f"第{position}项")
        for position, row in enumerate(rows(given, "children"), 1)
    ]
    return parent, children, words(given, "reason")


def _part(row: dict[str, Any], place: str, default: Direction, name: str = "") -> Part:
    """Return one part; a child that names no direction has its parent's."""
    direction = Direction(choice(row, "direction", tuple(Direction), default, place))
    target = None if direction is Direction.TEXT else number_or_none(row, "target", place)
    if direction is Direction.FLOOR and target is not None and target < 0:
        raise BadCase(f"{place}target 是 {shown(row['target'])}，目标值不能是负数，请改正。")
    return Part(
        name=words(row, "name", place) or name,
        direction=direction,
        target=target,
        unit=words(row, "unit", place),
        deadline=day_or_none(row, "deadline", place),
        scope=_words_or_number(row, "scope", place),
        reporting=_words_or_number(row, "reporting", place),
    )


def _words_or_number(row: dict[str, Any], field: str, place: str) -> str | Fraction | None:
    value = row.get(field)
    if isinstance(value, Number) or (isinstance(value, str) and value.strip().replace(".", "", 1).isdecimal()):
        count = number_or_none(row, field, place)
        if count is not None and count < 0:
            raise BadCase(f"{place}{field} 是 {shown(value)}，每年的次数不能是负数，请改正。")
        return count
    return words(row, field, place) or None
