"""The tables say what the libraries they were built from say."""

from __future__ import annotations

from pathlib import Path

import pytest
from opencc import OpenCC
from pypinyin.constants import PINYIN_DICT

from duban.reading.lexicon.readings import characters, follow, normal, reads, reads_with_gap, reads_without_tone
from duban.reading.lexicon.readings_script import simplified_forms, simplify
from tests.reading.test_noise_generator import page


def test_every_reading_of_the_basic_block_is_in_the_table() -> None:
    for code in range(0x4E00, 0xA000):
        for reading in filter(None, str(PINYIN_DICT.get(code, "")).split(",")):
            assert chr(code) in characters(reading)


def test_simplify_agrees_with_opencc_on_texts_of_our_own() -> None:
    to_traditional, back = OpenCC("s2t").convert, OpenCC("t2s").convert
    for seed in range(20):
        traditional = to_traditional(page(seed))
        assert traditional != page(seed)
        assert simplify(traditional) == back(traditional)


@pytest.mark.shared
def test_simplify_agrees_with_opencc_on_a_real_traditional_text(shared: Path) -> None:
    (path,) = (shared / "corpus" / "noisy-real").glob("*traditional*")
    text = path.read_text(encoding="utf-8")
    assert simplify(text) == OpenCC("t2s").convert(text)


def test_simplified_forms_are_one_character_each() -> None:
    assert len(simplified_forms()) > 3000
    assert all(len(form) == 1 and form != character for character, form in simplified_forms().items())


@pytest.mark.parametrize(
    ("printed", "reading"),
    [
        ("wù", "wù"),
        ("WÙ", "wù"),
        ("wu\u0300", "wù"),
        ("wu4", "wù"),
        ("lv4", "lǜ"),
        ("gou3", "gǒu"),
        ("shui3", "shuǐ"),
        ("men5", "men"),
    ],
)
def test_a_reading_is_brought_to_one_form(printed: str, reading: str) -> None:
    assert normal(printed) == reading


def test_readings_are_asked_with_tone_without_and_with_a_gap() -> None:
    assert reads("務", "wù")
    assert not reads("務", "huì")
    assert reads_without_tone("務", "wu")
    assert not reads_without_tone("務", "hui")
    assert reads_with_gap("務", "w?", "?")
    assert not reads_with_gap("務", "h?", "?")


def test_neighbours_are_told_by_how_often_they_meet() -> None:
    assert follow("会", "议") == 2
    assert follow("议", "乾") == 0
