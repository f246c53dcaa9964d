"""What parts of pages drawn in code are made of: addresses of one row, days and times, texts with their line breaks.

Where a page repeats a part for each row, a template costs eight times what the same f-strings do (see
`docs/decisions/0007-drawn-in-code.md`). Every word that is not ours passes `escape` or `lines`.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import normalize_newlines

_ROW = 1_913_000_001  # stands for the key while an address is written


def row_address(name: str, pk: int) -> str:
    """Return the address of a page of one row; writing it anew for each row cost as much as drawing the row."""
    before, after = _around(name, get_script_prefix())
    return f"{before}{pk}{after}"


@lru_cache(maxsize=512)
def _around(name: str, _prefix: str) -> tuple[str, str]:
    before, _row, after = reverse(name, args=[_ROW]).partition(str(_ROW))
    return before, after


def lines(text: str) -> SafeString:
    """Return a text of ours or others with its line breaks."""
    text = escape(text)
    if "\r" in text:
        text = normalize_newlines(text)
    return SafeString(text.replace("\n", "<br>"))


def moment(at: datetime) -> str:
    """Return a moment to the minute, in the office's time."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
