"""Lamps by rule set, as tables; what holds in every rule set; properties."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.dates.workdays import load_calendar
from duban.tasks.rules.case import Direction, Lamp, LampCase, Target
from duban.tasks.rules.lamp import judge, period_ends
from duban.tasks.rules.rule_sets import load_rule_set
from duban.tasks.rules.sentences import SENTENCES
from duban.tasks.rules.shares import Node
from tests.tasks.lamp_cases import RULE_SETS, judged, lamp, node

# a thousand days from 2022-01-01: 2024-09-26 is the last, so that points behind come out even
THOUSAND = {"start": "2022-01-01", "deadline": "2024-09-26", "target": "1000"}
HALF = "2023-05-15"  # day 500


@pytest.mark.parametrize(
    ("rule_set", "actual", "expected"),
    [
        ("yinchuan-2025", "500", "green"),
        ("yinchuan-2025", "399", "green"),  # 10.1 points behind: the tolerance favours the unit
        ("yinchuan-2025", "398.9999", "yellow"),
        ("yinchuan-2025", "199", "yellow"),  # 30.1
        ("yinchuan-2025", "198.9999", "red"),
        ("yinchuan-2025", "0", "red"),  # nothing done, but reported
        ("yinchuan-2025", "9617", "green"),
        ("duban-default-1", "399", "green"),
        ("duban-default-1", "398.9999", "yellow"),
        ("duban-default-1", "299", "yellow"),  # 20.1
        ("duban-default-1", "298.9999", "red"),
        ("duban-default-1", "199", "red"),
        ("ouhai-2020", "0", "green"),  # the deadline is the only node
        ("songyang-2022", "484", "green"),  # last month end, day 485: 48.5 % due; 0.1 point is granted
        ("songyang-2022", "483.9999", "yellow"),
        ("songyang-2022", "454", "yellow"),  # last quarter end, day 455
        ("songyang-2022", "453.9999", "red"),
    ],
)
def test_a_quantity_by_rule_set(rule_set: str, actual: str, expected: str) -> None:
    assert lamp(rule_set, HALF, actual=actual, **THOUSAND) == expected


@pytest.mark.parametrize("rule_set", RULE_SETS)
@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"today": "2024-12-31", "target": "100"}, "grey"),  # nothing reported, the deadline day itself
        ({"today": "2025-01-01", "target": "100"}, "red"),  # past due, reported or not
        ({"today": "2025-01-01", "target": "100", "actual": "99.9999"}, "red"),
        ({"today": "2025-01-01", "target": "100", "actual": "100", "reported_on": "2024-12-31"}, "green"),
        ({"today": "2025-01-01", "target": "100", "actual": "100"}, "green"),
        ({"today": "2024-06-30", "target": "100", "actual": "100"}, "green"),
        ({"today": "2023-12-31", "target": "100", "actual": "0"}, "green"),  # before the start nothing is due
        ({"today": "2024-06-30", "target": "100", "reported_on": "2024-06-01"}, "grey"),  # words alone are no figure
        ({"today": "2024-06-30"}, "grey"),  # no measure, no report
        ({"today": "2024-06-30", "reported_on": "2024-06-01"}, "green"),  # no measure, but it reports
        ({"today": "2025-01-01", "reported_on": "2024-06-01"}, "red"),
        ({"today": "2024-06-30", "deadline": None, "target": "100", "actual": "1"}, "grey"),
        ({"today": "2024-06-30", "direction": "ceiling", "target": "4.3", "actual": "4.3"}, "green"),
        ({"today": "2024-06-30", "direction": "ceiling", "target": "4.3", "actual": "4.3001"}, "red"),
        ({"today": "2025-06-30", "direction": "ceiling", "target": "4.3", "actual": "4.2"}, "green"),
        ({"today": "2025-06-30", "direction": "ceiling", "target": "4.3"}, "red"),
        ({"today": "2024-06-30", "direction": "ceiling", "target": "0", "actual": "0"}, "green"),
        ({"today": "2024-06-30", "direction": "ceiling", "target": "4.3"}, "grey"),
        ({"today": "2024-06-30", "direction": "text", "target": "应补尽补"}, "grey"),
        ({"today": "2024-06-30", "direction": "text", "target": "应补尽补", "actual": "正在排查"}, "green"),
        ({"today": "2025-01-01", "direction": "text", "target": "应补尽补", "actual": "正在排查"}, "red"),
        ({"today": "2025-01-01", "direction": "text", "target": "应补尽补", "actual": "应补尽补"}, "green"),
        ({"today": "2025-01-01", "direction": "text", "target": "应补尽补", "actual": True}, "green"),
        ({"today": "2025-01-01", "direction": "text", "target": "应补尽补", "actual": False}, "red"),
        ({"today": "2024-06-30", "milestones": [node("2024-03-31", "1"), node("2024-12-31", "1")]}, "grey"),
        ({"today": "2025-01-01", "milestones": [node("2024-03-31", "1"), node("2024-12-31", "1")]}, "red"),
        ({"today": "2025-01-01", "milestones": [node("2024-03-31", "1", "2024-03-30")]}, "green"),
    ],
)  # fmt: skip
def test_what_every_rule_set_agrees_on(rule_set: str, given_: dict[str, Any], expected: str) -> None:
    assert lamp(rule_set, **given_) == expected


@pytest.mark.parametrize(
    ("today", "done", "by_gap", "by_nodes"),
    [
        ("2024-06-30", None, "red", "green"),  # due by the end of today; missed from the next day
        ("2024-07-01", None, "red", "red"),
        ("2024-07-02", "2024-07-03", "red", "red"),  # done tomorrow is not yet done
        ("2024-07-03", "2024-07-03", "green", "yellow"),  # made good late: never green again
        ("2024-09-30", "2024-07-03", "green", "yellow"),
        ("2024-09-30", "2024-06-30", "green", "green"),
        ("2025-03-01", "2024-07-03", "red", "red"),  # past the deadline with a node undone
    ],
)
def test_nodes_by_their_weights_and_by_their_days(today: str, done: str | None, by_gap: str, by_nodes: str) -> None:
    milestones = [node("2024-03-31", "30", "2024-03-30"), node("2024-06-30", "40", done), node("2024-12-31", "30")]
    assert lamp("yinchuan-2025", today, milestones=milestones) == by_gap
    assert lamp("ouhai-2020", today, milestones=milestones) == by_nodes


def test_the_worst_node_shows() -> None:
    milestones = [
        node("2024-01-31", "1", "2024-01-20"),
        node("2024-02-29", "1", "2024-03-09"),
        node("2024-03-31", "1"),
        node("2024-12-31", "1"),
    ]
    assert lamp("ouhai-2020", "2024-03-31", milestones=milestones) == "yellow"
    assert lamp("ouhai-2020", "2024-04-01", milestones=milestones) == "red"
    milestones[2] = node("2024-03-31", "1", "2024-04-05")
    assert lamp("ouhai-2020", "2024-04-05", milestones=milestones) == "yellow"


def test_without_nodes_the_deadline_is_the_only_one() -> None:
    assert lamp("ouhai-2020", "2024-12-31", target="100", actual="1") == "green"
    assert lamp("ouhai-2020", "2025-01-01", target="100", actual="1") == "red"
    assert lamp("ouhai-2020", "2025-01-09", target="100", actual="100", reported_on="2025-01-08") == "yellow"


def test_a_done_to_come_is_present_and_not_yet_done() -> None:
    milestones = [node("2024-06-30", "1", "2024-08-01"), node("2024-12-31", "1")]
    found = judged("yinchuan-2025", "2024-07-15", milestones=milestones)
    assert (found.lamp, found.schedule, found.actual) == ("red", Fraction(1, 2), 0)


@pytest.mark.parametrize(
    ("actual", "done", "expected", "share"),
    [
        ("80", None, "red", Fraction(0)),  # the quantity is in time, the node is not
        ("80", "2024-06-30", "green", Fraction(1)),  # both green: the one nearer to its schedule
        ("10", "2024-06-30", "red", Fraction(1, 10)),
        (None, "2024-06-30", "green", Fraction(1)),  # a quantity without a figure is not judged
        (None, None, "grey", None),
    ],
)
def test_of_a_quantity_and_nodes_the_worse_shows(
    actual: str | None, done: str | None, expected: str, share: Fraction | None
) -> None:
    milestones = [node("2024-06-30", "100", done)]
    found = judged("yinchuan-2025", "2024-09-30", target="100", actual=actual, milestones=milestones)
    assert (found.lamp, found.actual) == (expected, share)


@pytest.mark.parametrize(
    ("today", "month", "quarter"),
    [
        ("2024-09-30", "2024-08-31", "2024-06-30"),  # today's own end has not gone by
        ("2024-10-01", "2024-09-30", "2024-09-30"),
        ("2024-11-15", "2024-10-31", "2024-09-30"),
        ("2024-03-01", "2024-02-29", "2023-12-31"),
        ("2023-03-01", "2023-02-28", "2022-12-31"),
        ("2025-01-01", "2024-12-31", "2024-12-31"),
    ],
)
def test_the_ends_gone_by(today: str, month: str, quarter: str) -> None:
    assert period_ends(date.fromisoformat(today)) == (date.fromisoformat(month), date.fromisoformat(quarter))


def test_the_calendar_begins_without_an_end_gone_by() -> None:
    assert period_ends(date(1, 1, 1)) == (None, None)


@pytest.mark.parametrize(
    ("today", "actual", "expected"),
    [
        ("2024-10-10", "74", "red"),  # 30 September ends month and quarter alike: 74.86 due
        ("2024-11-10", "80", "yellow"),  # October's 83.3 missed, September's reached
        ("2024-11-10", "74", "red"),
        ("2024-11-10", "84", "green"),  # behind today's 86.1, but every end gone by was reached
        ("2024-01-20", "0", "green"),  # no end has gone by since the start
        ("2024-12-31", "92", "green"),  # by 30 November 91.5 was due
    ],
)
def test_songyang_compares_with_month_and_quarter_ends(today: str, actual: str, expected: str) -> None:
    assert lamp("songyang-2022", today, target="100", actual=actual) == expected


@pytest.mark.parametrize(
    ("today", "actual", "expected"),
    [
        # the deadline is 8 October 2024, a Tuesday, the first working day after the long holiday
        ("2024-09-26", "899", "green"),
        ("2024-09-27", "899", "yellow"),  # Sunday 29 September is worked: 29, 30, 8 October are three days
        ("2024-09-29", "899", "yellow"),
        ("2024-09-29", "900", "green"),  # nine tenths
        ("2024-10-08", "899.9", "yellow"),
        ("2024-10-09", "999", "red"),
        ("2024-10-08", "1000", "green"),
    ],
)
def test_near_the_deadline_nine_tenths_are_wanted(today: str, actual: str, expected: str) -> None:
    start = {"start": "2022-01-01", "deadline": "2024-10-08"}
    assert lamp("duban-default-1", today, target="1000", actual=actual, **start) == expected


@pytest.mark.parametrize("day", range(1, 367))
def test_a_daily_share_rounded_to_whole_percent_is_not_what_we_do(day: int) -> None:
    """The known wrong implementation: round(100 / 366) = 0 percent a day, so nothing is ever behind."""
    today = (date(2024, 1, 1) + timedelta(day - 1)).isoformat()
    found = judged("yinchuan-2025", today, target="100", actual="0")
    assert found.gap == Fraction(day, 366)
    assert found.lamp == ("red" if day * 1000 > 366 * 301 else "yellow" if day * 1000 > 366 * 101 else "green")


def test_the_comparison_is_the_same_whenever_it_is_asked() -> None:
    """The known wrong implementation turned the comparison round when the page was loaded again."""
    given_ = {"target": "100", "actual": "60"}
    assert {lamp("yinchuan-2025", "2024-09-30", **given_) for _ in range(3)} == {"yellow"}
    assert lamp("yinchuan-2025", "2024-09-30", target="100", actual="90") == "green"


def test_published_ratios_that_were_cut_cost_no_lamp() -> None:
    """84.00 % printed as 83.9: a tenth of a point is granted."""
    start = {"start": "2024-01-01", "deadline": "2024-04-09"}  # a hundred days; day 94 is 3 April
    assert lamp("yinchuan-2025", "2024-04-03", target="1000", actual="839", **start) == "green"
    assert lamp("yinchuan-2025", "2024-04-03", target="1000", actual="838.9", **start) == "yellow"


@pytest.mark.parametrize("rule_set", RULE_SETS)
def test_history_never_changes_todays_lamp(rule_set: str) -> None:
    history = [{"month": f"2024-0{month}", "lamp": colour} for month, colour in enumerate(("red", "grey", "green"), 1)]
    plain = judged(rule_set, "2024-09-30", target="100", actual="60")
    with_history = judged(rule_set, "2024-09-30", target="100", actual="60", history=history)
    assert (with_history.lamp, with_history.gap) == (plain.lamp, plain.gap)
    said = [line.words() for line in with_history.sentences]
    assert "2024-01 记录为红灯，照原样保留，不影响今天的灯" in said


SHARES = st.fractions(0, 2)
COLOURS = {Lamp.GREEN: 0, Lamp.GREY: 1, Lamp.YELLOW: 2, Lamp.RED: 3}


@given(st.sampled_from(RULE_SETS), st.integers(-40, 800), st.integers(1, 700), SHARES, SHARES)
def test_more_done_never_makes_a_worse_lamp(
    rule_set: str, day: int, length: int, one: Fraction, other: Fraction
) -> None:
    start = date(2024, 1, 1)
    found = []
    for share in sorted((one, other)):
        case = LampCase(
            start + timedelta(day), start, start + timedelta(length), Target(target=Fraction(1), actual=share)
        )
        found.append(judge(case, load_rule_set(rule_set), load_calendar()))
    assert COLOURS[found[0].lamp] >= COLOURS[found[1].lamp]
    for judgement in found:
        assert judgement.schedule is not None and 0 <= judgement.schedule <= 1
        assert all(line.words("zh") and line.words("en") for line in judgement.sentences)


NODES = st.lists(
    st.builds(
        Node, st.dates(date(2024, 1, 1), date(2025, 2, 4)), st.integers(1, 90).map(Fraction),
        st.none() | st.dates(date(2024, 1, 1), date(2025, 2, 4)),
    ),
    min_size=1,
    max_size=5,
)  # fmt: skip


@given(st.sampled_from(RULE_SETS), st.integers(0, 420), SHARES, NODES)
def test_the_worse_of_two_measures_shows(rule_set: str, day: int, share: Fraction, nodes: list[Node]) -> None:
    start, deadline = date(2024, 1, 1), date(2024, 12, 31)
    rules, target = load_rule_set(rule_set), Target(Direction.FLOOR, Fraction(1), actual=share)
    today = start + timedelta(day)
    quantity = judge(LampCase(today, start, deadline, target), rules, load_calendar())
    both = judge(LampCase(today, start, deadline, target, tuple(nodes)), rules, load_calendar())
    assert COLOURS[both.lamp] >= COLOURS[quantity.lamp]
    if any(one.done for one in nodes):
        alone = judge(LampCase(today, start, deadline, nodes=tuple(nodes)), rules, load_calendar())
        assert both.lamp == max(quantity.lamp, alone.lamp, key=COLOURS.__getitem__)


def test_every_sentence_is_there_in_both_languages() -> None:
    for code, (chinese, english) in SENTENCES.items():
        assert chinese and english, code
        names = [{part.split("}")[0] for part in words.split("{")[1:]} for words in (chinese, english)]
        assert names[0] == names[1], code
