import pytest

from duban.organizations.actions import Refused, save_unit
from duban.organizations.models import Unit, UnitKind
from duban.organizations.queries import counties, find_unit, suggest_names, unit_tree, units_meant
from duban.organizations.rules import code_digest, means_all_counties, new_code, plain_name
from tests.people import City


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("云陵市教育局", "市教育局"),
        ("市教育局", "市教育局"),
        ("云陵市教育体育局", "市教育局"),
        ("市发改委", "市发展改革委"),
        ("市计委", "市发展改革委"),
        ("市 教育局", "市教育局"),
        ("教育局", None),
        ("", None),
    ],
)
def test_a_unit_is_found_by_any_of_its_names_and_no_part_of_one(city: City, name: str, expected: str | None) -> None:
    unit = find_unit(name)
    assert (unit.short_name if unit else None) == expected


def test_a_full_name_wins_over_anothers_former_name(city: City) -> None:
    newer = save_unit(
        Unit(code="900", name="市水利局", short_name="水利局", kind=UnitKind.DEPARTMENT, position=90), actor=None
    )
    assert find_unit("市水利局") == newer


def test_a_name_two_units_share_finds_neither(city: City) -> None:
    for code in ("901", "902"):
        unit = Unit(code=code, name=f"第{code}中心", short_name="市服务中心", kind=UnitKind.OTHER)
        save_unit(unit, actor=None)
    assert find_unit("市服务中心") is None


def test_a_unit_out_of_use_is_neither_found_nor_suggested(city: City) -> None:
    unit = city.units["市水务局"]
    unit.active = False
    save_unit(unit, ["市水利局"], actor=None)
    assert find_unit("市水务局") is None
    assert [found.unit.short_name for found in suggest_names("水")] == ["云陵水投"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市教", ["市教育局"]),
        ("教", ["市教育局"]),
        ("水", ["市水务局", "云陵水投"]),
        ("发改", ["市发展改革委"]),
        ("白石县", ["白石区"]),
        ("云陵水", ["云陵水投"]),
        ("云", ["云陵水投", "市政府办", "市教育局", "市发展改革委", "市水务局"]),
        ("106", ["云陵水投"]),
        ("  ", []),
        ("%", []),
        ("无此", []),
    ],
)
def test_suggestions_hold_the_text_in_some_name_prefixes_first(city: City, text: str, expected: list[str]) -> None:
    assert [found.unit.short_name for found in suggest_names(text)] == expected


def test_the_suggested_name_is_the_one_that_matched(city: City) -> None:
    assert [name.name for name in suggest_names("计委")] == ["市计委"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("各县(区)", True),
        ("各县（市、区）", True),
        ("各县区", True),
        ("各区县人民政府", True),
        ("全市各县（区）", True),
        ("各县（市、区）人民政府", True),
        ("各县、区", True),
        ("青溪县", False),
        ("各部门", False),
        ("各县长", False),
        ("县(区)", False),
    ],
)
def test_all_counties_are_meant_by_their_collective_names_only(name: str, expected: bool) -> None:
    assert means_all_counties(name) is expected


def test_a_collective_name_means_every_county_and_a_plain_one_its_unit(city: City) -> None:
    assert units_meant("各县（区）") == list(counties()) == [city.units["青溪县"], city.units["白石区"]]
    assert units_meant("市教育局") == [city.units["市教育局"]]
    assert units_meant("火星局") == []


def test_the_tree_puts_children_below_their_parent_and_orphans_at_the_top(city: City) -> None:
    school = Unit(code="120", name="云陵一中", short_name="一中", kind=UnitKind.OTHER, parent=city.units["市教育局"])
    save_unit(school, actor=None)
    tree = [(depth, unit.short_name) for depth, unit in unit_tree(Unit.objects.all())]
    assert tree[tree.index((0, "市教育局")) + 1] == (1, "一中")
    assert [(depth, unit.short_name) for depth, unit in unit_tree([school])] == [(0, "一中")]


def test_a_unit_cannot_stand_below_itself(city: City) -> None:
    office, education = city.units["市政府办"], city.units["市教育局"]
    education.parent = office
    save_unit(education, actor=None)
    office.parent = education
    with pytest.raises(Refused, match="在本单位之下"):
        save_unit(office, actor=None)
    assert Unit.objects.get(pk=office.pk).parent is None


def test_names_are_compared_without_blanks_and_with_half_width_brackets() -> None:
    assert plain_name(" 各县（市、区）　") == "各县(市、区)"


def test_codes_differ_and_may_be_typed_in_small_letters_without_hyphens() -> None:
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    code = codes.pop()
    assert [len(part) for part in code.split("-")] == [4, 4, 4]
    assert code_digest(code) == code_digest(code.lower().replace("-", " "))
    assert code_digest(code) != code_digest(codes.pop())
