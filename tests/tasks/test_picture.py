"""The schedule picture's geometry and the months' lamps."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from duban.tasks.rules.case import Lamp, LampCase
from duban.tasks.rules.picture import BOTTOM, LEFT, RIGHT, TOP, Judged, draw, months_of
from duban.tasks.rules.shares import Node

START, END = date(2026, 1, 1), date(2026, 4, 11)  # a hundred days lie between


def points(line: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (point.split(",") for point in line.split())]


def test_the_line_runs_from_the_start_to_all_done_on_the_deadline() -> None:
    picture = draw(LampCase(date(2026, 2, 20), START, END), [], by_nodes=False)
    (x, y), *_rest, (last_x, last_y) = points(picture.due)
    assert (x, last_x, last_y) == (LEFT, RIGHT, TOP)
    assert TOP < y < BOTTOM  # the first day has its share
    assert (picture.today, picture.end, picture.done, picture.months) == (
        f"{LEFT + (RIGHT - LEFT) / 2:.1f}",
        "410.0",
        "",
        (),
    )


def test_the_steps_stand_still_until_the_next_figure_and_end_today() -> None:
    judged = [
        Judged(date(2026, 1, 1), Lamp.GREY),
        Judged(date(2026, 1, 21), Lamp.GREEN, actual=Fraction(1, 4)),
        Judged(date(2026, 2, 20), Lamp.GREEN, actual=Fraction(1, 2)),
    ]
    picture = draw(LampCase(date(2026, 3, 12), START, END), judged, by_nodes=False)
    quarter, half = BOTTOM - (BOTTOM - TOP) / 4, BOTTOM - (BOTTOM - TOP) / 2
    assert [y for _x, y in points(picture.done)] == [quarter, quarter, half, half]
    assert points(picture.done)[-1][0] == float(picture.today)


def test_nodes_are_due_in_steps_and_a_pause_is_flat() -> None:
    nodes = (Node(date(2026, 2, 20), Fraction(1)), Node(END, Fraction(3)))
    stepped = points(draw(LampCase(START, START, END, nodes=nodes), [], by_nodes=True).due)
    assert [y for _x, y in stepped] == [150, 150, 116, 116, 14, 14]
    pause = ((date(2026, 2, 1), date(2026, 3, 1)),)
    paused = points(draw(LampCase(START, START, END, pauses=pause), [], by_nodes=False).due)
    assert paused[1][1] == paused[2][1] and paused[1][0] < paused[2][0]


def test_without_a_deadline_there_is_no_line() -> None:
    picture = draw(LampCase(date(2026, 3, 1), START, None), [Judged(START, Lamp.GREY)], by_nodes=False)
    assert (picture.due, picture.end) == ("", "")
    assert [month.month.month for month in picture.months] == [1, 2, 3]


def test_a_month_keeps_the_lamp_it_ended_with() -> None:
    judged = [
        Judged(date(2026, 1, 5), Lamp.GREEN),
        Judged(date(2026, 1, 20), Lamp.RED),
        Judged(date(2026, 3, 3), Lamp.YELLOW, made_good=True),
    ]
    months = months_of(judged, date(2026, 4, 1))
    assert [(one.month.month, one.lamp, one.made_good, len(one.judged)) for one in months] == [
        (1, "red", False, 2), (2, "red", False, 0), (3, "yellow", True, 1), (4, "yellow", False, 0)
    ]  # fmt: skip
    assert months_of([], date(2026, 4, 1)) == []


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 2000),
    st.lists(st.tuples(st.integers(0, 2000), st.fractions(-1, 50)), max_size=8),
    st.integers(-10, 2500),
)
def test_nothing_is_drawn_outside(start: date, length: int, reports: list[tuple[int, Fraction]], today: int) -> None:
    from datetime import timedelta

    judged = [Judged(start + timedelta(day), Lamp.GREEN, actual=share) for day, share in sorted(reports)]
    case = LampCase(start + timedelta(today), start, start + timedelta(length))
    picture = draw(case, judged, by_nodes=False)
    for x, y in points(f"{picture.due} {picture.done}"):
        assert LEFT <= x <= RIGHT and TOP <= y <= BOTTOM
    assert all(LEFT <= float(month.x) <= RIGHT for month in picture.months)
    assert sum(month.named for month in picture.months) <= 13
