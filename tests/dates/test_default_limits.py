"""Default limits: off unless chosen, and then they say that they are none of the text's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duban.dates.default_limits import KINDS, RULE_SETS, BadLimits, default_limit, parse_rule_set, rule_set

DAY = date(2024, 9, 27)


def test_there_is_none_unless_a_set_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUBAN_DEFAULT_LIMITS", raising=False)
    assert default_limit("会议纪要", DAY) is None


@pytest.mark.parametrize(
    ("kind", "last"),
    [("公文", "2024-10-27"), ("会议纪要", "2024-10-17"), ("批示紧急", "2024-10-02"), ("批示一般", "2024-10-12"), ("批示疑难", "2024-10-27")],
)  # fmt: skip
def test_the_shipped_set_gives_the_last_day(monkeypatch: pytest.MonkeyPatch, kind: str, last: str) -> None:
    monkeypatch.setenv("DUBAN_DEFAULT_LIMITS", "duban-limits-1")
    found = default_limit(kind, DAY)
    assert found is not None
    assert str(found.limit.value) == last
    assert found.explanation[0].startswith("原文没有时限，按默认办理时限“duban-limits-1”：")


def test_every_shipped_set_can_be_read_and_knows_every_kind() -> None:
    assert {name: tuple(parse_rule_set(text, name)) for name, text in RULE_SETS.items()} == dict.fromkeys(
        RULE_SETS, KINDS
    )


def test_an_office_brings_its_own_in_working_days(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DUBAN_DATA", str(tmp_path))
    monkeypatch.setenv("DUBAN_DEFAULT_LIMITS", "云陵")
    (tmp_path / "limits").mkdir()
    (tmp_path / "limits" / "云陵.txt").write_text("# 本市规定\n批示一般 5个工作日内\n", "utf-8")
    found = default_limit("批示一般", DAY)
    assert found is not None
    assert str(found.limit.value) == "2024-10-10"  # 29 and 30 September, 8, 9 and 10 October


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("批文 3天内", "第1行“批文 3天内”看不懂"), ("公文", "看不懂"), ("公文 尽快", "“尽快”不是能推算日期的时限")],
)
def test_a_line_that_is_no_limit_is_named(text: str, refusal: str) -> None:
    with pytest.raises(BadLimits, match=refusal):
        parse_rule_set(text, "云陵.txt")


def test_an_unknown_set_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadLimits, match="没有名为“没有的”的默认办理时限；请把 DUBAN_DEFAULT_LIMITS 改为duban-limits-1"):
        rule_set("没有的")
