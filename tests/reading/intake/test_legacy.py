"""DOC, WPS and RTF go through LibreOffice; without it the clerk is told what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.reading.intake import OLE_MAGIC, intake_bytes, legacy
from duban.reading.model import CannotRead
from tests.libreoffice import converted, installed

from .documents import MINUTES, minutes_docx


def rtf(lines: tuple[str, ...]) -> bytes:
    body = "\\par ".join(
        "".join(f"\\u{code if (code := ord(c)) < 32768 else code - 65536}?" for c in line) for line in lines
    )
    return f"{{\\rtf1\\ansi {body}\\par}}".encode("ascii")


@installed
def test_an_old_format_is_converted_and_read() -> None:
    document = intake_bytes(rtf(MINUTES), name="meeting.doc")
    assert document.text == "".join(f"{line}\n" for line in MINUTES)
    assert document.source.media_type == "application/rtf"
    assert [notice.code for notice in document.notices] == ["converted"]


@installed
def test_a_word_97_document_is_read(tmp_path: Path) -> None:
    (tmp_path / "meeting.docx").write_bytes(minutes_docx())
    old = converted(tmp_path / "meeting.docx", "doc:MS Word 97", tmp_path)
    document = intake_bytes(old.read_bytes(), name="meeting.doc")
    assert document.text == "".join(f"{line}\n" for line in MINUTES)
    assert document.source.media_type == "application/msword"


@pytest.mark.parametrize(
    ("content", "name"),
    [(OLE_MAGIC + bytes(900), "旧.doc"), (OLE_MAGIC + bytes(900), "旧.wps"), (rtf(("甲",)), "旧.rtf")],
)
def test_without_libreoffice_the_advice_is_to_install_it_or_save_as_docx(
    content: bytes, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CannotRead, match=r"LibreOffice.*另存为 docx") as refused:
        intake_bytes(content, name=name)
    assert refused.value.code == "converter_missing"


def test_a_converter_that_hangs_is_ended_with_what_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text('#!/bin/sh\nsleep 600 & echo $! > "$0.child"\nwait\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(legacy, "_SECONDS", 0.5)
    with pytest.raises(CannotRead, match="没有成功") as refused:
        intake_bytes(rtf(("甲",)), name="旧.doc")
    assert refused.value.code == "conversion_failed"
    child = (tmp_path / "soffice.child").read_text(encoding="utf-8").strip()
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"
