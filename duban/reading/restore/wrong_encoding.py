"""Text decoded with the wrong table, put back by the round trip: `ä¼šè®®` is 会议, and so is `浼氳` with a lost byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from duban.reading.lexicon.readings import follow
from duban.reading.restore.edits import Draft, Edit, Findings
from duban.reading.restore.gbk import pair_of
from duban.reading.restore.looks import GBK_SIGNS
from duban.reading.restore.plausibility import is_odd, share_of_odd
from duban.reading.warning_codes import notice

# Code page 1252 shows these for bytes 80 to 9F; the five it leaves out come through as controls or as U+FFFD.
_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_CP1252 = bytes(byte for byte in range(0x80, 0xA0) if byte not in _UNDEFINED).decode("cp1252")
_LATIN = f"\u0080-\u00ff{_CP1252}"
_LATIN_RUN = re.compile(f"[{_LATIN}]*[\u00c0-\u00ff][{_LATIN}\ufffd]+")
_GBK_RUN = re.compile("[\u00a1-\u00ff\u2010-\uffef\ufffd]{2,}")
_LOST_FOR_GOOD = "锟斤拷"
_MOST_ODD, _LEAST_ODD, _MOSTLY_ODD = 0.2, 0.3, 0.5
_SAMPLE = 4000
_ANY_TRAIL = range(0x80, 0xC0)


def find_wrong_encoding(draft: Draft) -> Findings:
    """Find stretches that make Chinese text when encoded back; mark what can no longer be."""
    text = draft.text
    edits = [edit for match in _LATIN_RUN.finditer(text) if (edit := _from_latin(match))]
    if not edits and len(GBK_SIGNS & frozenset(text)) > 1:
        edits = [edit for match in _GBK_RUN.finditer(text) if (edit := _from_gbk(match))]
    marks = []
    if not edits and len(GBK_SIGNS & frozenset(text)) > 1 and share_of_odd(text[:_SAMPLE]) > _MOSTLY_ODD:
        marks.append(notice("unreadable_encoding"))
    at = text.find(_LOST_FOR_GOOD)
    if at >= 0:
        marks.append(notice("unreadable_encoding", (at, at + len(_LOST_FOR_GOOD))))
    return Findings(tuple(edits), tuple(marks))


def _from_latin(run: re.Match[str]) -> Edit | None:
    bytes_ = [
        None if character == "\ufffd" else character.encode("cp1252" if character in _CP1252 else "latin-1")[0]
        for character in run[0]
    ]
    plain = _from_utf8(bytes_, _UNDEFINED)
    if plain is None and None not in bytes_:
        try:
            plain = bytes(byte for byte in bytes_ if byte is not None).decode("gbk")
        except UnicodeDecodeError:
            return None
        if len(plain) < 2 or share_of_odd(plain) > 0:
            return None
    if not plain or any("\u0080" <= character <= "\u00ff" for character in plain) or share_of_odd(plain) > _MOST_ODD:
        return None
    return Edit(*run.span(), plain, "byte_shift", None not in bytes_)


def _from_gbk(run: re.Match[str]) -> Edit | None:
    if share_of_odd(run[0]) < _LEAST_ODD:
        return None
    bytes_: list[int | None] = []
    for character in run[0]:
        pair = pair_of(character)
        bytes_ += pair or [None]
    plain = _from_utf8(bytes_, _ANY_TRAIL)
    if not plain or share_of_odd(plain.replace("?", "")) > _MOST_ODD:
        return None
    return Edit(*run.span(), plain, "byte_shift", None not in bytes_ and "?" not in plain)


def _from_utf8(bytes_: list[int | None], choices: Iterable[int]) -> str | None:
    """Decode UTF-8 in which `None` is a lost byte, one of `choices`; what they leave open is `?`. None: no UTF-8."""
    text: list[str] = []
    at = 0
    while at < len(bytes_):
        lead = bytes_[at]
        length = 1 if lead is None or lead < 0x80 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
        group = bytes_[at : at + length]
        if lead is None or (None in group and (length != 3 or group.count(None) > 1)) or len(group) < length:
            text += "?" if text and text[-1] != "?" else ""
            at += length
            continue
        found = list(_characters(group, choices))
        if not found:
            return None
        text.append(found[0] if len(found) == 1 else _likeliest(text[-1] if text else "", found))
        at += length
    return "".join(text)


def _characters(group: list[int | None], choices: Iterable[int]) -> Iterator[str]:
    if None not in group:
        tried = [bytes(byte for byte in group if byte is not None)]
    else:
        tried = [bytes(choice if byte is None else byte for byte in group) for choice in choices]
    for candidate in tried:
        try:
            character = candidate.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if len(tried) == 1 or not is_odd(character):
            yield character


def _likeliest(before: str, found: list[str]) -> str:
    ranked = sorted(found, key=lambda character: follow(before, character), reverse=True)
    best, second = follow(before, ranked[0]), follow(before, ranked[1])
    return ranked[0] if best > second else "?"
