"""The road of one document: intake → restore → extract → Reading. Stages meet here and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from duban.reading.extract import extract
from duban.reading.intake import intake_bytes, intake_file, intake_text
from duban.reading.model import Intake, Notice, Reading, Restored, Source
from duban.reading.restore import restore

if TYPE_CHECKING:
    from pathlib import Path


def read_file(path: Path | str, *, on: date | None = None) -> Reading:
    """Read the document at `path`; raise CannotRead. `on` is the meeting's day where the text does not give it."""
    return _read(intake_file(path), on)


def read_bytes(content: bytes, *, name: str, on: date | None = None) -> Reading:
    """Read a document from its bytes; `name` gives its format and, perhaps, its date; raise CannotRead."""
    return _read(intake_bytes(content, name=name), on)


def read_text(text: str, *, name: str = "", on: date | None = None) -> Reading:
    """Read pasted text; raise CannotRead where it is empty, too large or marked secret."""
    return _read(intake_text(text, name=name), on)


def read_again(restored: Restored, *, source: Source, on: date | None = None) -> Reading:
    """Read a restored text that a person has corrected; its repairs are taken as they are."""
    return _extracted(source, restored, restored.notices, on)


def _read(document: Intake, on: date | None) -> Reading:
    restored = restore(document.text)
    return _extracted(document.source, restored, document.notices + restored.notices, on)


def _extracted(source: Source, restored: Restored, notices: tuple[Notice, ...], on: date | None) -> Reading:
    parts = extract(restored.text, name=source.name, on=on)
    return Reading(
        source=source,
        restored=restored,
        meeting=parts.meeting,
        agenda=parts.agenda,
        requirements=parts.requirements,
        citations=parts.citations,
        warnings=notices + parts.notices,
        sentences=parts.sentences,
    )
