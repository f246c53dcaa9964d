"""The head of the meeting: what it is, who convened it, which one it was, when, and who chaired."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duban.reading.extract import Extracted, extract
from duban.reading.extract.meeting_date import number


def read(text: str, *, name: str = "", on: date | None = None) -> Extracted:
    return extract(text, name=name, on=on)


def codes(found: Extracted) -> list[str]:
    return [notice.code for notice in found.notices]


@pytest.mark.parametrize(
    ("held", "kind", "convener", "ordinal"),
    [
        ("市政府第52次常务会议", "executive", "市政府", 52),
        ("云陵市人民政府第七次常务会议", "executive", "市政府", 7),
        ("望川区人民政府2026年第6次常务会议", "executive", "区政府", 6),
        ("全市前三季度经济运行分析会", "other", None, None),
        ("市政府党组2024年第11次（扩大）会议", "party_group", "市政府党组", 11),
        ("市委常委会会议", "standing_committee", "市委", None),
        ("市政府第四次全体（扩大）会议", "plenary", "市政府", 4),
        ("县政府专题会议", "special", "县政府", None),
        ("全市重点项目建设调度会", "dispatch", None, None),
        ("市政府民营企业家座谈会", "other", "市政府", None),
    ],
)
def test_kind_convener_and_number(held: str, kind: str, convener: str | None, ordinal: int | None) -> None:
    text = f"2025年3月6日，代表单位负责人主持召开{held}，研究当前工作。\n会议强调，要抓好落实。\n"
    meeting = read(text).meeting
    assert (meeting.kind, meeting.convener, meeting.ordinal) == (kind, convener, ordinal)


def test_the_kind_may_stand_before_the_verb() -> None:
    text = "市委常委会召开会议 传达学习党的二十届三中全会精神\n7月23日，市委常委会召开会议，传达学习党的二十届三中全会精神。市委书记宋启元主持会议。\n会议强调，要抓好落实。\n"
    meeting = read(text, name="2024-07-23.txt").meeting
    assert (meeting.kind, meeting.convener) == ("standing_committee", "市委")


def test_a_committee_that_meets_is_no_meeting_s_name() -> None:
    meeting = read(
        "3月18日，市委财经委员会召开第三次会议，研究债务化解工作。\n会议指出，要抓好落实。\n", name="2025-03-18.txt"
    ).meeting
    assert (meeting.kind, meeting.convener, meeting.ordinal) == ("other", "市委", 3)


def test_a_name_of_two_characters_may_be_set_apart() -> None:
    chair = read(
        "昌川县人民政府常务会议纪要\n时间：2025年6月27日\n主持：县委副书记、县长 沈　岳\n一、听取防汛汇报\n会议强调，要备汛。\n"
    ).meeting.chair
    assert chair is not None
    assert (chair.name, chair.posts) == ("沈岳", ("县委副书记", "县长"))


def test_the_issue_number_and_the_term_are_not_the_ordinal() -> None:
    text = "云陵市第五届人民政府常务会议纪要\n2020年第21期\n2020年9月8日，市长沈知行主持召开市第五届人民政府第63次常务会议。会议研究了有关事项。\n"
    meeting = read(text).meeting
    assert (meeting.ordinal, meeting.term) == (63, 5)


def test_the_congress_a_text_quotes_is_not_the_term() -> None:
    text = "3月18日，市长沈知行主持召开新一届市政府第一次常务会议，传达学习十四届全国人大三次会议精神。\n会议指出，要抓好落实。\n"
    meeting = read(text, name="2025-03-18.txt").meeting
    assert (meeting.ordinal, meeting.term) == (1, None)


@pytest.mark.parametrize(
    ("sentence", "name", "posts"),
    [
        ("4月11日，市委副书记、市长沈知行主持召开市政府第52次常务会议。", "沈知行", ("市委副书记", "市长")),
        (
            "市委副书记、代市长，云陵新区党工委书记沈知行主持召开市政府第52次常务会议。",
            "沈知行",
            ("市委副书记", "代市长", "云陵新区党工委书记"),
        ),
        ("市政府召开第52次常务会议，代市长欧阳砚主持会议并讲话。", "欧阳砚", ("代市长",)),
        ("4月11日下午，县长温若棠在县政府一楼会议室主持召开县政府第3次常务会议。", "温若棠", ("县长",)),
        ("4月11日下午，孟书澜副市长主持召开专题会议。", "孟书澜", ("副市长",)),
        ("市政府召开专题会议，副市长孟书澜出席会议并讲话，秘书长江一苇主持会议。", "江一苇", ("秘书长",)),
    ],
)
def test_the_chair_is_who_presides(sentence: str, name: str, posts: tuple[str, ...]) -> None:
    text = f"{sentence}\n会议强调，要抓好落实。\n"
    chair = read(text, name="2025-04-11.txt").meeting.chair
    assert chair is not None
    assert (chair.name, chair.posts) == (name, posts)
    assert text[slice(*chair.span)] == name


def test_a_whole_date_is_taken_as_printed() -> None:
    found = read("二〇二四年六月十八日，市长沈知行主持召开市政府第43次常务会议。会议研究了有关事项。\n")
    assert found.meeting.date is not None
    assert found.meeting.date.value == date(2024, 6, 18)
    assert found.notices == ()


@pytest.mark.parametrize(
    ("day", "matter", "year", "because"),
    [
        ("10月24日", "听取2024年1至9月重点工作推进情况汇报", 2024, "2024年1至9月"),
        ("2月24日", "部署2025年一季度重点工作", 2025, "2025年一季度"),
        ("9月2日", "审议《人工智能行动计划（2025—2027年）》", 2025, "2025"),
        ("7月5日", "听取2024年度市级预算执行审计情况汇报", 2025, "2024年"),
        ("2月6日", "听取2024年市政府部门办理人大代表建议和政协提案工作情况汇报", 2025, "2024年"),
        ("2月21日", "听取2024年全年建议提案办理情况汇报", 2025, "2024年全年"),
        ("1月9日", "听取2025年度法治政府建设情况汇报", 2026, "2025年度"),
        ("3月24日", "研究2021年重点项目建设工作", 2021, "2021年"),
        ("3月5日", "研究截至2024年底未完成的整改事项", 2025, "2024年"),
        ("1月17日", "总结2023年变化，研究做好2024年政府工作的安排", 2024, "2024年"),
        ("9月29日", "研究2025年第三次民生实事调度事项", 2025, "2025年"),
    ],
)
def test_the_year_is_inferred_from_another_expression(day: str, matter: str, year: int, because: str) -> None:
    text = f"{day}，市长沈知行主持召开市政府第8次常务会议，{matter}。\n会议强调，要抓好落实。\n"
    found = read(text)
    assert found.meeting.date is not None
    assert found.meeting.date.value.year == year
    source = found.meeting.date.year_inferred_from
    assert source is not None
    assert because.startswith(source.text)
    assert text[slice(*source.span)] == source.text
    assert codes(found) == ["year_inferred"]


def test_the_year_comes_from_the_name_where_the_text_has_none() -> None:
    text = "市长沈知行12月30日主持召开市政府第8次常务会议，研究有关工作。\n会议强调，要抓好落实。\n"
    found = read(text, name="2026-01-02-report.txt")
    assert found.meeting.date is not None
    assert (found.meeting.date.value, found.meeting.date.year_inferred_from) == (date(2025, 12, 30), None)
    assert codes(found) == ["year_from_name"]


@pytest.mark.parametrize(
    ("day", "value"), [("4日", date(2025, 7, 4)), ("昨日", date(2025, 7, 4)), ("今天", date(2025, 7, 5))]
)
def test_a_day_without_month_needs_a_given_day(day: str, value: date) -> None:
    text = f"市长沈知行{day}主持召开市政府第8次常务会议，研究有关工作。\n会议强调，要抓好落实。\n"
    given = read(text, on=date(2025, 7, 5)).meeting.date
    assert given is not None
    assert (given.text, given.value) == (day, value)
    alone = read(text)
    assert alone.meeting.date is None
    assert codes(alone) == ["date_unknown"]


def test_nothing_is_a_meeting_that_only_regulates_meetings() -> None:
    rules = "云陵市人民政府常务会议议事规则\n第一条 为规范常务会议，制定本规则。\n第二条 常务会议由市长主持召开常务会议。\n第三条 会议研究重大事项。\n"
    found = read(rules)
    assert found.meeting.kind is None
    assert found.agenda == ()
    assert codes(found) == ["no_meeting_found"]


def test_a_work_report_says_that_it_is_one() -> None:
    report = "政府工作报告\n——2026年1月15日在云陵市人民代表大会会议上\n各位代表：\n现在，我代表市人民政府报告工作。要加快补齐短板。\n"
    assert codes(read(report)) == ["no_meeting_found", "work_report"]


def test_a_story_is_no_meeting() -> None:
    assert codes(read("第991章 夜雨\n他推开门，雨还在下。\n")) == ["no_meeting_found"]


@pytest.mark.parametrize(("text", "value"), [("85", 85), ("十", 10), ("二十三", 23), ("一百零六", 106)])
def test_numbers_in_both_scripts(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.shared
def test_other_meetings_are_never_called_executive(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "meetings-other").glob("*.txt")):
        assert read(path.read_text("utf-8"), name=path.name).meeting.kind != "executive", path.name
