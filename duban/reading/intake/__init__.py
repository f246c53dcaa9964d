"""Intake: bytes of any kind an office keeps → decoded text, or a refusal with advice.

The content tells the format, the name's ending decides only between kinds of text. Each format is a module with one
public function; what it imports is loaded only for its own documents.
"""

from __future__ import annotations

import os
import stat
from typing import NamedTuple

from duban.reading.intake.refusals import MAX_FILE_BYTES, MAX_TEXT_BYTES, refusal, too_large
from duban.reading.intake.secrecy import refuse_secret
from duban.reading.model import CannotRead, Intake, Notice, Source

try:  # the interpreter's own SHA-256: OpenSSL's costs five milliseconds to load
    from _sha256 import sha256  # type: ignore[import-not-found, unused-ignore]
except ImportError:
    from hashlib import sha256

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTAINER_MAGICS = (b"PK\x03\x04", b"%PDF", OLE_MAGIC, b"{\\rtf")
_FOREIGN_MAGICS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"MIME-Version:", "MHT"),
)
_TEXT_MEDIA = {".md": "text/markdown", ".markdown": "text/markdown"}
_NEVER_PLAIN = (".docx", ".pdf", ".ofd", ".xlsx", ".doc", ".wps")
_PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".shtml")
_BLANKS = " \t\n\r\f\v\u3000\u00a0\u200b\u200c\u200d\ufeff"


class Extract(NamedTuple):
    """What a format's module took out of a document: the body, and the page headers apart from it."""

    text: str
    media_type: str
    encoding: str | None = None
    notices: tuple[Notice, ...] = ()
    headers: tuple[str, ...] = ()


def intake_file(path: str | os.PathLike[str]) -> Intake:
    """Return the decoded text of the file at `path`; raise CannotRead."""
    name = os.path.basename(path)  # noqa: PTH119 — takes plain strings, so that pathlib need not be loaded
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            status = os.fstat(stream.fileno())
            if status.st_size > MAX_TEXT_BYTES:
                _refuse_size(stream.peek(8), status.st_size, name)
            # what is no regular file has no size to trust: a device never ends
            content = stream.read() if stat.S_ISREG(status.st_mode) else stream.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        raise refusal("missing_file", os.fspath(path)) from None
    except IsADirectoryError:
        raise refusal("is_directory", os.fspath(path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise refusal("unreadable_file", os.fspath(path), reason=reason) from None
    return intake_bytes(content, name=name)


def intake_bytes(content: bytes, *, name: str) -> Intake:
    """Return the decoded text of `content`; `name` helps to tell its format; raise CannotRead."""
    _refuse_size(content[:8], len(content), name)
    if not content:
        raise refusal("empty_file", name)
    return _checked(_extract(content, name), name, content)


def intake_text(text: str, *, name: str) -> Intake:
    """Return pasted text as an intake; raise CannotRead."""
    try:
        content = text.encode()
    except UnicodeEncodeError:
        raise refusal("broken_encoding", name) from None
    if len(content) > MAX_TEXT_BYTES:
        raise too_large(name, len(content))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _checked(Extract(text, _text_media(name), "utf-8"), name, content)


def is_document(content: bytes, name: str) -> bool:
    """Tell whether the text has to be taken out of a document's format; what is left is plain text, decoded as it is."""
    magics = (*_CONTAINER_MAGICS, *(magic for magic, _label in _FOREIGN_MAGICS))
    return (
        content.startswith(magics)
        or b"%PDF-" in content[:1024]
        or _ending(name) in (*_NEVER_PLAIN, *_PAGE_ENDINGS)
        or _looks_like_page(content)
    )


def _checked(extract: Extract, name: str, content: bytes) -> Intake:
    """Refuse what is blank, too long or secret; what is left is the intake."""
    text = extract.text
    if not text.strip(_BLANKS):
        raise refusal("blank_text", name)
    if len(text) > MAX_TEXT_BYTES // 4 and (size := len(text.encode("utf-8", "replace"))) > MAX_TEXT_BYTES:
        raise too_large(name, size)
    refuse_secret(text, name=name, headers=extract.headers)
    source = Source(name, sha256(content).hexdigest(), extract.media_type, extract.encoding)
    return Intake(source, text, extract.notices)


def _extract(content: bytes, name: str) -> Extract:
    """Send the document to the module of its format."""
    ending = _ending(name)
    if content.startswith(b"PK\x03\x04"):
        from duban.reading.intake.archive import extract_archive

        return extract_archive(content, name=name)
    if b"%PDF-" in content[:1024]:
        from duban.reading.intake.pdf import extract_pdf

        return extract_pdf(content, name=name)
    if content.startswith((OLE_MAGIC, b"{\\rtf")):
        from duban.reading.intake.legacy import extract_legacy

        return extract_legacy(content, name=name)
    for magic, label in _FOREIGN_MAGICS:
        if content.startswith(magic):
            raise refusal("unsupported_format", name, format=label)
    if ending in _PAGE_ENDINGS or _looks_like_page(content):
        from duban.reading.intake.web_page import extract_page

        return extract_page(content, name=name)
    try:
        return _extract_plain(content, name)
    except CannotRead as refused:
        if ending in _NEVER_PLAIN and refused.code in ("not_text", "broken_encoding"):
            raise refusal("damaged_file", name, format=ending[1:].upper()) from None  # its first bytes are gone
        raise


def _extract_plain(content: bytes, name: str) -> Extract:
    from duban.reading.intake.encoding import decode

    text, encoding, notices = decode(content, name=name)
    return Extract(text, _text_media(name), encoding, notices)


def _text_media(name: str) -> str:
    return _TEXT_MEDIA.get(_ending(name), "text/plain")


def _ending(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122


def _looks_like_page(content: bytes) -> bool:
    """Tell whether the bytes begin a web page, whatever the file is called."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    return head.startswith((b"<!doctype html", b"<html")) or (head.startswith(b"<?xml") and b"<html" in head)


def _refuse_size(head: bytes, size: int, name: str) -> None:
    """A container may be larger than the text in it; a text may not."""
    limit = MAX_FILE_BYTES if head.startswith(_CONTAINER_MAGICS) else MAX_TEXT_BYTES
    if size > limit:
        raise too_large(name, size, limit)


__all__ = ["CannotRead", "Extract", "intake_bytes", "intake_file", "intake_text", "is_document"]
