"""What the office, a leader and a head do beside the stories: papers, demands by hand, instructions, a deputy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from duban.dates.workdays import load_calendar
from duban.organizations.actions.deputies import appoint_deputy
from duban.organizations.models import Post
from duban.tasks import actions
from duban.tasks.actions.demanding import DemandFacts, answer_demand, ask, drop_demand
from duban.tasks.actions.urging import PaperFacts, issue_papers, note_receipt
from duban.tasks.models import Demand, DemandKind, PaperKind, Task, UrgingPaper

if TYPE_CHECKING:
    from duban.demo.ledger.tell import Telling

RIVERS, TUNNEL = "整治城区黑臭水体7条", "建成东湖路过江隧道"
WINTER, MEETING, STARTS = "报冬季校园供暖准备情况", "参加黑臭水体整治调度会", "报12月资金拨付计划"


def office_days(told: Telling) -> list[tuple[int, Callable[[], None]]]:
    """Return what is done on which day, counted from the demo's today."""
    return [
        (-25, lambda: _paper(told, RIVERS, PaperKind.REMINDER, "请于限期前报南渠、北渠两段的赶工计划。", 8)),
        (-19, lambda: _receipt(told, RIVERS)),
        (-18, lambda: _ask(told, "203", DemandKind.MATERIAL, WINTER, 10)),
        (-15, lambda: _answer(told, WINTER)),
        (-12, lambda: _instruct(told, TUNNEL, "过江隧道是民生工程，滞后原因和补救安排要说清楚。", 7)),
        (-10, lambda: _ask(told, "216", DemandKind.MEETING, MEETING, 2)),
        (-9, lambda: _drop(told, MEETING)),
        (-6, lambda: _paper(told, TUNNEL, PaperKind.NOTICE, "请报盾构段赶工方案，明确每周进尺。", 9)),
        (-3, lambda: _ask(told, "209", DemandKind.REPORT, STARTS, 6)),
        (-2, lambda: _instruct(told, RIVERS, "时限前能否全部销号，请给我一个准话。", 7)),
        (-1, lambda: _deputy(told)),
    ]


def _working_day(days: int) -> date:
    """Return the first working day from so many days after the present one on: nobody asks for a Sunday."""
    day, calendar = timezone.localdate() + timedelta(days), load_calendar()
    while not calendar.is_working_day(day):
        day += timedelta(1)
    return day


def _task(told: Telling, title: str) -> Task:
    task = told.tasks[title]
    task.refresh_from_db()
    return task


def _paper(told: Telling, title: str, kind: PaperKind, wanted: str, days: int) -> None:
    facts = PaperFacts(kind, wanted, _working_day(days), "云陵市人民政府督查室", "市政府督查室科长", "0800-2233")
    issue_papers([_task(told, title)], facts, actor=told.people["desk"], today=timezone.localdate())


def _receipt(told: Telling, title: str) -> None:
    paper = UrgingPaper.objects.get(matters__task=told.tasks[title])
    says = "已收到，赶工计划随进展一并报送。"
    note_receipt(paper, actor=told.people["desk"], on=timezone.localdate(), signed_by="办公室值班员", says=says)


def _ask(told: Telling, unit: str, kind: DemandKind, what: str, days: int) -> None:
    facts = DemandFacts(kind, what, _working_day(days))
    ask([told.unit(unit)], facts, actor=told.people["desk"], today=timezone.localdate())


def _answer(told: Telling, what: str) -> None:
    demand = Demand.objects.get(what=what)
    answer_demand(demand, actor=told.liaison(demand.unit.code), answer="已报送，学校供暖设备全部检修完毕。")


def _drop(told: Telling, what: str) -> None:
    drop_demand(Demand.objects.get(what=what), actor=told.people["desk"], reason="并入每周调度例会，不另开会")


def _instruct(told: Telling, title: str, text: str, days: int) -> None:
    actions.instruct(
        _task(told, title), actor=told.people["leader"], leader="市长", on=timezone.localdate(), text=text,
        answer_by=_working_day(days),
    )  # fmt: skip


def _deputy(told: Telling) -> None:
    """Let the head of the water bureau stand in for its liaison, who is away."""
    posts = list(Post.objects.filter(user=told.people["u216"]))
    today = timezone.localdate()
    appoint_deputy(
        posts, told.people["h216"], first_day=today, last_day=today + timedelta(14), actor=told.people["u216"],
        reason="外出培训",
    )  # fmt: skip
