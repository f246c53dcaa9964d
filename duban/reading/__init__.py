"""Reading: from a document's bytes to its meeting, agenda, requirements and actions, with exact quotes.

`from duban.reading import read_file, read_text`; start in `pipeline.py`, which is the map. No Django, no clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duban.reading.model import CannotRead, Reading

if TYPE_CHECKING:
    from duban.reading.pipeline import read_again, read_bytes, read_file, read_text

__all__ = ["CannotRead", "Reading", "read_again", "read_bytes", "read_file", "read_text"]


def __getattr__(name: str) -> object:
    """Load the pipeline when it is first asked for: a tool that only decodes a text starts without its patterns."""
    if name in ("read_again", "read_bytes", "read_file", "read_text"):
        from duban.reading import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
