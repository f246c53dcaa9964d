"""Three levels, city, county and township: what each adds to the one above is told level by level, answered and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from duban.organizations.models import Role, Unit, UnitKind
from duban.tasks import actions
from duban.tasks.actions import DraftRefused, ReportFacts, TaskMeasures, change_task, draft_of, set_measures
from duban.tasks.actions.added_demands import BreakdownWarned, ChildWanted
from duban.tasks.actions.batching import keep_batch, undo_batch, values_before, versions_after
from duban.tasks.actions.breaking_down import break_down
from duban.tasks.actions.demanding import DemandFacts, DemandWarned, ask
from duban.tasks.lamp_facts import Rules, facts_of
from duban.tasks.models import DemandKind, Quantity, RollUp, Task
from duban.tasks.rules.breakdown import Part
from duban.tasks.rules.case import Direction
from duban.tasks.rules.chain import Level, find_chain, stood
from duban.tasks.rules.chain_words import chain_line
from tests.people import signed_in
from tests.tasks.conftest import City, draft, person, unit
from tests.tasks.moments import At, at

__all__ = ["at"]

YEAR_END, EARLIER, EARLIEST = date(2026, 12, 31), date(2026, 11, 30), date(2026, 10, 31)


def level(name: str, *, beside: tuple[Part, ...] = (), material: tuple[str, ...] = (), **part: Any) -> Level:
    return Level(Part(name, **part), beside, material)


def floor(name: str, target: str) -> Part:
    return Part(name, target=Fraction(target))


@pytest.mark.parametrize(
    ("levels", "line"),
    [
        ([level("水务局", deadline=YEAR_END), level("北县", deadline=EARLIER), level("青石镇", deadline=EARLIEST)],
         "时限级级提前：北县 2026-11-30，比上一级的 2026-12-31 早 31 天；青石镇 2026-10-31，比上一级的 2026-11-30 早 30 天；2级共早 61 天"),
        ([level("水务局", deadline=YEAR_END), level("北县", deadline=YEAR_END), level("青石镇", deadline=EARLIEST)], ""),
        ([level("水务局", deadline=YEAR_END), level("北县"), level("青石镇", deadline=EARLIEST)], ""),
        ([level("水务局", target=Fraction(320)),
          level("北县", target=Fraction(250), beside=(floor("北县", "250"), floor("南县", "120"))),
          level("青石镇", beside=(floor("青石镇", "180"), floor("白水镇", "120")), target=Fraction(180))],
         "目标层层加码：水务局 320，分解下去合计 370，多 50（15.6%）；北县 250，分解下去合计 300，多 50（20%）；2级累计多 38.8%"),
        ([level("水务局", target=Fraction(320)), level("北县", target=Fraction(320)), level("青石镇", target=Fraction(400))], ""),
        ([level("局", target=Fraction("4.3"), direction=Direction.CEILING), level("北县", target=Fraction("4.1"), direction=Direction.CEILING),
          level("青石镇", target=Fraction(4), direction=Direction.CEILING)],
         "限额层层收紧：北县 4.1，比上一级的 4.3 低 0.2；青石镇 4，比上一级的 4.1 低 0.1；2级共低 0.3"),
        ([level("水务局", reporting="每季度"), level("北县", reporting="每月"), level("青石镇", reporting="每周")],
         "报送层层加密：北县“每月”，上一级“每季度”；青石镇“每周”，上一级“每月”"),
        ([level("水务局", reporting="每月"), level("北县", reporting="每月"), level("青石镇", reporting="每周")], ""),
        ([level("水务局", material=("管网清掏台账",)), level("北县"), level("青石镇", material=("校车表", "请报送管网清掏台账"))],
         "同一材料层层都要：水务局“管网清掏台账”；青石镇“请报送管网清掏台账”"),
        ([level("水务局", material=("管网清掏台账",)), level("北县", material=("教育经费表",))], ""),
        ([level("水务局", deadline=YEAR_END), level("北县", deadline=EARLIER)], ""),  # one link is the breakdown's own
    ],
)  # fmt: skip
def test_what_a_chain_adds_level_by_level(levels: list[Level], line: str) -> None:
    assert [chain_line(found, english=False) for found in find_chain(levels)] == ([line] if line else [])


def test_a_finding_is_new_only_where_it_is_larger_than_before() -> None:
    def found(last: date) -> Any:
        return find_chain([level("水", deadline=YEAR_END), level("北", deadline=EARLIER), level("青", deadline=last)])

    assert (stood(found(EARLIEST)[0], found(EARLIEST)), stood(found(EARLIEST)[0], found(date(2026, 9, 1)))) == (
        True,
        True,
    )
    assert not stood(found(date(2026, 9, 1))[0], found(EARLIEST))


@pytest.fixture(autouse=True)
def spring(at: At) -> None:
    """The office's day: before every limit here."""
    at("2026-03-02")


@pytest.fixture
def town(city: City) -> Unit:
    """青石镇 below 北县."""
    made = unit("7", "青石镇", UnitKind.OTHER)
    Unit.objects.filter(pk=made.pk).update(parent=city.north)
    made.refresh_from_db()
    return made


