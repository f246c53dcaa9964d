"""Saved web pages: the main text with its title, nothing run, nothing of the menus."""

from __future__ import annotations

import pytest

from duban.reading.intake import intake_bytes

TITLE = "云陵市政府召开第12次常务会议"
BODY = (
    "10月24日，市长主持召开市政府第12次常务会议，听取前三季度全市经济运行情况汇报，研究部署下一步工作。",
    "会议要求，要加快推进重大项目建设，年底前完成投资120亿元。市发展改革委要牵头建立项目清单，每月5日前报送进展。",
    "会议强调，要坚决防止安全事故。市应急管理局要组织开展危险化学品企业专项检查，11月底前完成整改。",
)


def page(*, charset: str = "utf-8", title: str = f"<h1>{TITLE}</h1>", head: str = "") -> str:
    paragraphs = "".join(f"<p>　　{line}</p>" for line in BODY)
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{TITLE}_云陵市人民政府门户网站</title>{head}</head><body>'
        '<script>document.write("脚本写出的字")</script>'
        '<div class="nav"><a href="/">首页</a> <a href="/a">政务公开</a> <a href="/b">互动交流</a></div>'
        f'<div class="main">{title}<div class="info">发布时间：2024-10-25 09:12　来源：云陵日报</div>'
        f'<div class="content">{paragraphs}</div></div><div class="footer">版权所有：云陵市人民政府办公室</div></body></html>'
    )


def test_the_main_text_is_read_with_title_and_date_of_publication() -> None:
    document = intake_bytes(page().encode(), name="meeting.html")
    assert document.text.splitlines() == [TITLE, "发布时间：2024-10-25", *BODY]
    assert document.source.media_type == "text/html"


@pytest.mark.parametrize(
    ("charset", "codec", "encoding"),
    [
        ("gb2312", "gb18030", "gb18030"),
        ("GBK", "gb18030", "gb18030"),
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "gb18030", "gb18030"),
    ],
)
def test_the_charset_comes_from_the_page_and_a_wrong_one_does_no_harm(charset: str, codec: str, encoding: str) -> None:
    document = intake_bytes(page(charset=charset).encode(codec), name="meeting.htm")
    assert document.source.encoding == encoding
    assert BODY[1] in document.text


@pytest.mark.parametrize("title", ["", f"<h1>{TITLE}</h1>"])
@pytest.mark.parametrize("head", ["", f'<meta name="ArticleTitle" content="{TITLE}">'])
def test_the_title_is_the_first_line_without_the_site_s_name(title: str, head: str) -> None:
    assert intake_bytes(page(title=title, head=head).encode(), name="a.html").text.startswith(f"{TITLE}\n")


def test_a_page_is_known_by_its_content_under_any_name() -> None:
    assert intake_bytes(page().encode(), name="meeting.txt").source.media_type == "text/html"


def test_a_page_without_a_main_text_is_read_whole_with_a_warning() -> None:
    document = intake_bytes("<html><body><footer>要抓好落实</footer></body></html>".encode(), name="a.html")
    assert (document.text, [notice.code for notice in document.notices]) == ("要抓好落实\n", ["whole_page_read"])
