"""A batch's table as a clerk takes it in and accepts it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from duban.inspections.actions.accepting import start_accepting
from duban.inspections.actions.intaking import take_in
from duban.inspections.models import Intake
from tests.inspections.conftest import Desk
from tests.inspections.tables import ROWS, xlsx
from tests.people import signed_in


def taken(desk: Desk, rows: list[list[Any]] = ROWS, **options: Any) -> Intake:
    return take_in(desk.batch, xlsx(rows, **options), "交办清单.xlsx", actor=desk.clerk)


def accepted(intake: Intake, desk: Desk) -> Intake:
    start_accepting(intake, actor=desk.clerk)
    intake.refresh_from_db()
    return intake


def problems(intake: Intake, row: int = 0) -> list[str]:
    return [message for _field, message, level in intake.rows.all()[row].problems if level == "problem"]


def context_of(desk: Desk, intake: Intake, **asked: str) -> Any:
    return signed_in(desk.clerk).get(reverse("inspections:intake", args=[intake.pk]), asked).context


def shown(desk: Desk, intake: Intake) -> str:
    return signed_in(desk.clerk).get(reverse("inspections:intake", args=[intake.pk])).content.decode()
