"""`duban deadline TEXT --from DATE`: the time limit in a phrase or a sentence, with its arithmetic."""

from __future__ import annotations

import sys
from datetime import date

from duban.arguments import BadInput, one_line, parse
from duban.dates.deadlines import Limit, first_limit
from duban.dates.messages import Language
from duban.dates.workdays import BadNotice

USAGE = "duban deadline TEXT --from DATE [--json] [--lang zh|en]"
HELP = f"""{USAGE}

读出一个短语或一句话里的办理时限，按法定节假日和调休推算日期，并列出推算过程。
TEXT 写 - 时从标准输入读取。

  --from DATE   起算日（会议日期），如 2024-09-27，必填
  --json        输出一个 JSON 对象
  --lang zh|en  说明文字的语言，默认 zh
"""


def run(argv: list[str]) -> int:
    """Run `duban deadline` with the arguments after its name; return the exit code."""
    if any(argument in ("-h", "--help") for argument in argv):
        sys.stdout.write(HELP)
        return 0
    try:
        asked = parse(argv, USAGE, ("--from",), wants="一段文字（或 -）")
        limit = first_limit(_text(asked.place), _day(asked.options.get("--from")))
    except (BadInput, BadNotice) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    language: Language = "en" if asked.english else "zh"
    sys.stdout.write(_json(limit, language) if asked.as_json else _readable(limit, language))
    return 0


def _day(words: str | None) -> date:
    if words is None:
        raise BadInput(f"缺少起算日 --from，请写成 --from 2024-09-27，用法：{USAGE}")
    try:
        if len(words) != len("2024-09-27"):
            raise ValueError(words)
        return date.fromisoformat(words)
    except ValueError:
        raise BadInput(f"--from 的值“{one_line(words)}”不是有效日期，请写成 2024-09-27 的形式。") from None


def _text(words: str) -> str:
    if words == "-":
        try:
            words = sys.stdin.buffer.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise BadInput("标准输入不是 UTF-8 文字，请转换编码后重试。") from None
    if not words.strip():
        raise BadInput(f"文字为空，请给出含有时限的短语或句子，用法：{USAGE}")
    return words.strip().replace("\r\n", "\n")


def _json(limit: Limit | None, language: Language) -> str:
    import json

    answer = {
        "text": limit.text if limit else None,
        "value": limit.value.isoformat() if limit and limit.value else None,
        "recurring": limit.recurring if limit else None,
        "explanation": list(_lines(limit, language)),
    }
    return json.dumps(answer, ensure_ascii=False) + "\n"


def _lines(limit: Limit | None, language: Language) -> tuple[str, ...]:
    if limit:
        return limit.explanation(language)
    return ("No deadline in this text",) if language == "en" else ("这段文字没有办理时限",)


def _readable(limit: Limit | None, language: Language) -> str:
    if limit is None:
        return _lines(limit, language)[0] + "\n"
    english = language == "en"
    value = limit.value.isoformat() if limit.value else ("no date" if english else "无具体日期")
    head = (
        f"{'Deadline' if english else '时限'}: {limit.text} → {value}" if english else f"时限：{limit.text} → {value}"
    )
    recurring = (
        [f"{'Recurs' if english else '周期'}: {limit.recurring}" if english else f"周期：{limit.recurring}"]
        if limit.recurring
        else []
    )
    return "\n".join([head, *recurring, *("  " + line for line in _lines(limit, language))]) + "\n"
