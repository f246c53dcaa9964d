"""Which unusual characters a text holds: the cheap look that lets a clean text past nearly every pass."""

from __future__ import annotations

import codecs
import re

_NOT_PLAIN = re.compile("[^一-鿿，。、；：“”（）《》0-9\n]")
_NAME = "duban-outside-gb2312"
_outside: set[str] = set()


def unusual(text: str) -> frozenset[str]:
    """Return the characters of `text` other than common Han, plain punctuation and digits.

    What GB 2312 lacks counts as uncommon: every traditional character but a few that simplified texts use too.
    """
    _outside.clear()
    text.encode("gb2312", _NAME)
    return frozenset(_outside).union(_NOT_PLAIN.findall(text))


def _collect(error: UnicodeError) -> tuple[str, int]:
    """Note what does not fit and go on; the codec is written in C and twenty times as fast as a set of the text."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    _outside.update(error.object[error.start : error.end])
    return "", error.end


codecs.register_error(_NAME, _collect)
