"""Cutting text and taking searches apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.search.rules import excerpt, plain, tokens, words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("污水管", "污水 水管 管"),
        ("水", "水"),
        ("水，管网", "水 管网 网"),
        ("gdp6.3%", "gd dp p6 6 3"),
        ("……", ""),
        ("2026-11", "20 02 26 6 11 1"),
    ],
)
def test_text_is_cut_into_pairs_and_the_last_character_of_each_run(text: str, expected: str) -> None:
    assert " ".join(tokens(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＡＢ　增长６％", "ab 增长6%"),
        ("管\u200b网", "管网"),
        ("  多\n\n行 ", "多 行"),
        ("会2026-0003", "会2026-0003"),
    ],
)
def test_text_is_compared_in_one_width_and_small_letters(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("管网", [("管网", True)]),
        ("的", [("的", True)]),
        (" 补助　到位 ", [("补助", True), ("到位", True)]),
        ("%", [("%", False)]),
        ("6.3%", [("6.3%", False)]),
        ("😀", [("😀", False)]),
        ("", []),
        ("管网 管网", [("管网", True)]),
    ],
)
def test_words_of_a_search_say_whether_the_pairs_prove_them(search: str, expected: list[tuple[str, bool]]) -> None:
    assert [(word.text, word.proven) for word in words_of(search)] == expected


def test_a_search_longer_than_any_sense_is_cut() -> None:
    assert len(words_of(" ".join("一二三四五六七八九十百千万亿"))) == 8
    assert len(words_of("长" * 5000)[0].text) == 100


def test_an_excerpt_marks_every_hit_as_the_text_is_written() -> None:
    pieces = excerpt("前言很长" * 20 + "清掏ＧＤＰ管网，再清掏一次", words_of("gdp 清掏"))
    assert [piece.text for piece in pieces if piece.hit] == ["清掏", "ＧＤＰ", "清掏"]  # noqa: RUF001
    assert pieces[0].text == "…"


@given(st.text("水管网的ＡaB 。\u200b\n😀㎡", max_size=200), st.text("水管网aB m2", max_size=4))
def test_an_excerpt_is_a_part_of_the_text_on_one_line(text: str, search: str) -> None:
    pieces = excerpt(text, words_of(search))
    line = " ".join(text.replace("\u200b", "").split())
    assert "".join(piece.text for piece in pieces if piece.text != "…") in line
    assert all(plain(piece.text) for piece in pieces if piece.hit)
