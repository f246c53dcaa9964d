"""`duban lamp CASE`: the lamp of one case on its day, with its arithmetic."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

from duban.dates.workdays import BadNotice, Calendar, load_calendar
from duban.tasks.command import arguments
from duban.tasks.command.arguments import Asked
from duban.tasks.command.fields import BadCase, choice, day, day_or_none, number, number_or_none, rows, shown, words
from duban.tasks.rules.case import Direction, Lamp, LampCase, Target
from duban.tasks.rules.lamp import Judgement, judge
from duban.tasks.rules.rule_sets import (
    BadRuleSet,
    RuleSet,
    UnknownRuleSet,
    load_rule_set,
    own_rules_folder,
    rule_set_names,
)
from duban.tasks.rules.sentences import Pair, sentence
from duban.tasks.rules.shares import Node, short

USAGE = "duban lamp CASE [--json] [--lang zh|en]"
HELP = f"""{USAGE}

按一套亮灯规则评一个事项当天的灯，并列出算法。CASE 是一个 JSON 文件，写 - 时从标准输入读取：

  {{"rule_set": "yinchuan-2025", "start": "2024-01-01", "deadline": "2024-12-31", "today": "2024-09-30",
   "direction": "floor", "target": "100", "actual": "60", "unit": "个", "reported_on": "2024-09-25"}}

  deadline 为 null 表示没有办理时限；today 以后的字段都可以不写。
  direction    floor 达到（默认）、ceiling 不超过、text 文字目标
  milestones   代替或加在数量之外：[{{"due": "2024-06-30", "weight": "40", "done": "2024-07-03"}}]
  history      以前各月的灯，只作记录：[{{"month": "2024-08", "lamp": "red"}}]

  --json        输出一个 JSON 对象
  --lang zh|en  说明文字的语言，默认 zh

