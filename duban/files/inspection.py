"""Looking into a file that is not trusted, before it is kept: picture headers, parts of zips, the words of documents."""

from __future__ import annotations

import mmap
import re
import zipfile
import zlib
from html import unescape
from pathlib import Path

from duban.files.previews import opened
from duban.files.rules import (
    COMPOUNDS,
    PACKAGES,
    PICTURES,
    UnacceptableFile,
    check_parts,
    check_picture,
    ending_of,
)
from duban.reading.intake import intake_bytes
from duban.reading.intake.archive import Package
from duban.reading.intake.secrecy import refuse_secret
from duban.reading.model import CannotRead

MOST_TEXT = 1_000_000  # characters kept of one document for the search
_VBA = "_VBA_PROJECT".encode("utf-16-le")
# why the reader may refuse a document that is kept all the same: it holds no words it could read
_WITHOUT_WORDS = ("scanned_pdf", "blank_text", "unsupported_format", "converter_missing", "conversion_failed")
_SHEET_TEXT = re.compile(r"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</(?:\w+:)?t>")
_SHEET_HEADER = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]*)<")


def inspect(path: Path, name: str) -> str:
    """Return the words of the file for the search, empty where it has none; raise UnacceptableFile where it may not stay."""
    ending = ending_of(name)
    if ending in PICTURES:
        _look_at_picture(path, name)
        return ""
    if ending in PACKAGES:
        _look_into_zip(path, name)
    if ending in COMPOUNDS and _contains(path, _VBA):
        raise UnacceptableFile(
            f"“{name}”里带有宏，宏不会运行也不保存，请另存为不带宏的格式（或打印为 PDF）后再上传。", "macros"
        )
    return words_of(path.read_bytes(), name)


def words_of(content: bytes, name: str) -> str:
    """Return the words of a document; raise UnacceptableFile where it is secret, hostile, damaged or locked."""
    try:
        words = _words_of_sheet(content, name) if ending_of(name) == ".xlsx" else intake_bytes(content, name=name).text
    except CannotRead as refusal:
        if refusal.code in _WITHOUT_WORDS:
            return ""
        raise UnacceptableFile(str(refusal), refusal.code) from None
    return words.replace("\0", "")[:MOST_TEXT]


def _look_at_picture(path: Path, name: str) -> None:
    """Read the header alone; nothing is decoded."""
    try:
        with opened(path, name) as picture:
            width, height = picture.size
    except (OSError, SyntaxError, ValueError):
        raise UnacceptableFile(f"“{name}”已损坏，不是完整的图片，请重新导出后再上传。", "damaged_file") from None
    check_picture(width, height, name)


def _look_into_zip(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            parts = [(entry.filename, entry.file_size, entry.compress_size) for entry in package.infolist()]
            types = (
                package.read("[Content_Types].xml")[:200_000] if "[Content_Types].xml" in package.namelist() else b""
            )
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, KeyError, EOFError):
        raise UnacceptableFile(f"“{name}”已损坏，请重新导出或下载后再上传。", "damaged_file") from None
    check_parts([*parts, *([("vbaproject.bin", 0, 0)] if b"macroenabled" in types.lower() else [])], name)


def _contains(path: Path, wanted: bytes) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(wanted) >= 0


def _words_of_sheet(content: bytes, name: str) -> str:
    """Return the texts of a workbook, in the order they were first written; raise CannotRead."""
    package = Package(content, name=name, format="XLSX")
    sheets = sorted(part for part in package.names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part))
    shared = [part for part in ("xl/sharedStrings.xml",) if part in package.names]
    texts: list[str] = []
    headers: list[str] = []
    for part in [*shared, *sheets]:
        xml = package.read(part).decode("utf-8", "replace")
        texts += [unescape(match) for match in _SHEET_TEXT.findall(xml)]
        headers += [re.sub(r"&[LCR]|&\"[^\"]*\"|&\d+", "\n", unescape(match)) for match in _SHEET_HEADER.findall(xml)]
    words = "\n".join(filter(str.strip, texts))
    refuse_secret(words, name=name, headers=headers)
    return words
