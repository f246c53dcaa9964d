"""`duban guard FILE`: the words of a draft that stop or close a class of sites without asking about each."""

from __future__ import annotations

import json
from collections.abc import Iterator

from duban import text_tool
from duban.arguments import Asked
from duban.guards.one_size_fits_all import Hit
from duban.guards.questions import QUESTION
from duban.guards.verdict import find_one_size_fits_all

USAGE = "duban guard FILE [--json] [--lang zh|en]"
HELP = f"""{USAGE}

在方案、通知、答复里找“一刀切”：不问每家是否合法合规就一律关停、停产、停业的话。
FILE 可以是 txt、md、html、docx、pdf、ofd、doc、wps，写 - 时从标准输入读取。
严禁、批评、撤回、否认、询问、设想这类做法的句子也会列出，标明不算；不影响返回码。只提示，不作结论。

  --json        输出一个 JSON 对象，span 为取出的文字中的起止位置
  --lang zh|en  说明文字的语言，默认 zh
"""
_BESIDE = 20  # characters shown on each side of a hit


def run(argv: list[str]) -> int:
    """Run `duban guard` with the arguments after its name; return the exit code."""
    return text_tool.run(argv, USAGE, HELP, _answer)


def _answer(text: str, asked: Asked) -> str:
    hits = find_one_size_fits_all(text)
    return _json(hits, asked) if asked.as_json else _readable(text, hits, asked)


def _json(hits: list[Hit], asked: Asked) -> str:
    rows = [
        {
            "kind": hit.kind,
            "text": hit.text,
            "span": [hit.start, hit.end],
            "quoted_as_prohibition": hit.quoted_as_prohibition,
            "question": QUESTION[asked.language],
        }
        for hit in hits
    ]
    return json.dumps({"hits": rows}, ensure_ascii=False) + "\n"


def _readable(text: str, hits: list[Hit], asked: Asked) -> str:
    placed = list(zip(hits, _rows(text, hits), strict=True))
    ordered = [(hit, row) for hit, row in placed if not hit.quoted_as_prohibition]
    named = [(hit, row) for hit, row in placed if hit.quoted_as_prohibition]
    lines = []
    if ordered:
        lines.append(f"To be asked about ({len(ordered)}):" if asked.english else f"需要过问（{len(ordered)}处）：")
        lines += [_line(text, hit, row, asked) for hit, row in ordered]
        lines.append(QUESTION[asked.language])
    else:
        lines.append("No blanket stop is ordered." if asked.english else "没有发现要求一律关停的话。")
    if named:
        lines.append(f"Named, not ordered ({len(named)}):" if asked.english else f"只是提到，不算（{len(named)}处）：")
        lines += [_line(text, hit, row, asked) for hit, row in named]
    return "\n".join(lines) + "\n"


def _rows(text: str, hits: list[Hit]) -> Iterator[int]:
    """Yield the line each hit stands on, from 1."""
    row, done = 1, 0
    for hit in hits:
        row += text.count("\n", done, hit.start)
        done = hit.start
        yield row


def _line(text: str, hit: Hit, row: int, asked: Asked) -> str:
    before = text[max(0, hit.start - _BESIDE) : hit.start].rpartition("\n")[2]
    after = text[hit.end : hit.end + _BESIDE].partition("\n")[0]
    place = f"line {row}" if asked.english else f"第{row}行"
    return f"  {place}  {before}【{hit.text}】{after}{_because(hit, asked)}"


def _because(hit: Hit, asked: Asked) -> str:
    """Say on what a hit rests that no rule found."""
    if not hit.because:
        return ""
    words = "、".join(hit.because)
    return (
        f"  (no set phrase; by the weight of: {words})" if asked.english else f"  （不是固定说法，按用词推断：{words}）"
    )
