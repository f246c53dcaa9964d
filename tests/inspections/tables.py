"""Petition tables for tests, in the three layouts and as files of each kind; every word is invented."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from openpyxl import Workbook

HEADINGS = ["序号", "受理编号", "来源", "交办问题基本情况", "行政区域", "污染类型", "重点"]
ROWS: list[list[Any]] = [
    ["1", "D3SX202611200001", "来电", "青溪县城东砂石厂夜间筛砂扬尘很大，联系人周晓梅，电话13812345678。", "青溪县", "大气", "是"],
    ["2", "X3SX202611200002", "来信", "白石区团结路一家印染作坊偷排废水，河水发黑。", "白石区", "水、噪声", ""],
    ["3", "X3SX202611200003", "来信", "青溪县某养殖场粪污直排水塘，气味难闻。", "青溪县", "水", ""],
]  # fmt: skip


def xlsx(rows: list[list[Any]], headings: list[str] = HEADINGS, merge: list[str] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(["群众信访举报件交办清单"])
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    for area in merge or []:
        sheet.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv(rows: list[list[Any]], headings: list[str] = HEADINGS) -> bytes:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in [headings, *rows]).encode("gb18030")


def docx(rows: list[list[Any]], headings: list[str] = HEADINGS, *, span_area: bool = False) -> bytes:
    """Return a table in a DOCX; `span_area` merges the area of the first two rows."""
    document = Document()
    document.add_paragraph("群众信访举报件交办清单")
    table = document.add_table(rows=0, cols=len(headings), style="Table Grid")
    for row in [headings, *rows]:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = str(words)
    if span_area:
        column = headings.index("行政区域")
        words = rows[0][column]
        merged = table.cell(1, column).merge(table.cell(2, column))
        merged.text = str(words)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def flattened(rows: list[list[Any]]) -> str:
    """Return the table as a web page or a PDF gives it: a cell a line, index and number glued together."""
    lines = ["序号", "受理编号", "交办问题基本情况", "行政区域", "污染类型"]
    for index, number, _channel, summary, area, kind, _star in rows:
        lines += [f"{index}{number}", summary, area, kind]
    return "\n".join(lines)


def forms(rows: list[list[Any]]) -> str:
    """Return the petitions as a form each."""
    return "\n\n".join(
        f"受理编号：{number}\n来源：{channel}\n行政区域：{area}\n污染类型：{kind}\n交办问题：{summary}"
        for _index, number, channel, summary, area, kind, _star in rows
    )


def ruled_pdf() -> bytes:
    """Return a PDF of one page, written by hand: a heading and two rows between lines, one cell merged over both rows.

    The font draws none of the characters; a ToUnicode table says which they are.
    """
    headings = ["序号", "受理编号", "交办问题基本情况", "行政区域"]
    rows = [["1", "D3SX202611200001", "ABCDEF|GH", "青溪县"], ["2", "X3SX202611200002", "IJKLMN", ""]]
    signs = sorted({sign for row in [headings, *rows] for cell in row for sign in cell} - {"|"})
    code = {sign: place + 33 for place, sign in enumerate(signs)}
    columns, lines = [40, 90, 260, 460, 560], [760, 720, 660, 600]
    drawn = [f"{columns[0]} {y} m {columns[-1]} {y} l S" for y in (lines[0], lines[1], lines[3])]
    drawn.append(f"{columns[0]} {lines[2]} m {columns[3]} {lines[2]} l S")  # the last column goes on
    drawn += [f"{x} {lines[0]} m {x} {lines[-1]} l S" for x in columns]
    for row, cells in enumerate([headings, *rows]):
        for column, cell in enumerate(cells):
            for line, words in enumerate(cell.split("|")):
                shown = "".join(f"{code[sign]:02x}" for sign in words)
                place = f"{columns[column] + 4} {lines[row] - 18 - 14 * line}"
                drawn.append(f"BT /F 9 Tf {place} Td <{shown}> Tj ET")
    mapped = "\n".join(f"<{number:02x}> <{ord(sign):04x}>" for sign, number in code.items())
    unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(code)} beginbfchar\n{mapped}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    stream = "\n".join(drawn)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        f"<< /Length {len(unicode)} >>\nstream\n{unicode}\nendstream",
    ]
    content, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        starts.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return content + f"{end}startxref\n{len(content)}\n%%EOF".encode()
