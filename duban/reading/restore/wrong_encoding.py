"""Text decoded with the wrong table, put back by the round trip: `ä¼šè®®` and `浼氳` are 会议."""

from __future__ import annotations

import re
from collections.abc import Set

from duban.reading.restore.edits import Draft, Edit, Findings, Mark
from duban.reading.restore.plausibility import share_of_odd

# Code page 1252 shows these for the bytes 80–9F; the five it leaves out come through as controls.
_CP1252 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_LATIN_RUN = re.compile(f"[\u0080-\u00ff{_CP1252}]*[Ââãäåæçèéï¡-¿À-ß][\u0080-\u00ff{_CP1252}]+")
_LATIN_SIGNS = frozenset("âãäåæçèéïÄÅÆÇÈÉÊËÌÍÎÏÐÒÓÔÕÖ")
_GBK_SIGNS = frozenset("銆锛鐨鍥鏀浼甯勫簻")
_GBK_RUN = re.compile(r"[⺀-￯¡-ÿ€]{2,}[?\ufffd]?")
_LOST_FOR_GOOD = "锟斤拷"
_MOST_ODD = 0.2


def may_hold_wrong_encoding(draft: Draft, present: Set[str]) -> bool:
    """Tell cheaply whether the text shows the signs of a wrong table."""
    return not present.isdisjoint(_LATIN_SIGNS) or len(present & _GBK_SIGNS) > 1 or "锟" in present


def find_wrong_encoding(draft: Draft) -> Findings:
    """Find stretches that make Chinese text when encoded back; mark what can no longer be."""
    text = draft.text
    edits = []
    for match in _LATIN_RUN.finditer(text):
        plain = _from_latin(match[0])
        if plain:
            edits.append(Edit(*match.span(), plain, "byte_shift", len(plain) > 1))
    if not edits and not _GBK_SIGNS.isdisjoint(text):
        edits = _from_gbk(text)
    at = text.find(_LOST_FOR_GOOD)
    marks = []
    if at >= 0:
        why = "原文中有“锟斤拷”，这是编码错误留下的痕迹，原字已无法恢复，请换一份原文。"
        marks.append(Mark("unreadable_encoding", why, (at, at + len(_LOST_FOR_GOOD))))
    return Findings(tuple(edits), tuple(marks))


def _from_latin(run: str) -> str:
    bytes_ = b"".join(
        character.encode("cp1252") if character in _CP1252 else character.encode("latin-1") for character in run
    )
    for encoding in ("utf-8", "gbk"):
        try:
            plain = bytes_.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gbk" and (len(plain) < 2 or share_of_odd(plain) > 0):
            continue
        if not any("\u0080" <= character <= "\u00ff" for character in plain) and share_of_odd(plain) <= _MOST_ODD:
            return plain
    return ""


def _from_gbk(text: str) -> list[Edit]:
    edits = []
    for match in _GBK_RUN.finditer(text):
        try:
            bytes_ = match[0].rstrip("?\ufffd").encode("gbk")
        except UnicodeEncodeError:
            continue
        try:
            plain, whole = bytes_.decode("utf-8"), True
        except UnicodeDecodeError as error:
            plain, whole = bytes_[: error.start].decode("utf-8"), False
            if error.start < len(bytes_) - 2:
                continue
        if len(plain) > 1 and share_of_odd(plain) <= _MOST_ODD and share_of_odd(match[0]) > share_of_odd(plain):
            end = match.end() if whole and match[0][-1] not in "?\ufffd" else match.end()
            new = plain if whole and match[0][-1] not in "?\ufffd" else f"{plain}?"
            edits.append(Edit(match.start(), end, new, "byte_shift", new == plain))
    return edits
