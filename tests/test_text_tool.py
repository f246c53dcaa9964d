"""`duban guard`, `redact` and `similar` open what `duban read` opens; a plain text is decoded and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from duban.cli import main
from duban.reading.intake import intake_file
from tests.libreoffice import converted, installed
from tests.reading.intake.documents import docx, ofd, ofd_text, paragraph, pdf, zipped

PLAN = "对全市砖厂一律关停，联系人王建国，电话13812345678。"
PAGE = f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><article><p>{PLAN}</p></article></body></html>"
DOCUMENTS = {
    "plan.docx": docx(paragraph("工作方案") + paragraph(PLAN)),
    "named-txt.txt": docx(paragraph(PLAN)),  # the content tells the format, not the name
    "plan.pdf": pdf([[(72, 720, PLAN)]], size=10),
    "plan.ofd": ofd([ofd_text(PLAN, x=10, y=20, size=3)]),
    "plan.html": PAGE.encode(),
    "plan.md": f"# 方案\n\n{PLAN}\n".encode(),
}
Shown = pytest.CaptureFixture[str]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_guard_opens_what_is_read_and_counts_in_its_text(name: str, tmp_path: Path, capsys: Shown) -> None:
    (tmp_path / name).write_bytes(DOCUMENTS[name])
    assert main(["guard", str(tmp_path / name), "--json"]) == 0
    (hit,) = json.loads(capsys.readouterr().out)["hits"]
    assert hit["text"] == "一律关停"
    assert intake_file(tmp_path / name).text[slice(*hit["span"])] == "一律关停"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_redaction_opens_what_is_read_and_counts_in_its_text(name: str, tmp_path: Path, capsys: Shown) -> None:
    (tmp_path / name).write_bytes(DOCUMENTS[name])
    assert main(["redact", str(tmp_path / name), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    text = intake_file(tmp_path / name).text
    assert [text[slice(*one["span"])] for one in answer["redactions"]] == ["王建国", "13812345678"]
    assert "王建国" not in answer["text"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_likeness_opens_what_is_read(name: str, tmp_path: Path, capsys: Shown) -> None:
    (tmp_path / name).write_bytes(DOCUMENTS[name])
    (tmp_path / "corpus.csv").write_text(f"id,text\n1,{PLAN}\n2,路灯不亮\n", encoding="utf-8")
    assert main(["similar", str(tmp_path / name), "--in", str(tmp_path / "corpus.csv"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["matches"][0]["id"] == "1"


@installed
def test_a_word_97_document_is_opened(tmp_path: Path, capsys: Shown) -> None:
    (tmp_path / "plan.docx").write_bytes(DOCUMENTS["plan.docx"])
    old = converted(tmp_path / "plan.docx", "doc:MS Word 97", tmp_path)
    assert main(["guard", str(old), "--json"]) == 0
    assert [hit["text"] for hit in json.loads(capsys.readouterr().out)["hits"]] == ["一律关停"]


def test_a_document_comes_by_standard_input_as_well() -> None:
    command = [sys.executable, "-m", "duban", "guard", "-", "--json"]
    done = subprocess.run(command, input=DOCUMENTS["plan.docx"], capture_output=True, check=True)
    assert [hit["text"] for hit in json.loads(done.stdout)["hits"]] == ["一律关停"]


@pytest.mark.parametrize(
    ("name", "content", "chinese", "english"),
    [
        ("photo.txt", b"\xff\xd8\xff\xe0" + bytes(99), "格式（JPEG）不能读取", "is not read (JPEG)"),
        ("plan.docx", b"\x00\x01\x02\xff" * 99, "已损坏", "is damaged"),
        ("other.zip", zipped({"a.bin": b"x"}), "other.zip", "other.zip"),
    ],
)
def test_what_cannot_be_opened_is_one_line_in_the_language_asked_for(
    name: str, content: bytes, chinese: str, english: str, tmp_path: Path, capsys: Shown
) -> None:
    (tmp_path / name).write_bytes(content)
    for language, words in (("zh", chinese), ("en", english)):
        assert main(["redact", str(tmp_path / name), "--lang", language]) == 2
        shown = capsys.readouterr()
        assert (shown.out, shown.err.count("\n")) == ("", 1)
        assert words in shown.err


def test_a_secret_document_is_refused_as_when_it_is_read(tmp_path: Path, capsys: Shown) -> None:
    (tmp_path / "plan.docx").write_bytes(docx(paragraph("机密★1年") + paragraph(PLAN)))
    assert main(["guard", str(tmp_path / "plan.docx")]) == 2
    assert "不处理涉密文件" in capsys.readouterr().err


def test_a_plain_text_loads_no_format(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    program = (
        f"import sys; from duban.cli import main; main(['guard', {str(tmp_path / 'plan.txt')!r}]);"
        "sys.exit(bool({'lxml', 'docx', 'zipfile', 'trafilatura', 'pypdfium2', 'django'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60).returncode == 0
