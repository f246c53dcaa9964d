"""`duban read FILE…`: the reading for a person or, with --json and --jsonl, for a program."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from json import dumps

from duban.reading.model import CannotRead, Reading
from duban.reading.pipeline import read_bytes, read_file
from duban.reading.serialize import json_pieces

USAGE = "duban read FILE… [--json|--jsonl|--restored|--explain] [--date DATE] [--jobs N] [--lang zh|en]"
HELP = {
    "zh": f"""{USAGE}

读会议材料（txt、md、html、docx、pdf、ofd、doc、wps），列出会议、议题、要求和可督办的行动；FILE 写 - 时读标准输入。

  --json        输出一个 JSON 对象（只能给一个文件）
  --jsonl       每个文件输出一行 JSON；读不了的文件输出错误行，继续读下一个，最后退出码为 2
  --jobs N      同时用 N 个进程读（配合 --jsonl）
  --restored    只输出修复后的正文
  --explain     说明每条要求、行动、可督办判断和期限是哪条规则定的
  --date DATE   正文没有写明时，会议的日期或年份以此为准，如 2024-10-24
  --lang zh|en  显示语言，默认 zh
""",
    "en": f"""{USAGE}

Read meeting texts (txt, md, html, docx, pdf, ofd, doc, wps) into meeting, agenda, requirements and trackable actions;
FILE may be - for standard input.

  --json        print one JSON object (takes one file)
  --jsonl       print a line of JSON a file; an error line for one that fails, then go on; exit 2 at the end if any did
  --jobs N      read with N processes (with --jsonl)
  --restored    print the restored text only
  --explain     tell which rule decided each requirement, action, trackable verdict and deadline
  --date DATE   the meeting's day, or its year, where the text does not give it, such as 2024-10-24
  --lang zh|en  language of the answer, zh by default