规则：yinchuan-2025、songyang-2022、ouhai-2020、duban-default-1，以及 DUBAN_DATA/lamps 里本单位自己的规则文件。
"""


def run(argv: list[str]) -> int:
    """Run `duban lamp` with the arguments after its name; return the exit code."""
    return arguments.run(argv, USAGE, HELP, _answer)


def _answer(asked: Asked) -> str:
    rule_set = _rule_set(asked.case)
    case = read_lamp_case(asked.case)
    judgement = judge(case, rule_set, _calendar(rule_set))
    lines = [line.words(asked.language) for line in judgement.sentences]
    if asked.as_json:
        return _json(judgement, rule_set, lines, asked.language)
    return "\n".join([lines[0], *(f"  {line}" for line in lines[1:])]) + "\n"


def read_lamp_case(given: dict[str, Any]) -> LampCase:
    """Return the case in a JSON object; raise BadCase for what cannot be judged."""
    start, today = day(given, "start"), day(given, "today")
    if "deadline" not in given:
        raise BadCase("缺少 deadline，请填写办理时限，如 2024-12-31；没有时限的写 null。")
    deadline, reported_on = day_or_none(given, "deadline"), day_or_none(given, "reported_on")
    if deadline is not None and deadline < start:
        raise BadCase(f"办理时限 deadline {deadline} 早于起算日 start {start}，请改正其中一个。")
    if reported_on is not None and reported_on > today:
        raise BadCase(f"报送日 reported_on {reported_on} 晚于评灯日 today {today}，请改正其中一个。")
    return LampCase(
        today=today,
        start=start,
        deadline=deadline,
        target=_target(given),
        nodes=_nodes(given),
        reported_on=reported_on,
        history=_history(given),
    )


def _target(given: dict[str, Any]) -> Target | None:
    direction, unit = Direction(choice(given, "direction", tuple(Direction), "floor")), words(given, "unit")
    if given.get("target") is None:
        if given.get("actual") is not None:
            raise BadCase("有完成值 actual 而没有目标值 target，无法比较，请补上 target。")
        return None
    if direction is Direction.TEXT:
        return _target_in_words(given)
    target, actual = number(given, "target"), number_or_none(given, "actual")
    if direction is Direction.FLOOR and target <= 0:
        raise BadCase(
            f"目标值 target 是 {shown(given['target'])}，要大于 0；不许超过某个数的目标请写 direction: ceiling。"
        )
    return Target(direction, target, actual=actual, unit=unit)


def _target_in_words(given: dict[str, Any]) -> Target:
    """A target in words is met where the report says so: true, or the very words of the target."""
    target, actual = words(given, "target"), given.get("actual")
    if not target:
        raise BadCase("文字目标 target 是空的，请写明目标，如 应补尽补。")
    if not isinstance(actual, str | bool | None):
        raise BadCase(f"actual 的值“{shown(actual)}”不能用于文字目标，请写 true、false 或文字。")
    met = actual.strip() == target if isinstance(actual, str) else actual
    return Target(Direction.TEXT, words=target, met=met)


def _nodes(given: dict[str, Any]) -> tuple[Node, ...]:
    nodes = []
    for position, row in enumerate(rows(given, "milestones"), 1):
        place = f"milestones 第{position}项的 "
        due, weight = day(row, "due", place), number(row, "weight", place)
        if weight < 0:
            raise BadCase(f"{place}weight 是 {shown(row['weight'])}，权重不能是负数，请改正。")
        nodes.append(Node(due, weight, day_or_none(row, "done", place), words(row, "title", place)))
    if nodes and not sum(node.weight for node in nodes):
        raise BadCase("milestones 的权重加起来是 0，请至少给一个节点权重。")
    return tuple(nodes)


def _history(given: dict[str, Any]) -> tuple[tuple[str, Lamp], ...]:
    months = []
    for position, row in enumerate(rows(given, "history"), 1):
        place = f"history 第{position}项的 "
        month, lamp = words(row, "month", place), choice(row, "lamp", tuple(Lamp), "", place)
        if not lamp or not _is_month(month):
            raise BadCase(f'{place}month 或 lamp 不对，请写成 {{"month": "2024-08", "lamp": "red"}}。')
        months.append((month, Lamp(lamp)))
    return tuple(months)


def _is_month(words: str) -> bool:
    try:
        return len(words) == len("2024-08") and bool(date.fromisoformat(f"{words}-01"))
    except ValueError:
        return False


def _rule_set(given: dict[str, Any]) -> RuleSet:
    name, folder = words(given, "rule_set"), own_rules_folder()
    if not name:
        raise BadCase(f"缺少 rule_set，请写明按哪套规则：{'、'.join(rule_set_names(folder))}。")
    try:
        return load_rule_set(name, folder)
    except UnknownRuleSet as unknown:
        raise BadCase(f"没有“{shown(name)}”这套亮灯规则，现有：{'、'.join(unknown.known)}。") from None
    except BadRuleSet as problem:
        raise BadCase(str(problem)) from None


def _calendar(rule_set: RuleSet) -> Calendar:
    if not rule_set.near_working_days:
        return Calendar(frozenset())
    try:
        return load_calendar()
    except BadNotice as problem:
        raise BadCase(str(problem)) from None


def _json(judgement: Judgement, rule_set: RuleSet, lines: list[str], language: str) -> str:
    rule = sentence("rule", title=Pair(*rule_set.title), version=rule_set.version, clause=judgement.clause)
    answer = {
        "lamp": judgement.lamp,
        "schedule": _short(judgement.schedule, 4),
        "actual": _short(judgement.actual, 4),
        "gap_points": None if judgement.gap is None else short(judgement.gap * 100, 1),
        "rule": rule.words(language),
        "explanation": lines,
    }
    return json.dumps(answer, ensure_ascii=False) + "\n"


def _short(share: Fraction | None, places: int) -> str | None:
    return None if share is None else short(share, places)
