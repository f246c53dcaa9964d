"""Decoding after a byte got lost: in two-byte encodings everything behind it is read astride until it is set right.

The cut that gives the most common characters is where the byte was lost; the half character there becomes U+FFFD.
"""

from __future__ import annotations

import sys
from array import array
from itertools import accumulate

from duban.reading.intake.common_characters import COMMON

_LOST = "\ufffd"
_LONGEST_LINE = 4000  # bytes; a longer one would take too long to try
_POOR = 0.5  # share of common characters below which a line may be astride
_GAIN = 3  # common characters a cut must win


def decode_realigned(content: bytes, codec: str) -> str | None:
    """Return the text with what was read astride set right, or None where nothing was."""
    if codec.startswith("utf-16"):
        return _realigned_wide(content, codec)
    lines = content.split(b"\n")
    texts = [line.decode(codec, "replace") for line in lines]
    better = [_realigned_line(line, text, codec) for line, text in zip(lines, texts, strict=True)]
    return None if better == texts else "\n".join(better)


def _realigned_wide(content: bytes, codec: str) -> str | None:
    """Try every cut of a UTF-16 text at once, by counts from the front and, one byte astride, from the back."""
    whole, astride = _common_units(content, codec), _common_units(content[1:], codec)
    front = [0, *accumulate(whole)]
    back = [0, *accumulate(reversed(astride))]
    cut = max(range(len(astride)), key=lambda i: front[i] + back[len(astride) - i], default=0)
    if not astride or front[cut] + back[len(astride) - cut] < front[-1] + _GAIN:
        return None
    before, after = content[: 2 * cut], content[2 * cut + 1 :]
    return before.decode(codec, "replace") + _LOST + after.decode(codec, "replace")


def _common_units(content: bytes, codec: str) -> list[bool]:
    """Tell of each two bytes whether they are a common character."""
    units = array("H", content[: len(content) // 2 * 2])
    if (sys.byteorder == "little") != codec.endswith("le"):
        units.byteswap()
    common = {ord(c) for c in COMMON}
    return [unit in common or 0x20 <= unit < 0x7F for unit in units]


def _realigned_line(line: bytes, text: str, codec: str) -> str:
    """Return the line as the best cut gives it, or as it was."""
    han = sum(c > "\x7f" for c in text)
    common = _common(text)
    if han < _GAIN or len(line) > _LONGEST_LINE or (_LOST not in text and common >= _POOR * han):
        return text
    best, best_score = text, common + _GAIN - 1
    for cut in range(len(line)):
        if line[cut] < 0x80 and (cut == 0 or line[cut - 1] < 0x80):
            continue
        candidate = line[:cut].decode(codec, "replace").rstrip(_LOST) + _LOST + line[cut + 1 :].decode(codec, "replace")
        if (score := _common(candidate) - candidate.count(_LOST) + 1) > best_score:
            best, best_score = candidate, score
    return best


def _common(text: str) -> int:
    return sum(c in COMMON for c in text)
