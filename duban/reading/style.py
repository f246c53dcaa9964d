"""Colour for a person at a terminal: none where the output goes elsewhere or NO_COLOR is set."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TextIO

_CODES = {"strong": "1", "faint": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Style:
    """Paints words where `coloured`; a document's own control characters never reach the terminal."""

    coloured: bool = False

    @classmethod
    def of(cls, stream: TextIO) -> Style:
        """Return the style that fits a stream."""
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return cls(stream.isatty() and not plain)

    def paint(self, text: str, colour: str) -> str:
        """Return a document's or our own words in a colour."""
        text = quoted(text)
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self.coloured and text else text


def quoted(text: str) -> str:
    """Return a document's words fit for one line of a terminal."""
    return _CONTROLS.sub("?", text.replace("\n", " ").replace("\t", " "))
