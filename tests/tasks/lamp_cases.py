"""Cases of lamps, written as a clerk would write them for `duban lamp`."""

from __future__ import annotations

from typing import Any

from duban.dates.workdays import load_calendar
from duban.tasks.command.lamp import read_lamp_case
from duban.tasks.rules.lamp import Judgement, judge
from duban.tasks.rules.rule_sets import load_rule_set

YEAR = {"start": "2024-01-01", "deadline": "2024-12-31"}
RULE_SETS = ("yinchuan-2025", "songyang-2022", "ouhai-2020", "duban-default-1")


def judged(rule_set: str, today: str, **given: Any) -> Judgement:
    """Return the judgement of a case; the year 2024 unless start or deadline are given."""
    case = read_lamp_case({**YEAR, "today": today, **given})
    return judge(case, load_rule_set(rule_set), load_calendar())


def lamp(rule_set: str, today: str, **given: Any) -> str:
    """Return the lamp alone."""
    return str(judged(rule_set, today, **given).lamp)


def node(due: str, weight: str, done: str | None = None) -> dict[str, str | None]:
    """Return a milestone."""
    return {"due": due, "weight": weight, "done": done}
