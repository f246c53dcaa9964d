"""What does not belong between characters: zero-width marks, leftovers of HTML, characters in a look-alike block."""

from __future__ import annotations

import re
import unicodedata

from duban.reading.model import RepairKind
from duban.reading.restore.edits import Draft, Edit, Findings

_INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
)
# A zero-width mark with line breaks around it, inside a sentence, broke the sentence off; one after the last
# character of a line tears nothing apart.
_INVISIBLES = re.compile(
    rf"(?<=[^。！？；：…\n”』」])\n[ \t]*[{_INVISIBLE}]+[ \t]*\n(?=[一-鿿0-9，。、；])|[{_INVISIBLE}]+(?<![。；，：][{_INVISIBLE}](?=\n))"
)
_ENTITY = re.compile(r"&(?:amp;)?(?:[a-zA-Z]{2,8}|#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,5});")
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>p|br|div|span|font|strong|b|i|u|em|a|table|tbody|tr|td|th|ul|ol|li|img|hr|center|h[1-6]|o:p|section)"
    # attributes, and nothing else: <b 4 p> in a forum's string is no tag, nor is what stands before the next >
    r"(?:\s+[a-zA-Z][a-zA-Z0-9:._-]{0,40}(?:\s*=\s*(?:\"[^\"<>]{0,400}\"|'[^'<>]{0,400}'|[^\s<>\"']{1,200}))?){0,20}\s*/?>|<!--[^<>]{0,400}-->",
    re.IGNORECASE,
)
_BREAKING = frozenset(["p", "br", "div", "tr", "li", "hr", "h1", "h2", "h3", "h4", "h5", "h6"])
_LOOK_ALIKE = re.compile("[\u2e80-\u2fd5\uf900-\ufaff]")
# Radicals of the supplement that stand for a simplified character; Unicode maps only those of the Kangxi block.
_RADICALS = dict(
    zip(
        "⻓⻔⻋⻅⻉⻛⻜⻢⻥⻦⻩⻬⻰⻄⻆⻚⻝⻤⺠⻘⻙⻣⺟⻨⻮⻳⻁",
        "长门车见贝风飞马鱼鸟黄齐龙西角页食鬼民青韦骨母麦齿龟虎",
        strict=True,
    )
)


def find_markup(draft: Draft) -> Findings:
    """Find invisible marks, entities, tags and look-alike characters."""
    text = draft.text
    edits = [Edit(*match.span(), "", "spacing") for match in _INVISIBLES.finditer(text)]
    edits += [_of_tag(match) for match in _TAG.finditer(text)] if "<" in text else []
    edits += _entities(text) if "&" in text else []
    for match in _LOOK_ALIKE.finditer(text):
        plain = _RADICALS.get(match[0]) or unicodedata.normalize("NFKC", match[0])
        if plain != match[0] and len(plain) == 1:
            edits.append(Edit(*match.span(), plain, "width"))
    edits.sort(key=lambda edit: (edit.start, edit.end))
    apart = [edit for place, edit in enumerate(edits) if not place or edit.start >= edits[place - 1].end]
    return Findings(tuple(apart))


def _of_tag(match: re.Match[str]) -> Edit:
    name = (match["name"] or "").lower()
    breaks = name in _BREAKING and (match["end"] or name in ("br", "hr"))
    kind: RepairKind = "spacing" if breaks else "boilerplate"
    return Edit(*match.span(), "\n" if breaks else "", kind)


def _entities(text: str) -> list[Edit]:
    from html import unescape

    edits = []
    for match in _ENTITY.finditer(text):
        plain = unescape(unescape(match[0])).replace("\xa0", " ")
        if plain != match[0] and len(plain) == 1 and (plain.isprintable() or plain == "\n"):
            edits.append(Edit(*match.span(), plain, "spacing" if plain.isspace() else "punctuation"))
    return edits
