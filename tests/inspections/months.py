"""An inspection with petitions stored as they are after a month of work, for tests of counts and papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction

from duban.audit.actions import record
from duban.inspections.models import Batch, Inspection, Petition, Term, TermKind
from duban.organizations.models import Unit, User
from duban.tasks.actions import open_task
from duban.tasks.models import Task
from tests.tasks.conftest import draft

HEADINGS = [
    ["index", "序号"], ["number", "受理编号"], ["summary", "交办问题基本情况"], ["area", "行政区域"], ["type", "污染类型"],
    ["finding", "调查核实情况"], ["verdict", "是否属实"], ["handling", "处理和整改情况"], ["conclusion", "是否办结"],
    ["accountability", "责任人被处理情况"],
]  # fmt: skip
DAY = date(2024, 11, 8)
AREAS = ["青溪县", "白石区", "南浦县", "松原县", "竹山县", "石桥县", "云岭县", "江口县"]
TYPES = ["大气", "水", "土壤", "噪声", "生态", "其他"]


@dataclass(frozen=True)
class Month:
    """The inspection, its words by name, its task and who works on it."""

    inspection: Inspection
    terms: dict[str, Term]
    task: Task
    clerk: User
    desk: User
    unit: Unit

    def batch(self, number: int, day: date) -> Batch:
        """Return the batch, made where it is not there."""
        return Batch.objects.get_or_create(
            inspection=self.inspection, number=number, defaults={"day": day, "created_by": self.clerk}
        )[0]

    def add(self, batch: Batch, petitions: Iterable[dict[str, Any]]) -> list[Petition]:
        """Store petitions given by what is not ordinary about them; `area`, `main_type` and `types` are named."""
        there = Petition.objects.filter(batch=batch).count()
        made, named = [], []
        for place, given in enumerate(petitions, start=there + 1):
            values = dict(given)
            area, main = values.pop("area", None), values.pop("main_type", "大气")
            named.append({main, *values.pop("types", ())})
            values = {
                "number": f"D3YL{batch.day:%Y%m%d}{place:04d}", "channel": "call", "summary": f"反映第{place}处烟尘扰民",
                "area": self.terms.get(area or ""), "main_type": self.terms[main], "task": self.task, "lead_unit": self.unit,
                "state": "assigned", "reply_due": batch.day + timedelta(days=10), "position": place, **values,
            }  # fmt: skip
            made.append(Petition(inspection=self.inspection, batch=batch, **values))
        with transaction.atomic():
            Petition.objects.bulk_create(made)
            record("petition.accept", batch, actor=self.clerk)  # every write is told in the trail: pages are kept by it
        through = Petition.types.through
        through.objects.bulk_create(
            through(petition_id=petition.pk, term_id=self.terms[name].pk)
            for petition, names in zip(made, named, strict=True)
            for name in sorted(names)
        )
        return made

    def replied(self, verdict: str, conclusion: str, on: date, **more: Any) -> dict[str, Any]:
        """Return what an answered petition has."""
        return {
            "state": "replied", "verdict": verdict, "conclusion": conclusion, "replied_on": on, "reply_stopped_on": on,
            "submitted_by": self.clerk, "checked_by": self.clerk, "signed_by": self.desk, **more,
        }  # fmt: skip

    def reopened(self, on: date, **more: Any) -> dict[str, Any]:
        """Return what a petition has that was answered, looked at again and is in hand once more."""
        return {"verdict": "partly", "conclusion": "going_on", "reply_stopped_on": on, "reopened": 1, **more}


def make_month(clerk: User, desk: User, unit: Unit, office: Unit, *, name: str = "第三轮省级督察") -> Month:
    """Return an inspection of the province in November 2024, without petitions."""
    inspection = Inspection.objects.create(
        name=name, level="provincial", round=3, team="第二督察组", first_day=date(2024, 11, 1),
        last_day=date(2024, 11, 30), reply_days=7, cut_off=time(10), number_pattern="{channel}{round}{province}{date}{serial:4}",
        province_code="YL", public_headings=HEADINGS, desk_unit=office, created_by=clerk,
    )  # fmt: skip
    named = [*((TermKind.AREA, word) for word in AREAS), *((TermKind.TYPE, word) for word in TYPES)]
    terms = {
        word: Term.objects.create(inspection=inspection, kind=kind, code=f"c{place}", label=word, position=place)
        for place, (kind, word) in enumerate(named)
    }
    task = open_task(draft(unit, title="督察信访件", origins=(), deadline=None), actor=clerk)
    return Month(inspection, terms, task, clerk, desk, unit)
