"""The command line of a case: one file or `-` with one JSON object, asked for as the plain tools are."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from duban.arguments import BadInput, one_line, parse, read_bytes
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
        asked = parse(argv, usage, wants="一个案例文件（或 -）")
        shown = answer(Asked(_case(_text(read_bytes(asked.place))), asked.as_json, asked.language))
    except (BadCase, BadInput) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.write(shown)
    return 0


def _text(content: bytes) -> str:
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
        raise BadCase(f"字段“{one_line(twice)}”写了两次，请只留一个。")
    return found
