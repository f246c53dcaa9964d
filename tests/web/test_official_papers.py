"""Papers on the grid of GB/T 9704, as the file says it and as LibreOffice lays it out."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from duban.web.documents import Grid, Heading
from duban.web.official_papers import OfficialPaper, Subheading, official_docx
from duban.web.spreadsheets import Column
from tests import libreoffice

TEXT = "甲乙丙丁戊己庚辛壬癸" * 70
PAPER = OfficialPaper(
    "关于第三批信访举报件办理情况的报告",
    [
        Heading("一、基本情况"), Subheading("（一）即知即改"), "“引号”——破折号，2026年11月26日，占比54.9%。", TEXT,
        Grid([Column("区域", 10), Column("件数", 5)], [["青溪县", 28], ["=1+1", None]]), "完。\x07",
    ],
    number="云督改〔2026〕3号", recipient="省第二督察组", issuer="云陵市人民政府办公室", day=date(2026, 11, 26),
)  # fmt: skip


def test_the_page_leaves_the_type_area_of_the_standard() -> None:
    made = docx.Document(io.BytesIO(official_docx(PAPER)))
    section = made.sections[0]
    margins = [section.top_margin, section.left_margin, section.bottom_margin, section.right_margin]
    assert [round(margin.mm) for margin in margins] == [37, 28, 35, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert made.settings.odd_and_even_pages_header_footer
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_each_level_has_its_type_and_every_run_one_font_for_all_scripts() -> None:
    made = docx.Document(io.BytesIO(official_docx(PAPER)))
    found = {
        place.text[:6]: (place.runs[0].font.name, place.runs[0].font.size.pt) for place in made.paragraphs if place.text
    }
    assert found["关于第三批信"] == ("方正小标宋简体", 22)
    assert (found["一、基本情况"], found["（一）即知即"]) == (("黑体", 16), ("楷体_GB2312", 16))
    assert (found["省第二督察组"], found["“引号”——"]) == (("仿宋_GB2312", 16), ("仿宋_GB2312", 16))
    for place in made.paragraphs:
        for run in place.runs:
            fonts = run._element.rPr.rFonts
            assert len({fonts.get(qn(f"w:{script}")) for script in ("eastAsia", "ascii", "hAnsi", "cs")}) == 1
    assert [place.text for place in made.paragraphs][-1] == "2026年11月26日"
    signed, day = made.paragraphs[-2:]
    assert signed.text == "云陵市人民政府办公室"
    assert signed.paragraph_format.right_indent.pt == pytest.approx(15.75 * 2.5, abs=0.1)  # 10 wide above 7: centred
    assert day.paragraph_format.right_indent.pt == pytest.approx(15.75 * 4, abs=0.1)
    assert "完。" in [place.text for place in made.paragraphs]  # what no XML holds is left out


@libreoffice.installed
@libreoffice.readable
def test_a_full_page_has_22_lines_of_28_characters_and_its_number_outside(tmp_path: Path) -> None:
    (tmp_path / "paper.docx").write_bytes(official_docx(PAPER))
    made = libreoffice.converted(tmp_path / "paper.docx", "pdf", tmp_path / "out")
    command = ["pdftotext", "-layout", str(made), "-"]
    pages = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode().split("\f")
    lines = [re.sub(r"\s", "", line) for line in pages[1].splitlines() if line.strip()]
    assert lines[-1] == "—2—"
    assert [len(line) for line in lines[:3]] == [28, 28, 28]
    full = re.sub(r"\s", "", pages[0])
    assert full.endswith("—1—")
    numbers = [
        next(line for line in page.splitlines() if "—" in line and line.strip(" —").isdigit()) for page in pages[:2]
    ]
    assert len(numbers[0]) - len(numbers[0].lstrip()) > len(numbers[1]) - len(numbers[1].lstrip())  # right, then left
    whole = OfficialPaper("题", [TEXT * 2])
    (tmp_path / "whole.docx").write_bytes(official_docx(whole))
    made = libreoffice.converted(tmp_path / "whole.docx", "pdf", tmp_path / "out")
    command = ["pdftotext", "-layout", str(made), "-"]
    second = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode().split("\f")[1]
    assert len([line for line in second.splitlines() if line.strip()]) == 22 + 1  # and the page number
