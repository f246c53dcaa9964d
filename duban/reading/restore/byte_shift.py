"""Characters broken by a GBK byte misalignment: `投入?yún)^(qū)域` back to `投入區域`, by proof.

Some copying programs walk GBK bytes one at a time, take a pair that straddles two characters for a character and
write its reading into the middle of the second one; decoding then eats what follows the cut. A repair names the
bytes that are gone: every reading printed there must read the two bytes before it. What only one choice of bytes
explains is certain, the rest is ranked by the words that result and says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from duban.reading.lexicon.readings import LETTERS, TONED, characters, normal, reads
from duban.reading.lexicon.readings_script import simplify
from duban.reading.model import Notice
from duban.reading.restore.edits import Draft, Edit, Findings
from duban.reading.restore.gbk import as_text, leads, pair_of, trails
from duban.reading.restore.plausibility import fits, is_odd, is_punctuation, share_of_odd
from duban.reading.warning_codes import notice

_LOST = "?\ufffd"
_READING = f"[{LETTERS}]{{1,7}}"
_TONE_LETTERS = f"{TONED}{TONED.upper()}\u0300\u0301\u0304\u030c"
# An eaten bracket, or a lost lead byte whose other half is an ASCII character.
_PLACE = re.compile(
    rf"(?P<cut>[{_LOST}]\(?(?P<first>{_READING})\))"
    rf"|(?P<lost>[{_LOST}]{{0,2}})(?P<half>[@-~])\((?P<second>{_READING})\)"
    rf"|(?P<run>[{_LOST}](?=[^\x00-\x7f]))"
    rf"|(?P<bare>[{_LOST}]{{2}}(?P<tail>[@-~])(?=[一-鿿]))"
    rf"|(?P<odd>[^\x00-\x7f])(?P<own>\(?(?P<third>{_READING})\))(?P<again>\((?P<fourth>{_READING})\))?"
)
_TONE_SET = frozenset(_TONE_LETTERS)
_GLOSS = re.compile(rf"\(({_READING})\)")
_CUT_GLOSS = re.compile(rf"[{_LOST}]?\(?({_READING})\)")
_LONGEST_RUN = 400
_MOST_CHOICES = 1000
_PATIENCE = 100  # runs that came to nothing, beyond the repairs made, before the rest are taken for question marks


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Run:
    """A stretch from a cut to where the bytes fall into step again: `None` stands for a byte that is lost.

    `checks` are the readings printed in it, each with the number of bytes before it; `open_end` tells whether the
    last byte is lost without a reading to find it by.
    """

    end: int
    bytes_: tuple[int | None, ...]
    checks: tuple[tuple[int, str], ...]
    open_end: bool


def find_byte_shifts(draft: Draft) -> Findings:
    """Find the cuts and what the bytes were; mark those that nothing explains."""
    edits: list[Edit] = []
    marks: list[Notice] = []
    at, text, failures = 0, draft.text, 0
    is_glossed = not _TONE_SET.isdisjoint(text)
    while place := _PLACE.search(text, at):
        if place["run"] and failures > _PATIENCE + len(edits):
            at = place.start() + 1
            continue
        found = _solved(text, place, _Before(text, place.start(), edits, is_glossed=is_glossed))
        if isinstance(found, Edit):
            edits.append(found)
            at = found.end
        else:
            marks += [found] if found else []
            failures += place["run"] is not None
            at = place.start() + 1
    return Findings(tuple(edits), tuple(marks))


class _Before:
    """What stands before a place once the repairs so far are made."""

    def __init__(self, text: str, at: int, edits: list[Edit], *, is_glossed: bool = True) -> None:
        self._is_glossed = is_glossed
        gloss = _GLOSS_BEFORE.search(text, max(0, at - 12), at)
        at = gloss.start() if gloss else at
        if edits and edits[-1].end == at:
            self.text = edits[-1].new
        else:
            self.text = text[max(0, at - 40, edits[-1].end if edits else 0) : at]

    def is_reading(self, reading: str) -> bool:
        """Tell whether these letters are a gloss: toned, or a neutral reading on a page that has toned ones."""
        return _is_toned(reading) or (self._is_glossed and bool(characters(reading)))

    @property
    def last_byte(self) -> int | None:
        pair = pair_of(self.text[-1]) if self.text else None
        return pair[1] if pair else None

    @property
    def has_open_bracket(self) -> bool:
        line = self.text.rpartition("\n")[2]
        return max(line.rfind("（"), line.rfind("(")) > max(line.rfind("）"), line.rfind(")"))


_GLOSS_BEFORE = re.compile(rf"\({_READING}\)\Z")


def _solved(text: str, place: re.Match[str], before: _Before) -> Edit | Notice | None:
    """Return the repair of one place, a mark where it is damaged beyond repair, None where it is no damage."""
    if place["cut"]:
        return _cut(text, place, before)
    if place["half"]:
        return _half(text, place, before)
    if place["run"]:
        return _shifted(text, place, before)
    if place["bare"]:
        return _bare(text, place, before)
    return _swallowed(text, place, before)


def _cut(text: str, place: re.Match[str], before: _Before) -> Edit | Notice | None:
    """Solve `?yún)…`: the reading was written after a lead byte, or the whole character before it is gone."""
    reading = normal(place["first"])
    if not before.is_reading(reading):
        return None
    if before.last_byte is not None and trails(before.last_byte, reading):
        run = _walk(text, place.end(), [before.last_byte, None], [(2, reading)])
        choices = list(_choices(run)) if run else []
        if run and choices:
            return _edit(text, place.start(), run, choices, before) or _lost(place, reading)
    if not _is_toned(reading):
        return None
    return _whole(text, place, reading, before)


def _whole(text: str, place: re.Match[str], reading: str, before: _Before) -> Edit | Notice:
    """Choose the lost character of `日?bào)` by its reading and the word it makes with its neighbours."""
    ranked = _ranked(characters(reading), text, place.end(), before)
    start, end = place.span()
    if not ranked:
        return _lost(place, reading)
    return Edit(start, end, ranked[0], "byte_shift", False)


def _lost(place: re.Match[str], reading: str) -> Notice:
    return notice("lost_character", place.span(), original=place[0], reading=reading)


def _half(text: str, place: re.Match[str], before: _Before) -> Edit | Notice | None:
    """Solve `^(qū)域`, `?h(xiàn)`: the ASCII character is the second byte, its reading gives the first."""
    half, reading = place["half"], normal(place["second"])
    if not _is_toned(reading) or (half.isalpha() and before.text[-1:].isascii() and before.text[-1:].isalnum()):
        return None
    found = [as_text(bytes((lead, ord(half)))) or "" for lead in leads(ord(half), reading)]
    if not found:
        return _lost(place, reading)
    start, end = place.span()
    used = [character for character in found if not is_odd(character)] or found
    ranked = used if len(used) == 1 else _ranked("".join(used), text, end, before) or used
    # A full-width ？ that straddled two characters was made a half-width one: it had the lead byte of this
    # character and the second byte, A3, of one that is lost too, most often 。
    swallowed = place["lost"] and (ranked[0].encode("gbk")[0] == _QUESTION_MARK[1])
    new = f"。{ranked[0]}" if swallowed and before.text[-1:] not in _NO_STOP_AFTER else ranked[0]
    return Edit(start, end, new, "byte_shift", len(found) == 1 and not place["lost"])


def _bare(text: str, place: re.Match[str], before: _Before) -> Edit | None:
    """Solve `出席??h直`, a half-width question mark made of the two bytes that straddled 。縣."""
    character = as_text(bytes((_QUESTION_MARK[1], ord(place["tail"]))))
    if not character or is_odd(character):
        return None
    near = text[max(0, place.start() - _NEAR) : place.end() + _NEAR]
    if fits(character + text[place.end()]) < 1 and simplify(near) == near and _TONE_SET.isdisjoint(near):
        return None
    new = character if before.text[-1:] in _NO_STOP_AFTER else f"。{character}"
    return Edit(place.start(), place.end(), new, "byte_shift", False)


def _swallowed(text: str, place: re.Match[str], before: _Before) -> Edit | Notice | None:
    """Solve `督(kǔn)(quán)`: a decoder that drops what it cannot read left no mark where the bytes were."""
    reading, pair, part = normal(place["third"]), pair_of(place["odd"]), "own"
    if place["fourth"] and reads(place["odd"], reading):
        reading, part = normal(place["fourth"]), "again"
    if pair is None or not before.is_reading(reading) or reads(place["odd"], reading):
        return None
    found = trails(pair[1], reading)
    if not found:
        return None
    if is_odd(place["odd"]):
        return _shifted_end(text, place, pair, found, before)
    gloss = place.start(part)
    run = _walk(text, place.end(part), [pair[1], None], [(2, reading)])
    choices = list(islice(_choices(run), _MOST_CHOICES)) if run else []
    if run is None or not choices or run.open_end:
        return None
    edit = _edit(text, gloss, run, choices, _Before(text, gloss, []))
    if edit is None or (share_of_odd(edit.new) and len(run.checks) == 1):
        return None
    # Without a mark of the cut, only a single character between two readings leaves no other explanation.
    is_sure = edit.certain and len(edit.new) == 1
    return Edit(edit.start, edit.end, edit.new, "byte_shift", is_sure)


def _shifted_end(text: str, place: re.Match[str], pair: bytes, found: list[int], before: _Before) -> Edit | Notice:
    """Solve `┙(jīng)濟`: both ends of a shifted pair are lost, its second byte opens the character that is read."""
    characters_ = "".join(as_text(bytes((pair[1], trail))) or "" for trail in found)
    ranked = _ranked(characters_, text, place.end(), before) or list(characters_)
    closed = "）" if pair[0] == _CLOSING[1] and before.has_open_bracket else ""
    return Edit(place.start(), place.end(), closed + ranked[0], "byte_shift", False)


def _shifted(text: str, place: re.Match[str], before: _Before) -> Edit | None:
    """Solve a run one byte out of step without a reading at its start: `?ツ闶小豆`, `?。ㄓ浾?`."""
    start, first = place.start(), pair_of(text[place.end()])
    if first is None:
        return None
    best: tuple[float, Edit] | None = None
    is_year = _SWALLOWED_YEAR.match(text, start) is not None
    starts: tuple[list[int | None], ...] = ([first[0], first[1]], [0, 0xA1], [0, 0xA3], [0, None])
    for bytes_ in starts[3:] if is_year else starts:
        known = bytes_[0] != 0
        run = _walk(text, place.end() + known, list(bytes_), [])
        if run is None or run.end - start < _SHORTEST_RUN:
            continue
        shifted = "".join(character for character in text[start + 1 : run.end] if character not in _LOST)
        if share_of_odd(shifted) < _ODD_BEFORE and not is_year:
            return None
        edit = _edit(text, start, run, list(islice(_choices(run), _MOST_CHOICES)), before)
        if edit is None or share_of_odd(edit.new) > _ODD_AFTER:
            continue
        gain = fits(before.text[-1:] + edit.new + text[edit.end : edit.end + 1])
        if bytes_[1] is None:
            gain -= _GUESSED_LEAD
        if before.text[-1:] in _LINE_HEADS and _ORDINAL.match(edit.new + text[edit.end : edit.end + 1]):
            gain += 1
        if best is None or gain > best[0]:
            best = (gain, edit)
    if best is None or (best[0] < _FIT_AFTER and not is_year):
        return None
    edit = best[1]
    return Edit(edit.start, edit.end, edit.new, "byte_shift", False)


_NEAR = 40
_GUESSED_LEAD = 0.5
_LINE_HEADS = frozenset(["", *"\n\u3000 。"])
_ORDINAL = re.compile("[一二三四五六七八九十]{1,2}、")
# What stands before a number in official texts, unlike most characters.
_BEFORE_DIGITS = frozenset("至到达为共约超第于自年月过近和与、，：（）—")
_QUESTION_MARK = b"\xa3\xbf"
_CLOSING = b"\xa3\xa9"
_NO_STOP_AFTER = frozenset(["", *"\n，。、；：？！（《“　 "])
_SHORTEST_RUN = 3
_ODD_BEFORE, _ODD_AFTER, _FIT_AFTER = 0.25, 0.12, 0.5


def _is_toned(reading: str) -> bool:
    return any(letter in _TONE_LETTERS for letter in reading)


def _walk(text: str, at: int, bytes_: list[int | None], checks: list[tuple[int, str]]) -> _Run | None:
    """Follow a run until its bytes fall into step. The first of `bytes_` ends the character before the run."""
    limit = at + _LONGEST_RUN
    while True:
        character = text[at : at + 1]
        pair = pair_of(character) if character else None
        if "@" <= character <= "~":
            bytes_.append(ord(character))
            at += 1
            if gloss := _GLOSS.match(text, at):
                checks.append((len(bytes_), normal(gloss[1])))
                at = gloss.end()
            return _Run(at, tuple(bytes_), tuple(checks), False)
        if pair is None or at > limit:
            bytes_.append(None)
            cut = _CUT_GLOSS.match(text, at)
            if cut and characters(normal(cut[1])):
                return _Run(cut.end(), tuple(bytes_), (*checks, (len(bytes_), normal(cut[1]))), False)
            return _Run(at + (character in _LOST and character != ""), tuple(bytes_), tuple(checks), True)
        bytes_ += pair
        at += 1
        gloss = _GLOSS.match(text, at)
        if gloss and not reads(character, normal(gloss[1])):
            bytes_.append(None)
            return _Run(gloss.end(), tuple(bytes_), (*checks, (len(bytes_), normal(gloss[1]))), False)
        at = gloss.end() if gloss else at


def _choices(run: _Run) -> Iterator[str]:
    """Yield every text the run can have been: all lost bytes tried, all readings kept."""
    readings = dict(run.checks)
    for filled in _filled(run.bytes_, readings, ()):
        text = as_text(bytes(filled[1:]))
        if text is not None:
            yield text


def _filled(
    bytes_: tuple[int | None, ...], readings: dict[int, str], done: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    at = len(done)
    while at < len(bytes_):
        known = bytes_[at]
        reading = readings.get(at + 1)
        if known is None:
            for choice in trails(done[-1], reading) if reading else _unread(bytes_, done):
                yield from _filled(bytes_, readings, (*done, choice))
            return
        if reading and known not in trails(done[-1], reading):
            return
        done = (*done, known)
        at += 1
    yield done


def _unread(bytes_: tuple[int | None, ...], done: tuple[int, ...]) -> Iterator[int]:
    """Yield the bytes that fit a place without a reading and make a character that official texts use."""
    is_lead = len(done) % 2 == 1
    after = bytes_[len(done) + 1] if len(done) + 1 < len(bytes_) else None
    for choice in range(0x81 if is_lead else 0x40, 0xFF):
        if is_lead and after is None:
            continue
        pair = bytes((choice, after or 0)) if is_lead else bytes((done[-1], choice))
        character = as_text(pair)
        if character and not is_odd(character):
            yield choice


def _edit(text: str, start: int, run: _Run, choices: list[str], before: _Before) -> Edit | None:
    """Return the repair by the best choice, certain where readings leave only one."""
    if not choices:
        return None
    if len(choices) == 1:
        proven = len(run.checks) > 1 or (bool(run.checks) and not is_odd(choices[0][0]))
        return Edit(start, run.end, choices[0], "byte_shift", proven and not run.open_end)
    best = max(choices, key=_score(text, run.end, before))
    after = text[run.end : run.end + 1]
    if run.open_end and not _convinces(best[-2:-1] or before.text[-1:], best[-1], after):
        best = f"{best[:-1]}?"
    if _YEAR_WITHOUT_HEAD.match(text, run.end) and run.open_end and not best.endswith("?"):
        best += "?"
    return Edit(start, run.end, best, "byte_shift", False) if best.strip("?") else None


_SWALLOWED_YEAR = re.compile(rf"[{_LOST}][。，、；：）][{_LOST}](?=[089]\d\d年)")
_YEAR_WITHOUT_HEAD = re.compile(r"[089]\d\d年")


def _convinces(first: str, character: str, second: str) -> bool:
    pairs = (first + character, character + second)
    if first in _LINE_HEADS and _ORDINAL.match(pairs[1]):
        return True
    if (second.isdigit() and character not in _BEFORE_DIGITS) or first in _LINE_HEADS:
        return second not in _LINE_HEADS and not second.isdigit() and fits(pairs[1]) >= 1
    return any(len(pair) == 2 and fits(pair) >= 1 for pair in pairs) or is_punctuation(character)


def _score(text: str, end: int, before: _Before) -> Callable[[str], float]:
    """Return how well a choice stands between its neighbours; a bracket counts where it closes one."""
    after = text[end : end + 1]

    def score(choice: str) -> float:
        bonus = 0.0
        if after.isdigit():
            bonus += 1.5 if choice[-1] in _BEFORE_DIGITS else -1.5
        if before.text[-1:] in _LINE_HEADS and _ORDINAL.match(choice + after):
            bonus += 2
        if choice.endswith("）"):
            bonus += 1.0 if before.has_open_bracket or "（" in choice else -1.0
        elif choice.endswith("，"):
            bonus += 0.3
        return fits(before.text[-1:] + choice + after) * (len(choice) + 1) + bonus

    return score


def _ranked(choices: str, text: str, end: int, before: _Before) -> list[str]:
    """Return the characters that make a word with a neighbour, best first; those equally good leave none."""
    score = _score(text, end, before)
    scored = sorted(((score(choice), choice) for choice in choices if not is_odd(choice)), reverse=True)
    if not scored or scored[0][0] < 1:
        return []
    return [choice for _, choice in scored]
