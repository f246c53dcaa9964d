"""The command line of a case: one file or `-`, --json, --lang; and the case read from it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from duban.tasks.command.fields import BadCase, Number


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the case and how to answer."""

    case: dict[str, Any]
    as_json: bool
    language: str  # zh, en


def run(argv: list[str], usage: str, text: str, answer: Callable[[Asked], str]) -> int:
    """Answer on standard output and return 0; 2 with one line on standard error for what cannot be used."""
    if any(argument in ("-h", "--help") for argument in argv):
        sys.stdout.write(text)
        return 0
    try:
        shown = answer(_parse(argv, usage))
    except BadCase as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.write(shown)
    return 0


def _parse(argv: list[str], usage: str) -> Asked:
    """Read the arguments by hand: argparse alone costs more than half a bare start of Python."""
    places: list[str] = []
    language, as_json, rest = "zh", False, list(argv)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if name == "--lang":
            if not equals and not rest:
                raise BadCase(f"--lang 后面缺少值，用法：{usage}")
            language = value if equals else rest.pop(0)
        elif word == "--json":
            as_json = True
        elif word == "--":
            places += rest
            rest = []
        elif word.startswith("-") and word != "-":
            raise BadCase(f"不认识的选项“{_one_line(word)}”，用法：{usage}")
        else:
            places.append(word)
    if language not in ("zh", "en"):
        raise BadCase(f"--lang 只能是 zh 或 en，收到“{_one_line(language)}”。")
    if len(places) != 1:
        raise BadCase(f"需要且只需要一个案例文件（或 -），收到{len(places)}个，用法：{usage}")
    return Asked(_case(_text(places[0])), as_json, language)


def _text(place: str) -> str:
    try:
        if place == "-":
            content = sys.stdin.buffer.read()
        else:
            with open(place, "rb") as stream:  # noqa: PTH123 — pathlib costs a cold start 3 ms
                content = stream.read()
    except FileNotFoundError:
        raise BadCase(f"找不到文件“{_one_line(place)}”，请检查路径。") from None
    except (OSError, ValueError) as error:
        raise BadCase(f"文件“{_one_line(place)}”无法读取（{error.__class__.__name__}），请检查后重试。") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadCase("案例不是 UTF-8 文字，请转换编码后重试。") from None


def _case(text: str) -> dict[str, Any]:
    """Read one JSON object; its numbers stay text, so that nothing is lost to binary fractions."""
    if not text.strip():
        raise BadCase("案例是空的，请给出一个 JSON 对象。")
    try:
        case = json.loads(
            text, parse_float=Number, parse_int=Number, parse_constant=_no_number, object_pairs_hook=_once
        )
    except json.JSONDecodeError as error:
        raise BadCase(f"案例不是有效的 JSON：第{error.lineno}行第{error.colno}列读不下去，请改正后重试。") from None
    except RecursionError:
        raise BadCase("案例的 JSON 嵌套太深，请按用法里的格式填写。") from None
    if not isinstance(case, dict):
        raise BadCase("案例要是一个 JSON 对象（{…}），请按用法里的格式填写。")
    return case


def _no_number(word: str) -> None:
    raise BadCase(f"案例里的“{word}”不是数，请填写十进制数字。")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadCase(f"字段“{_one_line(twice)}”写了两次，请只留一个。")
    return found


def _one_line(words: str) -> str:
    return " ".join(words.split())[:60]
