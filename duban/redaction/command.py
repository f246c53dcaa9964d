"""`duban redact FILE`: a text without what tells of a private person, and what was taken out."""

from __future__ import annotations

import json

from duban import text_tool
from duban.arguments import Asked
from duban.redaction.model import KINDS, Redacted
from duban.redaction.pipeline import redact

USAGE = "duban redact FILE [--json] [--lang zh|en]"
HELP = f"""{USAGE}

隐去一段文字里的个人信息：私人姓名（每一处）、电话、证件号、车牌、银行账号、邮箱、住址中小区或村以下的部分。
有公职的干部、参会名单、单位店铺地名、公共热线、公共地址、文号编号、日期和金额保留。
FILE 可以是 txt、md、html、docx、pdf、ofd、doc、wps，写 - 时从标准输入读取。
结果由规则得出，对外发出之前仍要由人看一遍。

  --json        输出一个 JSON 对象：隐去后的文字，各处的种类和在原文中的位置
  --lang zh|en  说明文字的语言，默认 zh
"""
_NAMES = {
    "person": ("姓名", "names"),
    "phone": ("电话", "telephones"),
    "id_number": ("证件号", "identity numbers"),
    "address": ("住址", "home addresses"),
    "plate": ("车牌", "plates"),
    "bank_account": ("账号", "accounts"),
    "email": ("邮箱", "e-mail addresses"),
}


def run(argv: list[str]) -> int:
    """Run `duban redact` with the arguments after its name; return the exit code."""
    return text_tool.run(argv, USAGE, HELP, _answer)


def _answer(text: str, asked: Asked) -> str:
    redacted = redact(text)
    return _json(redacted) if asked.as_json else _readable(redacted, text, asked)


def _json(redacted: Redacted) -> str:
    rows = [{"kind": one.kind, "span": [one.start, one.end]} for one in redacted.redactions]
    return json.dumps({"text": redacted.text, "redactions": rows}, ensure_ascii=False) + "\n"


def _readable(redacted: Redacted, text: str, asked: Asked) -> str:
    lines = [redacted.text.rstrip("\n"), "", "Taken out:" if asked.english else "已隐去："]
    for kind in sorted(KINDS, key=list(_NAMES).index):
        if found := [text[one.start : one.end] for one in redacted.redactions if one.kind == kind]:
            listed = ("; " if asked.english else "、").join(dict.fromkeys(found))
            counted = f"{len(found)} {_NAMES[kind][1]}" if asked.english else f"{_NAMES[kind][0]}{len(found)}处"
            lines.append(f"  {counted}{': ' if asked.english else '：'}{listed}")
    if not redacted.redactions:
        lines[2:] = ["Nothing private was found." if asked.english else "没有发现个人信息。"]
    return "\n".join(lines) + "\n"
