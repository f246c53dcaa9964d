"""A title from a text: the sentence in which the least was masked, ended where it pauses."""

from __future__ import annotations

import pytest

from duban.petitions.wording import title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("我叫〔姓名〕，电话〔电话〕。小区排水管堵塞三个月。", "小区排水管堵塞三个月"),
        ("小区第1号楼排水管堵塞三个月，一楼多户返水，物业推诿不管，要求疏通并更换管道。", "小区第1号楼排水管堵塞三个月，一楼多户返水，物业推诿不管"),
        ("要求尽快疏通梧桐里小区第一号楼至第九号楼之间堵塞已有三个月之久的排水管道", "要求尽快疏通梧桐里小区第一号楼至第九号楼之间堵塞已有三个月…"),
        ("我叫〔姓名〕，住〔住址〕，电话〔电话〕。〔住址〕的电梯停了九天，老人上不了楼。要求尽快修好。", "电梯停了九天，老人上不了楼"),
        ("您好！我是迎春花园的业主。要求尽快修好电梯。电梯停运九天。", "电梯停运九天"),
        ("本人家住〔住址〕，楼下烧烤店夜间扰民，请求整治。", "楼下烧烤店夜间扰民，请求整治"),
        ("要求尽快修好。", "要求尽快修好"),
        ("请街道尽快修好井盖。井盖松动。", "井盖松动"),
        ("举报人〔姓名〕（电话〔电话〕，住三合村〔住址〕）反映村里采石场扬尘很大。要求尽快处理。", "反映村里采石场扬尘很大"),
        ("是否可以延长公交运营时间，方便下夜班职工", "是否可以延长公交运营时间，方便下夜班职工"),
        ("请问医保报销比例为什么降低？", "请问医保报销比例为什么降低"),
        ("我是〔姓名〕，反映东街路灯不亮。", "反映东街路灯不亮"),
    ],
)  # fmt: skip
def test_a_title_is_a_whole_thought_of_thirty_characters(text: str, title: str) -> None:
    assert title_of(text)[:30] == title_of(text)
    assert title_of(text) == title
