"""Files that are to be sealed never lie readable on the disk, not even while the request runs."""

from __future__ import annotations

import io
import os
import zipfile
from typing import Any

import pytest
from django.core.files import uploadedfile
from django.core.files.uploadedfile import SimpleUploadedFile

from duban.inspections.intake import NoPetitions, read_batch
from duban.inspections.models import Intake
from duban.vault.models import Sealed
from tests.inspections.conftest import Desk
from tests.inspections.tables import ROWS, xlsx
from tests.inspections.test_pdf_tables import WORDS

MB = 1024 * 1024


@pytest.fixture
def spooled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of uploads that were written to the disk."""
    names: list[str] = []
    write = uploadedfile.tempfile.NamedTemporaryFile

    def told(*args: Any, **kwargs: Any) -> Any:
        names.append(str(kwargs))
        return write(*args, **kwargs)

    monkeypatch.setattr(uploadedfile.tempfile, "NamedTemporaryFile", told)
    return names


def large(size: int) -> bytes:
    """Return a workbook of petitions with a picture's weight in it, larger than what Django keeps in memory by itself."""
    stream = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("docProps/weight.bin", os.urandom(size - len(stream.getvalue()) - 400))
    return stream.getvalue()


@pytest.mark.parametrize("size", [3 * MB, 20 * MB])
def test_a_batch_up_to_the_limit_stays_in_memory(desk: Desk, spooled: list[str], size: int) -> None:
    client = desk.city.sign_in("clerk")
    address = desk.batch.get_absolute_url()
    answer = client.post(address, {"file": SimpleUploadedFile("清单.xlsx", large(size)), "text": ""})
    assert answer.status_code == 302, answer.context["form"].errors
    assert spooled == []
    assert Sealed.objects.filter(kind="original").count() == Intake.objects.count() == 1


def test_a_larger_batch_is_refused_by_its_true_size_and_was_nowhere(desk: Desk, spooled: list[str]) -> None:
    client = desk.city.sign_in("clerk")
    answer = client.post(desk.batch.get_absolute_url(), {"file": SimpleUploadedFile("清单.xlsx", large(21 * MB))})
    assert answer.status_code == 422
    assert "超过 20 MB" in answer.content.decode()
    assert (spooled, Intake.objects.count(), Sealed.objects.count()) == ([], 0, 0)


def test_a_list_of_ordinary_petitions_that_is_too_large_was_nowhere_either(desk: Desk, spooled: list[str]) -> None:
    client = desk.city.sign_in("clerk")
    answer = client.post("/petitions/imports/", {"table": SimpleUploadedFile("清单.csv", b"x" * (3 * MB))})
    assert (answer.status_code, "超过 2 MB" in answer.content.decode()) == (422, True)
    assert spooled == []


def test_other_uploads_go_to_the_disk_as_before(desk: Desk, spooled: list[str]) -> None:
    client = desk.city.sign_in("clerk")
    file = io.BytesIO(b"x" * (3 * MB))
    file.name = "台账.xlsx"
    client.post("/workbooks/", {"file": file})
    assert len(spooled) == 1


def test_old_formats_that_would_be_converted_on_the_disk_are_refused(spooled: list[str]) -> None:
    for content in (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, b"{\\rtf1 x}"):
        with pytest.raises(NoPetitions, match="另存为"):
            read_batch(content, "清单.doc", WORDS)
    assert spooled == []
