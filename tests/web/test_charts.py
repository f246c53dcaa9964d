"""Shapes of charts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from duban.web.charts import bar_chart


@given(st.lists(st.lists(st.integers(0, 100_000), min_size=12, max_size=12), min_size=1, max_size=4), st.booleans())
def test_bars_start_at_zero_and_stay_inside_in_proportion(series: list[list[int]], stacked: bool) -> None:
    chart = bar_chart([str(n) for n in range(12)], series, stacked=stacked)
    assert len(chart.bars) == 12 * len(series)
    for bar in chart.bars:
        assert 0 <= bar.x <= chart.width - bar.width + 0.1
        assert 0 <= bar.y <= bar.y + bar.height <= chart.floor + 0.2
    if not stacked:
        highest = max(chart.bars, key=lambda bar: bar.value)
        scale = highest.height / highest.value if highest.value else 0
        assert all(abs(bar.height - bar.value * scale) <= 0.2 for bar in chart.bars)
    assert chart.ticks[0].value == 0
    assert 2 <= len(chart.ticks) <= 6


def test_a_chart_of_nothing_has_its_scale() -> None:
    assert [tick.value for tick in bar_chart([], []).ticks] == [0, 1]


def test_under_many_groups_only_some_names_stand() -> None:
    chart = bar_chart([str(n) for n in range(30)], [[1] * 30])
    assert [label for _x, label in chart.labels] == [str(n) for n in range(0, 30, 2)]
    assert [bar.label for bar in chart.bars] == [str(n) for n in range(30)]
