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
    ],
)  # fmt: skip
def test_a_title_is_a_whole_thought_of_thirty_characters(text: str, title: str) -> None:
    assert title_of(text)[:30] == title_of(text)
    assert title_of(text) == title