@pytest.fixture
def top(city: City) -> Task:
    found = actions.open_task(draft(city.water, deadline=YEAR_END, reporting_rhythm="每季度"), actor=city.clerk)
    return actions.set_measures(found, TaskMeasures(target=Decimal(320), unit="公里"), actor=city.clerk)


@pytest.fixture
def county(city: City, top: Task) -> Task:
    wanted = [ChildWanted(city.north, Decimal(250), EARLIER, "每月"), ChildWanted(city.south, Decimal(120))]
    return break_down(top, wanted, actor=city.clerk, reason="分解到县", answer="留出修补时间")[0]


ASKED = {"target": Decimal(300), "deadline": EARLIEST, "reporting_rhythm": "每周"}


def test_a_township_is_told_what_every_level_added_and_the_answer_is_kept(city: City, county: Task, town: Unit) -> None:
    with pytest.raises(BreakdownWarned) as warned:
        break_down(county, [ChildWanted(town, **ASKED)], actor=city.clerk, reason="分解到镇")
    assert warned.value.lines == [
        "合计超出：下级目标合计 300，比上级目标 250 多 50（20%）",
        "时限提前：青石镇 2026-10-31，比上级的 2026-11-30 早 30 天，没有写明理由",
        "报送加密：青石镇为“每周”，上级为“每月”",
        "时限级级提前：北县 2026-11-30，比上一级的 2026-12-31 早 31 天；青石镇 2026-10-31，比上一级的 2026-11-30 早 30 天；2级共早 61 天",
        "目标层层加码：水务局 320，分解下去合计 370，多 50（15.6%）；北县 250，分解下去合计 300，多 50（20%）；2级累计多 38.8%",
        "报送层层加密：北县“每月”，上一级“每季度”；青石镇“每周”，上一级“每月”",
    ]
    assert not county.children.exists()
    county.refresh_from_db()
    found = break_down(
        county, [ChildWanted(town, **ASKED)], actor=city.clerk, reason="分解到镇", answer="汛前就要使用"
    )[0]
    assert (found.number, found.parent, found.deadline) == ("会2026-0001-01-01", county, EARLIEST)
    move = county.moves.get(verb="fan_out")
    assert move.changes["breakdown"][1].splitlines() == warned.value.lines
    assert (move.changes["breakdown_answer"][1], move.actor_name) == ("汛前就要使用", city.clerk.name)
    with pytest.raises(DraftRefused, match="已经分解到第 3 级"):
        break_down(found, [ChildWanted(city.education)], actor=city.clerk, reason="再分解")


def test_numbers_of_two_levels_never_meet(city: City, top: Task, county: Task, town: Unit) -> None:
    break_down(county, [ChildWanted(town)], actor=city.clerk, reason="分解到镇", answer="与上级一致办理")
    top.refresh_from_db()
    break_down(top, [ChildWanted(city.education)], actor=city.clerk, reason="补一个", answer="补上漏掉的单位")
    numbers = ["会2026-0001", "会2026-0001-01", "会2026-0001-02", "会2026-0001-01-01", "会2026-0001-03"]
    assert list(Task.objects.order_by("part").values_list("number", flat=True)) == numbers


def test_a_county_tightened_later_is_asked_about_the_whole_chain(city: City, county: Task, town: Unit) -> None:
    break_down(county, [ChildWanted(town, Decimal(250), EARLIER)], actor=city.clerk, reason="分解到镇")
    child = county.children.get()
    child.refresh_from_db()
    with pytest.raises(BreakdownWarned) as warned:
        set_measures(child, TaskMeasures(target=Decimal(300), unit="公里"), actor=city.clerk)
    assert warned.value.lines[-1].startswith("目标层层加码：水务局 320，分解下去合计 370")
    child.refresh_from_db()
    change_task(child, replace(draft_of(child), deadline=EARLIEST), actor=city.clerk, reason="汛前就要使用")
    said = child.moves.get(verb="change").changes
    assert "2级共早 61 天" in said["breakdown"][1] and said["breakdown_answer"][1] == "汛前就要使用"


def test_a_change_reaches_the_township_through_its_county(city: City, top: Task, county: Task, town: Unit) -> None:
    child = break_down(county, [ChildWanted(town)], actor=city.clerk, reason="分解到镇", answer="与上级一致办理")[0]
    top.refresh_from_db()
    later = replace(draft_of(top), title="清掏雨水管网并建台账", deadline=date(2027, 1, 31))
    change_task(top, later, actor=city.clerk, reason="并入台账")
    child.refresh_from_db()
    assert (child.title, child.deadline) == ("清掏雨水管网并建台账", date(2027, 1, 31))
    assert not child.children.exists() and child.state == "assigned"


