"""The reply to a petitioner as a paper (答复意见书): A4 by GB/T 9704, the name left blank for whoever hands it over."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from duban.petitions.actions.moving import label
from duban.petitions.models import Channel, Petition

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TITLE, _BODY = "方正小标宋简体", "仿宋_GB2312"
BLANK = "_" * 12  # the name, by hand
_LINE = 29.0  # points: 22 lines fill the type area


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the paper."""

    title: str
    number: str
    opening: str
    paragraphs: tuple[str, ...]
    remedy: str
    issuer: str
    day: date


def paper_of(petition: Petition) -> Paper:
    """Return the reply's words."""
    days = petition.happened()
    channel, title = label(Channel(petition.channel).label), petition.title.rstrip("。")
    return Paper(
        title="信访事项答复意见书",
        number=petition.number,
        opening=f"您于{_long(petition.received_on)}通过{channel}反映的“{title}”（编号：{petition.number}）已收悉。经调查核实，现答复如下：",
        paragraphs=tuple(line.strip() for line in petition.reply.splitlines() if line.strip()),
        remedy="如不服本答复意见，可自收到本答复意见书之日起30日内，依照《信访工作条例》第三十五条向上一级机关、单位请求复查。",
        issuer=petition.handler.name if petition.handler else settings.OFFICE,
        day=days.get("delivered") or timezone.localdate(),
    )


def reply_docx(paper: Paper) -> bytes:
    """Return the paper as DOCX."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    book = Document()
    page = book.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    _write(book, paper.title, _TITLE, 22, WD_ALIGN_PARAGRAPH.CENTER)
    _write(book, paper.number, _BODY, 16, WD_ALIGN_PARAGRAPH.CENTER)
    _write(book, "", _BODY, 16)
    _write(book, f"{BLANK}：", _BODY, 16)
    for words in (paper.opening, *paper.paragraphs, paper.remedy):
        _write(book, words, _BODY, 16, indent=True)
    _write(book, "", _BODY, 16)
    _write(book, paper.issuer + "　　", _BODY, 16, WD_ALIGN_PARAGRAPH.RIGHT)
    _write(book, _long(paper.day) + "　　", _BODY, 16, WD_ALIGN_PARAGRAPH.RIGHT)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(book: Any, words: str, font: str, size: int, alignment: Any = None, indent: bool = False) -> None:
    """Add a paragraph on the grid; the East Asian font is named apart, or quotes fall into a Latin one."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = book.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_LINE if size < 20 else 36)
    if indent:
        layout.first_line_indent = Pt(2 * size)
    if alignment is not None:
        paragraph.alignment = alignment
    run = paragraph.add_run(words)
    run.font.size, run.font.name = Pt(size), font
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for place in ("w:eastAsia", "w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(place), font)
    fonts.set(qn("w:hint"), "eastAsia")


def _long(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
