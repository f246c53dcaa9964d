"""What single cells say, and which are refused."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from duban.workbooks.rules import cells
from duban.workbooks.rules.cells import Refused, Units

LOOKUP = {"市水务局": "216", "市财政局": "209", "市国资委": "231", "市供电公司": "508", "市水务集团": "403"}.get


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2024, 11, 5), date(2024, 11, 5)),
        (date(2024, 11, 5), date(2024, 11, 5)),
        ("2024.11.5", date(2024, 11, 5)),
        ("2024年11月5日前", date(2024, 11, 5)),
        ("２０２４年１１月５日", date(2024, 11, 5)),
        ("20241105", date(2024, 11, 5)),
        (20241105, date(2024, 11, 5)),
        (20241105.0, date(2024, 11, 5)),
        (45601, date(2024, 11, 5)),
        ("45601", date(2024, 11, 5)),
        ("2024.11", date(2024, 11, 30)),
        ("2024年2月底", date(2024, 2, 29)),
        ("11月底前", date(2024, 11, 30)),
        ("三季度", date(2024, 9, 30)),
        ("年底前", date(2024, 12, 31)),
        ("明年6月底前", date(2025, 6, 30)),
    ],
)
def test_a_day_is_read_however_it_is_written(value: object, expected: date) -> None:
    found = cells.day_of(value, 2024)
    assert found is not None
    assert found.day == expected


@pytest.mark.parametrize("value", [None, "", " ", "/", "—", "无"])
def test_an_empty_cell_says_nothing(value: object) -> None:
    assert cells.day_of(value, 2024) is None
    assert cells.lead_of(value, LOOKUP) is None
    assert cells.done_of(value) is None
    assert cells.percent_of(value) is None
    assert cells.funds_of(value) is None


@pytest.mark.parametrize("value", ["长期坚持", "每月25日前", "持续推进", "按上级要求"])
def test_words_without_a_day_stay_words(value: str) -> None:
    found = cells.day_of(value, 2024)
    assert found is not None
    assert (found.day, found.words) == (None, value)


@pytest.mark.parametrize(
    "value", ["2024-13-45", "2024.2.30", "11月31日", "24/11/5", "5/11/24", "尽快", 3.7, 12, True, "2024年13月"]
)
def test_what_is_no_day_is_refused(value: object) -> None:
    with pytest.raises(Refused):
        cells.day_of(value, 2024)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("市水务局", Units("216")),
        ("市水务局、市财政局", Units("216", ("209",))),
        ("市水务局\n市财政局", Units("216", ("209",))),
        ("市水务局 市财政局", Units("216", ("209",))),
        ("市 水 务 局", Units("216")),
        ("市水务局和市财政局", Units("216", ("209",))),
        ("市水务局牵头，市财政局、市国资委配合", Units("216", (), ("209", "231"))),
        ("由市水务局牵头负责", Units("216")),
        ("牵头单位：市水务局；配合单位：市财政局", Units("216", (), ("209",))),
        ("牵头：市水务局\n责任：市财政局\n配合：市国资委", Units("216", ("209",), ("231",))),
        ("责任单位：市水务局、市财政局", Units("216", ("209",))),
        ("市水务局、市水务局", Units("216")),
        ("市水务局等单位", Units("216")),
        ("市供电公司", Units("508")),
    ],
)
def test_units_are_read_in_their_roles(value: str, expected: Units) -> None:
    assert cells.lead_of(value, LOOKUP) == expected


@pytest.mark.parametrize("value", ["市某某局", "市水务局、市某某局", "待定", "牵头：\n配合：市财政局"])
def test_a_name_that_is_no_unit_is_refused(value: str) -> None:
    with pytest.raises(Refused):
        cells.lead_of(value, LOOKUP)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("完成", True), ("已办结", True), ("√", True), ("是", True), ("100%完成", True), (True, True), ("未完成", False),
     ("正在推进", False), ("×", False), ("否", False), ("在建", False), ("尚未完成", False),
     ("进度正常", False), ("工作进展顺利", False), ("按计划推进", False), ("按序时进度推进中", False), ("有序推进", False)],
)  # fmt: skip
def test_done_is_read_from_words(value: object, expected: bool) -> None:
    assert cells.done_of(value) is expected


@pytest.mark.parametrize("value", ["进度正常，已完成", "进展顺利，主体完工", "按计划推进，年内办结", "大概吧", "80%"])
def test_what_says_two_things_or_none_is_not_guessed_at(value: str) -> None:
    with pytest.raises(Refused, match="看不出是否完成"):
        cells.done_of(value)


@pytest.mark.parametrize(
    ("colour", "expected"), [("92D050", True), ("FF0000", False), ("FFFF00", False), ("ABCDEF", None), (None, None)]
)
def test_done_is_read_from_colours(colour: str | None, expected: bool | None) -> None:
    assert cells.done_of_colour(colour) is expected


@pytest.mark.parametrize(
    ("value", "shares", "expected"),
    [("85%", False, "85"), ("８５％", False, "85"), (0.85, True, "85"), (85, False, "85"), ("完成96.17%", False, "96.17"),
     ("961.7%", False, "961.7"), (1, True, "100"), (0, False, "0")],
)  # fmt: skip
def test_a_percentage_is_read(value: object, shares: bool, expected: str) -> None:
    assert cells.percent_of(value, shares=shares) == Decimal(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120万元", "120"),
        ("1.2亿元", "12000"),
        ("1,234.5万元", "1234.5"),
        (88.5, "88.5"),
        ("5000元", "0.5"),
        ("300 万", "300"),
    ],
)
def test_an_amount_is_read_in_ten_thousands(value: object, expected: str) -> None:
    assert cells.funds_of(value) == Decimal(expected)


@pytest.mark.parametrize("value", ["过半", "#REF!", "约几百万", "-30万元", -3, "1.2.3"])
def test_what_is_no_figure_is_refused(value: object) -> None:
    with pytest.raises(Refused):
        cells.funds_of(value)
    with pytest.raises(Refused):
        cells.percent_of(value)
