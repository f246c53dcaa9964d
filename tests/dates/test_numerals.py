from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.dates.numerals import parse_count, parse_number, plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", "5"), ("１２", "12"), ("38.6", "38.6"), ("1,200", "1200"), ("1.5万", "15000"), ("3亿", "300000000"),
        ("两", "2"), ("十", "10"), ("十二", "12"), ("二十五", "25"), ("一百零五", "105"), ("三千二百", "3200"),
        ("一万二千", "12000"), ("二〇二五", "2025"), ("二零二五", "2025"), ("百分之五", "0.05"), ("〇", "0"),
    ],
)  # fmt: skip
def test_numerals_are_read(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "两三", "若干", "十几", "1.2.3", "万", "1..5", "百分之", "三五个", "十百"])
def test_what_is_no_single_number_gives_none(text: str) -> None:
    assert parse_number(text) is None


def test_a_fraction_is_no_count() -> None:
    assert parse_count("1.5") is None
    assert parse_count("1.5万") == 15000


def _chinese(number: int) -> str:
    """Write a number below 10,000 as people do, independently of the parser."""
    digits = "零一二三四五六七八九"
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap and written else "") + digits[digit] + name
            gap = False
        else:
            gap = True
    return written


@given(st.integers(min_value=1, max_value=9999))
def test_every_number_written_out_is_read_back(number: int) -> None:
    assert parse_count(_chinese(number)) == number


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_plain_figures_have_no_exponent_and_keep_their_value(value: Decimal) -> None:
    written = plain(value)
    assert "E" not in written
    assert Decimal(written) == value
