"""Zipped documents: which kind it is, and parts read within limits, so that a small file cannot unpack into memory."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from typing import Any

from duban.reading.intake import Extract
from duban.reading.intake.refusals import refusal

MAX_ENTRIES = 10_000
MAX_TOTAL = 512 * 1024 * 1024
MAX_PART = 64 * 1024 * 1024
MAX_RATIO = 200
_RATIO_FROM = 4 * 1024 * 1024  # below this size an honest, very repetitive part does no harm

# what zipfile raises on bytes that are wrong somewhere
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    lzma.LZMAError,
    KeyError,
    ValueError,
    EOFError,
    OSError,
    RuntimeError,
)
_OTHER_KINDS = (("xl/", "XLSX"), ("ppt/", "PPTX"), ("content.xml", "ODT"), ("META-INF/container.xml", "EPUB"))


class Package:
    """An opened zip whose parts are read one by one, never unpacked to disk; raises CannotRead."""

    def __init__(self, content: bytes, *, name: str, format: str = "ZIP") -> None:
        self.name, self.format = name, format
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN:
            raise refusal("damaged_file", name, format=format) from None
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise refusal("zip_bomb", name, reason=f"{len(entries)} 个条目")
        if (total := sum(entry.file_size for entry in entries)) > MAX_TOTAL:
            raise refusal("zip_bomb", name, reason=f"解压后 {total // 1048576} MB")
        if any(entry.flag_bits & 1 for entry in entries):
            raise refusal("encrypted", name)
        self.names = frozenset(entry.filename for entry in entries)

    def read(self, part: str) -> bytes:
        """Return one part's bytes; what it declares and what it unpacks to are both held to the limits."""
        try:
            entry = self._zip.getinfo(part)
            if entry.file_size > MAX_PART:
                raise refusal("zip_bomb", self.name, reason=f"解压后 {entry.file_size // 1048576} MB")
            with self._zip.open(entry) as stream:
                data = stream.read(MAX_PART + 1)
        except _BROKEN:
            raise refusal("damaged_file", self.name, format=self.format) from None
        ratio = len(data) // max(entry.compress_size, 1)
        if len(data) > MAX_PART or (len(data) > _RATIO_FROM and ratio > MAX_RATIO):
            raise refusal("zip_bomb", self.name, reason=f"压缩比 {ratio} 倍")
        return data

    def xml(self, part: str) -> Any:
        """Return the root element of an XML part; entities are refused, nothing outside is fetched."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        data = self.read(part)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            if b"<!ENTITY" in data or "entity" in str(error).lower():
                raise refusal("xml_entities", self.name) from None
            raise refusal("damaged_file", self.name, format=self.format) from None
        if root.getroottree().docinfo.doctype:
            raise refusal("xml_entities", self.name)
        return root


def extract_archive(content: bytes, *, name: str) -> Extract:
    """Return the text of a DOCX or an OFD; raise CannotRead for any other zip."""
    package = Package(content, name=name)
    if "word/document.xml" in package.names or "[Content_Types].xml" in package.names:
        for prefix, label in _OTHER_KINDS[:2]:
            if any(part.startswith(prefix) for part in package.names):
                raise refusal("unsupported_format", name, format=label)
        from duban.reading.intake.docx import extract_docx

        package.format = "DOCX"
        return extract_docx(package)
    if "OFD.xml" in package.names:
        from duban.reading.intake.ofd import extract_ofd

        package.format = "OFD"
        return extract_ofd(package)
    label = next((label for prefix, label in _OTHER_KINDS if any(p.startswith(prefix) for p in package.names)), "ZIP")
    raise refusal("unsupported_format", name, format=label)
