from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from duban.tasks.actions import (
    MilestoneFacts,
    ReportFacts,
    TaskMeasures,
    open_task,
    report_progress,
    set_measures,
    sign_for,
)
from tests.tasks.conftest import City, city, draft
from tests.tasks.moments import At, at

__all__ = ["at", "city"]


@pytest.fixture
def month(city: City, at: At) -> City:
    """Give the water office three tasks: one measured, one in words, one in which it only supports."""
    at("2026-11-10 09:00")
    measured = open_task(draft(city.water, title="=清掏管网"), actor=city.clerk)
    nodes = (
        MilestoneFacts("完成设计", date(2026, 11, 20), Decimal(40)),
        MilestoneFacts("完工", date(2026, 12, 20), Decimal(60)),
    )
    set_measures(
        measured, TaskMeasures(target=Decimal(320), unit="公里", budget=Decimal(700), milestones=nodes), actor=city.clerk
    )  # fmt: skip
    plain = open_task(draft(city.water, title="修订预案", deadline=date(2027, 1, 31)), actor=city.clerk)
    helped = open_task(
        draft(city.finance, title="拨付资金", supporting_units=(city.water,), deadline=date(2027, 3, 1)), actor=city.clerk
    )  # fmt: skip
    unsigned = open_task(draft(city.water, title="还没有签收"), actor=city.clerk)
    sign_for(measured, actor=city.water_liaison)
    sign_for(plain, actor=city.water_liaison)
    sign_for(helped, actor=city.finance_liaison)
    report_progress(plain, ReportFacts("已有初稿", date(2026, 11, 10)), actor=city.water_liaison)
    assert unsigned.state == "assigned"
    at("2026-11-26 09:00")
    return city
