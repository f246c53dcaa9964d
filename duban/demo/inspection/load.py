"""Writing the month: the inspection with its words, a task for each case, petitions with their moves and audit rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from duban.audit.actions import Happened, record_history
from duban.demo.city import COUNTIES
from duban.demo.inspection.plan import REPLY_DAYS, Planned, batches_of, plan_month
from duban.demo.inspection.rest import load_rest
from duban.demo.inspection.words import TYPES, matters
from duban.demo.ledger.tell import not_ahead, standing_at
from duban.inspections.actions.looking_back import draw_round, note_look_back
from duban.inspections.models import (
    Batch,
    Conclusion,
    Inspection,
    Outcome,
    Petition,
    PetitionMeasure,
    PetitionMove,
    Term,
    TermKind,
    Verdict,
    Visit,
)
from duban.inspections.official import team_reply
from duban.inspections.states import PetitionState as S
from duban.organizations.models import Unit, User
from duban.tasks.actions import Origin, TaskDraft, open_tasks, sign_for
from duban.tasks.models import Task
from duban.tasks.states import TaskState

NAME = "第三轮省级生态环境保护督察"
HEADINGS = [
    ["index", "序号"], ["number", "受理编号"], ["summary", "交办问题基本情况"], ["area", "行政区域"], ["type", "污染类型"],
    ["finding", "调查核实情况"], ["verdict", "是否属实"], ["handling", "处理和整改情况"], ["conclusion", "是否办结"],
    ["accountability", "责任人被处理情况"],
]  # fmt: skip
_MATTERS = matters()
_ROAD = (S.RECEIVED, S.ASSIGNED, S.SUBMITTED, S.CHECKED, S.SIGNED_OFF, S.REPLIED)
_WAITING = (S.SUBMITTED.value, S.CHECKED.value)  # handed in, not told to the team yet
_VERBS = ("accept", "assign", "submit", "check", "sign_off", "reply")


def load_month(today: date, total: int, batches: int, seed: int, say: Callable[[int, int], None] | None = None) -> bool:
    """Write an inspection whose last batch is today's; False where one of this name is there.

    Its units sign for their tasks in a small month, as people would; in a large one the tasks wait for them.
    """
    if Inspection.objects.filter(name=NAME).exists():
        return False
    planned = plan_month(total, batches, len(COUNTIES), today, seed)
    with transaction.atomic():
        month = _Month(today, batches)
    written = 0
    for number, day, mine in batches_of(planned):
        with transaction.atomic(), standing_at(_moment(day, 10)):
            month.take(number, day, mine)
        written += len(mine)
        if say:
            say(written, total)
    if total <= 200:
        month.sign()
        month.keep_replies()
        load_rest(month.inspection, month.counties, month.people, today)
    month.look_back()
    return True


class _Month:
    """The inspection being written."""

    def __init__(self, today: date, batches: int) -> None:
        people = {user.username: user for user in User.objects.all()}
        self.clerk, self.checker, self.desk = people["clerk"], people["clerk2"], people["desk"]
        self.people = people
        self.today = today
        units = {unit.code: unit for unit in Unit.objects.all()}
        self.counties = [units[county.code] for county in COUNTIES]
        self.city_unit = units["212"]
        first = today - timedelta(days=batches - 1)
        self.inspection = Inspection.objects.create(
            name=NAME, level="provincial", round=3, team="省第二生态环境保护督察组", first_day=first,
            last_day=max(today, first + timedelta(days=29)), reply_days=REPLY_DAYS, cut_off=time(10),
            number_pattern="{channel}{round}{province}{date}{serial:4}", province_code="YL", city_code="",
            public_headings=HEADINGS, desk_unit=units["100"], created_by=self.clerk,
        )  # fmt: skip
        self.areas = [
            self._term(TermKind.AREA, f"a{place}", unit.short_name, place, unit)
            for place, unit in enumerate(self.counties)
        ]
        self.types = {name: self._term(TermKind.TYPE, f"t{n}", name, n) for n, name in enumerate(TYPES)}
        for kind, choices in ((TermKind.VERDICT, Verdict.choices), (TermKind.CONCLUSION, Conclusion.choices)):
            for place, (code, label) in enumerate(choices):
                self._term(kind, code, str(label), place)
        self.stored: list[Petition] = []
        self.recurring: set[str] = set()  # numbers of what the look-back is to find recurred

    def _term(self, kind: TermKind, code: str, label: str, place: int, unit: Unit | None = None) -> Term:
        return Term.objects.create(
            inspection=self.inspection, kind=kind, code=code, label=label, position=place, unit=unit
        )

    def take(self, number: int, day: date, planned: list[Planned]) -> None:
        """Write one day's batch with its tasks; what is to be reopened stands concluded until it is looked back at."""
        self.recurring |= {self._number(one) for one in planned if one.reopened and one.first is None}
        planned = [
            replace(one, state="replied", conclusion="concluded", reopened=0) if one.reopened else one
            for one in planned
        ]
        calls = sum(one.channel == "call" for one in planned)
        batch = Batch.objects.create(
            inspection=self.inspection, number=number, day=day, announced_calls=calls,
            announced_letters=len(planned) - calls, announced_starred=sum(one.starred for one in planned),
            created_by=self.clerk,
        )  # fmt: skip
        own = [one for one in planned if one.first is None and one.state != "returned"]
        opened = iter(open_tasks([self._draft(one) for one in own], actor=self.clerk))
        made = []
        for one in planned:
            returned = one.state == "returned"
            first = self.stored[one.first] if one.first is not None else None
            task = None if returned else (first.task if first else next(opened))
            made.append(self._petition(batch, one, task, first))
        Petition.objects.bulk_create(made)
        self.stored += made
        self._name_types(made, planned)
        self._show_work(made, planned)
        self._tell_lives(made, planned)

    def _unit(self, one: Planned) -> Unit:
        return self.city_unit if one.area is None else self.counties[one.area]

    def _number(self, one: Planned) -> str:
        letter = "D" if one.channel == "call" else "X"
        return f"{letter}3YL{one.day:%Y%m%d}{one.place:04d}"

    def _draft(self, one: Planned) -> TaskDraft:
        number = self._number(one)
        waits = one.state == "received"  # no unit has it, none reads it in the ledger
        quote = number if waits else one.summary
        title = f"信访件 {number}" if waits else f"信访件 {number}：{one.summary[2:50]}…"
        origin = Origin("petition", f"{NAME} {number}", "", "", "", 0, quote, quote, 0, len(quote), key=number)
        return TaskDraft(
            source="petition", year=one.day.year, title=title,
            lead_unit=self.inspection.desk_unit if waits else self._unit(one),
            deadline=one.day + timedelta(days=60), deliverable="查处和整改情况", origins=(origin,),
        )  # fmt: skip

    def _petition(self, batch: Batch, one: Planned, task: Task | None, first: Petition | None) -> Petition:
        matter, replied = _MATTERS[one.matter], one.state == "replied"
        answered = one.answered
        told = one.verdict != ""
        unsubstantiated = one.verdict == "unsubstantiated"
        measures = "不属实，已向周边群众说明。" if unsubstantiated else f"即知即改：{matter[4]}；长效：{matter[5]}。"
        returned = one.state == "returned"
        due = one.day + timedelta(days=REPLY_DAYS)
        return Petition(
            inspection=self.inspection, batch=batch, position=one.place, number=self._number(one), channel=one.channel,
            received_on=one.day - timedelta(days=1), starred=one.starred, summary=one.summary,
            text_confirmed_by_name=self.clerk.name, text_confirmed_at=_moment(one.day, 11),
            area=None if one.area is None else self.areas[one.area], main_type=self.types[matter[0]],
            duplicate_of=None if returned else first, duplicate_reason="文字相近、同一地点" if first else "",
            state=one.state, return_reason="反映地点在邻市，不属本市管辖" if returned else "", task=task,
            lead_unit=None if returned or one.state == "received" else self._unit(one),
            assigned_on=None if returned or one.state == "received" else one.day,
            finding=f"经现场核查，{matter[3]}。" if told and not unsubstantiated else ("经现场核查和监测，未发现所反映的问题。" if told else ""),
            verdict=one.verdict, cause="日常管理不到位，设施维护不及时。" if told and not unsubstantiated else "",
            handling=measures if told else "", conclusion=one.conclusion, sites_ordered=one.sites, fines=one.fines,
            sites_punished=int(one.fines > 0), revisit_on=answered + timedelta(days=30) if answered else None,
            reply_due=due, reply_explanation=f"{one.day} 交办，当日不计，第 {REPLY_DAYS} 天为 {due}",
            reply_stopped_on=None if one.state in _WAITING else answered, replied_on=answered if replied else None, submitted_on=answered,
            submitted_by=self._liaison(one) if told else None,
            checked_by=self.checker if one.state in ("checked", "replied") else None,
            signed_by=self.desk if replied else None,
            rejected=one.rejected,
        )  # fmt: skip

    def _liaison(self, one: Planned) -> User:
        return self.people[f"u{self._unit(one).code}"]

    def _name_types(self, made: list[Petition], planned: list[Planned]) -> None:
        through = Petition.types.through
        through.objects.bulk_create(
            through(petition_id=petition.pk, term_id=self.types[name].pk)
            for petition, one in zip(made, planned, strict=True)
            for name in sorted({_MATTERS[one.matter][0], *filter(None, [one.also])})
        )

    def _show_work(self, made: list[Petition], planned: list[Planned]) -> None:
        """Write the visit and the measures of those that were answered; a lasting one is done where it was concluded."""
        measures, visits = [], []
        for petition, one in zip(made, planned, strict=True):
            if not one.answered:
                continue
            matter, who = _MATTERS[one.matter], f"{self._unit(one).short_name}执法人员"
            day = one.answered - timedelta(days=1)
            visits.append(Visit(petition=petition, day=day, who=who, found=petition.finding[:300], by_name=who))
            if one.verdict == "unsubstantiated":
                continue
            done = day if one.conclusion == "concluded" else None
            values = {"petition": petition, "by_name": who}
            measures.append(PetitionMeasure(**values, kind="immediate", what=matter[4], due=day, done_on=day))
            due = day if done else one.day + timedelta(days=60)
            agreed = {"agreed_at": _moment(one.answered, 15), "agreed_by_name": self.clerk.name}
            agreed = agreed if petition.state == "replied" else {}  # what is only handed in waits for the office
            measures.append(PetitionMeasure(**values, **agreed, kind="lasting", what=matter[5], due=due, done_on=done))
        PetitionMeasure.objects.bulk_create(measures)
        Visit.objects.bulk_create(visits)

    def _tell_lives(self, made: list[Petition], planned: list[Planned]) -> None:
        """Write the moves that led each petition to where it is, and their audit rows, in order of time."""
        moves: list[PetitionMove] = []
        for petition, one in zip(made, planned, strict=True):
            moves += self._moves(petition, one)
        moves.sort(key=lambda move: move.at)
        times = [move.at for move in moves]
        PetitionMove.objects.bulk_create(moves)
        for move, at in zip(moves, times, strict=True):
            move.at = at
        PetitionMove.objects.bulk_update(moves, ["at"], batch_size=500)
        record_history(
            Happened(f"petition.{move.verb}", move.petition, move.actor, move.at, {"state": [move.from_state, move.to_state]}, move.reason)
            for move in moves
        )  # fmt: skip

    def _moves(self, petition: Petition, one: Planned) -> Iterator[PetitionMove]:
        actors = (self.clerk, self.clerk, self._liaison(one), self.checker, self.desk, self.clerk)
        reached = S.REPLIED if one.verdict and one.state not in _WAITING else S(one.state)
        steps = [S.RECEIVED] if reached is S.RETURNED else list(_ROAD[: _ROAD.index(reached) + 1])
        days = [one.day, one.day, *([one.answered or one.day] * 4)]
        for place, state in enumerate(steps):
            before = steps[place - 1].value if place else ""
            yield _move(petition, actors[place], _VERBS[place], before, state.value, _moment(days[place], 11 + place))
        if one.state == "returned":
            reason = petition.return_reason
            yield _move(petition, self.clerk, "return", "received", "returned", _moment(one.day, 15), reason)

    @transaction.atomic
    def look_back(self) -> None:
        """Draw all that is concluded and look at what recurred, which is reopened, and at a few that hold."""
        with standing_at(_moment(self.today, 17)):
            drawn = draw_round(self.inspection, actor=self.clerk, seed=f"{self.today:%Y%m%d}", percent=100)
            items = list(drawn.items.select_related("petition").order_by("petition__number"))
            recurred = [item for item in items if item.petition.number in self.recurring]
            held = [item for item in items if item.petition.number not in self.recurring][:3]
            seen = [(item, Outcome.RECURRED, "现场查看，问题反弹") for item in recurred]
            seen += [(item, Outcome.HOLDS, "现场查看，整改措施都在落实，没有反弹") for item in held]
            for item, outcome, found in seen:
                note_look_back(
                    item,
                    actor=self.desk,
                    on=self.today,
                    outcome=outcome.value,
                    found=found,
                    today=self.today,
                    due=self.today + timedelta(10) if outcome is Outcome.RECURRED else None,
                )

    def keep_replies(self) -> None:
        """Keep the papers with which the team was answered, as they were sent."""
        answered = Petition.objects.filter(inspection=self.inspection, state=S.REPLIED.value)
        for petition in answered.select_related("inspection", "batch", "lead_unit"):
            assert petition.replied_on is not None
            sent = team_reply(petition, petition.replied_on)
            sent.day, sent.by_name = petition.replied_on, self.clerk.name
            with standing_at(_moment(petition.replied_on, 16)):
                sent.save()

    def sign(self) -> None:
        """Have the units sign for their tasks of every batch but the last two days'."""
        waiting = Task.objects.filter(source="petition", state=TaskState.ASSIGNED.value).select_related("lead_unit")
        for task in waiting:
            if timezone.localdate(task.opened_at) < self.today - timedelta(days=1):
                with standing_at(task.opened_at + timedelta(hours=5)):
                    sign_for(task, actor=self.people[f"u{task.lead_unit.code}"])


def _move(
    petition: Petition, actor: User, verb: str, before: str, after: str, at: datetime, reason: str = ""
) -> PetitionMove:
    values: dict[str, Any] = {"petition": petition, "actor": actor, "actor_name": actor.name, "verb": verb}
    return PetitionMove(**values, from_state=before, to_state=after, at=at, reason=reason)


def _moment(day: date, hour: int) -> datetime:
    return not_ahead(datetime.combine(day, time(hour), timezone.get_default_timezone()))
