"""DOC, WPS and RTF: turned into DOCX by LibreOffice where it is installed, outside this process, then read as such."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from duban.reading.intake import OLE_MAGIC, Extract
from duban.reading.intake.archive import Package
from duban.reading.intake.docx import extract_docx
from duban.reading.intake.refusals import refusal
from duban.reading.warning_codes import notice

_SECONDS = 120
_PROGRAMS = ("soffice", "libreoffice")
_WORD_BINARY = b"\xec\xa5"  # first bytes of a Word 97 document's own stream
_FOREIGN_STREAMS = (("Workbook", "XLS"), ("PowerPoint Document", "PPT"))


def extract_legacy(content: bytes, *, name: str) -> Extract:
    """Return the text of an old word processor's document; raise CannotRead."""
    if content.startswith(OLE_MAGIC):
        _refuse_foreign(content, name)
        media_type, ending = "application/msword", ".doc"
        if name.lower().endswith(".wps"):
            media_type, ending = "application/vnd.ms-works", ".wps"
    else:
        media_type, ending = "application/rtf", ".rtf"
    converted = _convert(content, ending, name)
    extract = extract_docx(Package(converted, name=name, format="DOCX"))
    macros = (notice("macros_ignored"),) if b"_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T" in content else ()
    return extract._replace(media_type=media_type, notices=(notice("converted"), *macros, *extract.notices))


def _refuse_foreign(content: bytes, name: str) -> None:
    """Refuse what the container shows to be encrypted, or no text document at all."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise refusal("encrypted", name)
    if content[512:514] == _WORD_BINARY and content[523:524] and content[523] & 1:
        raise refusal("encrypted", name)
    if "WordDocument".encode("utf-16-le") in content:
        return
    for stream, label in _FOREIGN_STREAMS:
        if stream.encode("utf-16-le") in content:
            raise refusal("unsupported_format", name, format=label)


def _convert(content: bytes, ending: str, name: str) -> bytes:
    """Return the DOCX LibreOffice makes of the document, in a profile of its own; macros are not run."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise refusal("converter_missing", name, format=ending.lstrip(".").upper())
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        place = Path(folder)
        document = place / f"document{ending}"
        document.write_bytes(content)
        command = [
            program,
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            "--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(place / "out"), str(document),
        ]  # fmt: skip
        _run(command, name)
        result = place / "out" / "document.docx"
        if not result.is_file():
            raise refusal("conversion_failed", name, reason="没有得到结果")
        return result.read_bytes()


def _run(command: list[str], name: str) -> None:
    """Run the converter; when its time is up, end it with everything it started."""
    environment = os.environ | {"SAL_USE_VCLPLUGIN": "svp"}
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    try:
        process.wait(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        raise refusal("conversion_failed", name, reason=f"超过 {_SECONDS} 秒") from None
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
