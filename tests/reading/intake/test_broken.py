"""Documents with bytes changed, lost or doubled at chance places: read or refused, never a fault of ours."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from duban.reading.intake import intake_bytes
from duban.reading.model import CannotRead

from .documents import MINUTES, docx, ofd, ofd_text, paragraph, pdf, set_in_lines, zipped
from .test_docx import NUMBERING, STYLES
from .test_web_page import page

WHOLE = {
    "a.docx": docx("".join(paragraph(line, number=1) for line in MINUTES), numbering=NUMBERING, styles=STYLES),
    "a.ofd": ofd([ofd_text(MINUTES[1], x=30, y=30)]),
    "a.pdf": pdf([set_in_lines(MINUTES[1] * 2, top=700)]),
    "a.html": page().encode(),
    "a.txt": "\n".join(MINUTES).encode("gb18030"),
}


def broken(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 10))):
        place = chance.randrange(len(changed))
        match chance.randrange(3):
            case 0:
                changed[place] = chance.randrange(256)
            case 1:
                del changed[place : place + chance.randrange(1, 20)]
            case _:
                changed[place:place] = changed[max(0, place - 30) : place]
    return bytes(changed)


def broken_inside(content: bytes, chance: random.Random) -> bytes:
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(list(parts))
    return zipped({**parts, name: broken(archive.read(name), chance)})


@pytest.mark.parametrize("name", WHOLE)
def test_a_broken_document_is_read_or_refused(name: str) -> None:
    chance = random.Random(name)
    outcomes = set()
    for turn in range(150):
        breaking = broken_inside if name in ("a.docx", "a.ofd") and turn % 2 else broken
        try:
            outcomes.add(bool(intake_bytes(breaking(WHOLE[name], chance), name=name).text))
        except CannotRead as refusal:
            outcomes.add(refusal.code)
    assert True in outcomes


@pytest.mark.parametrize("sign", ["\x01", "&#1;", "&#x1F;", "&#0;", "\ufffe"])
def test_control_characters_do_not_stop_a_page(sign: str) -> None:
    text = intake_bytes(page().replace("11月底前", f"11月{sign}底前").encode(), name="a.html").text
    assert "会议要求，要加快推进重大项目建设" in text
