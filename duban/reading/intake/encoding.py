"""Bytes → text by a rule of our own: BOM, strict UTF-8, then the candidate that gives the most common characters.

Detectors that look at byte statistics fail as soon as one byte is lost; a count of common characters does not.
"""

from __future__ import annotations

import codecs
import re

from duban.reading.intake.refusals import refusal
from duban.reading.model import Notice
from duban.reading.warning_codes import notice

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
# codec, the name we report
_CANDIDATES = (("utf-8", "utf-8"), ("gb18030", "gb18030"), ("big5hkscs", "big5"))
_WIDE_CANDIDATES = (("utf-16-le", "utf-16"), ("utf-16-be", "utf-16"))
_CONTROLS = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f]")
_SAMPLE = 200_000
_LEAST_COMMON = 0.10  # share of common characters below which a guess is no guess
_MOST_CONTROLS = 0.005
_ASTRIDE = 0.6  # share of common characters below which part of a text may have been read astride

Decoded = tuple[str, str, tuple[Notice, ...]]


def decode(content: bytes, *, name: str, declared: str | None = None) -> Decoded:
    """Return text, encoding and warnings; `declared` is tried first (a page's charset); raise CannotRead."""
    text, encoding, notices = _decode(content, name, declared)
    if _control_share(text) > _MOST_CONTROLS:
        raise refusal("not_text", name)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, encoding, notices


def _decode(content: bytes, name: str, declared: str | None) -> Decoded:
    for mark, marked, encoding in _BOMS:
        if content.startswith(mark):
            return _forgiving(content, marked, encoding)
    if b"\0" in content:
        return _most_common(content, _WIDE_CANDIDATES, name, "not_text")
    for codec in (declared, "utf-8"):
        if codec:
            try:
                return content.decode(codec), "big5" if codec == "big5hkscs" else codec, ()
            except (UnicodeDecodeError, LookupError):
                continue
    return _most_common(content, (*_CANDIDATES, *_WIDE_CANDIDATES), name, "broken_encoding")


def _most_common(content: bytes, candidates: tuple[tuple[str, str], ...], name: str, code: str) -> Decoded:
    """Decode with the candidate that gives the largest share of common characters."""
    sample = content[:_SAMPLE]
    shares = [_common_share(sample.decode(codec, "replace")) for codec, _ in candidates]
    best = max(shares)
    if best < _LEAST_COMMON:
        raise refusal(code, name)
    codec, encoding = candidates[shares.index(best)]
    return _forgiving(content, codec, encoding)


def _forgiving(content: bytes, codec: str, encoding: str) -> Decoded:
    """Decode; a byte that fits nowhere becomes U+FFFD and a warning, for a lost byte must not lose the text."""
    try:
        text, broken = content.decode(codec), False
    except UnicodeDecodeError:
        text, broken = content.decode(codec, "replace"), True
    if encoding in ("gb18030", "big5", "utf-16") and (broken or _common_share(text) < _ASTRIDE):
        from duban.reading.intake.lost_bytes import decode_realigned

        if codec == "utf-16":  # with its mark
            content, codec = content[2:], "utf-16-le" if content.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
        if (realigned := decode_realigned(content, codec)) is not None:
            text, broken = realigned, True
    return text, encoding, (notice("broken_bytes", encoding=encoding),) if broken else ()


def _common_share(text: str) -> float:
    """Return how much of the text outside ASCII is common characters; an unreadable one counts against it twice."""
    from duban.reading.intake.common_characters import COMMON

    if not (length := sum(c > "\x7f" for c in text)):
        # ASCII read two bytes at a time gives no ASCII; plain ASCII never comes here but with zero bytes in it
        return 1.0 if text.isprintable() else 0.0
    common = sum(c in COMMON for c in text)
    return (common - 2 * text.count("\ufffd")) / length


def _control_share(text: str) -> float:
    """Return the share of control characters that no text has."""
    sample = text[:_SAMPLE]
    return len(_CONTROLS.findall(sample)) / max(len(sample), 1)
