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
    table = document.add_table(rows=0, cols=len(headings))
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
