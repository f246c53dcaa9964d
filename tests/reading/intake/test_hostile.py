"""Bad input: each is refused with one line that names the thing, the cause and the next step."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.reading.intake import OLE_MAGIC, archive, intake_bytes, intake_file, intake_text
from duban.reading.intake.refusals import MAX_TEXT_BYTES, REFUSALS
from duban.reading.model import CannotRead

from .documents import CONTENT_TYPES, W, docx, minutes_docx, paragraph, pdf, zipped


def refusal_of(content: bytes, name: str) -> CannotRead:
    with pytest.raises(CannotRead) as refused:
        intake_bytes(content, name=name)
    message = refused.value.message
    assert f"“{name}”" in message
    assert message.endswith("。")
    assert "\n" not in message + refused.value.english
    assert "{" not in message + refused.value.english
    return refused.value


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "笑"}">' for n in range(9))
BOMB = f"<!DOCTYPE w [{LAUGHS}]><w:document {W}><w:body>{paragraph('&l8;')}</w:body></w:document>"
OUTSIDE = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document {W}><w:body>{paragraph("&x;")}</w:body></w:document>'


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "空.txt", "empty_file"),
        (b"", "空.docx", "empty_file"),
        (" \n\t　\r\n".encode(), "空白.txt", "blank_text"),
        ("\ufeff\u200b\n".encode(), "零宽.txt", "blank_text"),
        (docx(paragraph(" ")), "空白.docx", "blank_text"),
        (b"<html><body></body></html>", "空.html", "blank_text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "图.txt", "unsupported_format"),
        (b"PK\x03\x04broken", "坏.docx", "damaged_file"),
        (minutes_docx()[:-30], "截断.docx", "damaged_file"),
        (b"%PDF-1.7\nnothing", "坏.pdf", "damaged_file"),
        (zipped({"[Content_Types].xml": CONTENT_TYPES}), "无正文.docx", "damaged_file"),
        (zipped({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<w:document"}), "残.docx", "damaged_file"),
        (zipped({"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": "<x/>"}), "表.xlsx", "unsupported_format"),
        (zipped({"a.txt": "甲"}), "包.zip", "unsupported_format"),
        (OLE_MAGIC + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "密.docx", "encrypted"),
        (OLE_MAGIC + bytes(504) + b"\xec\xa5" + bytes(9) + b"\x01" + bytes(90), "密.doc", "encrypted"),
        (OLE_MAGIC + bytes(600) + "Workbook".encode("utf-16-le"), "表.doc", "unsupported_format"),
        (pdf([[(72, 700, "会议要求")]], encrypted=True), "密.pdf", "encrypted"),
        (pdf([[], []]), "扫描.pdf", "scanned_pdf"),
        (zipped({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": BOMB}), "笑.docx", "xml_entities"),
        (zipped({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": OUTSIDE}), "外.docx", "xml_entities"),
        (("要加快建设。" * 1_200_000).encode(), "大.txt", "too_large"),
        (b"MIME-Version: 1.0\n", "页.mht", "unsupported_format"),
    ],
)
def test_bad_input_is_refused(content: bytes, name: str, code: str) -> None:
    assert refusal_of(content, name).code == code


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    body = "<w:p/>" * 3_000_000
    assert refusal_of(docx(body), "炸弹.docx").code == "zip_bomb"


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    content = bytearray(docx("<w:p/>" * 12_000_000))
    entry = content.rindex(b"PK\x01\x02")  # the last entry of the directory is the document
    content[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    assert refusal_of(bytes(content), "谎报.docx").code in ("zip_bomb", "damaged_file")


def test_too_many_entries_are_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_ENTRIES", 3)
    assert refusal_of(zipped({f"{n}.xml": "" for n in range(5)}), "多.docx").code == "zip_bomb"


def test_an_encrypted_zip_entry_is_refused() -> None:
    content = bytearray(minutes_docx())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(signature)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(signature, start + 4)
    assert refusal_of(bytes(content), "密.docx").code == "encrypted"


@pytest.mark.parametrize(
    ("name", "code"), [("没有.txt", "missing_file"), ("", "is_directory"), ("a\0b", "unreadable_file")]
)
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(CannotRead) as refused:
        intake_file(tmp_path / name if "\0" not in name else name)
    assert refused.value.code == code


def test_a_large_text_is_refused_by_its_size_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as stream:
        stream.truncate(60_000_000)
    with pytest.raises(CannotRead, match=r"57\.2 MB，上限 20 MB"):
        intake_file(path)


def test_twenty_megabytes_are_read() -> None:
    content = ("要加快推进项目建设。\n" * (20_000_000 // 31)).encode()
    assert len(content) > 19_900_000
    assert len(intake_bytes(content, name="长.txt").text) == len(content.decode())


def test_pasted_text_is_held_to_the_same_rules() -> None:
    assert intake_text("甲\r\n乙", name="").text == "甲\n乙"
    for text, code in (
        (" \n", "blank_text"),
        ("甲" * (MAX_TEXT_BYTES // 3 + 1), "too_large"),
        ("\udc80", "broken_encoding"),
    ):
        with pytest.raises(CannotRead) as refused:
            intake_text(text, name="")
        assert refused.value.code == code
        assert refused.value.message.startswith("“粘贴的文字”")


def test_control_characters_in_a_name_do_not_reach_the_terminal() -> None:
    with pytest.raises(CannotRead) as refused:
        intake_bytes(b"", name="a\x1b[31m\n.txt")
    assert refused.value.message.startswith("“a?[31m?.txt”")


def test_every_refusal_says_what_to_do_in_both_languages() -> None:
    for chinese, english in REFUSALS.values():
        assert "“{name}”" in chinese
        assert "“{name}”" in english
        assert "请" in chinese
