"""A batch's table as a clerk takes it in and accepts it."""

from __future__ import annotations

from typing import Any

from duban.inspections.actions.accepting import start_accepting
from duban.inspections.actions.intaking import take_in
from duban.inspections.models import Intake
from tests.inspections.conftest import Desk
from tests.inspections.tables import ROWS, xlsx


def taken(desk: Desk, rows: list[list[Any]] = ROWS, **options: Any) -> Intake:
    return take_in(desk.batch, xlsx(rows, **options), "交办清单.xlsx", actor=desk.clerk)


def accepted(intake: Intake, desk: Desk) -> Intake:
    start_accepting(intake, actor=desk.clerk)
    intake.refresh_from_db()
    return intake
