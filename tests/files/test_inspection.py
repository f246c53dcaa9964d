"""What comes in is not trusted: each refusal names thing, cause and next step, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import io
import tracemalloc
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadhandler import StopFutureHandlers
from django.test import RequestFactory
from PIL import Image

from duban.audit.models import AuditEntry
from duban.files.actions import keep, stage, store_file, take_in
from duban.files.models import FilePreview, FileText, StoredFile, path_of, preview_path_of
from duban.files.rules import MOST_PIXELS, UnacceptableFile
from duban.files.uploads import LimitedUploadHandler
from tests.files.samples import OLE, SECRET, claiming, docx, pdf, photograph, picture, with_part, xlsx
from tests.people import City

CLEAN = "市水务局清淤报告\n南渠已清理淤泥18公里。"


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "FILES_FOLDER", tmp_path / "files")


def everything() -> list[Path]:
    return [path for path in Path(settings.FILES_FOLDER).rglob("*") if path.is_file()]


def kept(city: City, content: bytes, name: str) -> StoredFile:
    return keep(stage(io.BytesIO(content), name), city.people["clerk"])


BAD = {
    "a program named as a picture": (b"MZ\x90\x00" * 50, "现场.jpg", "扩展名 .jpg 不符", "disguised"),
    "a web page named as a picture": (b"<html><script>", "现场.png", "扩展名 .png 不符", "disguised"),
    "a picture of 30,000 by 30,000": (claiming(30_000, 30_000), "大图.png", "30000×30000", "pixels"),
    "a picture no decoder would touch": (claiming(200_000, 200_000), "大图.png", "万像素", "pixels"),
    "half a picture": (picture(kind="JPEG")[:20], "现场.jpg", "已损坏", "damaged_file"),
    "a document with macros": (with_part(docx("甲"), "word/vbaProject.bin", OLE), "报告.docx", "宏", "macros"),
    "a workbook with macros": (with_part(xlsx("甲"), "xl/vbaProject.bin", OLE), "台账.xlsx", "宏", "macros"),
    "a workbook that names itself so": (docx("甲"), "台账.xlsm", "宏", "macros"),
    "an old document with macros": (OLE + b"\0" * 600 + "_VBA_PROJECT".encode("utf-16-le"), "报告.doc", "宏", "macros"),
    "a program inside": (with_part(docx("甲"), "word/embeddings/setup.exe", b"MZ"), "报告.docx", "夹带程序", "program"),
    "a part that swells": (with_part(docx("甲"), "word/media/a.bin", b"\0" * 9_000_000), "报告.docx", "异常", "bomb"),
    "a zip that is none": (b"PK\x03\x04" + b"x" * 40, "报告.docx", "已损坏", "damaged_file"),
    "secret on the first page": (docx(*SECRET.split("\n")), "报告.docx", "密级", "secret_mark"),
    "secret in the page header": (docx("甲", header="秘密★长期"), "报告.docx", "密级", "secret_mark"),
    "a secret workbook": (xlsx("绝密", "清淤台账"), "台账.xlsx", "密级", "secret_mark"),
    "a workbook with a secret header": (xlsx("清淤台账", header="&C机密★1年"), "台账.xlsx", "密级", "secret_mark"),
    "a secret text": (SECRET.encode(), "报告.txt", "密级", "secret_mark"),
    "a locked PDF": (b"%PDF-1.4\nnothing", "报告.pdf", "已损坏", "damaged_file"),
    "a drawing that can carry scripts": (b"<svg onload='x'>", "图.svg", "不在可上传范围", "kind"),
    "nothing": (b"", "报告.txt", "空文件", "empty"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "name", "reason", "code"), BAD.values(), ids=BAD.keys())
def test_what_may_not_be_kept_is_refused_and_leaves_nothing(
    city: City, content: bytes, name: str, reason: str, code: str
) -> None:
    with pytest.raises(UnacceptableFile, match=reason) as refused:
        take_in(io.BytesIO(content), name, city.people["clerk"])
    assert refused.value.code == code
    assert not everything()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("code", ["secret_mark", "macros", "pixels"])
def test_a_secret_or_hostile_file_goes_on_record_without_name_or_content(city: City, code: str) -> None:
    content, name, *_rest = next(bad for bad in BAD.values() if bad[3] == code)
    with pytest.raises(UnacceptableFile):
        take_in(io.BytesIO(content), name, city.people["clerk"])
    entry = AuditEntry.objects.latest("id")
    assert (entry.verb, entry.object_label, entry.changes) == ("files.refuse", "经办", {"code": ["", code]})


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("关于保守国家秘密的学习安排。会议强调，要保护商业秘密。".encode(), "学习.txt"),
        (docx("清淤报告", "本项目涉及企业商业秘密的部分另附。"), "报告.docx"),
        (xlsx("保守国家秘密学习台账"), "台账.xlsx"),
    ],
)
def test_secrets_that_are_only_spoken_of_are_no_mark(city: City, content: bytes, name: str) -> None:
    assert kept(city, content, name).name == name


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (CLEAN.encode(), "报告.txt", "清理淤泥18公里"),
        (docx(*CLEAN.split("\n")), "报告.docx", "清理淤泥18公里"),
        (xlsx("南渠清淤", "18公里"), "台账.xlsx", "18公里"),
        (pdf("dredging of the south canal is done"), "report.pdf", "south canal"),
    ],
)
def test_the_words_of_a_document_are_kept_for_the_search(city: City, content: bytes, name: str, words: str) -> None:
    assert words in FileText.objects.get(file=kept(city, content, name)).text


def test_a_scan_and_an_empty_workbook_are_kept_without_words(city: City) -> None:
    for content, name in ((pdf(), "扫描件.pdf"), (xlsx(), "空表.xlsx")):
        assert not FileText.objects.filter(file=kept(city, content, name)).exists()


def test_what_is_kept_can_be_written_to_by_nobody(city: City) -> None:
    file = kept(city, CLEAN.encode(), "报告.txt")
    assert path_of(file).stat().st_mode & 0o777 == 0o400


def test_a_small_picture_is_upright_and_tells_neither_camera_nor_place(city: City) -> None:
    file = kept(city, photograph((1200, 900)), "现场.jpg")
    preview = FilePreview.objects.get(file=file)
    content = preview_path_of(file).read_bytes()
    assert (preview.width, preview.height) == (240, 320)  # turned
    with Image.open(io.BytesIO(content)) as small:
        assert not small.getexif()
        assert "exif" not in small.info
    assert b"CAMERA-OF-YUNLING" not in content
    assert b"CAMERA-OF-YUNLING" in path_of(file).read_bytes()  # the original is left as it came


def test_a_pdf_shows_its_first_page_and_a_text_nothing(city: City) -> None:
    page = kept(city, pdf("page one"), "报告.pdf")
    preview = FilePreview.objects.get(file=page)
    assert (preview.height, preview.width < 320) == (320, True)
    assert not FilePreview.objects.filter(file=kept(city, CLEAN.encode(), "报告.txt")).exists()


def test_a_picture_too_large_to_be_drawn_small_is_kept_without(city: City) -> None:
    file = kept(city, claiming(10_000, 5_000), "大图.png")
    assert not FilePreview.objects.filter(file=file).exists()
    assert MOST_PIXELS > 10_000 * 5_000


def test_the_small_picture_is_shown_to_those_who_may_have_the_file_only(city: City) -> None:
    file = kept(city, picture("甲"), "甲.png")
    response = city.sign_in("clerk").get(f"/files/{file.pk}/preview/")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert city.sign_in("liaison").get(f"/files/{file.pk}/preview/").status_code == 404


def test_a_large_upload_is_written_to_disk_and_never_held_whole(city: City, tmp_path: Path) -> None:
    big = tmp_path / "big.jpg"
    with big.open("wb") as file:
        file.write(picture("甲", kind="JPEG"))
        file.truncate(40 * 1024 * 1024)
    tracemalloc.start()
    with big.open("rb") as source:
        staged = stage(source, "现场.jpg", big.stat().st_size)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert staged.size == 40 * 1024 * 1024
    assert peak < 8 * 1024 * 1024


def test_past_the_limit_an_upload_is_only_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "LARGEST_FILE", 1000)
    handler = LimitedUploadHandler(RequestFactory().post("/"))
    with contextlib.suppress(StopFutureHandlers):
        handler.new_file("evidence", "大.pdf", "application/pdf", None, None, None)
    for start in range(0, 200_000, 500):
        handler.receive_data_chunk(b"x" * 500, start)
    file = handler.file_complete(200_000)
    assert file is not None
    assert (file.size, Path(file.temporary_file_path()).stat().st_size) == (200_000, 0)  # type: ignore[attr-defined]
    with pytest.raises(UnacceptableFile, match=r"0.2 MB，超过 0 MB"):
        stage(file, "大.pdf", file.size)  # type: ignore[arg-type]


def test_a_name_keeps_its_last_part_and_no_control_characters(city: City) -> None:
    assert kept(city, CLEAN.encode(), "C:\\文件\\..\\报告\n.txt").name == "报告.txt"
    assert kept(city, b"abc", "../../etc/甲.txt").name == "甲.txt"


def test_what_a_caller_read_itself_is_kept_too(city: City) -> None:
    assert path_of(store_file(CLEAN.encode(), "报告.txt", None)).read_bytes() == CLEAN.encode()


def test_html_and_pictures_come_as_attachments(city: City) -> None:
    for content, name in ((b"<script>alert(1)</script>", "网页.html"), (picture("乙"), "乙.png")):
        file = kept(city, content, name)
        response = city.sign_in("clerk").get(f"/files/{file.pk}/")
        assert response.headers["Content-Disposition"].startswith("attachment;")
