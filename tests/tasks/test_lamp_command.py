"""`duban lamp`: what it answers, and what it refuses in one line."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from duban.tasks.command.lamp import HELP, run
from duban.tasks.rules.rule_sets import rule_set_names

CASE: dict[str, Any] = {
    "rule_set": "yinchuan-2025", "start": "2024-01-01", "deadline": "2024-12-31", "today": "2024-09-30",
    "direction": "floor", "target": "100", "actual": "60", "unit": "个", "reported_on": "2024-09-25",
    "history": [{"month": "2024-08", "lamp": "red"}],
}  # fmt: skip
NODE = {"due": "2024-06-30", "weight": "40", "done": "2024-07-03"}


def written(tmp_path: Path, content: str | bytes | dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False) if isinstance(content, dict) else content
    (tmp_path / "case.json").write_bytes(text.encode() if isinstance(text, str) else text)
    return str(tmp_path / "case.json")


def answer(capsys: pytest.CaptureFixture[str], tmp_path: Path, *options: str, **changed: Any) -> dict[str, Any]:
    assert run([written(tmp_path, {**CASE, **changed}), "--json", *options]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert list(found) == ["lamp", "schedule", "actual", "gap_points", "rule", "explanation"]
    return found


def test_a_case_is_answered_with_its_working(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    found = answer(capsys, tmp_path)
    assert (found["lamp"], found["schedule"], found["actual"], found["gap_points"]) == (
        "yellow", "0.7486", "0.6", "14.9"
    )  # fmt: skip
    assert found["rule"] == "银川2025（第 1 版）：10–30 个百分点为黄"
    assert found["explanation"][:4] == [
        "黄灯：序时 74.9%，实际 60.0%，落后 14.9 个百分点（银川2025，10–30 个百分点为黄）",
        "序时：2024-01-01 至 2024-12-31，首尾都算共 366 天，到 2024-09-30 过了 274 天，274÷366＝74.86%",
        "实际：60÷100个＝60.00%",
        "最近报送：2024-09-25",
    ]


def test_a_person_gets_readable_lines_in_either_language(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    place = written(tmp_path, CASE)
    assert run([place]) == 0
    assert capsys.readouterr().out.startswith("黄灯：序时 74.9%，实际 60.0%，落后 14.9 个百分点（银川2025")
    assert run([place, "--lang=en"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "yellow: schedule 74.9%, actual 60.0%, 14.9 points behind (Yinchuan 2025; 10–30 points behind is yellow)",
        "  Schedule: 2024-01-01 to 2024-12-31, both included, 366 days; 274 gone by the end of 2024-09-30; 274/366 = 74.86%",
    ]


@pytest.mark.parametrize(
    ("changed", "figures"),
    [
        ({"actual": None}, ("grey", "0.7486", None, None)),
        ({"actual": None, "today": "2025-01-01"}, ("red", "1", None, None)),
        ({"actual": "961.7"}, ("green", "0.7486", "9.617", "-886.8")),
        ({"actual": 60}, ("yellow", "0.7486", "0.6", "14.9")),  # a JSON number will do
        ({"actual": "6E+1"}, ("yellow", "0.7486", "0.6", "14.9")),
        ({"today": "2023-12-31", "reported_on": None, "actual": "0"}, ("green", "0", "0", "0")),
        ({"deadline": None}, ("grey", None, "0.6", None)),
        ({"direction": "ceiling"}, ("green", "0.7486", None, None)),
        ({"target": None, "actual": None, "milestones": [NODE, {**NODE, "weight": "60", "done": None}]},
         ("red", "1", "0.4", "60")),
        ({"target": None, "actual": None, "milestones": [NODE, {"due": "2024-12-31", "weight": 20}]},
         ("green", "0.6667", "0.6667", "0")),
        ({"history": [], "milestones": [], "note": "an extra field"}, ("yellow", "0.7486", "0.6", "14.9")),
        ({"target": "3", "actual": "2", "today": "2024-12-31"}, ("red", "1", "0.6667", "33.3")),
        ({"target": "9999999999999999999999999999", "actual": "9999999999999999999999999998"},
         ("green", "0.7486", "1", "-25.1")),
    ],
)  # fmt: skip
def test_the_figures(
    changed: dict[str, Any], figures: tuple[Any, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    found = answer(capsys, tmp_path, **changed)
    assert tuple(found[name] for name in ("lamp", "schedule", "actual", "gap_points")) == figures


def test_the_case_may_come_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = b"\xef\xbb\xbf" + json.dumps(CASE).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert run(["-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lamp"] == "yellow"


def refused(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> str:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1 and captured.err.endswith("\n")
    return captured.err


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"rule_set": "nowhere-1999"}, "没有“nowhere-1999”这套亮灯规则，现有：duban-default-1、ouhai-2020"),
        ({"rule_set": "../lamp"}, "没有“../lamp”这套亮灯规则"),
        ({"rule_set": None}, "缺少 rule_set"),
        ({"rule_set": 7}, "rule_set 的值“7”不是文字"),
        ({"start": None}, "缺少 start"),
        ({"today": None}, "缺少 today"),
        ({"today": 20240930}, "today 的值“20240930”不是有效日期"),
        ({"today": "2023-02-29"}, "today 的值“2023-02-29”不是有效日期"),
        ({"today": "2024-9-30"}, "不是有效日期"),
        ({"today": "2024-09-30T00:00"}, "不是有效日期"),
        ({"deadline": "2023-12-31"}, "办理时限 deadline 2023-12-31 早于起算日 start 2024-01-01"),
        ({"reported_on": "2024-10-01"}, "报送日 reported_on 2024-10-01 晚于评灯日 today 2024-09-30"),
        ({"direction": "up"}, "direction 的值“up”不认识，只能是 floor、ceiling、text"),
        ({"direction": ["floor"]}, "direction 的值"),
        ({"target": "0"}, "要大于 0"),
        ({"target": "-5"}, "要大于 0"),
        ({"target": "NaN"}, "target 的值“NaN”不是数"),
        ({"target": "Infinity"}, "不是数"),
        ({"target": "一百"}, "不是数"),
        ({"target": "1_000"}, "不是数"),
        ({"target": "27,800"}, "不是数"),
        ({"target": "１００"}, "不是数"),
        ({"target": "1/3"}, "不是数"),
        ({"target": ""}, "不是数"),
        ({"target": "e"}, "不是数"),
        ({"target": "1e"}, "不是数"),
        ({"target": "--1"}, "不是数"),
        ({"target": True}, "不是数"),
        ({"target": [100]}, "不是数"),
        ({"target": "1e999999999"}, "太大或太长"),
        ({"target": 10**60}, "太大或太长"),
        ({"target": None}, "有完成值 actual 而没有目标值 target"),
        ({"unit": 5}, "unit 的值“5”不是文字"),
        ({"direction": "text", "target": " "}, "文字目标 target 是空的"),
        ({"direction": "text", "target": "应补尽补", "actual": [1]}, "不能用于文字目标"),
        ({"milestones": {"due": "2024-06-30"}}, "milestones 的值"),
        ({"milestones": ["2024-06-30"]}, "milestones 第1项“2024-06-30”不是对象"),
        ({"milestones": [{"weight": "40"}]}, "缺少 milestones 第1项的 due"),
        ({"milestones": [{"due": "2024-06-30"}]}, "缺少 milestones 第1项的 weight"),
        ({"milestones": [NODE, {**NODE, "weight": "-1"}]}, "milestones 第2项的 weight 是 -1"),
        ({"milestones": [{**NODE, "weight": "0"}]}, "加起来是 0"),
        ({"milestones": [{**NODE, "done": "soon"}]}, "done 的值“soon”不是有效日期"),
        ({"history": "none"}, "history 的值“none”不是列表"),
        ({"history": [{"month": "2024-13", "lamp": "red"}]}, "history 第1项的 month 或 lamp 不对"),
        ({"history": [{"month": "2024-08", "lamp": "blue"}]}, "history 第1项的 lamp 的值“blue”不认识"),
        ({"history": [{"month": "2024-08"}]}, "history 第1项的 month 或 lamp 不对"),
    ],
)  # fmt: skip
def test_a_case_that_cannot_be_judged_is_refused_in_one_line(
    changed: dict[str, Any], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert said in refused(capsys, [written(tmp_path, {**CASE, **changed})])


@pytest.mark.parametrize("field", ["rule_set", "start", "deadline", "today"])
def test_a_field_that_is_missing_is_named(field: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    case = {name: value for name, value in CASE.items() if name != field}
    assert f"缺少 {field}" in refused(capsys, [written(tmp_path, case)])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "案例是空的"),
        ("{", "不是有效的 JSON：第1行第2列"),
        ('{"today": NaN}', "“NaN”不是数"),
        ('{"target": -Infinity}', "“-Infinity”不是数"),
        ("[]", "要是一个 JSON 对象"),
        ('"case"', "要是一个 JSON 对象"),
        ("7", "要是一个 JSON 对象"),
        ('{"today": "2024-09-30", "today": "2024-10-01"}', "字段“today”写了两次"),
        ("[" * 100_000, "嵌套太深"),
        (b"\xff\xfe{\x00", "不是 UTF-8"),
    ],
)
def test_what_is_no_case_is_refused_in_one_line(
    content: str | bytes, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert said in refused(capsys, [written(tmp_path, content)])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "收到0个"),
        (["a", "b"], "收到2个"),
        (["no-such-file.json"], "找不到文件“no-such-file.json”"),
        (["."], "无法读取"),
        (["a\0b"], "无法读取"),
        (["-", "--lang", "fr"], "--lang 只能是 zh 或 en"),
        (["-", "--lang"], "--lang 后面缺少值"),
        (["--jsn", "-"], "不认识的选项“--jsn”"),
    ],
)
def test_a_command_line_that_cannot_be_used(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, arguments)


def test_help_names_every_rule_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert capsys.readouterr().out == HELP
    assert all(name in HELP for name in rule_set_names())


@pytest.fixture
def own_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DUBAN_DATA", str(tmp_path))
    (tmp_path / "lamps").mkdir()
    return tmp_path / "lamps"


OWN = {"name": "yunling-1", "version": "2", "title": "云陵规则", "source": "市政府办公室", "method": "gap",
       "tolerance_points": "0", "yellow_points": "5", "red_points": "10"}  # fmt: skip


def test_an_office_judges_by_its_own_rule_set(
    own_rules: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (own_rules / "yunling-1.json").write_text(json.dumps(OWN), "utf-8")
    found = answer(capsys, tmp_path, rule_set="yunling-1")
    assert (found["lamp"], found["rule"]) == ("red", "云陵规则（第 2 版）：超过 10 个百分点为红")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({**OWN, "name": "other"}, "name 与文件名不同"),
        ({**OWN, "version": ""}, "缺少 version"),
        ({**OWN, "method": "feeling"}, "method 只能是 gap、period_ends、nodes"),
        ({**OWN, "red_points": "many"}, "red_points 不是数"),
        ({**OWN, "red_points": "-1"}, "red_points 不能是负数"),
        ({**OWN, "yellow_points": "11"}, "yellow_points 大于 red_points"),
        ({**OWN, "title": {"en": "Yunling"}}, "的 title 缺少 zh"),
        (["gap"], "name 与文件名不同"),
    ],
)
def test_a_rule_set_that_cannot_be_used_is_named(
    content: Any, said: str, own_rules: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (own_rules / "yunling-1.json").write_text(json.dumps(content), "utf-8")
    assert said in refused(capsys, [written(tmp_path, {**CASE, "rule_set": "yunling-1"})])


def test_a_changed_rule_set_is_a_new_version(
    own_rules: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    changed = {**OWN, "name": "yinchuan-2025", "version": "1"}
    (own_rules / "yinchuan-2025.json").write_text(json.dumps(changed), "utf-8")
    assert "没有改版本号" in refused(capsys, [written(tmp_path, CASE)])
    (own_rules / "yinchuan-2025.json").write_text(json.dumps({**changed, "version": "1a"}), "utf-8")
    assert answer(capsys, tmp_path)["lamp"] == "red"


@pytest.mark.parametrize("command", ["lamp", "breakdown"])
def test_the_commands_load_no_django(command: str) -> None:
    program = (
        f"import sys; from duban.cli import main; main([{command!r}, '--help']); sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60).returncode == 0
