"""Intake: bytes of any kind an office keeps → decoded text, or a refusal with advice."""

from __future__ import annotations

import hashlib
from pathlib import Path

from duban.reading.model import Intake, Source


def intake_file(path: Path) -> Intake:
    """Return the decoded text of the file at `path`; raise CannotRead."""
    return intake_bytes(path.read_bytes(), name=path.name)


def intake_bytes(content: bytes, *, name: str) -> Intake:
    """Return the decoded text of `content`; `name` helps to tell its format; raise CannotRead."""
    text = content.decode("utf-8-sig").replace("\r\n", "\n")
    return Intake(Source(name, hashlib.sha256(content).hexdigest(), "text/plain", "utf-8"), text)


def intake_text(text: str, *, name: str) -> Intake:
    """Return pasted text as an intake; raise CannotRead."""
    return intake_bytes(text.encode(), name=name)
