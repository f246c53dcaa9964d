"""Papers on the grid of GB/T 9704—2012: A4, a type area of 156 × 225 mm, 22 lines of 28 characters in 3号仿宋.

The fonts are named and not shipped. What the eye counts is set for each paragraph, so that an office program that knows
no page grid lays the page out the same.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duban.web.documents import BODY, HEADING, TITLE, Grid, Heading, clean

SUBHEADING, NUMBER = "楷体_GB2312", "宋体"
TOP, BINDING, BOTTOM, OUTER = 37, 28, 35, 26  # mm; what they leave of A4 is the type area
SIZE, TITLE_SIZE, NUMBER_SIZE, TABLE_SIZE = 16, 22, 14, 12  # 3号, 2号, 4号, 小四
LINE = 28.95  # points: 22 of them and not 23 fill 225 mm (637.8 points)
SPACING = -5  # twentieths of a point a character: 28 of 15.75 points fill 156 mm (442.2 points)
_GRID_LINE = 579  # twips: the same as a page grid of lines; one of characters LibreOffice snaps to two cells
_DAY_FROM_RIGHT = 4  # characters
_NUMBER_BELOW = 7  # mm from the type area to the page number


@dataclass(frozen=True, slots=True)
class Subheading:
    """A line of the second level, （一）…"""

    text: str


@dataclass(frozen=True, slots=True)
class OfficialPaper:
    """A whole paper: text is a paragraph; without a recipient none is named, without an issuer nobody signs."""

    title: str
    parts: Sequence[str | Heading | Subheading | Grid]
    number: str = ""
    recipient: str = ""
    issuer: str = ""
    day: date | None = None


def official_docx(paper: OfficialPaper) -> bytes:
    """Return the paper as a file."""
    import docx

    made = docx.Document()
    _set_page(made)
    _line(made, paper.title, TITLE, TITLE_SIZE, centred=True, line=TITLE_SIZE * 1.6)
    if paper.number:
        _line(made, paper.number, BODY, SIZE, centred=True)
    _line(made, "", BODY, SIZE)
    if paper.recipient:
        _line(made, f"{paper.recipient}：", BODY, SIZE)
    for part in paper.parts:
        if isinstance(part, Grid):
            _table(made, part)
        elif isinstance(part, Heading):
            _line(made, part.text, HEADING, SIZE, indent=2, keeps=True)
        elif isinstance(part, Subheading):
            _line(made, part.text, SUBHEADING, SIZE, indent=2, keeps=True)
        else:
            for text in part.splitlines() or [""]:
                _line(made, text, BODY, SIZE, indent=2)
    if paper.issuer or paper.day:
        _line(made, "", BODY, SIZE, keeps=True)
        _sign(made, paper)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def long_date(day: date) -> str:
    """Return the day as papers write it: 2026年11月26日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _sign(made: Any, paper: OfficialPaper) -> None:
    """Set the day four characters from the right, and the issuer centred above it, which may not fall on another page."""
    day = long_date(paper.day) if paper.day else ""
    if paper.issuer:
        right = _DAY_FROM_RIGHT + (_width(day) - _width(paper.issuer)) / 2
        _line(made, paper.issuer, BODY, SIZE, right=max(right, 2), keeps=True)
    if day:
        _line(made, day, BODY, SIZE, right=_DAY_FROM_RIGHT)


def _width(text: str) -> float:
    """Return the width in characters; figures take half of one."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def _set_page(made: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = BODY, Pt(SIZE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(BINDING), Mm(OUTER)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    for name, value in (("type", "lines"), ("linePitch", _GRID_LINE)):
        grid.set(qn(f"w:{name}"), str(value))
    made.settings.odd_and_even_pages_header_footer = True
    section.footer_distance = Mm(BOTTOM - _NUMBER_BELOW - 6)  # the number's own line is 6 mm high
    for footer, right in ((section.footer, True), (section.even_page_footer, False)):
        _page_number(footer.paragraphs[0], right=right)


def _page_number(place: Any, *, right: bool) -> None:
    """Set the number between dashes outside, one character from the edge: right on odd pages, left on even ones."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    place.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    form = place.paragraph_format
    form.right_indent, form.left_indent = (Pt(NUMBER_SIZE), None) if right else (None, Pt(NUMBER_SIZE))
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Mm(6)
    form.space_before = form.space_after = Pt(0)
    _run(place, "— ", NUMBER, NUMBER_SIZE, spacing=0)
    for kind in ("begin", "instruction", "end"):
        run = _run(place, "", NUMBER, NUMBER_SIZE, spacing=0)
        if kind == "instruction":
            field = OxmlElement("w:instrText")
            field.text = "PAGE"
        else:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
        run._element.append(field)
    _run(place, " —", NUMBER, NUMBER_SIZE, spacing=0)


def _line(
    made: Any, text: str, font: str, size: float, *, centred: bool = False, indent: int = 0, right: float = 0,
    line: float = LINE, keeps: bool = False,
) -> None:  # fmt: skip
    """Add a paragraph on the grid; `keeps` leaves it on the page of the next one."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt

    place = made.add_paragraph()
    form = place.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    form.widow_control, form.keep_with_next = False, keeps
    width = size + SPACING / 20
    if centred:
        place.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif right:
        place.alignment, form.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, Pt(right * width)
    else:
        place.alignment, form.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, Pt(indent * width)
    _run(place, text, font, size)


def _run(place: Any, text: str, font: str, size: float, *, spacing: int = SPACING) -> Any:
    """Add text in one font for all scripts, so that quotes and dashes fall into no Latin one."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = place.add_run(clean(text))
    run.font.name, run.font.size = font, Pt(size)
    properties = run._element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("w:eastAsia", "w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), font)
    fonts.set(qn("w:hint"), "eastAsia")
    snap = OxmlElement("w:snapToGrid")  # the spacing is the run's own
    snap.set(qn("w:val"), "0")
    properties.append(snap)
    if spacing:
        narrower = OxmlElement("w:spacing")
        narrower.set(qn("w:val"), str(spacing))
        properties.append(narrower)
    return run


def _table(made: Any, grid: Grid) -> None:
    """Add a table as wide as the type area, its widths in every cell and its heading on every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    table = made.add_table(rows=1 + len(grid.rows), cols=len(grid.columns), style="Table Grid")
    table.autofit = False
    whole, width = sum(column.width for column in grid.columns), 210 - BINDING - OUTER
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    widths = [Mm(width * column.width / whole) for column in grid.columns]
    for column, share in zip(table.columns, widths, strict=True):
        column.width = share
    texts = [[column.heading for column in grid.columns], *grid.rows]
    for place, (row, values) in enumerate(zip(table.rows, texts, strict=True)):
        for cell, share, value in zip(row.cells, widths, values, strict=True):
            cell.width = share
            first = cell.paragraphs[0]
            first.paragraph_format.space_after = Pt(0)
            if not place or not isinstance(value, str):
                first.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _run(first, "" if value is None else str(value), BODY if place else HEADING, TABLE_SIZE, spacing=0)
