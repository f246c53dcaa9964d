"""PDF tables without ruled lines, set by LibreOffice or by hand; every word is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt

from tests.libreoffice import converted
from tests.reading.intake.documents import pdf

HEADINGS = ["序号", "受理编号", "来源", "交办问题基本情况", "行政区域", "污染类型"]
WIDTHS = (1.3, 4.4, 1.4, 5.6, 2.0, 2.2)  # centimetres
TEXTS = (
    "青溪县城东砂石厂夜间筛砂，扬尘很大，周边居民不敢开窗，要求喷淋降尘并限制夜间作业。",
    "白石区团结路一家印染作坊偷排废水，河水发黑。",
    "青溪县某养殖场粪污直排水塘，气味难闻，水塘下游的鱼成片死亡，村民多次反映没有结果，要求查清原因并恢复水质。",
    "噪声扰民。",
)


def petitions(count: int, day: str = "20261120") -> list[list[str]]:
    """Return rows for the headings, of one to four lines each."""
    kinds = (("青溪县", "大气"), ("白石区", "水、噪声"), ("青溪县", "水"), ("白石区", "噪声"))
    return [
        [
            str(place),
            f"{'DX'[place % 2]}3SX{day}{place:04d}",
            ("来电", "来信")[place % 2],
            f"第{place}处，{TEXTS[place % 4]}",
            *kinds[place % 4],
        ]
        for place in range(1, count + 1)
    ]


def office_pdf(
    rows: Sequence[Sequence[str]], folder: Path, *, centred: bool = False, repeat: bool = True, lead: Any = None
) -> bytes:
    """Return a table without borders as LibreOffice sets it; rows may break over pages."""
    document = Document()
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Normal"].font.name = "Noto Serif CJK SC"
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    document.add_paragraph("群众信访举报件交办清单（第一批）")
    table = document.add_table(rows=0, cols=len(HEADINGS))
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Cm(width)
    for row in [HEADINGS, *rows]:
        added = table.add_row()
        for cell, words, width in zip(added.cells, row, WIDTHS, strict=True):
            cell.text, cell.width = words, Cm(width)
            if centred:
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if repeat:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph("注：★为重点件，由县级以上领导包案。")
    folder.mkdir(exist_ok=True)
    document.save(str(folder / "list.docx"))
    return converted(folder / "list.docx", "pdf", folder / "out").read_bytes()


def set_pdf(pages: Sequence[Sequence[tuple[float, float, str]]]) -> bytes:
    """Return a PDF with words at the places given, 10 points a character."""
    return pdf(pages, size=10)


_SIGNS = (
    "城东砂石厂夜间筛砂扬尘很大周边居民不敢开窗要求喷淋降尘限制作业河水发黑印染作坊偷排废水养殖粪污直排水塘气味难闻"
)


@dataclass
class Setter:
    """Sets rows one below the other, over pages, as a program would that draws no lines."""

    lefts: Sequence[float]
    pitch: float
    bottom: float
    repeat: bool
    pages: list[list[tuple[float, float, str]]] = field(default_factory=lambda: [[]])
    y: float = 780.0

    def heading(self) -> None:
        self.pages[-1] += [(left, self.y, words) for left, words in zip(self.lefts, HEADINGS, strict=True)]
        self.y -= self.pitch + 2

    def turn(self) -> None:
        self.pages.append([])
        self.y = 780.0
        if self.repeat:
            self.heading()

    def row(self, row: Sequence[str], width: int, *, share: float, space: float) -> None:
        """Set a row, its number at a share of its height; what does not fit on the page goes on over the next."""
        lines = [row[3][at : at + width] for at in range(0, len(row[3]), width)]
        room = max(1, int((self.y - self.bottom) // self.pitch))
        here, over = lines[:room], lines[room:]
        level = self.y - (len(here) - 1) * self.pitch * share
        self.pages[-1] += [(self.lefts[at], level, row[at]) for at in (0, 1, 2, 4, 5)]
        self._lines(here)
        if over:
            self.turn()
            self._lines(over)
        self.y -= space
        if self.y < self.bottom:
            self.turn()

    def _lines(self, lines: Sequence[str]) -> None:
        for words in lines:
            self.pages[-1].append((self.lefts[3], self.y, words))
            self.y -= self.pitch


def random_table(chance: Random) -> tuple[bytes, list[list[str]]]:
    """Return a PDF of any look without ruled lines, and its rows."""
    width, share, space = chance.randint(4, 14), chance.choice([0, 0.5, 1]), chance.choice([0, 0, 0, 1, 2, 4, 8])
    ends = chance.choice(["。", "。", ""])
    area = 280 + 10 * max(8, width) + chance.choice([4, 8, 20])
    lefts = (40, 70, 240, 280, area, area + chance.choice([44, 48, 60]))
    setter = Setter(lefts, chance.choice([11, 12, 14, 16]), chance.choice([60, 400, 600]), chance.random() < 0.5)
    setter.heading()
    rows = []
    for place in range(1, chance.randint(2, 9)):
        count = chance.randint(3, width * chance.choice([1, 2, 4, 6]))
        # two signs on a line at least: of a font that is not there, PDFium reads no single sign
        count += (count + len(ends)) % width == 1
        text = "".join(chance.choice(_SIGNS) for _sign in range(count)) + ends
        number = f"{'DX'[place % 2]}3SX20261120{place:04d}"
        kinds = chance.choice(["大气", "噪声", "大气、噪声"])
        rows.append([str(place + 9), number, "来电", text, chance.choice(["青溪县", "白石区"]), kinds])
        setter.row(rows[-1], width, share=share, space=space)
    return set_pdf([page for page in setter.pages if page]), rows
