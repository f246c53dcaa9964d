"""The units below the counties and departments: townships and public institutions, as many as asked for."""

from __future__ import annotations

from collections.abc import Iterator

from duban.demo.city import COUNTIES, DEPARTMENTS, UNITS, DemoUnit

MOST = 1000
_NAMES = [first + second for second in "河桥山溪坪岭渡口泉湾" for first in "东西南北上下前后大小新老长清"]
_INSTITUTES = ("服务中心", "监测站", "信息中心", "研究所", "执法支队")


def further_units(count: int) -> list[DemoUnit]:
    """Return the units beyond those of the demo city that make `count` in all; the first are always the same."""
    wanted = max(0, min(count, MOST) - len(UNITS))
    return [unit for unit, _n in zip(_all(), range(wanted), strict=False)]


def _all() -> Iterator[DemoUnit]:
    """Yield townships county by county in turn, then the institutions of departments."""
    for place, name in enumerate(_NAMES, start=1):
        for county in COUNTIES:
            kind = "街道办事处" if place % 4 == 0 else "镇人民政府"
            short = f"{county.short_names[0]}{name}{'街道' if place % 4 == 0 else '镇'}"
            yield DemoUnit(
                f"{county.code}{place:03d}",
                "other",
                f"{county.short_names[0]}{name}{kind}",
                (short,),
                parent=county.code,
            )
        if place % 4 == 0:
            yield from _institutes(place // 4 - 1)


def _institutes(number: int) -> Iterator[DemoUnit]:
    if number >= len(_INSTITUTES):
        return
    for department in DEPARTMENTS:
        name = f"{department.name}{_INSTITUTES[number]}"
        short = f"{department.short_names[0]}{_INSTITUTES[number]}"
        yield DemoUnit(f"{department.code}{number + 1:03d}", "other", name, (short,), parent=department.code)