""",
}
_FORMS = ("--json", "--jsonl", "--restored", "--explain")
_VALUED = ("--date", "--jobs", "--lang")
_BUFFER = 1 << 16


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Options:
    files: tuple[str, ...]
    form: str
    on: date | None
    jobs: int
    language: str


class _BadArguments(ValueError):
    """The command line cannot be used; args are the line to print in Chinese and in English."""


def run(argv: list[str]) -> int:
    """Run the sub-command and return its exit code."""
    language = "en" if "en" in _values(argv, "--lang") else "zh"
    if "-h" in argv or "--help" in argv:
        sys.stdout.write(HELP[language])
        return 0
    try:
        options = _parse(argv)
    except _BadArguments as problem:
        return _complain(str(problem.args[language == "en"]))
    try:
        return _print_lines(options) if options.form == "--jsonl" else _print_readings(options)
    except BrokenPipeError:  # the reader at the other end, `head` perhaps, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parse(argv: list[str]) -> _Options:
    """Read the arguments by hand: argparse alone costs more than half a bare start of Python."""
    files: list[str] = []
    forms: list[str] = []
    given: dict[str, str] = {}
    words = iter(argv)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            files += words
        elif word in _FORMS:
            forms.append(word)
        elif name in _VALUED:
            given[name] = value if equals else next(words, "")
        elif word.startswith("-") and word != "-":
            raise _BadArguments(f"不认识参数“{word}”，用法：{USAGE}", f"unknown option {word}; usage: {USAGE}")
        else:
            files.append(word)
    if not files:
        raise _BadArguments(f"没有给出文件，用法：{USAGE}", f"no file given; usage: {USAGE}")
    if len(set(forms)) > 1:
        raise _BadArguments(f"{'、'.join(forms)} 只能选一个。", f"choose one of {', '.join(forms)}.")
    form = forms[0] if forms else ""
    if form == "--json" and len(files) > 1:
        raise _BadArguments(
            "--json 一次只读一个文件，读多个文件请用 --jsonl。", "--json takes one file; use --jsonl for several."
        )
    if files.count("-") > 1:
        raise _BadArguments("标准输入（-）只能读一次。", "standard input (-) can be read only once.")
    return _Options(tuple(files), form, _day(given), _jobs(given), _language(given))


def _day(given: dict[str, str]) -> date | None:
    if "--date" not in given:
        return None
    try:
        return date.fromisoformat(given["--date"])
    except ValueError:
        raise _BadArguments(
            f"--date “{given['--date']}”不是日期，请写成 2024-10-24 的样子。",
            f"--date “{given['--date']}” is no date; write it like 2024-10-24.",
        ) from None


def _jobs(given: dict[str, str]) -> int:
    jobs = given.get("--jobs", "1")
    if not (jobs.isascii() and jobs.isdigit() and 1 <= int(jobs) <= 256):
        raise _BadArguments(
            f"--jobs “{jobs}”应是 1 到 256 的整数。", f"--jobs “{jobs}” should be a number from 1 to 256."
        )
    return int(jobs)


def _language(given: dict[str, str]) -> str:
    language = given.get("--lang", "zh")
    if language not in HELP:
        raise _BadArguments(f"--lang “{language}”应是 zh 或 en。", f"--lang “{language}” should be zh or en.")
    return language


def _values(argv: list[str], name: str) -> list[str]:
    """Return what an option was given, before the arguments are known to be right."""
    return [after for word, after in pairwise([*argv, ""]) if word == name] + [
        word.removeprefix(f"{name}=") for word in argv if word.startswith(f"{name}=")
    ]


def _complain(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return 2


def _read(file: str, on: date | None) -> Reading:
    """Read one argument, a path or - for standard input; raise CannotRead."""
    if file == "-":
        return read_bytes(sys.stdin.buffer.read(), name="-", on=on)
    return read_file(file, on=on)


def _print_readings(options: _Options) -> int:
    """Print the readings one after the other; a file that cannot be read is a line on standard error."""
    code = 0
    for number, file in enumerate(options.files):
        try:
            reading = _read(file, options.on)
        except CannotRead as refusal:
            code = _complain(refusal.english if options.language == "en" else refusal.message)
            continue
        if number and options.form != "--restored":
            _write(["\n"])
        _write(_shown(reading, options))
    return code


def _shown(reading: Reading, options: _Options) -> Iterable[str]:
    """Return the pieces of one reading in the form asked for."""
    if options.form == "--json":
        return _line(reading)
    if options.form == "--restored":
        text = reading.restored.text
        return (text, "" if text.endswith("\n") else "\n")
    from duban.reading.style import Style

    style = Style.of(sys.stdout)
    if options.form == "--explain":
        from duban.reading.explain import explanation

        return (f"{line}\n" for line in explanation(reading, style, options.language))
    from duban.reading.summary import summary

    return (f"{line}\n" for line in summary(reading, style, options.language))


def _line(reading: Reading) -> Iterator[str]:
    yield from json_pieces(reading)
    yield "\n"


def _write(pieces: Iterable[str]) -> None:
    """Write text as UTF-8, whatever the terminal's locale, in portions: a long reading never stands in memory whole."""
    portion: list[str] = []
    size = 0
    for piece in pieces:
        portion.append(piece)
        size += len(piece)
        if size > _BUFFER:
            sys.stdout.buffer.write("".join(portion).encode("utf-8", "replace"))
            portion.clear()
            size = 0
    sys.stdout.buffer.write("".join(portion).encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _print_lines(options: _Options) -> int:
    """Print a line of JSON a file, in the order given; return 2 if any could not be read."""
    code = 0
    for line, failed in _lines(options):
        _write([line])
        code = 2 if failed else code
    return code


def _lines(options: _Options) -> Iterator[tuple[str, bool]]:
    if options.jobs == 1 or len(options.files) == 1:
        for file in options.files:
            yield json_line(file, options.on)
    else:
        from duban.reading.batch import lines

        yield from lines(options.files, options.on, options.jobs)


def json_line(file: str, on: date | None) -> tuple[str, bool]:
    """Return the line of JSON for one file, and whether it is an error line."""
    try:
        return "".join(_line(_read(file, on))), False
    except CannotRead as refusal:
        return error_line(file, refusal.code, refusal.message), True
    except Exception as fault:  # a fault of ours in one document must not lose the other thousand
        kind = type(fault).__name__
        message = f"“{os.path.basename(file)}”读取时程序出错（{kind}），请把文件交给维护人员。"  # noqa: PTH119
        return error_line(file, "internal_error", message), True


def error_line(file: str, code: str, message: str) -> str:
    """Return the line of JSON for a file that could not be read."""
    name = os.path.basename(file)  # noqa: PTH119
    return dumps({"source": {"name": name}, "error": {"code": code, "message": message}}, ensure_ascii=False) + "\n"
