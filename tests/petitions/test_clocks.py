from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from duban.dates.workdays import load_calendar
from duban.petitions.rules.clocks import Standing, clocks_of, next_due, standings
from duban.petitions.rules.data import BadRules, clock_rules, petition_types

RULES = clock_rules("xinfang-2022")
CALENDAR = load_calendar()
D = date


@pytest.mark.parametrize(
    ("days", "key", "last"),
    [
        ({"received": D(2026, 3, 2)}, "route", D(2026, 3, 17)),
        ({"received": D(2026, 3, 2)}, "tell", D(2026, 3, 17)),
        ({"referred": D(2026, 3, 6)}, "object", D(2026, 3, 13)),
        ({"referred": D(2026, 9, 24)}, "object", D(2026, 10, 9)),  # over two festivals
        ({"accepted": D(2026, 3, 2)}, "conclude", D(2026, 5, 1)),
        ({"delivered": D(2026, 3, 2)}, "ask_review", D(2026, 4, 1)),
        ({"review_asked": D(2026, 3, 2)}, "review", D(2026, 4, 1)),
        ({"review_decided": D(2026, 3, 2)}, "ask_second_review", D(2026, 4, 1)),
        ({"second_asked": D(2026, 3, 2)}, "second_review", D(2026, 4, 1)),
    ],
)
def test_each_clock_counts_as_the_regulation_says(days: dict[str, date | None], key: str, last: date) -> None:
    found = {clock.rule.key: clock.last for clock in clocks_of(RULES, days, D(2026, 3, 2), CALENDAR)}
    assert found[key] == last


def test_an_extension_lengthens_concluding_alone_and_says_so() -> None:
    days = {"received": D(2026, 3, 2), "accepted": D(2026, 3, 2)}
    found = {clock.rule.key: clock for clock in clocks_of(RULES, days, D(2026, 3, 2), CALENDAR, extension=30)}
    assert (found["route"].last, found["conclude"].last) == (D(2026, 3, 17), D(2026, 5, 31))
    assert found["conclude"].explanation()[:2] == ("第三十四条", "经批准延长 30 日，一并计算")


@pytest.mark.parametrize(
    ("met", "today", "standing"),
    [
        (None, D(2026, 5, 1), Standing.RUNNING),
        (None, D(2026, 5, 2), Standing.OVERDUE),
        (D(2026, 5, 1), D(2026, 6, 1), Standing.KEPT),
        (D(2026, 5, 2), D(2026, 6, 1), Standing.LATE),
    ],
)
def test_the_last_day_still_counts(met: date | None, today: date, standing: Standing) -> None:
    days = {"accepted": D(2026, 3, 2), "delivered": met}
    found = {clock.rule.key: clock.standing for clock in clocks_of(RULES, days, today, CALENDAR)}
    assert found["conclude"] is standing


def test_the_petitioners_own_time_is_no_delay_of_the_office() -> None:
    clocks = clocks_of(RULES, {"delivered": D(2026, 1, 5)}, D(2026, 6, 1), CALENDAR)
    assert [clock.standing for clock in clocks] == [Standing.LAPSED]
    assert next_due(clocks) is None


def test_what_happened_before_a_clock_began_does_not_meet_it() -> None:
    days = {"referred": D(2026, 3, 6), "returned": D(2026, 3, 5)}
    assert clocks_of(RULES, days, D(2026, 3, 6), CALENDAR)[0].met is None


def test_what_is_accepted_is_not_routed_yet_and_what_is_referred_again_was_routed_the_first_time() -> None:
    received, accepted = D(2026, 3, 2), D(2026, 3, 4)

    def route(today: date, **more: date) -> Standing:
        days = {"received": received, "accepted": accepted, "told": accepted, **more}
        return next(clock.standing for clock in clocks_of(RULES, days, today, CALENDAR) if clock.rule.key == "route")

    assert (route(D(2026, 3, 17)), route(D(2026, 3, 18))) == (Standing.RUNNING, Standing.OVERDUE)
    assert route(D(2026, 5, 1), referred=D(2026, 3, 17)) is Standing.KEPT
    assert route(D(2026, 5, 1), routed=D(2026, 3, 10), referred=D(2026, 4, 20)) is Standing.KEPT
    assert route(D(2026, 5, 1), routed=D(2026, 3, 18), referred=D(2026, 3, 18)) is Standing.LATE
    due = next_due(clocks_of(RULES, {"received": received, "accepted": accepted, "told": accepted}, accepted, CALENDAR))
    assert due is not None
    assert (due.rule.key, due.last) == ("route", D(2026, 3, 17))


def test_taken_up_anew_the_day_a_person_set_takes_the_place() -> None:
    days = {"accepted": D(2026, 3, 2), "anew_until": D(2026, 9, 1)}
    clock = clocks_of(RULES, days, D(2026, 8, 1), CALENDAR)[0]
    assert (clock.last, clock.standing, clock.explanation()) == (
        D(2026, 9, 1), Standing.RUNNING, ("重新办理时定为 2026-09-01",),
    )  # fmt: skip


def test_an_offices_own_set_goes_before_and_a_broken_one_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUBAN_DATA", str(tmp_path))
    folder = tmp_path / "petition-clocks"
    folder.mkdir()
    own = json.loads(
        (Path(clock_rules.__code__.co_filename).parent / "clock_sets/xinfang-2022.json").read_text("utf-8")
    )
    own["clocks"][0]["phrase"] = "7日内"
    (folder / "yunling.json").write_text(json.dumps(own), encoding="utf-8")
    found = clocks_of(clock_rules("yunling"), {"received": D(2026, 3, 2)}, D(2026, 3, 2), CALENDAR)
    assert found[0].last == D(2026, 3, 9)
    del own["clocks"][0]["phrase"]
    (folder / "broken.json").write_text(json.dumps(own), encoding="utf-8")
    for name, words in (("broken", "phrase"), ("nothing", "没有名为"), ("../../etc/passwd", "没有名为")):
        with pytest.raises(BadRules, match=words):
            clock_rules(name)
    assert petition_types()["urban"] == "城乡建设"


def test_thousands_at_once_stand_as_one_by_one() -> None:
    first = D(2026, 1, 5)
    for gap in (0, 5, 15, 16, 59, 60, 61, 90, 91, 200):
        later = first + timedelta(days=gap)
        for days in (
            {"received": first, "accepted": later, "told": later},
            {"accepted": first, "delivered": later, "review_asked": later},
            {"referred": first, "taken_up": later},
            {"accepted": first, "anew_until": later},
        ):
            for today in (later, later + timedelta(days=31)):
                one = [(clock.rule.key, clock.standing) for clock in clocks_of(RULES, days, today, CALENDAR, 30)]
                words = {name: str(day) for name, day in days.items()}
                assert list(standings(RULES, words, str(today), 30, {})) == one
