"""Every verb done through the actions by whom it belongs to, and tasks brought to every state that way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from duban.organizations.models import User
from duban.tasks import actions
from duban.tasks.actions import (
    ChangeWanted,
    GivenFile,
    ReportFacts,
    SixPoints,
    TaskMeasures,
    draft_of,
)
from duban.tasks.models import ChangeRequest, Instruction, Report, RequestState, Task
from duban.tasks.states import TaskState, Verb
from tests.tasks.conftest import City, draft

ALL_SIX = SixPoints(*[True] * 6)
S, V = TaskState, Verb
Deed = Callable[[City, Task, User], object]


def today() -> date:
    return timezone.localdate()


def proof(words: str = "竣工照片") -> GivenFile:
    return GivenFile(f"{words}.txt", words.encode())


def another(city: City) -> Task:
    return actions.open_task(draft(city.education, title="另一个事项"), actor=city.desk)


def waiting_change(city: City, task: Task) -> ChangeRequest:
    """Return a change asked for earlier; where the task's state takes no request now, one as it would stand."""
    found = ChangeRequest.objects.filter(task=task, state=RequestState.WAITING).first()
    return found or ChangeRequest.objects.create(
        task=task, unit=city.water, unit_name=city.water.name, kind="deadline", old="", new="2027-06-30",
        new_deadline=date(2027, 6, 30), reason="雨季", requested_by=city.water_liaison, requested_by_name="水务",
    )  # fmt: skip


def instruction(city: City, task: Task) -> Instruction:
    return actions.instruct(task, actor=city.leader, leader="市长", on=today(), text="抓紧办。")


def sent_report(city: City, task: Task) -> Report:
    found = Report.objects.filter(task=task, corrected=False, unit=city.water).first()
    return found or Report.objects.create(
        task=task, unit=city.water, unit_name=city.water.name, as_of=today(), text="已清掏一段",
        author=city.water_liaison, author_name="水务", sent_at=timezone.now(),
    )  # fmt: skip


def facts(words: str = "已清掏一半", *files: GivenFile) -> ReportFacts:
    return ReportFacts(words, today(), files=files)


