"""Pinyin printed after its character, 務(wù): the bracket goes where it reads the character before it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from enum import Enum, auto

from duban.reading.lexicon.readings import LETTERS, characters, normal, reads, reads_with_gap, reads_without_tone
from duban.reading.model import Notice
from duban.reading.restore.edits import Draft, Edit, Findings
from duban.reading.restore.looks import ANY_TONED
from duban.reading.warning_codes import notice

_LOST = "?\ufffd"
_SYLLABLE = f"[{LETTERS}:{_LOST}]{{1,8}}[1-5]?"
_GLOSS = re.compile(
    rf"(?P<apart>[ \u3000](?=[(（\[〔【]))?(?P<open>[(（\[〔【]\s?)?(?P<reading>{_SYLLABLE}(?:[ ']{_SYLLABLE})*)(?P<close>\s?[)）\]〕】](?(apart)[ \u3000]?(?=[一-鿿])|))?"
)
_OPENED_OR_TONED = re.compile(
    rf"(?<=[一-鿿)）\]〕】])(?:[ \u3000]?[(（\[〔【]\s?(?=[{LETTERS}])|(?=[{LETTERS}{_LOST}]))"
)
# Where the gloss itself says which of two simplified characters is meant.
_BY_READING = {
    ("乾", "gān"): "干", ("著", "zhe"): "着", ("著", "zháo"): "着", ("著", "zhuó"): "着", ("著", "zhāo"): "着",
    ("徵", "zhēng"): "征", ("藉", "jiè"): "借", ("瞭", "liǎo"): "了",
}  # fmt: skip
_LAST_COMMON_ROW = 0xD7
_LONGEST_SHIFT = 12
_ENOUGH = 3  # proven glosses that make a page one that was glossed by a program


class _Proof(Enum):
    """What shows a bracket to be a gloss."""

    TONED = auto()
    NEUTRAL = auto()  # 們(men) has no tone to show: good on a page with other glosses
    LETTER_LOST = auto()
    TONE_LOST = auto()


def find_glosses(draft: Draft) -> Findings:
    """Find the glosses that read the characters before them; mark toned brackets that do not."""
    text = draft.text
    found: dict[_Proof, list[Edit]] = {proof: [] for proof in _Proof}
    marks: list[Notice] = []
    doubtful: list[Notice] = []
    for start, match in _candidates(text):
        proof, edit = _judged(text, start, match)
        if edit is not None:
            found[proof].append(edit)
        elif any(letter in ANY_TONED for letter in match["reading"]) and (match["open"] or match["close"]):
            marks.append(notice("unproven_gloss", match.span(), original=match[0].strip()))
        elif match["open"] and match["close"] and match["reading"].islower() and characters(match["reading"]):
            doubtful.append(notice("unproven_gloss", match.span(), original=match[0].strip()))
    toned = found[_Proof.TONED]
    if len(toned) < _ENOUGH and all(_is_rare(edit.new[-1]) for edit in toned):
        # A text may itself say how a rare name is read; a program glosses common characters.
        return Findings((), tuple(marks))
    edits = list(toned)
    edits += found[_Proof.LETTER_LOST]
    if len(toned) >= _ENOUGH:
        marks += doubtful
        edits += found[_Proof.NEUTRAL] + found[_Proof.TONE_LOST]
    edits = _doubted(_joined(sorted(edits, key=lambda edit: (edit.start, edit.end))), marks, text)
    return Findings(tuple(edits), tuple(marks))


def _doubted(edits: Iterable[Edit], marks: Iterable[Notice], text: str) -> list[Edit]:
    """Return the edits, those close behind a reading that reads nothing as uncertain: the bytes there are shifted."""
    ends = sorted(mark.span[1] for mark in marks if mark.span)
    result = []
    for edit in edits:
        nearest = bisect_right(ends, edit.start) - 1
        behind = nearest >= 0 and edit.start - ends[nearest] <= _LONGEST_SHIFT
        close = behind and not any(map(str.isascii, text[ends[nearest] : edit.start]))
        result.append(Edit(edit.start, edit.end, edit.new, edit.kind, edit.certain and not close))
    return result


def _candidates(text: str) -> list[tuple[int, re.Match[str]]]:
    """Return the possible glosses, each with the end of the characters it stands after."""
    found: list[tuple[int, re.Match[str]]] = []
    behind, anchor = -1, -1
    for opening in _OPENED_OR_TONED.finditer(text):
        match = _GLOSS.match(text, opening.start())
        if match is None or opening.start() < behind:
            continue
        # 務(wù)(wù): the second gloss stands after the same character as the first.
        anchor = anchor if opening.start() == behind else opening.start()
        found.append((anchor, match))
        behind = match.end()
    return found


def _judged(text: str, start: int, match: re.Match[str]) -> tuple[_Proof, Edit | None]:
    """Return the edit that takes the gloss out with what proves it one; no edit where nothing does."""
    nothing = (_Proof.TONED, None)
    opened, closed = match["open"] is not None, match["close"] is not None
    readings = [normal(part) for part in re.split("[ ']", match["reading"])]
    first = start - len(readings)
    glossed = text[max(first, 0) : start]
    if not (opened or closed) or first < 0 or not all("一" <= character <= "鿿" for character in glossed):
        return nothing
    new = "".join(_BY_READING.get(pair, pair[0]) for pair in zip(glossed, readings, strict=True))
    toned = any(letter in ANY_TONED for reading in readings for letter in reading)
    if toned and all(map(reads, glossed, readings)):
        return _Proof.TONED, Edit(first, match.end(), new, "gloss")
    if not (opened and closed) or len(readings) > 1:
        return nothing
    if reads(glossed, readings[0]):
        return _Proof.NEUTRAL, Edit(first, match.end(), new, "gloss")
    lost = next((mark for mark in _LOST if mark in readings[0]), "")
    if lost and reads_with_gap(glossed, readings[0], lost):
        return _Proof.LETTER_LOST, Edit(first, match.end(), new, "gloss", False)
    if not toned and not lost and reads_without_tone(glossed, readings[0]):
        return _Proof.TONE_LOST, Edit(first, match.end(), new, "gloss", False)
    return nothing


def _joined(edits: list[Edit]) -> tuple[Edit, ...]:
    """Make one edit of glosses that follow one another after the same character."""
    result: list[Edit] = []
    for edit in edits:
        if result and edit.start < result[-1].end:
            last = result.pop()
            edit = Edit(last.start, edit.end, last.new, "gloss", False)
        result.append(edit)
    return tuple(result)


def _is_rare(character: str) -> bool:
    """Tell whether the character is simplified and outside the 3,755 common ones (GB 2312, first level)."""
    try:
        return character.encode("gb2312")[0] > _LAST_COMMON_ROW
    except UnicodeEncodeError:
        return False
