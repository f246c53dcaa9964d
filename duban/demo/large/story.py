"""One life written as the rows the ledger's own actions would have left: task, parts, reports, moves, audit."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from duban.audit.actions import Happened
from duban.demo.large.lamps import lamp_of
from duban.demo.large.lives import UNSIGNED, Life, S, month_ends
from duban.demo.large.rows import Cast, Rows
from duban.demo.large.words import LEADERS, OFFICIALS, REASONS, next_steps, problems, quoted, report_text
from duban.organizations.models import Unit, User
from duban.tasks.actions import Origin, TaskDraft
from duban.tasks.actions.drafts import Changes, opening_of, parts_of
from duban.tasks.models import (
    ChangeKind,
    ChangeRequest,
    CompletionRequest,
    Demand,
    DemandKind,
    Evidence,
    LampEntry,
    Quantity,
    Report,
    RequestState,
    Suspension,
    Task,
    TaskMove,
    TaskOrigin,
    TaskUnit,
    Verification,
)
from duban.tasks.rules import task_number
from duban.tasks.states import TaskState, Verb

REVISION = "large-city"  # tells the generated tasks from others
RULE_SET, RULE_VERSION = "duban-default-1", "1"
LAMP_MONTHS = 4


@dataclass(slots=True)
class Story:
    """Writes one life into `rows`; the serial is its number in its year and source."""

    rows: Rows
    cast: Cast
    random: Random
    prefixes: dict[str, str]
    today: date
    task: Task = field(init=False)
    life: Life = field(init=False)

    def write(self, life: Life, serial: int, *, part: int = 0, parent: Task | None = None) -> Task:
        """Write the whole life; return its task."""
        self.life = life
        draft = self._draft()
        self._open(draft, serial, part, parent)
        if life.state not in UNSIGNED:
            self._sign()
        elif life.state is S.HANDED_BACK:
            self._move(Verb.HAND_BACK, self._liaison, life.signed, S.HANDED_BACK, reason=self._reason("hand_back"))
        reports = self._report()
        self._measure()
        self._ask_for_more_time()
        self._end(reports)
        self._demand()
        self._light()
        return self.task

    @property
    def _liaison(self) -> User:
        return self.cast.liaisons[self.life.lead]

    @property
    def _unit(self) -> Unit:
        return self.cast.units[self.life.lead]

    def _reason(self, kind: str) -> str:
        return self.random.choice(REASONS[kind])

    def _at(self, day: date, least: datetime | None = None) -> datetime:
        """Return a moment of the day's office hours, after `least`."""
        moment = timezone.make_aware(
            datetime.combine(day, time(8, 30)) + timedelta(seconds=self.random.randint(0, 32400))
        )
        if least and moment <= least:
            moment = least + timedelta(minutes=self.random.randint(1, 20))
        return moment

    def _draft(self) -> TaskDraft:
        life, units = self.life, self.cast.units
        paragraph, quote = quoted(self.random, life.matter, str(self._unit), life.deadline_text)
        meeting = life.opened.isocalendar().week
        start = paragraph.index(quote)
        origin = Origin(
            kind=life.source,
            title=f"市政府{life.opened.year}年第{meeting}次常务会议"
            if life.source == "meeting"
            else f"{life.matter.topic}工作批示",
            link="",
            agenda_item=f"{life.matter.topic}工作",
            text_revision=REVISION,
            paragraph_number=self.random.randint(3, 40),
            paragraph=paragraph,
            quote=quote,
            start=start,
            end=start + len(quote),
            key=f"{life.source}:{life.opened.year}-{meeting}",
        )
        return TaskDraft(
            source=life.source,
            year=life.opened.year,
            title=life.matter.title,
            lead_unit=self._unit,
            responsible_units=tuple(units[place] for place in life.responsible),
            supporting_units=tuple(units[place] for place in life.supporting),
            deadline=life.deadline,
            deadline_text=life.deadline_text,
            deadline_explanation=f"{life.opened} {life.deadline_text} → {life.deadline}" if life.deadline else "",
            deliverable=life.matter.deliverable,
            reporting_rhythm="每月" if life.monthly else "",
            leading_official=self.random.choice(OFFICIALS),
            origins=(origin,),
            fan_out_to=tuple(units[child.lead] for child in life.children),
        )

    def _open(self, draft: TaskDraft, serial: int, part: int, parent: Task | None) -> None:
        """Write the task with its units, origin and first move."""
        life = self.life
        state = S.PROPOSED if life.state is S.PROPOSED else S.ASSIGNED
        at = self._at(life.opened)
        plain = ("title", "leading_official", "deadline", "deadline_text", "deadline_explanation", "deliverable")
        self.task = task = self.rows.add(
            Task,
            number=task_number(self.prefixes, life.source, draft.year, serial, part),
            year=draft.year, source=life.source, serial=serial, part=part, parent_id=parent.pk if parent else None,
            state=state.value, lead_unit_id=self._unit.pk, opened_by_id=self.cast.clerk.pk, opened_at=at,
            reporting_rhythm=draft.reporting_rhythm, version=0,
            sign_by=life.opened + timedelta(days=2) if state is S.ASSIGNED else None,
            priority=self.random.choices(("normal", "important", "urgent"), (85, 11, 4))[0],
            **{name: getattr(draft, name) for name in plain},
        )  # fmt: skip
        for unit, role in parts_of(draft).items():
            signed: dict[str, Any] = {}
            if life.state not in UNSIGNED and (unit is self._unit or self.random.random() < 0.9):
                liaison = self.cast.liaisons[self.cast.places[unit.pk]]
                signed = {
                    "signed_at": self._at(life.signed),
                    "signed_by_id": liaison.pk,
                    "signed_by_name": liaison.name,
                }
            self.rows.add(TaskUnit, task_id=task.pk, unit_id=unit.pk, unit_name=unit.name, role=role, **signed)
        for origin in draft.origins:
            values = {name: getattr(origin, name) for name in Origin.__dataclass_fields__}
            self.rows.add(TaskOrigin, task_id=task.pk, **values)
        verb = Verb.PROPOSE if state is S.PROPOSED else Verb.OPEN
        self._log(verb, self.cast.clerk, at, None, opening_of(draft), "")

    def _sign(self) -> None:
        self.task.person_in_charge = f"{self._unit}承办人"
        changes = {"signed": ["", self._unit.name]}
        self._move(Verb.SIGN_FOR, self._liaison, self.life.signed, S.SIGNED_FOR, changes)

    def _report(self) -> list[Report]:
        """Write the reports with their evidence and moves."""
        written = []
        for told in self.life.reports:
            at = self._at(told.on, self._last)
            report = self.rows.add(
                Report,
                task_id=self.task.pk, unit_id=self._unit.pk, unit_name=self._unit.name,
                once=self._token(), period=f"{told.on:%Y-%m}", as_of=told.on,
                text=report_text(self.random, self.life.matter, told.done), problems=problems(self.random, self.life.matter),
                next_steps=next_steps(self.random), actual=None if told.done is None else Decimal(told.done),
                typed_percent=told.percent, author_id=self._liaison.pk, author_name=self._liaison.name, written_at=at,
                sent_at=at,
            )  # fmt: skip
            changes: Changes = {"as_of": ["", str(told.on)]}
            changes |= {"actual": ["", str(told.done)]} if told.done is not None else {}
            changes |= {"typed_percent": ["", str(told.percent)]} if told.percent is not None else {}
            if told.proved:
                changes["evidence"] = ["", self._prove(report, at).name]
            self._move(Verb.REPORT, self._liaison, told.on, S.IN_PROGRESS, changes, report.text, at)
            self.task.last_report_on, self.task.typed_percent = told.on, told.percent
            written.append(report)
        return written

    def _prove(self, report: Report | None, at: datetime) -> Evidence:
        file = self.random.choice(self.cast.files)
        return self.rows.add(
            Evidence,
            task_id=self.task.pk, report_id=report.pk if report else None, file_id=file.pk, name=file.name,
            unit_id=self._unit.pk, unit_name=self._unit.name, added_by_id=self._liaison.pk,
            added_by_name=self._liaison.name, at=at,
        )  # fmt: skip

    def _measure(self) -> None:
        """Write the target, with the last report's figure."""
        wanted = self.life.matter
        if wanted.target:
            last = self.life.reports[-1] if self.life.reports else None
            self.rows.add(
                Quantity, task_id=self.task.pk, target=Decimal(wanted.target), unit=wanted.unit,
                actual=Decimal(last.done) if last and last.done is not None else None,
                actual_on=last.on if last else None,
            )  # fmt: skip
        if self.life.monthly and self.life.state in (S.SIGNED_FOR, S.IN_PROGRESS):
            base = self.task.last_report_on or self.life.opened
            self.task.report_by = (base.replace(day=1) + timedelta(days=32)).replace(day=5)

    def _ask_for_more_time(self) -> None:
        """Write a request for extension into one life in twenty-five, most of them decided."""
        life = self.life
        if not life.deadline or not life.reports or self.random.random() > 0.04:
            return
        day = min(life.reports[0].on, life.deadline, self.today)
        later = life.deadline + timedelta(days=30)
        state = RequestState.WAITING if life.state is S.IN_PROGRESS and day > self.today - timedelta(days=20) else None
        state = state or self.random.choice((RequestState.GRANTED, RequestState.REFUSED))
        decided: dict[str, Any] = {}
        if state != RequestState.WAITING:
            decided = {
                "decided_by_id": self.cast.desk.pk, "decided_by_name": self.cast.desk.name,
                "decided_at": self._at(day), "approver": self.random.choice(LEADERS),
            }  # fmt: skip
        self.rows.add(
            ChangeRequest, task_id=self.task.pk, unit_id=self._unit.pk, unit_name=self._unit.name,
            kind=ChangeKind.DEADLINE, old=str(life.deadline - timedelta(days=30)) if decided else str(life.deadline),
            new=str(life.deadline if decided else later), new_deadline=life.deadline if decided else later,
            reason=self._reason("extend"), state=state, requested_by_id=self._liaison.pk,
            requested_by_name=self._liaison.name, requested_at=self._at(day), **decided,
        )  # fmt: skip

    def _end(self, reports: list[Report]) -> None:
        """Write what followed the last report."""
        state, day, desk = self.life.state, self.life.ended, self.cast.desk
        if state in (S.COMPLETION_REQUESTED, S.VERIFIED, S.CLOSED_OUT):
            self._complete(reports)
        elif state is S.SUSPENDED:
            first = max(day - timedelta(days=self.random.randint(1, 60)), self.life.signed)
            reason = self._reason("suspend")
            self.rows.add(
                Suspension, task_id=self.task.pk, first_day=first, state_before=self.task.state, reason=reason,
                suspended_by_id=desk.pk, suspended_by_name=desk.name,
            )  # fmt: skip
            self._move(Verb.SUSPEND, desk, day, state, reason=reason)
        elif state is S.TERMINATED:
            changes = {"approver": ["", self.random.choice(LEADERS)]}
            self._move(Verb.TERMINATE, desk, day, state, changes, self._reason("terminate"))
        elif state is S.WITHDRAWN:
            self._move(Verb.WITHDRAW, self.cast.clerk, day, state, reason=self._reason("withdraw"))
        elif state is S.MERGED:
            self._merge(day)

    def _merge(self, day: date) -> None:
        into = next((task for task in reversed(self.rows.kept[Task][:-1]) if task.state == S.IN_PROGRESS), None)
        if into is None:  # nothing open in this batch to go into: it stays under way
            return
        self.task.merged_into_id = into.pk
        self._move(Verb.MERGE, self.cast.desk, day, S.MERGED, {"merged_into": ["", str(into)]}, self._reason("merge"))

    def _complete(self, reports: list[Report]) -> None:
        """Write the request for completion with its proof, the six-point test and the close-out."""
        life, desk, liaison = self.life, self.cast.desk, self._liaison
        at = self._at(life.ended, self._last)
        proof = self._prove(None, at)
        statement = f"{life.matter.title}，已按要求完成。"
        waiting = life.state is S.COMPLETION_REQUESTED
        decided: dict[str, Any] = {"state": RequestState.WAITING}
        if not waiting:
            decided = {
                "state": RequestState.GRANTED,
                "decided_by_id": desk.pk,
                "decided_by_name": desk.name,
                "decided_at": at,
            }
        request = self.rows.add(
            CompletionRequest, task_id=self.task.pk, unit_id=self._unit.pk, unit_name=self._unit.name,
            statement=statement, requested_by_id=liaison.pk, requested_by_name=liaison.name, requested_at=at, **decided,
        )  # fmt: skip
        self._move(Verb.REQUEST_COMPLETION, liaison, life.ended, S.COMPLETION_REQUESTED, reason=statement, at=at)
        if waiting:
            return
        points = ("facts_clear", "problem_solved", "task_done", "conclusion_accurate", "measures_lawful", "form_right")
        test = self.rows.add(
            Verification, request_id=request.pk, task_id=self.task.pk, evidence_id=proof.pk, requested_by_id=liaison.pk,
            verifier_id=desk.pk, verifier_name=desk.name, at=at, **dict.fromkeys(points, True),
        )  # fmt: skip
        self.task.verification_id = test.pk
        self._move(Verb.VERIFY, desk, life.ended, S.VERIFIED)
        if life.state is S.CLOSED_OUT:
            self._move(Verb.CLOSE_OUT, desk, life.ended, S.CLOSED_OUT)
            self.task.closed_at, self.task.report_by = self._last, None

    def _demand(self) -> None:
        """Write what was asked of the lead unit: its signature, and the next report where one is due."""
        life, signed = self.life, {}
        if life.state is S.PROPOSED:
            return
        if life.state not in UNSIGNED:
            signed = {"answered_at": self._at(life.signed), "answered_by_name": self._liaison.name}
        elif life.state is not S.ASSIGNED:
            signed = {"dropped_at": self._at(life.ended), "dropped_why": "不再需要"}
        self._ask(DemandKind.SIGN_FOR, "签收", life.opened + timedelta(days=2), **signed)
        if self.task.report_by:
            self._ask(DemandKind.REPORT, "报送进展", self.task.report_by, rhythm=self.task.reporting_rhythm)

    def _ask(self, kind: DemandKind, what: str, due: date, **more: Any) -> None:
        self.rows.add(
            Demand, task_id=self.task.pk, unit_id=self._unit.pk, unit_name=self._unit.name, kind=kind,
            what=f"{what}：{self.task.title}"[:300], due=due, asked_by_id=self.cast.clerk.pk,
            asked_by_name=self.cast.clerk.name, asked_at=self.task.opened_at, by_rule=True, once=self._token(),
            **more,
        )  # fmt: skip

    def _token(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128), version=4)

    def _light(self) -> None:
        """Store lamps as they may have been at the last month ends; the present one is judged when all is loaded."""
        life = self.life
        if life.state is S.PROPOSED:
            return
        for day in (*month_ends(life.opened, life.ended, LAMP_MONTHS), life.ended):
            schedule, actual, lamp = lamp_of(life, day)
            gap = None if schedule is None or actual is None else 100 * (schedule - actual)
            self.rows.add(
                LampEntry, task_id=self.task.pk, day=day, rule_set=RULE_SET, rule_set_version=RULE_VERSION, lamp=lamp,
                schedule=schedule, actual=actual, gap_points=gap, evaluated_at=self._at(day),
            )  # fmt: skip
        self.task.lamp, self.task.lamp_on = lamp, day
        self.task.schedule_share, self.task.actual_share = schedule, actual

    @property
    def _last(self) -> datetime:
        moment: datetime = self.rows.kept[TaskMove][-1].at
        return moment

    def _move(
        self, verb: Verb, actor: User, day: date, to: TaskState, changes: Changes | None = None, reason: str = "",
        at: datetime | None = None,
    ) -> None:  # fmt: skip
        before = TaskState(self.task.state)
        self.task.state = to.value
        self._log(verb, actor, at or self._at(day, self._last), before, changes or {}, reason[:500])

    def _log(
        self, verb: Verb, actor: User, at: datetime, before: TaskState | None, changes: Changes, reason: str
    ) -> None:
        self.task.version += 1
        self.rows.add(
            TaskMove, task_id=self.task.pk, at=at, actor_id=actor.pk, actor_name=actor.name, verb=verb.value,
            from_state=before.value if before else "", to_state=self.task.state, changes=changes, reason=reason,
        )  # fmt: skip
        self.rows.history.append(Happened(f"task.{verb}", self.task, actor, at, changes, reason))
