"""Which clause a time limit binds; what the phrases mean is tested in tests/dates."""

from datetime import date

import pytest

from duban.reading.extract.deadlines import find_deadline
from duban.reading.model import Action, Deadline, Requirement

DAY = date(2024, 9, 27)


def _deadlines(text: str, *actions: str, day: date | None = DAY) -> list[Deadline | None]:
    """Return the deadline of each action of one requirement, which stands behind an opening sentence."""
    whole = f"会议强调，{text}。"
    placed, place = [], 0
    for action in actions:
        place = whole.index(action, place)
        placed.append(Action(action, (place, place + len(action))))
        place += len(action)
    requirement = Requirement("R1", (), "require", text, (5, 5 + len(text)), tuple(placed))
    found = [find_deadline(whole, requirement, action, day) for action in placed]
    assert all(whole[slice(*one.span)] == one.text for one in found if one)
    return found


def _shown(found: list[Deadline | None]) -> list[tuple[str, str] | None]:
    return [one and (one.text, str(one.value)) for one in found]


def test_the_quote_belongs_to_the_clause_it_stands_in() -> None:
    found = _deadlines(
        "市水务局要摸清底数，11月底前完成清淤，建立巡护台账", "市水务局要摸清底数", "11月底前完成清淤", "建立巡护台账"
    )
    assert _shown(found) == [None, ("11月底前", "2024-11-30"), None]


@pytest.mark.parametrize(
    ("opening", "quote", "value"),
    [
        ("力争到2026年底前，", "2026年底前", "2026-12-31"),
        ("四季度，", "四季度", "2024-12-31"),
        ("今年在6个试点街道，", "今年", "2024-12-31"),
        ("会后5个工作日内，", "5个工作日内", "2024-10-10"),
    ],
)
def test_a_time_clause_of_its_own_binds_the_clause_after_it_alone(opening: str, quote: str, value: str) -> None:
    found = _deadlines(f"{opening}各街道建成便民服务站，完善服务清单", "各街道建成便民服务站", "完善服务清单")
    assert _shown(found) == [(quote, value), None]


def test_a_clause_of_circumstance_with_a_time_in_it_binds_nothing() -> None:
    found = _deadlines("针对2025年底前到期的合同，要逐项清理", "逐项清理")
    assert _shown(found) == [None]


def test_a_start_is_no_deadline() -> None:
    assert _shown(_deadlines("自2025年1月1日起，实行月报制度", "实行月报制度")) == [None]


def test_a_day_gone_by_is_a_fact() -> None:
    assert _shown(_deadlines("今年6月底前完成确权登记", "今年6月底前完成确权登记")) == [None]


def test_a_recurring_limit_carries_its_rule_and_no_value() -> None:
    (found,) = _deadlines("各县区每月5日前报送进度", "各县区每月5日前报送进度")
    assert found is not None
    assert (found.text, found.value, found.recurring) == ("每月5日前", None, "FREQ=MONTHLY;BYMONTHDAY=5")


def test_a_limit_from_an_event_of_the_clause_before_has_no_value() -> None:
    found = _deadlines("接到群众来电后，2小时内到场核实", "2小时内到场核实")
    assert _shown(found) == [("2小时内", "None")]


def test_a_limit_for_what_people_report_counts_from_each_case() -> None:
    found = _deadlines("企业反映事项7个工作日内答复", "企业反映事项7个工作日内答复")
    assert _shown(found) == [("7个工作日内", "None")]


def test_without_a_meeting_day_only_a_whole_date_has_a_value() -> None:
    actions = ("年底前完成验收", "2026年6月底前投用")
    found = _deadlines("，".join(actions), *actions, day=None)
    assert _shown(found) == [("年底前", "None"), ("2026年6月底前", "2026-06-30")]


def test_the_deadline_brings_its_arithmetic_and_its_rule() -> None:
    (found,) = _deadlines("国庆节前完成检修", "国庆节前完成检修")
    assert found is not None
    assert found.rule == "period.festival"
    assert found.explanation == ("规则：国庆节为2024年10月1日（周二），“前”到前一日为止", "结果：2024年9月30日（周一）")