def test_the_same_table_from_another_level_is_warned_of(city: City, top: Task, county: Task) -> None:
    ask(
        [city.water],
        DemandFacts(DemandKind.MATERIAL, "管网清掏台账", task=top),
        actor=city.clerk,
        today=date(2026, 3, 2),
    )
    wanted = DemandFacts(DemandKind.MATERIAL, "请报送管网清掏台账", task=county)
    with pytest.raises(DemandWarned) as warned:
        ask([city.north], wanted, actor=city.clerk, today=date(2026, 3, 3))
    assert [clash.kind for clash in warned.value.clashes] == ["other_level"]
    rows = ask([city.north], wanted, actor=city.clerk, today=date(2026, 3, 3), reason="县里的样式不同")
    assert rows[0].reason == "县里的样式不同"


def test_the_pages_show_which_level_added_what_to_whom_it_concerns(
    city: City, top: Task, county: Task, town: Unit
) -> None:
    child = break_down(
        county, [ChildWanted(town, **ASKED)], actor=city.clerk, reason="分解到镇", answer="汛前就要使用"
    )[0]
    shown = signed_in(city.clerk).get(child.get_absolute_url()).content.decode()
    assert all(words in shown for words in ("2级共早 61 天", "早 31 天", "早 30 天", "汛前就要使用", "留出修补时间"))
    levels = signed_in(city.clerk).get(child.get_absolute_url()).context["levels"]
    assert len(levels.lines) == 3  # what the chain tells is not told again level by level
    assert [answer.words for answer in levels.answers] == ["汛前就要使用", "留出修补时间"]
    assert "2级共早 61 天" in signed_in(city.clerk).get(top.get_absolute_url()).content.decode()
    address = reverse("tasks:break_down", args=[county.pk])
    assert "2级共早 61 天" in signed_in(city.clerk).get(address).content.decode()
    # the county leads its own and sees what it was broken down to, not what stands above it
    own = signed_in(city.north_liaison).get(county.get_absolute_url()).context["levels"]
    assert [row.task.number for row in own.rows] == ["会2026-0001-01"]
    assert [line for line in own.lines if "早" in line] == ["时限提前：青石镇 2026-10-31，比上级的 2026-11-30 早 30 天"]
    # the township sees its own task alone
    alone = signed_in(person("town", Role.LIAISON, town)).get(child.get_absolute_url()).content.decode()
    assert ("逐级要求" in alone, "早 31 天" in alone) == (False, False)


def test_the_first_rows_are_the_units_below_the_county(city: City, county: Task, town: Unit) -> None:
    rows = signed_in(city.clerk).get(reverse("tasks:break_down", args=[county.pk])).context["rows"]
    assert [row["unit"].value() for row in rows][:1] == [town.pk]


def test_a_batch_undone_gives_every_level_its_own_limit_back(city: City, top: Task, county: Task, town: Unit) -> None:
    child = break_down(
        county, [ChildWanted(town, **ASKED)], actor=city.clerk, reason="分解到镇", answer="汛前就要使用"
    )[0]
    top.refresh_from_db()
    before = values_before(top)
    assert set(before) == {str(task.pk) for task in Task.objects.all()}
    change_task(top, replace(draft_of(top), deadline=date(2027, 1, 31)), actor=city.clerk, reason="统一顺延")
    row = {"task": top.pk, "number": top.number, "before": before, "after": versions_after(before), "outcome": ""}
    run = keep_batch("deadline", "2027-01-31", "统一顺延", [row], actor=city.clerk)
    assert undo_batch(run, actor=city.clerk) == (1, 0)
    days = dict(Task.objects.values_list("pk", "deadline"))
    assert (days[top.pk], days[county.pk], days[child.pk]) == (YEAR_END, EARLIER, EARLIEST)


def test_a_township_figure_rolls_up_over_its_county(city: City, top: Task, county: Task, town: Unit) -> None:
    child = break_down(
        county, [ChildWanted(town, Decimal(250))], actor=city.clerk, reason="分解到镇", answer="与上级一致办理"
    )[0]
    Quantity.objects.filter(task=child).update(actual=Decimal(100))
    Task.objects.filter(pk__in=[top.pk, county.pk]).update(roll_up=RollUp.SUM)
    whole = Task.objects.get(pk=top.pk)
    rolled = facts_of([whole], date(2026, 6, 30), Rules())[0].rolled
    assert rolled is not None
    assert rolled.value == 100


@pytest.mark.django_db(transaction=True)
def test_a_report_of_the_township_lights_both_levels_above(city: City, top: Task, county: Task, town: Unit) -> None:
    child = break_down(
        county, [ChildWanted(town, Decimal(250))], actor=city.clerk, reason="分解到镇", answer="与上级一致办理"
    )[0]
    Task.objects.filter(pk__in=[top.pk, county.pk]).update(roll_up=RollUp.SUM)
    liaison = person("town", Role.LIAISON, town)
    child.refresh_from_db()
    actions.sign_for(child, actor=liaison)
    actions.report_progress(child, ReportFacts("清掏一段", timezone.localdate(), actual=Decimal(125)), actor=liaison)
    shares = dict(Task.objects.values_list("pk", "actual_share"))
    assert (shares[county.pk], shares[top.pk]) == (Decimal("0.5000"), Decimal("0.3906"))
