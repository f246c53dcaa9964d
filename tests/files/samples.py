"""Files as people send them, and as they should not."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from docx import Document
from PIL import Image

SECRET = "机密★1年\n云陵市水务局文件\n关于南渠清淤的报告"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def picture(words: str = "", size: tuple[int, int] = (64, 48), kind: str = "PNG", **more: Any) -> bytes:
    """Return a picture whose colour follows from the words, so that other words give other bytes."""
    stream = io.BytesIO()
    colour = zlib.crc32(words.encode()) & 0xFFFFFF
    Image.new("RGB", size, (colour >> 16, colour >> 8 & 255, colour & 255)).save(stream, kind, **more)
    return stream.getvalue()


def photograph(size: tuple[int, int] = (1200, 900)) -> bytes:
    """Return a JPEG with the camera's name and the place it was taken at, lying on its side."""
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-OF-YUNLING"
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (30.0, 1.0, 2.0)
    return picture("现场", size, "JPEG", exif=exif)


def claiming(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes whose header claims this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def docx(*paragraphs: str, header: str = "") -> bytes:
    """Return a DOCX of these paragraphs."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def xlsx(*cells: str, header: str = "") -> bytes:
    """Return a workbook with these cells in a column."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cell in cells:
        sheet.append([cell])
    sheet.oddHeader.center.text = header or None
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """Return a zipped document with one more part."""
    stream = io.BytesIO(package)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def pdf(*lines: str) -> bytes:
    """Return a PDF of one page with these lines of plain ASCII."""
    shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
    stream = f"BT /F1 14 Tf 60 780 Td {shown}ET".encode()
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 %s >> >> >>"
        % font,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(out),
    )
