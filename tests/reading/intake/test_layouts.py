"""PDF and OFD: lines that stand on a page become the paragraphs that were printed."""

from __future__ import annotations

import pytest

from duban.reading.intake import intake_bytes
from duban.reading.intake.layout import Line, paragraphs
from duban.reading.model import CannotRead

from .documents import ofd, ofd_text, pdf, set_in_lines

FIRST = "会议要求，各县区和市直有关部门要紧盯全年目标任务，加快推进重大项目建设，年底前完成投资120亿元，确保全市经济平稳健康运行。"
SECOND = "市工业和信息化局要牵头建立企业帮扶清单，逐家明确联系人，每月5日前报送进展。"


def test_lines_of_a_paragraph_are_joined_and_paragraphs_stay_apart() -> None:
    page = [*set_in_lines(FIRST, top=700), *set_in_lines(SECOND, top=600)]
    document = intake_bytes(pdf([page]), name="meeting.pdf")
    assert document.text == f"{FIRST}\n{SECOND}\n"
    assert (document.source.media_type, document.source.encoding) == ("application/pdf", None)
    assert document.notices == ()


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_go() -> None:
    lines = set_in_lines(FIRST, top=200)
    pages = [
        [*lines[:2], (280.0, 60.0, "— 1 —")],
        [(x, y + 500, text) for x, y, text in lines[2:]] + [(280.0, 60.0, "— 2 —")],
    ]
    assert intake_bytes(pdf(pages), name="meeting.pdf").text == f"{FIRST}\n"


def test_a_page_without_text_among_others_is_warned_of() -> None:
    document = intake_bytes(pdf([[(72, 700, SECOND[:28])], []]), name="meeting.pdf")
    assert [notice.message for notice in document.notices] == [
        "第 2 页没有可读取的文字（可能是扫描页），请对照原件补充。"
    ]


def test_radicals_of_a_poor_font_become_the_characters_they_look_like() -> None:
    assert intake_bytes(pdf([[(72, 700, "⼀、⼯作⽬标已经明确")]]), name="a.pdf").text == "一、工作目标已经明确\n"


def test_a_secrecy_mark_at_the_top_of_a_later_page_is_refused() -> None:
    pages = [[(72, 700, "会议纪要正文第一页的文字")], [(72, 780, "机密★5年"), (72, 700, "第二页的文字在这里继续")]]
    with pytest.raises(CannotRead) as refused:
        intake_bytes(pdf(pages), name="a.pdf")
    assert refused.value.code == "secret_mark"


def line(text: str, left: float = 0, right: float = 100, size: float = 10) -> Line:
    return Line(text, left, right, size)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([line("甲" * 10), line("乙" * 4, right=40)], "甲甲甲甲甲甲甲甲甲甲乙乙乙乙\n"),
        ([line("甲" * 10), line("乙乙", left=20, right=40)], "甲甲甲甲甲甲甲甲甲甲\n乙乙\n"),
        ([line("标题", size=20), line("正文" * 5)], "标题\n正文正文正文正文正文\n"),
        ([line("短行", right=60), line("正文" * 5)], "短行\n正文正文正文正文正文\n"),
        ([line("means of"), line("transport", right=70)], "means of transport\n"),
        ([line("结束。"), line("一、另起", right=50)], "结束。\n一、另起\n"),
        (
            [line("1. 编号的段落"), line("悬挂的行", left=15), line("还在悬挂", left=15, right=60)],
            "1. 编号的段落悬挂的行还在悬挂\n",
        ),
    ],
    ids=["full line", "indent", "size", "short line", "latin", "number", "hanging"],
)
def test_what_joins_and_what_parts_two_lines(lines: list[Line], text: str) -> None:
    filler = [line("本页其他满行文字"), line("末行", right=20)]
    assert paragraphs([[*filler, *lines]])[0] == "本页其他满行文字末行\n" + text


def test_a_header_that_comes_back_on_every_page_is_kept_apart() -> None:
    pages = [
        [line("云陵市人民政府办公室", right=60), line(f"第{n}页的正文", right=50 + wide)]
        for n, wide in zip("一二三四", (0, 0, 0, 50), strict=True)
    ]
    text, headers = paragraphs(pages)
    assert text == "第一页的正文\n第二页的正文\n第三页的正文\n第四页的正文\n"
    assert headers == ("云陵市人民政府办公室",) * 4


def ofd_lines(text: str, *, top: float) -> str:
    lines = set_in_lines(text, top=0, size=1)
    return "".join(ofd_text(part, x=30 + (x - 72) * 5.6, y=top + n * 10) for n, (x, _, part) in enumerate(lines))


def test_an_ofd_is_read_page_by_page_with_a_warning() -> None:
    document = intake_bytes(ofd([ofd_lines(FIRST, top=30), ofd_lines(SECOND, top=30)]), name="meeting.ofd")
    assert document.text == f"{FIRST}\n{SECOND}\n"
    assert document.source.media_type == "application/ofd"
    assert [notice.code for notice in document.notices] == ["experimental_format"]


def test_pieces_of_one_ofd_line_are_put_side_by_side() -> None:
    page = ofd_text("120亿元", x=30 + 5.6 * 4, y=30) + ofd_text("完成投资", x=30, y=30.4)
    assert intake_bytes(ofd([page]), name="a.ofd").text == "完成投资120亿元\n"


def test_an_ofd_marked_secret_is_refused() -> None:
    with pytest.raises(CannotRead) as refused:
        intake_bytes(ofd([ofd_text("秘密★10年", x=30, y=20)]), name="a.ofd")
    assert refused.value.code == "secret_mark"
