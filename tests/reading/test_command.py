"""`duban read`: what it prints, where, and with which exit code."""

from __future__ import annotations

import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from duban.reading.command import run
from duban.reading.warning_codes import WARNINGS, english, notice

MEETING = (
    "云陵市政府召开第12次常务会议\n"
    "2024年10月24日，市长林知远主持召开市政府第12次常务会议，听取前三季度全市经济运行情况汇报。\n"
    "会议要求，要加快推进重大项目建设，市发展改革委年底前完成项目清单编制。\n"
)


@pytest.fixture
def meeting(tmp_path: Path) -> Path:
    path = tmp_path / "meeting.txt"
    path.write_text(MEETING, encoding="utf-8")
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "空.txt"
    path.touch()
    return path


def duban(*words: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "duban", *map(str, words)]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=60, env=os.environ | environment)


def test_json_is_one_object_and_nothing_else(meeting: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run([str(meeting), "--json"]) == 0
    output, errors = capfdbinary.readouterr()
    document = json.loads(output)
    assert (document["schema"], document["source"]["name"]) == ("duban.reading/1", "meeting.txt")
    assert document["restored"]["text"] == MEETING
    assert document["meeting"]["date"]["value"] == "2024-10-24"
    assert (output.count(b"\n"), errors) == (1, b"")


def test_what_cannot_be_read_is_one_line_on_standard_error_and_exit_2(
    empty: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for form in ("--json", "--restored", "--explain"):
        assert run([str(empty), form]) == 2
        output, errors = capfdbinary.readouterr()
        assert (output, errors.decode()) == (b"", "“空.txt”是空文件，请确认复制或下载已经完成后重新提交。\n")
    assert run([str(empty), "--json", "--lang", "en"]) == 2
    assert capfdbinary.readouterr()[1].decode().startswith("“空.txt” is empty; ")


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_jsonl_goes_on_after_a_bad_file_keeps_the_order_and_exits_2(
    meeting: Path, empty: Path, jobs: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    files = [meeting, empty, meeting.with_name("没有.txt"), *[meeting] * 20]
    assert run([*map(str, files), "--jsonl", "--jobs", jobs]) == 2
    output, errors = capfdbinary.readouterr()
    lines = [json.loads(line) for line in output.splitlines()]
    assert [line["source"]["name"] for line in lines] == [file.name for file in files]
    assert [line.get("error", {}).get("code") for line in lines[:4]] == [None, "empty_file", "missing_file", None]
    assert lines[1] == {
        "source": {"name": "空.txt"},
        "error": {"code": "empty_file", "message": "“空.txt”是空文件，请确认复制或下载已经完成后重新提交。"},
    }
    assert errors == b""


def test_jsonl_of_good_files_exits_0(meeting: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["--jsonl", str(meeting), str(meeting)]) == 0
    assert capfdbinary.readouterr()[0].count(b"\n") == 2


def test_a_dash_reads_standard_input() -> None:
    answer = duban("read", "-", "--json", stdin=MEETING.encode("gb18030"))
    document = json.loads(answer.stdout)
    assert (answer.returncode, document["source"]["name"], document["source"]["encoding"]) == (0, "-", "gb18030")


def test_restored_prints_the_text_alone(meeting: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run([str(meeting), "--restored"]) == 0
    assert capfdbinary.readouterr()[0].decode() == MEETING


def test_a_person_gets_a_summary_without_colour_when_it_goes_to_a_file(
    meeting: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run([str(meeting)]) == 0
    shown = capfdbinary.readouterr()[0].decode()
    assert "常务会议 · 市政府 · 第12次 · 2024-10-24" in shown
    assert "年底 → 2024-12-31" in shown.replace("年底前 →", "年底 →")
    assert "\x1b" not in shown
    assert run([str(meeting), "--lang=en"]) == 0
    assert "executive meeting" in capfdbinary.readouterr()[0].decode()


def test_several_summaries_follow_each_other_and_a_bad_file_does_not_stop_them(
    meeting: Path, empty: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run([str(meeting), str(empty), str(meeting)]) == 2
    output, errors = capfdbinary.readouterr()
    assert output.decode().count("第12次 · 2024-10-24") == 2
    assert errors.count(b"\n") == 1


def test_explain_names_the_rule_behind_each_judgement(meeting: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run([str(meeting), "--explain"]) == 0
    shown = capfdbinary.readouterr()[0].decode()
    assert "← 规则 cue.require 句中有" in shown
    assert "← 规则 trackable.deadline 写明了办理时限" in shown
    assert "没有提出事项的句子" in shown


def test_a_date_given_by_the_person_is_used_where_the_text_has_none(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(MEETING.replace("2024年10月24日", "近日"), encoding="utf-8")
    assert run([str(path), "--json", "--date", "2023-05-06"]) == 0
    assert json.loads(capfdbinary.readouterr()[0])["meeting"]["date"]["value"] == "2023-05-06"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--json"],
        ["a.txt", "b.txt", "--json"],
        ["a.txt", "--json", "--jsonl"],
        ["a.txt", "--date", "昨天"],
        ["a.txt", "--date"],
        ["a.txt", "--jobs", "0"],
        ["a.txt", "--jobs=two"],
        ["a.txt", "--lang", "fr"],
        ["a.txt", "--wrong"],
        ["-", "-", "--jsonl"],
    ],
)
@pytest.mark.parametrize("language", [[], ["--lang", "en"]])
def test_wrong_arguments_are_one_line_and_exit_2(
    words: list[str], language: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run([*words, *language]) == 2
    output, errors = capfdbinary.readouterr()
    assert (output, errors.count(b"\n")) == (b"", 1)


def test_a_reader_that_stops_early_is_no_fault(meeting: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m duban read {'meeting.txt ' * 200} --jsonl | head -c 10"
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
    shell = subprocess.run(["sh", "-c", command], cwd=meeting.parent, capture_output=True, timeout=60, env=environment)
    assert (len(shell.stdout), shell.stderr) == (10, b"")


def test_control_characters_of_a_document_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(MEETING.replace("项目清单", "项目\x1b[2J清单"), encoding="utf-8")
    for form in ((), ("--explain",)):
        assert b"\x1b" not in duban("read", path, *form).stdout


@pytest.mark.skipif(
    not sys.executable.isascii(), reason="under such a locale Python itself cannot find an environment in this folder"
)
def test_the_output_is_utf_8_in_any_locale(meeting: Path) -> None:
    answer = duban("read", meeting, "--json", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert json.loads(answer.stdout.decode())["restored"]["text"] == MEETING


@pytest.mark.parametrize(
    "unwanted",
    ["django", "lxml", "docx", "opencc", "jieba", "pypdfium2", "trafilatura", "chinese_calendar", "argparse"],
)
def test_reading_a_text_loads_nothing_heavy(meeting: Path, unwanted: str) -> None:
    program = (
        "import sys; from duban.cli import main; code = main(['read', sys.argv[1], '--json']);"
        "sys.exit(code or ('LOADED' if sys.argv[2] in sys.modules else 0))"
    )
    command = [sys.executable, "-c", program, str(meeting), unwanted]
    answer = subprocess.run(command, capture_output=True, timeout=60)
    assert (answer.returncode, answer.stderr) == (0, b"")


def test_every_warning_has_a_sentence_in_both_languages() -> None:
    for code, (chinese, _) in WARNINGS.items():
        assert chinese.endswith("。"), code
        assert english(code).endswith("."), code
    assert notice("pages_without_text", pages="2、3").message.startswith("第 2、3 页")


def test_every_warning_the_reading_can_give_stands_in_the_catalogue() -> None:
    import ast

    import duban.reading

    used = set()
    for path in Path(duban.reading.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Notice", "notice"):
                used |= {word.value for word in node.args[:1] if isinstance(word, ast.Constant)}
    assert used <= set(WARNINGS)
    assert len(used) > 10


def test_standard_input_is_read_without_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert run(["-"]) == 2
    assert "空文件" in capfdbinary.readouterr()[1].decode()
