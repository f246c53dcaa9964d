"""`duban`: the list of commands, and which of them load Django."""

from __future__ import annotations

import subprocess
import sys

import pytest

from duban import __version__
from duban.cli import INSTALLATION, PLAIN, main


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_help_lists_the_commands_in_chinese(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert "用法：duban 命令" in shown
    for command in (*PLAIN, *INSTALLATION):
        assert f"\n  {command}" in shown


@pytest.mark.parametrize("words", [["--help", "--lang", "en"], ["--lang=en"], ["--lang", "en", "--help"]])
def test_help_speaks_english_when_asked(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert "Usage: duban COMMAND" in shown
    for command in (*PLAIN, *INSTALLATION):
        assert f"\n  {command}" in shown


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"duban {__version__}\n"


def test_an_unknown_command_is_one_line_and_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dance"]) == 2
    assert capsys.readouterr() == ("", "没有“dance”这个命令，请用 duban --help 查看全部命令。\n")
    assert main(["dance", "--lang", "en"]) == 2
    assert "no command “dance”" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["read", "--help"], ["deadline", "--help"], ["dance"]])
def test_plain_commands_do_not_load_django(words: list[str]) -> None:
    program = f"import sys; from duban.cli import main; main({words!r}); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60).returncode == 0
