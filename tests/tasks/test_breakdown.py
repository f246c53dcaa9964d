"""`duban breakdown`: what children add to their parent, by kind."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.tasks.command.breakdown import run
from duban.tasks.rules.breakdown import AddedDemand, Part, find_added_demands
from duban.tasks.rules.rhythms import times_a_year

PARENT = {"target": "27800", "unit": "人", "deadline": "2019-12-31"}


def case(tmp_path: Path, parent: Any, *children: Any, **rest: Any) -> str:
    content = {"parent": parent, "children": list(children), "reason": None, **rest}
    (tmp_path / "case.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return str(tmp_path / "case.json")


@pytest.mark.parametrize(
    ("parent", "children", "findings"),
    [
        (PARENT, [{"target": "13980"}, {"target": "13980"}], [{"kind": "sum_exceeds", "by": "160", "percent": "0.6"}]),
        (PARENT, [{"target": "13800"}, {"target": "14000"}], []),
        (PARENT, [{"target": "13800"}, {"target": "13000.5"}],
         [{"kind": "sum_below", "by": "999.5", "percent": "3.6"}]),
        (PARENT, [{"target": "13800"}, {"name": "南县"}], []),  # one target open: nothing is too little yet
        (PARENT, [{"target": "27900"}, {"name": "南县"}], [{"kind": "sum_exceeds", "by": "100", "percent": "0.4"}]),
        (PARENT, [], []),
        ({}, [{"target": "5"}], []),
        (PARENT, [{"name": "北县", "target": "27800", "deadline": "2019-11-30"}],
         [{"kind": "earlier_deadline", "name": "北县", "days": 31, "above": "2019-12-31", "below": "2019-11-30"}]),
        (PARENT, [{"target": "27800", "deadline": "2019-12-31"}], []),
        (PARENT, [{"target": "27800", "deadline": "2020-01-31"}], []),
        (PARENT, [{"name": "北县", "target": "9", "unit": "户"}],
         [{"kind": "unit_mismatch", "name": "北县", "above": "人", "below": "户"}]),  # and no sum is checked
        ({"target": "10"}, [{"name": "甲", "target": "5", "unit": "个"}, {"name": "乙", "target": "9", "unit": "套"}],
         [{"kind": "unit_mismatch", "name": "乙", "above": "个", "below": "套"}]),
        ({"target": "4.3", "direction": "ceiling"},
         [{"name": "北县", "target": "4.0"}, {"target": "4.3"}, {"target": "4.5"}],
         [{"kind": "stricter_limit", "name": "北县", "by": "0.3"}]),
        ({"target": "4.3", "direction": "ceiling"}, [{"target": "3", "direction": "floor"}], []),
        ({"target": "100"}, [{"target": "60"}, {"target": "30", "direction": "ceiling"}], []),
        ({"target": "应补尽补", "direction": "text"}, [{"target": "全部补齐"}, {"target": "应补尽补"}], []),
        ({"scope": "规上企业"}, [{"name": "甲", "scope": "全部规上企业"}, {"name": "乙", "scope": "企业"}],
         [{"kind": "wider_scope", "name": "乙", "above": "规上企业", "below": "企业"}]),
        ({"scope": "企业、学校"}, [{"name": "甲", "scope": "学校"}, {"name": "乙", "scope": "学校和医院"}],
         [{"kind": "wider_scope", "name": "乙", "above": "企业、学校", "below": "学校和医院"}]),
        ({"scope": 2}, [{"name": "甲", "scope": 2}, {"name": "乙", "scope": "3"}],
         [{"kind": "wider_scope", "name": "乙", "above": "2", "below": "3"}]),
        ({"reporting": 4}, [{"name": "甲", "reporting": 4}, {"name": "乙", "reporting": 12}],
         [{"kind": "added_reporting", "name": "乙", "above": "4", "below": "12"}]),
        ({"reporting": "每季度末月20日前"}, [{"name": "甲", "reporting": "季报"}, {"name": "乙", "reporting": "每月5日前"}],
         [{"kind": "added_reporting", "name": "乙", "above": "每季度末月20日前", "below": "每月5日前"}]),
        ({"reporting": "每月一次"}, [{"name": "甲", "reporting": 12}, {"name": "乙", "reporting": "每月两次"}],
         [{"kind": "added_reporting", "name": "乙", "above": "每月一次", "below": "每月两次"}]),
        ({}, [{"name": "甲", "reporting": "每周"}],
         [{"kind": "added_reporting", "name": "甲", "above": "0", "below": "每周"}]),
        ({"reporting": "每周"}, [{"name": "甲"}], []),
    ],
)  # fmt: skip
def test_findings_by_kind(
    parent: Any, children: list[Any], findings: list[Any], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    named = [{"name": "县", **child} if "kind" not in child else child for child in children]
    assert run([case(tmp_path, parent, *named), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"findings": findings}


@pytest.mark.parametrize(
    ("reason", "kinds"),
    [
        (None, ["sum_exceeds", "earlier_deadline"]),
        ("", ["sum_exceeds", "earlier_deadline"]),
        (" 　", ["sum_exceeds", "earlier_deadline"]),  # blanks are no reason
        ("——", ["sum_exceeds", "earlier_deadline"]),
        ("汛期提前，须在汛前完成", ["sum_exceeds"]),  # a reason answers earlier deadlines alone
    ],
)
def test_a_reason(reason: str | None, kinds: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    child = {"name": "北县", "target": "30000", "deadline": "2019-06-30"}
    assert run([case(tmp_path, PARENT, child, reason=reason), "--json"]) == 0
    assert [finding["kind"] for finding in json.loads(capsys.readouterr().out)["findings"]] == kinds


def test_a_person_gets_the_arithmetic(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    place = case(tmp_path, PARENT, {"name": "北县", "target": "27960", "deadline": "2019-11-30"})
    assert run([place]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "合计超出：下级目标合计 27960，比上级目标 27800 多 160（0.6%）",
        "时限提前：北县 2019-11-30，比上级的 2019-12-31 早 31 天，没有写明理由",
    ]
    assert run([place, "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("Sum exceeds: the children's targets add up to 27960, 160 (0.6%) more")
    assert run([case(tmp_path, PARENT, {"target": "27800"})]) == 0
    assert capsys.readouterr().out == "没有发现层层加码\n"


@pytest.mark.parametrize(
    ("parent", "children", "rest", "said"),
    [
        (None, [], {}, "缺少 parent"),
        ([], [], {}, "parent 的值"),
        (PARENT, [7], {}, "children 第1项“7”不是对象"),
        (PARENT, [], {"children": None}, "缺少 children"),
        (PARENT, [], {"children": "none"}, "children 的值“none”不是列表"),
        ({"target": "0"}, [], {}, "parent 的 target 要大于 0"),
        ({"target": "many"}, [], {}, "parent 的 target 的值“many”不是数"),
        (PARENT, [{"target": "-1"}], {}, "children 第1项的 target 是 -1"),
        (PARENT, [{"target": "1", "deadline": "2019-13-01"}], {}, "children 第1项的 deadline"),
        (PARENT, [{"direction": "down"}], {}, "children 第1项的 direction"),
        (PARENT, [{"unit": []}], {}, "children 第1项的 unit"),
        (PARENT, [{"reporting": -4}], {}, "不能是负数"),
        (PARENT, [{"scope": {}}], {}, "children 第1项的 scope"),
        (PARENT, [], {"reason": 7}, "reason 的值“7”不是文字"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_line(
    parent: Any, children: list[Any], rest: Any, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run([case(tmp_path, parent, *children, **rest), "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and said in captured.err and captured.err.count("\n") == 1


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9), st.integers(1, 10**6))
def test_the_sum_of_the_children_is_exact(targets: list[int], target: int) -> None:
    findings = find_added_demands(Part(target=Fraction(target)), [Part(target=Fraction(one)) for one in targets])
    gap = sum(targets) - target
    kinds = {True: AddedDemand.SUM_EXCEEDS, False: AddedDemand.SUM_BELOW}
    assert [(one.kind, one.by) for one in findings] == ([(kinds[gap > 0], abs(gap))] if gap else [])


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("每月5日前", 12), ("每月报送一次", 12), ("每周", 52), ("每周三次", 156), ("按季", 4), ("每季度末月20日前", 4), ("每半年", 2),
        ("年报", 1), ("月调度", 12), ("每日", 260), ("一年两次", 2), ("每旬", 36), ("每半月", 24), ("每半个月", 24), ("每两个月", 6), ("月度", 12),
        ("及时", None), ("近日", None), ("年底前", None), ("", None),
    ],
)  # fmt: skip
def test_a_rhythm_says_how_often_a_year(words: str, times: int | None) -> None:
    assert times_a_year(words) == times
