"""Reorganisations as the supervision desk carries them out."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from duban.organizations.actions.reorganizing import (
    carry_out,
    order_reorganization,
    plan_reorganization,
)
from duban.organizations.models import Reorganization, Unit
from duban.organizations.plans import Plan, PlannedUnit
from duban.tasks.actions import TaskDraft, open_task
from duban.tasks.models import Task
from tests.people import City
from tests.tasks.conftest import draft


def task_of(city: City, lead: Unit, title: str, **more: Any) -> Task:
    wanted: TaskDraft = draft(lead, title=title, **more)
    return open_task(wanted, actor=city.people["clerk"])


def do(city: City, kind: str, plan: Plan, **more: Any) -> Reorganization:
    desk = city.people["supervision_desk"]
    planned = plan_reorganization(plan, kind=kind, on=timezone.localdate(), actor=desk, **more)
    return carry_out(order_reorganization(planned, actor=desk))


def new(name: str, short: str, code: str) -> PlannedUnit:
    return PlannedUnit(None, name, short, code, "department")


WATER_BUREAU = new("云陵市水利局", "市水利局新", "900")


def merge(city: City, *shorts: str, into: PlannedUnit = WATER_BUREAU, **more: Any) -> Reorganization:
    return do(city, "merge", Plan(tuple(city.units[short].pk for short in shorts), (into,)), **more)