DEEDS: dict[Verb, tuple[str, Deed]] = {
    V.ASSIGN: ("desk", lambda c, t, who: actions.assign(t, actor=who)),
    V.CHANGE: (
        "clerk",
        lambda c, t, who: actions.change_task(t, replace(draft_of(t), deliverable="台账"), actor=who, reason="补充"),
    ),
    V.WITHDRAW: ("clerk", lambda c, t, who: actions.withdraw_task(t, actor=who, reason="重复")),
    V.SIGN_FOR: ("water_liaison", lambda c, t, who: actions.sign_for(t, actor=who)),
    V.HAND_BACK: ("water_liaison", lambda c, t, who: actions.hand_back(t, actor=who, reason="职能不符")),
    V.ASSIGN_ANEW: ("desk", lambda c, t, who: actions.assign_anew(t, actor=who, reason="仍由你局办理")),
    V.REPORT: ("water_liaison", lambda c, t, who: actions.report_progress(t, facts("进展", proof()), actor=who)),
    V.CORRECT_REPORT: (
        "water_liaison",
        lambda c, t, who: actions.correct_report(sent_report(c, t), facts("更正后"), actor=who, reason="数字有误"),
    ),
    V.ATTACH: ("water_liaison", lambda c, t, who: actions.attach(t, [proof("补充")], actor=who)),
    V.ADD_MEASURE: (
        "water_liaison",
        lambda c, t, who: actions.add_measure(t, actor=who, what="增加两个班组", who="科长", until=today()),
    ),
    V.REQUEST_COMPLETION: (
        "water_liaison",
        lambda c, t, who: actions.request_completion(t, actor=who, statement="已全部清掏"),
    ),
    V.WITHDRAW_REQUEST: ("water_liaison", lambda c, t, who: actions.withdraw_request(t, actor=who)),
    V.VERIFY: ("clerk", lambda c, t, who: actions.verify(t, actor=who, points=ALL_SIX)),
    V.SEND_BACK: ("clerk", lambda c, t, who: actions.send_back(t, actor=who, reason="缺验收单")),
    V.CLOSE_OUT: ("desk", lambda c, t, who: actions.close_out(t, actor=who)),
    V.LOOK_BACK: (
        "desk",
        lambda c, t, who: actions.look_back(t, actor=who, kind="look_back", on=today(), finding="又堵了", solved=False),
    ),
    V.REOPEN: (
        "desk",
        lambda c, t, who: actions.reopen(t, actor=who, reason="反弹", deadline=today() + timedelta(30)),
    ),
    V.SUSPEND: ("desk", lambda c, t, who: actions.suspend(t, actor=who, reason="汛期", today=today())),
    V.RESUME: ("desk", lambda c, t, who: actions.resume(t, actor=who, reason="汛期结束", today=today())),
    V.REQUEST_CHANGE: (
        "water_liaison",
        lambda c, t, who: actions.request_change(
            t, ChangeWanted("lead_unit", lead_unit=c.finance), actor=who, reason="职能调整", today=today()
        ),
    ),
    V.WITHDRAW_CHANGE: (
        "water_liaison",
        lambda c, t, who: actions.withdraw_change(waiting_change(c, t), actor=who),
    ),
    V.DECIDE_CHANGE: (
        "desk",
        lambda c, t, who: actions.decide_change(waiting_change(c, t), actor=who, granted=False, remark="不同意"),
    ),
    V.REASSIGN: ("desk", lambda c, t, who: actions.reassign(t, actor=who, reason="改派", lead_unit=c.finance)),
    V.MERGE: ("desk", lambda c, t, who: actions.merge_into(t, another(c), actor=who, reason="同一件事")),
    V.TERMINATE: (
        "desk",
        lambda c, t, who: actions.terminate(t, actor=who, approver="分管副市长", reason="项目取消"),
    ),
    V.FAN_OUT: ("clerk", lambda c, t, who: actions.fan_out(t, [c.south], actor=who, reason="分解到县")),
    V.SET_MEASURES: (
        "clerk",
        lambda c, t, who: actions.set_measures(t, TaskMeasures(target=Decimal(320), unit="公里"), actor=who),
    ),
    V.INSTRUCT: ("leader", lambda c, t, who: instruction(c, t)),
    V.ANSWER_INSTRUCTION: (
        "water_liaison",
        lambda c, t, who: actions.answer_instruction(instruction(c, t), actor=who, answer="已办"),
    ),
    V.LOG_CALL: (
        "clerk",
        lambda c, t, who: actions.log_call(
            t, actor=who, unit=c.water, person_called="科长", said="抓紧", at=timezone.now()
        ),
    ),
}

_UNDER_WAY = (V.SIGN_FOR, V.REPORT)
WAYS: dict[TaskState, tuple[Verb, ...]] = {
    S.ASSIGNED: (),
    S.SIGNED_FOR: (V.SIGN_FOR,),
    S.HANDED_BACK: (V.HAND_BACK,),
    S.IN_PROGRESS: _UNDER_WAY,
    S.COMPLETION_REQUESTED: (*_UNDER_WAY, V.REQUEST_COMPLETION),
    S.VERIFIED: (*_UNDER_WAY, V.REQUEST_COMPLETION, V.VERIFY),
    S.SUSPENDED: (*_UNDER_WAY, V.SUSPEND),
    S.CLOSED_OUT: (*_UNDER_WAY, V.REQUEST_COMPLETION, V.VERIFY, V.CLOSE_OUT),
    S.MERGED: (V.MERGE,),
    S.TERMINATED: (V.TERMINATE,),
    S.WITHDRAWN: (V.WITHDRAW,),
}


def do(city: City, task: Task, verb: Verb, who: str = "") -> None:
    """Do the verb to the task as it is stored now, by whom it belongs to or by somebody else."""
    task.refresh_from_db()
    usual, deed = DEEDS[verb]
    deed(city, task, getattr(city, who or usual))
    task.refresh_from_db()


def walk(city: City, task: Task, *verbs: Verb) -> Task:
    """Do the verbs one after another."""
    for verb in verbs:
        do(city, task, verb)
    return task


def task_in(city: City, state: TaskState) -> Task:
    """Return a task of the water bureau brought to this state by the actions."""
    if state is S.PROPOSED:
        raise ValueError("set DUBAN_ASSIGN_BY_DESK and open it as the clerk")
    task = actions.open_task(draft(city.water, supporting_units=(city.finance,)), actor=city.clerk)
    return walk(city, task, *WAYS[state])
