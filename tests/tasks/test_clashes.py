"""What stands against a demand, from plain values."""

from __future__ import annotations

from datetime import date

import pytest

from duban.dates.workdays import load_calendar
from duban.tasks.rules.clashes import Asked, ClashKind, find_clashes, likeness

TODAY = date(2024, 9, 25)


def found(wanted: Asked, *earlier: Asked) -> list[tuple[ClashKind, tuple[int, ...]]]:
    clashes = find_clashes(wanted, earlier, load_calendar(), 30)
    return [(clash.kind, clash.earlier) for clash in clashes]


def asked(what: str, due: date | None, *, kind: str = "material", **more: object) -> Asked:
    values = {"unit": 1, "kind": kind, "what": what, "due": due, "asked_on": TODAY, "key": 7, **more}
    return Asked(**values)  # type: ignore[arg-type]


WANTED = asked("报送管网清掏台账", date(2024, 9, 27), key=0)


@pytest.mark.parametrize(
    ("earlier", "clashes"),
    [
        (asked("请提供管网清掏的台账", date(2024, 9, 20)), [(ClashKind.SAME_MATERIAL, (7,))]),
        (asked("管网清掏台账", None, is_open=False), [(ClashKind.SAME_MATERIAL, (7,))]),  # given already
        (asked("管网清掏台账", None, asked_on=date(2024, 8, 25)), []),  # 31 days ago
        (asked("管网清掏台账", None, asked_on=date(2024, 8, 26)), [(ClashKind.SAME_MATERIAL, (7,))]),
        (asked("管网清掏台账", None, unit=2), []),
        (asked("教育经费预算表", date(2024, 9, 27)), [(ClashKind.SAME_DAY, (7,))]),
        (asked("教育经费预算表", date(2024, 9, 27), is_open=False), []),
        (asked("签收", date(2024, 9, 27), kind="sign_for"), []),
        (asked("调度会", date(2024, 9, 27), kind="meeting"), [(ClashKind.SAME_DAY, (7,))]),
    ],
)
def test_an_earlier_demand_stands_against_it(earlier: Asked, clashes: list[tuple[ClashKind, tuple[int, ...]]]) -> None:
    assert found(WANTED, earlier) == clashes


def test_a_report_is_not_asked_for_in_a_period_reported_anyway() -> None:
    rhythmic = asked("报送进展：清掏管网", date(2024, 9, 30), kind="report", rhythm="每月")
    assert found(asked("汛期排水小结", date(2024, 9, 26), kind="report", key=0), rhythmic) == [
        (ClashKind.SAME_PERIOD, (7,))
    ]
    assert found(asked("汛期排水小结", date(2024, 10, 9), kind="report", key=0), rhythmic) == []
    assert found(asked("汛期排水小结", date(2024, 9, 26), key=0), rhythmic) == []  # a material is no report


@pytest.mark.parametrize(("day", "off"), [("2024-09-29", False), ("2024-10-01", True), ("2024-10-05", True)])
def test_a_limit_on_a_day_off_is_warned_of(day: str, off: bool) -> None:
    clashes = [(ClashKind.DAY_OFF, ())] if off else []
    assert found(asked("管网清掏台账", date.fromisoformat(day), key=0)) == clashes


def test_wordings_are_compared_by_what_they_name() -> None:
    assert likeness("请报送管网清掏台账", "管网清掏的台账材料") == 1
    assert likeness("管网清掏台账", "校车安全检查表") == 0
    assert (likeness("表", "表"), likeness("表", "册")) == (1, 0)
