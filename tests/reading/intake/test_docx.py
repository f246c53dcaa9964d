"""DOCX: what a reader sees on the page is what is read."""

from __future__ import annotations

import pytest

from duban.reading.intake import intake_bytes
from duban.reading.intake.numbering import render
from duban.reading.model import CannotRead, Intake

from .documents import MINUTES, W, docx, minutes_docx, paragraph, run, zipped


def read(content: bytes, name: str = "meeting.docx") -> Intake:
    return intake_bytes(content, name=name)


def codes(document: Intake) -> list[str]:
    return [notice.code for notice in document.notices]


def test_paragraphs_become_lines() -> None:
    document = read(minutes_docx())
    assert document.text == "".join(f"{line}\n" for line in MINUTES)
    assert document.source.encoding is None
    assert document.source.media_type.endswith("wordprocessingml.document")
    assert document.notices == ()


def test_the_content_tells_the_format_whatever_the_name() -> None:
    assert read(minutes_docx(), "meeting.txt").text.startswith(MINUTES[0])


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<w:p><w:ins>{run('要新建')}</w:ins>{run('学校')}</w:p>", "要新建学校\n"),
        (f"<w:p>{run('要')}<w:del><w:r><w:delText>不</w:delText></w:r></w:del>{run('新建')}</w:p>", "要新建\n"),
        (f"<w:p><w:moveFrom>{run('移走')}</w:moveFrom><w:moveTo>{run('移到')}</w:moveTo></w:p>", "移到\n"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>", "控件\n"),
        (f"<w:p><w:sdt><w:sdtContent>{run('行内')}</w:sdtContent></w:sdt>{run('控件')}</w:p>", "行内控件\n"),
        (f"<w:p><w:hyperlink>{run('链接')}</w:hyperlink></w:p>", "链接\n"),
        (f"<w:p>{run('见')}{run('隐藏', '<w:vanish/>')}{run('面')}</w:p>", "见面\n"),
        (
            f"<w:p><w:r><w:ruby><w:rt>{run('wù')}</w:rt><w:rubyBase>{run('务')}</w:rubyBase></w:ruby></w:r></w:p>",
            "务\n",
        ),
        (f"<w:p>{run('上')}<w:r><w:br/></w:r>{run('下')}</w:p>", "上\n下\n"),
        (f"<w:p>{run('前')}<w:r><w:tab/></w:r>{run('后')}</w:p>", "前\t后\n"),
        (f"<w:p>{run('甲')}<w:r><w:instrText>PAGE</w:instrText></w:r>{run('乙')}</w:p>", "甲乙\n"),
    ],
    ids=[
        "insertion",
        "deletion",
        "move",
        "control",
        "inline control",
        "link",
        "hidden",
        "ruby",
        "break",
        "tab",
        "field",
    ],
)
def test_only_what_is_shown_is_read(body: str, text: str) -> None:
    assert read(docx(body)).text == text


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    shape = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read(docx(f"<w:p>{run('正文')}{shape}</w:p>{paragraph('下段')}")).text == "正文\n框内\n下段\n"


def cell(*lines: str) -> str:
    return f"<w:tc>{''.join(map(paragraph, lines))}</w:tc>"


def test_a_table_row_is_a_line_and_a_layout_cell_keeps_its_paragraphs() -> None:
    table = f"<w:tbl><w:tr>{cell('事项')}{cell('责任单位')}</w:tr><w:tr>{cell('新建学校', '5所')}{cell('市教育局')}</w:tr></w:tbl>"
    layout = f"<w:tbl><w:tr>{cell('第一段。', '第二段。')}</w:tr></w:tbl>"
    assert read(docx(table + layout)).text == "事项\t责任单位\n新建学校 5所\t市教育局\n第一段。\n第二段。\n"


def test_tracked_changes_and_notes_are_warned_of() -> None:
    body = f"<w:p><w:ins>{run('要新建学校')}</w:ins><w:r><w:footnoteReference w:id='1'/></w:r></w:p>"
    assert codes(read(docx(body))) == ["tracked_changes", "notes_left_out"]


def test_macros_are_not_run_and_are_warned_of() -> None:
    parts = {"[Content_Types].xml": "<Types/>", "word/vbaProject.bin": b"\0" * 64}
    document = f"<w:document {W}><w:body>{paragraph('会议要求，要抓好落实。')}</w:body></w:document>"
    read_document = read(zipped(parts | {"word/document.xml": document}), "meeting.docm")
    assert codes(read_document) == ["macros_ignored"]
    assert read_document.text == "会议要求，要抓好落实。\n"


NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%4"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
  <w:pStyle w:val="Article"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>"""
STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="Article"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Clause"><w:basedOn w:val="Article"/></w:style>
</w:styles>"""


def test_automatic_numbers_are_printed_as_the_page_shows_them() -> None:
    levels = [(0, "总体"), (1, "其一"), (2, "甲"), (2, "乙"), (1, "其二"), (2, "丙"), (0, "保障"), (3, "细目")]
    body = "".join(paragraph(text, number=1, level=level) for level, text in levels)
    lines = read(docx(body, numbering=NUMBERING)).text.splitlines()
    assert lines == ["一、总体", "（一）其一", "1. 甲", "2. 乙", "（二）其二", "1. 丙", "二、保障", "2.1 细目"]


def test_a_list_with_a_start_of_its_own_counts_apart_and_bullets_have_no_number() -> None:
    body = paragraph("甲", number=1) + paragraph("戊", number=2) + paragraph("点", number=3) + paragraph("乙", number=1)
    assert read(docx(body, numbering=NUMBERING)).text == "一、甲\n五、戊\n点\n二、乙\n"


def test_a_number_comes_from_the_style_and_its_parents_and_0_switches_it_off() -> None:
    body = paragraph("总则", style="Article") + paragraph("职责", style="Clause")
    body += paragraph("附记", style="Article", number=0) + paragraph("附则", style="Article")
    assert read(docx(body, numbering=NUMBERING, styles=STYLES)).text == "第一条 总则\n第二条 职责\n附记\n第三条 附则\n"


@pytest.mark.parametrize(
    ("number", "kind", "label"),
    [
        (10, "chineseCounting", "十"), (12, "chineseCountingThousand", "十二"), (20, "japaneseCounting", "二十"),
        (105, "chineseCounting", "一百零五"), (110, "chineseCounting", "一百一十"), (2003, "chineseCounting", "二千零三"),
        (12, "ideographDigital", "一二"), (10, "chineseLegalSimplified", "壹拾"), (3, "decimalEnclosedCircle", "③"),
        (4, "upperRoman", "IV"), (28, "lowerLetter", "bb"), (7, "decimalZero", "07"), (3, "ideographTraditional", "丙"),
        (12, "decimalFullWidth", "１２"), (5, "unheardOf", "5"),
    ],
)  # fmt: skip
def test_a_number_is_rendered_in_its_format(number: int, kind: str, label: str) -> None:
    assert render(number, kind) == label


def test_headers_stay_out_of_the_body() -> None:
    header = f"<w:hdr {W}>{paragraph('云陵市人民政府办公室')}</w:hdr>"
    assert "办公室" not in read(minutes_docx(header1=header)).text


def test_a_secrecy_mark_in_a_header_is_refused() -> None:
    header = f"<w:hdr {W}>{paragraph('机密★5年')}</w:hdr>"
    with pytest.raises(CannotRead) as refused:
        read(minutes_docx(header1=header))
    assert refused.value.code == "secret_mark"
