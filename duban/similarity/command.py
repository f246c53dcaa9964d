"""`duban similar FILE --in CORPUS.csv`: the texts of a table most like one text, best first."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from duban import text_tool
from duban.arguments import Asked, BadInput, one_line, read_bytes
from duban.reading.intake.encoding import decode
from duban.similarity.scan import scan
from duban.similarity.scores import MAYBE_FROM, PROPOSE_FROM, Match

USAGE = "duban similar FILE --in CORPUS.csv [--json] [--lang zh|en]"
HELP = f"""{USAGE}

在一张表里找与一段文字最相近的内容，最多十条，最相近的在前。
FILE 可以是 txt、md、html、docx、pdf、ofd、doc、wps，写 - 时从标准输入读取。
CORPUS.csv 要有 id 和 text 两列（第一行为列名），编码自动识别。
相近程度按共有的三字组计算，0 为毫不相干，1 为完全相同；{PROPOSE_FROM} 以上可视为同一事项，{MAYBE_FROM} 以上请人工判断。

  --in FILE     要在其中查找的表，必填
  --json        输出一个 JSON 对象
  --lang zh|en  说明文字的语言，默认 zh
"""
LARGEST_TABLE = 512 * 1024 * 1024
_VERDICTS = (
    (PROPOSE_FROM, "很可能是同一事项", "most likely the same matter"),
    (MAYBE_FROM, "可能相关", "may be related"),
)
_WEAK = ("相近之处不多", "little in common")


def run(argv: list[str]) -> int:
    """Run `duban similar` with the arguments after its name; return the exit code."""
    return text_tool.run(argv, USAGE, HELP, _answer, ("--in",))


def _answer(text: str, asked: Asked) -> str:
    if "--in" not in asked.options:
        raise BadInput(f"缺少 --in，请写明要在哪张表里查找，用法：{USAGE}")
    matches = scan(text, rows_of(asked.options["--in"]))
    return _json(matches) if asked.as_json else _readable(matches, asked)


def rows_of(place: str) -> Iterator[tuple[str, str]]:
    """Yield id and text of each row of a CSV table; raise BadInput for what is none."""
    content, _encoding, _notices = decode(read_bytes(place, LARGEST_TABLE), name=place)
    csv.field_size_limit(len(content) + 1)
    reader = csv.reader(io.StringIO(content, newline=""))
    try:
        heading = [name.strip().lstrip("\ufeff").lower() for name in next(reader, [])]
        if "id" not in heading or "text" not in heading:
            raise BadInput(f"“{one_line(place)}”的第一行要有 id 和 text 两个列名，请改正后重试。")
        name, text = heading.index("id"), heading.index("text")
        for count, row in enumerate(reader, start=2):
            if not any(row):
                continue
            if len(row) <= max(name, text):
                raise BadInput(f"“{one_line(place)}”第{count}行缺少 id 或 text，请补全后重试。")
            yield row[name], row[text]
    except csv.Error as error:
        raise BadInput(f"“{one_line(place)}”不是有效的 CSV（{error}），请另存为 CSV 后重试。") from None


def _json(matches: list[Match]) -> str:
    rows = [{"id": match.id, "score": match.score} for match in matches]
    return json.dumps({"matches": rows}, ensure_ascii=False) + "\n"


def _readable(matches: list[Match], asked: Asked) -> str:
    if not matches:
        return "Nothing alike was found.\n" if asked.english else "没有找到相近的内容。\n"
    lines = []
    for match in matches:
        words = next(((zh, en) for least, zh, en in _VERDICTS if match.score >= least), _WEAK)
        lines.append(f"{match.score:6.1%}  {match.id}  {words[asked.english]}\n")
    return "".join(lines)
