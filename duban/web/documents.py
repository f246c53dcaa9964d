"""Papers as DOCX: a title, lines and bordered tables on A4, in the type of official papers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from duban.web.spreadsheets import Cell, Column

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY, TITLE, HEADING = "仿宋_GB2312", "方正小标宋简体", "黑体"
_A4 = (210, 297)  # mm
_MARGIN = 20
_CONTROLS = {code: None for code in range(32) if code not in (9, 10)}


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that heads what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A bordered table; the widths of its columns are shares of the page."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper. Text is a paragraph; `landscape` lays the page on its side."""

    title: str
    note: str
    parts: Sequence[str | Heading | Grid]
    landscape: bool = False


def clean(text: str) -> str:
    """Return the text without characters that no XML holds."""
    return text.translate(_CONTROLS)


def docx_bytes(document: Document) -> bytes:
    """Return the paper as a file."""
    import docx

    made = docx.Document()
    width = _set_page(made, document.landscape)
    _paragraph(made.add_paragraph(), document.title, TITLE, 22, centred=True)
    if document.note:
        _paragraph(made.add_paragraph(), document.note, BODY, 12, centred=True)
    for part in document.parts:
        if isinstance(part, Grid):
            _table(made, part, width)
        elif isinstance(part, Heading):
            _paragraph(made.add_paragraph(), part.text, HEADING, 14)
        else:
            _paragraph(made.add_paragraph(), part, BODY, 16, indent=True)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _set_page(made: Any, landscape: bool) -> float:
    """Lay the page out; return the width of its type area in millimetres."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section = made.sections[0]
    width, height = reversed(_A4) if landscape else _A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    _paragraph(section.footer.paragraphs[0], "", BODY, 10, centred=True)
    _page_number(section.footer.paragraphs[0])
    return float(width - 2 * _MARGIN)


def _paragraph(place: Any, text: str, font: str, size: float, *, centred: bool = False, indent: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    place.paragraph_format.space_after = Pt(4)
    if centred:
        place.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        place.paragraph_format.first_line_indent = Pt(2 * size)
    _run(place, text, font, size)


def _run(place: Any, text: str, font: str, size: float) -> None:
    """Add text in a font for all scripts: a theme's Latin font must not creep in between."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = place.add_run(clean(text))
    run.font.name, run.font.size = font, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _table(made: Any, grid: Grid, width: float) -> None:
    """Add the table with its widths in every cell, as WPS wants them, and its heading on every page."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    table = made.add_table(rows=1 + len(grid.rows), cols=len(grid.columns), style="Table Grid")
    table.autofit = False
    whole = sum(column.width for column in grid.columns)
    widths = [Mm(width * column.width / whole) for column in grid.columns]
    heading = table.rows[0]._tr.get_or_add_trPr()
    heading.append(OxmlElement("w:tblHeader"))
    for column, share in zip(table.columns, widths, strict=True):
        column.width = share
    texts = [[column.heading for column in grid.columns], *grid.rows]
    for number, (row, values) in enumerate(zip(table.rows, texts, strict=True)):
        for place, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            cell.width = widths[place]
            text = "" if value is None else str(value)
            font = BODY if number else HEADING
            _paragraph(cell.paragraphs[0], text, font, 10.5, centred=isinstance(value, int))
    made.add_paragraph()


def _page_number(place: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    place._p.append(field)
