"""A text with its full-width letters, digits and masks made plain, character for character: spans stay what they were."""

from __future__ import annotations

import unicodedata

from duban.redaction.model import MASKS

GONE = "\ue000"  # stands where a mask stands or something has been found: no rule reaches over it
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE63, 0xFF0D), "-")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u202f\u3000"), " ")
_DOTS = dict.fromkeys(map(ord, "•・‧∙⋅●"), "·")
_WIDE = {code: plain for code in range(0xFF01, 0xFF5F) if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1}
_FOLD = {**_WIDE, **_DASHES, **_SPACES, **_DOTS}


def folded(text: str) -> str:
    """Return the text, as long as before, in plain characters; masks of an earlier redaction are blanked."""
    for mask in MASKS.values():
        if mask in text:
            text = text.replace(mask, GONE * len(mask))
    return text.translate(_FOLD)
