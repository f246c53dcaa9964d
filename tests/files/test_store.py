from pathlib import Path

import pytest
from django.conf import settings

from duban.audit.models import AuditEntry
from duban.files.actions import store_file
from duban.files.models import StoredFile, path_of
from duban.files.rules import UnacceptableFile, check_content
from tests.people import City

TEXT = "会议要求，抓好城区排水。".encode()


def everything() -> list[Path]:
    return [path for path in Path(settings.FILES_FOLDER).rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "FILES_FOLDER", tmp_path / "files")


def test_a_file_is_kept_under_its_digest_and_put_on_record(city: City) -> None:
    file = store_file(TEXT, "纪要.txt", city.people["clerk"])
    assert path_of(file).read_bytes() == TEXT
    assert path_of(file).name == file.sha256
    assert (file.name, file.size, file.media_type) == ("纪要.txt", len(TEXT), "text/plain")
    assert AuditEntry.objects.get(verb="store").changes == {"sha256": file.sha256, "size": len(TEXT)}


def test_the_same_bytes_are_kept_once_under_their_first_name(city: City) -> None:
    first = store_file(TEXT, "纪要.txt", city.people["clerk"])
    again = store_file(TEXT, "另一个名字.md", city.people["leader"])
    assert again == first
    assert again.name == "纪要.txt"
    assert everything() == [path_of(first)]
    assert AuditEntry.objects.filter(verb="store").count() == 1


def test_a_name_with_folders_keeps_its_last_part_only(city: City) -> None:
    assert store_file(TEXT, "C:\\文件\\..\\纪要.txt", city.people["clerk"]).name == "纪要.txt"
    assert store_file(TEXT + b"2", "../../etc/纪要.txt", city.people["clerk"]).name == "纪要.txt"


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.txt", "空文件"),
        (b"x" * 2049, "a.txt", "超过"),
        (b"MZ\x90\x00", "a.exe", "不在可上传范围内"),
        (b"MZ\x90\x00", "a.txt", "扩展名 .txt 不符"),
        (b"PK\x03\x04rest", "a.txt", "扩展名 .txt 不符"),
        (b"%PDF-1.7", "a.docx", "扩展名 .docx 不符"),
        (b"hello", "a.pdf", "扩展名 .pdf 不符"),
        (TEXT, "noending", "不在可上传范围内"),
    ],
)
def test_an_unacceptable_file_is_refused_with_its_reason_and_leaves_nothing(
    city: City, monkeypatch: pytest.MonkeyPatch, content: bytes, name: str, reason: str
) -> None:
    monkeypatch.setattr(settings, "LARGEST_FILE", 2048)
    with pytest.raises(UnacceptableFile, match=reason):
        store_file(content, name, city.people["clerk"])
    assert not everything()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"%PDF-1.7", "a.PDF"), (b"PK\x03\x04", "a.docx"), (b"\xff\xfe\x00\x4e", "a.txt"), (b"<html>", "a.html")],
)
def test_a_file_that_is_what_its_name_says_may_be_kept(content: bytes, name: str) -> None:
    check_content(content, name, 100)


def test_a_write_that_fails_leaves_neither_row_nor_part_of_a_file(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store_file(TEXT, "纪要.txt", city.people["clerk"])
    assert not everything()
    assert not StoredFile.objects.exists()


def test_a_download_is_an_attachment_never_shown_in_the_page(city: City) -> None:
    file = store_file(b"<script>alert(1)</script>", "网页.html", city.people["clerk"])
    response = city.sign_in("clerk").get(f"/files/{file.pk}/")
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_a_file_is_not_found_for_those_no_rule_lets_have_it(city: City) -> None:
    file = store_file(TEXT, "纪要.txt", city.people["clerk"])
    assert city.sign_in("liaison").get(f"/files/{file.pk}/").status_code == 404
