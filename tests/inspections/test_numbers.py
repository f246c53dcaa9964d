"""Case numbers by pattern, and an index taken off one it is glued to."""

from __future__ import annotations

from datetime import date

import pytest

from duban.inspections.rules.numbers import (
    CENTRAL,
    PLAIN,
    BadNumber,
    BadPattern,
    Known,
    compiled,
    example,
    read_number,
    unglued,
)
from duban.inspections.rules.same_case import stated_same_case


def test_a_central_number_says_channel_round_province_and_day() -> None:
    said = read_number(" d3sx２０２５05280018", CENTRAL)
    assert (said.number, said.channel, said.round, said.province) == ("D3SX202505280018", "call", 3, "SX")
    assert (said.day, said.serial) == (date(2025, 5, 28), 18)
    assert read_number("X3SX202505280018", CENTRAL).channel == "letter"


@pytest.mark.parametrize("words", ["", "A3SX202505280018", "D3SX202513280018", "D3SX20250528018", "3438", "D" * 60])
def test_a_number_of_another_form_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(BadNumber):
        read_number(words, CENTRAL)


def test_a_pattern_is_data_and_is_checked() -> None:
    assert read_number("云第0031号", "云第{serial:4}号").serial == 31
    for bad in ("{channel}{round}", "{serial}{serial}", "{year}{serial}", "{date:8}{serial}", "{serial"):
        with pytest.raises(BadPattern):
            compiled(bad)
    assert (example(CENTRAL), example("{serial:4}")) == ("D3SX202505280018", "0018")


BOTH = "{channel}{round}{province}{city}{date}{serial:4}"


@pytest.mark.parametrize(
    ("number", "province", "city"),
    [
        ("D3SXAB202611270001", "SX", "AB"),
        ("D3SXCD202611270001", "SX", "CD"),
        ("D3GDAB202611270001", "GD", "AB"),
        ("D3GDGZ202611270001", "GD", "GZ"),
        ("D3SXABC202611270001", "SX", "ABC"),
    ],
)
def test_codes_side_by_side_are_told_apart_by_those_known(number: str, province: str, city: str) -> None:
    said = read_number(number, BOTH, Known("SX", "AB"))
    assert (said.province, said.city) == (province, city)


def test_the_example_of_a_message_is_of_the_inspection_itself() -> None:
    own = Known("YL", "", 4, date(2026, 11, 27))
    with pytest.raises(BadNumber, match="D4YL202611270018"):
        read_number("3438", CENTRAL, own)


@pytest.mark.parametrize(
    "words", ["★X3SX202505280018", "X3SX202505280018★", "＊ X3SX202505280018", "★ x3sx202505280018"]
)
def test_a_star_is_no_part_of_a_number(words: str) -> None:
    assert read_number(words, CENTRAL).number == "X3SX202505280018"
    assert unglued(words, CENTRAL) == ("", "X3SX202505280018")


@pytest.mark.parametrize(
    ("words", "pattern", "index", "number"),
    [
        ("1D3SX202505280018", CENTRAL, "1", "D3SX202505280018"),
        ("12 X3SX202505280018", CENTRAL, "12", "X3SX202505280018"),
        ("D3SX202505280018", CENTRAL, "", "D3SX202505280018"),
        ("123438", "{serial:4}", "12", "3438"),
        ("12、3438", PLAIN, "12", "3438"),
        ("3438", PLAIN, "", "3438"),
    ],
)
def test_an_index_is_taken_off_a_number(words: str, pattern: str, index: str, number: str) -> None:
    assert unglued(words, pattern) == (index, number)


@pytest.mark.parametrize(
    ("text", "batch", "number"),
    [
        ("经查，与第三十一批次受理编号3438号属同一案件。", 31, "3438"),
        ("该件与D3SX202505280018号信访件内容重复。", None, "D3SX202505280018"),
        ("同第2批受理编号X3SX202505290003号反映的问题属同一问题", 2, "X3SX202505290003"),
    ],
)
def test_a_table_states_itself_which_case_it_repeats(text: str, batch: int | None, number: str) -> None:
    stated = stated_same_case(text)
    assert stated is not None
    assert (stated.batch, stated.number) == (batch, number)


@pytest.mark.parametrize("text", ["与群众反映一致", "与2023年情况相同。", "第三批次交办的问题已办结"])
def test_other_words_state_no_case(text: str) -> None:
    assert stated_same_case(text) is None
