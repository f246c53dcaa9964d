import io
import json
from pathlib import Path

import pytest

from duban.dates.command import run


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert run([*arguments, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["text", "value", "recurring", "explanation"]
    return answer


def test_a_count_of_working_days_is_answered_with_its_arithmetic(capsys: pytest.CaptureFixture[str]) -> None:
    answer = _json(capsys, "会后5个工作日内", "--from", "2024-09-27")
    assert (answer["text"], answer["value"], answer["recurring"]) == ("5个工作日内", "2024-10-10", None)
    assert answer["explanation"][-1] == "结果：2024年10月10日（周四）"  # type: ignore[index]


def test_no_deadline_is_an_answer_too(capsys: pytest.CaptureFixture[str]) -> None:
    answer = _json(capsys, "要长期坚持、久久为功", "--from", "2024-09-27")
    assert answer == {"text": None, "value": None, "recurring": None, "explanation": ["这段文字没有办理时限"]}


def test_english_lines_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    answer = _json(capsys, "每月5日前", "--from=2024-09-27", "--lang", "en")
    assert answer["recurring"] == "FREQ=MONTHLY;BYMONTHDAY=5"
    assert answer["explanation"] == ["Rule: a recurring limit, due once in each period, has no single date"]


def test_a_person_gets_readable_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["请于11月底前报送", "--from", "2024-09-27"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "时限：11月底前 → 2024-11-30",
        "  规则：“11月底”取该时段的最后一天",
        "  结果：2024年11月30日（周六）",
    ]


def test_the_text_may_come_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("国庆节前".encode())))
    assert _json(capsys, "-", "--from", "2024-09-27")["value"] == "2024-09-30"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "需要且只需要一段文字（或 -），收到0个"),
        (["年底"], "缺少起算日 --from"),
        (["年底", "--from", "2024-02-30"], "--from 的值“2024-02-30”不是有效日期"),
        (["年底", "--from", "20240930"], "--from 的值“20240930”不是有效日期"),
        (["  ", "--from", "2024-09-27"], "文字为空"),
        (["年底", "月底", "--from", "2024-09-27"], "收到2个"),
        (["年底", "--from", "2024-09-27", "--lang", "fr"], "--lang 只能是 zh 或 en"),
        (["年底", "--form", "2024-09-27"], "不认识的选项“--form”"),
        (["年底", "--from"], "--from 后面缺少值"),
    ],
)
def test_unusable_input_gives_one_line_and_exit_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.count("\n") == 1


def test_a_bad_added_year_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "holidays").mkdir()
    (tmp_path / "holidays" / "2031.txt").write_text("春节 0101\n", "utf-8")
    monkeypatch.setenv("DUBAN_DATA", str(tmp_path))
    assert run(["5个工作日内", "--from", "2031-01-05"]) == 2
    assert "2031.txt没有“文号”一行" in capsys.readouterr().err


def test_help_tells_the_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert "duban deadline TEXT --from DATE" in capsys.readouterr().out
