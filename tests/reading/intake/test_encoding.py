"""Whatever a text was saved in, it is read as it was written, also when one byte got lost on the way."""

from __future__ import annotations

import random

import pytest

from duban.reading.intake import intake_bytes
from duban.reading.model import CannotRead

from .documents import MINUTES

TEXT = "".join(f"{line}\n" for line in MINUTES)
TRADITIONAL = "雲陵市政府召開第十二次常務會議，聽取關於前三季度經濟運行情況的匯報，研究部署下一步工作。\n會議強調，要加快推進重點項目建設。\n"


@pytest.mark.parametrize(
    ("codec", "encoding", "text"),
    [
        ("utf-8", "utf-8", TEXT),
        ("utf-8-sig", "utf-8", TEXT),
        ("utf-16", "utf-16", TEXT),
        ("utf-16-le", "utf-16", TEXT),
        ("utf-16-be", "utf-16", TEXT),
        ("gb18030", "gb18030", TEXT),
        ("gbk", "gb18030", TEXT),
        ("gb18030", "gb18030", TRADITIONAL),
        ("big5", "big5", TRADITIONAL),
        ("big5hkscs", "big5", TRADITIONAL),
    ],
)
def test_a_text_is_read_as_it_was_written(codec: str, encoding: str, text: str) -> None:
    document = intake_bytes(text.encode(codec), name="meeting.txt")
    assert (document.text, document.source.encoding, document.notices) == (text, encoding, ())


@pytest.mark.parametrize(
    ("codec", "encoding", "text"),
    [("utf-8", "utf-8", TEXT), ("gb18030", "gb18030", TEXT), ("big5", "big5", TRADITIONAL), ("utf-16", "utf-16", TEXT)],
)
def test_a_lost_byte_costs_one_character_and_no_more(codec: str, encoding: str, text: str) -> None:
    chance = random.Random(7)
    content = text.encode(codec)
    for _ in range(40):
        lost = chance.randrange(4, len(content))
        document = intake_bytes(content[:lost] + content[lost + 1 :], name="meeting.txt")
        assert document.source.encoding == encoding
        kept = sum(document.text.count(line) for line in text.split("\n") if line)
        assert kept >= len(text.strip().split("\n")) - 2, document.text


def test_line_ends_become_newlines_and_nothing_else_changes() -> None:
    document = intake_bytes("\ufeff甲\r\n乙\r丙\n　丁 \u200b９７．７％\n".encode(), name="a.txt")
    assert document.text == "甲\n乙\n丙\n　丁 \u200b９７．７％\n"


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 4,
        b"\x7fELF" + bytes(500),
        random.Random(3).randbytes(2000),
        b"text\x01\x02\x03\x04\x05" * 20,
    ],
)
def test_a_binary_under_a_text_name_is_refused(content: bytes) -> None:
    with pytest.raises(CannotRead) as refused:
        intake_bytes(content, name="会议.txt")
    assert refused.value.code in ("not_text", "broken_encoding")
    assert refused.value.message.startswith("“会议.txt”")


def test_a_document_whose_bytes_are_broken_is_called_damaged() -> None:
    with pytest.raises(CannotRead) as refused:
        intake_bytes(b"\x7fJUNK\x00" + bytes(range(256)) * 4, name="junk.docx")
    assert refused.value.code == "damaged_file"
    assert refused.value.message.startswith("“junk.docx”已损坏，不是完整的 DOCX 文件")
