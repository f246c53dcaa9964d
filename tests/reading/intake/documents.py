"""Documents of every format, made from scratch: small, ours, and wrong only where a test wants them wrong."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

MINUTES = (
    "云陵市人民政府常务会议纪要",
    "2024年10月24日，市长主持召开市政府第12次常务会议，听取前三季度全市经济运行情况汇报。",
    "会议要求，要加快推进重大项目建设，年底前完成投资120亿元。",
    "市工业和信息化局要牵头建立企业帮扶清单，每月5日前报送进展。",
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of the parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(body: str, **parts: str | bytes) -> bytes:
    """Return a DOCX with this body; `numbering`, `styles`, `header1` … become word/NAME.xml."""
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {W} {MORE}><w:body>{body}</w:body></w:document>'
    named = {f"word/{name}.xml": content for name, content in parts.items()}
    package = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document}
    return zipped({**package, **named})


def paragraph(text: str, *, number: int | None = None, level: int = 0, style: str = "") -> str:
    """Return a w:p."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a w:r."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def minutes_docx(**parts: str | bytes) -> bytes:
    """Return our minutes as a DOCX."""
    return docx("".join(map(paragraph, MINUTES)), **parts)


def pdf(pages: Iterable[Iterable[tuple[float, float, str]]], *, encrypted: bool = False, size: int = 16) -> bytes:
    """Return a PDF whose lines stand at (x, y); with no line on a page it is a drawing, as a scan is."""
    page_lines = [list(page) for page in pages]
    used = sorted({ord(character) for page in page_lines for _, _, text in page for character in text})
    table = "".join(f"<{code:04X}> <{code:04X}>\n" for code in used)
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(used)} beginbfchar\n{table}endbfchar endcmap end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(page_lines)} /Kids [{' '.join(f'{7 + 2 * n} 0 R' for n in range(len(page_lines)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        (
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
            "/Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 >>"
        ),
        (
            "<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 "
            "/Descent -200 /CapHeight 800 /StemV 80 >>"
        ),
        _stream(unicode_map),
    ]
    for number, lines in enumerate(page_lines):
        shown = "".join(
            f"BT /F1 {size} Tf {x} {y} Td <{''.join(f'{ord(c):04X}' for c in text)}> Tj ET\n" for x, y, text in lines
        )
        objects += [
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {8 + 2 * number} 0 R "
                "/Resources << /Font << /F1 3 0 R >> >> >>"
            ),
            _stream(shown or "0 0 500 700 re f"),
        ]
    return _assembled(objects, encrypted)


def set_in_lines(
    text: str, *, top: float, width: int = 28, size: int = 16, indent: int = 2
) -> list[tuple[float, float, str]]:
    """Return a paragraph as lines of `width` characters, the first one indented."""
    lines, x, room = [], 72.0 + indent * size, width - indent
    while text:
        lines.append((x, top, text[:room]))
        text, x, room, top = text[room:], 72.0, width, top - 29
    return lines


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _assembled(objects: list[str], encrypted: bool) -> bytes:
    content = b"%PDF-1.7\n"
    places = []
    for number, thing in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{thing}\nendobj\n".encode("latin-1")
    table = len(content)
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    lock = ""
    if encrypted:
        lock = f"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{'5a' * 32}> /U <{'a5' * 32}> >> /ID [<00> <00>]"
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R {lock} >>\nstartxref\n{table}\n%%EOF\n"
    return content + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}{trailer}".encode("latin-1")


OFD_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(pages: Iterable[str]) -> bytes:
    """Return an OFD whose pages hold these text objects."""
    contents = list(pages)
    entries = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(contents)))
    parts: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {OFD_NAMESPACE} Version="1.0"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>'
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {OFD_NAMESPACE}><ofd:Pages>{entries}</ofd:Pages></ofd:Document>",
    }
    for number, content in enumerate(contents):
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {OFD_NAMESPACE}><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return zipped(parts)


def ofd_text(text: str, *, x: float, y: float, size: float = 5.6) -> str:
    """Return a text object that begins at (x, y)."""
    steps = f"g {len(text) - 1} {size}" if len(text) > 1 else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y} {len(text) * size} {size}" Font="1" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{text}</ofd:TextCode></ofd:TextObject>'
    )
