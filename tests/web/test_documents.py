"""Papers as DOCX: what stands in them, in which type, on which page."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from duban.web.documents import Document, Grid, Heading, docx_bytes
from duban.web.spreadsheets import Column

GRID = Grid([Column("区域", 10), Column("件数", 5)], [["青溪县", 28], ["=1+1", None]])


def test_a_paper_has_its_title_lines_and_table() -> None:
    made = docx.Document(
        io.BytesIO(docx_bytes(Document("当日转办情况", "2024-11-08", ["共 64 件。", Heading("按区域"), GRID])))
    )
    assert [place.text for place in made.paragraphs] == ["当日转办情况", "2024-11-08", "共 64 件。", "按区域", ""]
    cells = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert cells == [["区域", "件数"], ["青溪县", "28"], ["=1+1", ""]]


def test_every_run_names_its_font_for_chinese_and_latin_text() -> None:
    made = docx.Document(io.BytesIO(docx_bytes(Document("标题", "", ["正文 2024", GRID]))))
    runs = [run for place in made.paragraphs for run in place.runs]
    fonts = {(run.font.name, run._element.rPr.rFonts.get(qn("w:eastAsia"))) for run in runs}
    assert fonts == {("方正小标宋简体", "方正小标宋简体"), ("仿宋_GB2312", "仿宋_GB2312")}


@pytest.mark.parametrize(("landscape", "width", "height"), [(False, 210, 297), (True, 297, 210)])
def test_the_page_is_a4_and_the_table_as_wide_as_the_type_area(landscape: bool, width: int, height: int) -> None:
    made = docx.Document(io.BytesIO(docx_bytes(Document("标题", "", [GRID], landscape))))
    section = made.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (width, height)
    assert sum(cell.width for cell in made.tables[0].rows[1].cells) == pytest.approx(Mm(width - 40), abs=Mm(1))
