"""What a copying site added goes; what the text says of itself stays."""

from __future__ import annotations

import pytest

from duban.reading.restore import restore

BODY = "市政府召开第9次常务会议\n会议强调，要做好防汛工作。相关部门要压实责任。\n云陵日报记者 某某\n"

FURNITURE = [
    "当前位置：首页 > 政务动态 > 正文\n",
    "首页 > 新闻 > 正文\n",
    "字号：[大 中 小] 【打印本页】\n",
    "【字体：大 中 小】\n",
    "上一篇：全市会议召开\n",
    "下一篇：没有了\n",
    "分享到：微信 微博\n",
    "版权所有：云陵市人民政府\n",
    "& K0 x& ^! M9 P2 X' F' \\6 u\n",
    "false\n",
    "相关阅读：\n全市防汛会议召开 2024-06-01\n·云陵港开工\n",
]


@pytest.mark.parametrize("furniture", FURNITURE)
def test_furniture_above_and_below_is_taken_out(furniture: str) -> None:
    for damaged in (furniture + BODY, BODY + furniture):
        restored = restore(damaged)
        assert restored.text == BODY
        assert [(repair.kind, repair.original, repair.restored) for repair in restored.repairs] == [
            ("boilerplate", furniture, "")
        ]
        assert restored.repairs[0].span[0] == restored.repairs[0].span[1]


def test_headlines_below_need_no_date_and_a_title_below_a_list_stays() -> None:
    headlines = "相关阅读\n全市防汛会议召开\n云陵港开工\n"
    assert restore(BODY + headlines).text == BODY
    assert "市政府召开第9次常务会议" in restore(headlines + BODY).text


def test_date_and_source_beside_the_buttons_stay() -> None:
    line = "发布时间：2024-10-25 来源：市政府办公室 字号：大 中 小 【打印】"
    assert restore(f"{line}\n{BODY}").text == f"发布时间：2024-10-25 来源：市政府办公室\n{BODY}"


def test_forum_strings_at_line_ends_go() -> None:
    damaged = "会议强调，要做好防汛工作。8 f# H; q2 |1 z( r@ {7 w9 L\n要压实责任。  & K0 x& ^! M9 P2 X' F' \\6 u\n"
    assert restore(damaged).text == "会议强调，要做好防汛工作。\n要压实责任。\n"


def test_a_forum_string_is_no_tag_and_may_stand_against_the_last_character() -> None:
    damaged = (
        "会议听取了关于防汛备汛的汇报& K0 x& ^! M9 P2 X' F' \\6 u <B 4 P[\n"
        "会议强调，要备足物资。机场要抓好除险。\n会议要求，要严格值守。\\o # 3 r _C >v D+ !6 ? J* L\n"
    )
    assert (
        restore(damaged).text
        == "会议听取了关于防汛备汛的汇报\n会议强调，要备足物资。机场要抓好除险。\n会议要求，要严格值守。\n"
    )


def test_a_text_printed_twice_is_kept_once() -> None:
    body = (
        "云陵市人民政府：\n" + "你市关于修建环城道路的请示收悉，请抓紧办理有关手续，落实资金和责任，按期完成任务。" * 8
    )
    restored = restore(f"关于修建道路的复函\n{body}{body}")
    assert restored.text == f"关于修建道路的复函\n{body}"


def test_columns_of_short_tokens_are_no_forum_string() -> None:
    text = "序号 1 2 3 4 5 6 7 8 9 10\n比例 5% 6% 7% 8% 9% 1% 2% 3% 4%\n选项 A B C D E F G H I\n"
    assert restore(text).repairs == ()


def test_paragraphs_run_together_are_set_apart() -> None:
    filler = "要压实责任，细化措施，加强督促检查，确保各项任务按期完成。" * 12
    damaged = f"现将有关事项通知如下。一、总体要求。{filler}二、主要任务。{filler}"
    assert restore(damaged).text == f"现将有关事项通知如下。\n一、总体要求。{filler}\n二、主要任务。{filler}"


def test_furniture_that_was_damaged_itself_is_cut_once_it_is_mended() -> None:
    restored = restore(
        "首頁(yè) > 政務(wù)公開(kāi) > 正文\n市政府召開(kāi)第8次常務(wù)會(huì)議(yì)，研究供熱(rè)工作。"
    )
    assert restored.text == "市政府召开第8次常务会议，研究供热工作。"
    assert restored.repairs[0].kind == "boilerplate"
    assert restored.repairs[0].original == "首頁(yè) > 政務(wù)公開(kāi) > 正文\n"
