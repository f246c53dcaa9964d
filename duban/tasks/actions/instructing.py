"""Leaders' written instructions on a task and their answers; urging by telephone."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.organizations.models import Role, Unit, User
from duban.tasks.actions.directing import answer_directly, check_instruction
from duban.tasks.actions.drafts import DraftRefused
from duban.tasks.actions.moving import already_done, begin, finish
from duban.tasks.actions.owing import meet, owe_answer, owe_reply_to_call, owed
from duban.tasks.models import Instruction, Task, UrgingCall
from duban.tasks.states import MoveRefused, Verb


@transaction.atomic
def instruct(
    task: Task, *, actor: User, leader: str, on: date, text: str, answer_by: date | None = None, document: str = ""
) -> Instruction:
    """Keep what a leader wrote on the task (批示); the same instruction given twice is kept once."""
    leader, text = leader.strip(), text.strip()
    check_instruction(leader, text, on, answer_by)
    step = begin(task, Verb.INSTRUCT, actor, strict=False)
    same = Instruction.objects.filter(task=task, leader=leader, on=on, text=text).first()
    if same:
        return same
    instruction = Instruction.objects.create(
        task=task,
        leader=leader,
        leader_user=actor if Role.LEADER in actor.roles else None,
        on=on,
        document=document.strip(),
        text=text,
        answer_by=answer_by,
        recorded_by=actor,
        recorded_by_name=actor.name,
    )
    owe_answer(instruction, task, actor)
    finish(step, changes={"leader": ["", leader]}, reason=text[:500])
    return instruction


@transaction.atomic
def answer_instruction(instruction: Instruction, *, actor: User, answer: str) -> Instruction:
    """Answer a leader's instruction, once."""
    if instruction.task is None:
        return answer_directly(instruction, actor=actor, answer=answer)
    if not answer.strip():
        raise DraftRefused(_("没有写答复内容，请写明办理结果。"))
    step = begin(instruction.task, Verb.ANSWER_INSTRUCTION, actor, strict=False)
    waiting = Instruction.objects.filter(pk=instruction.pk, answered_at=None)
    values = {"answer": answer.strip(), "answered_by": actor, "answered_by_name": actor.name}
    if not waiting.update(**values, answered_at=timezone.now()):
        instruction.refresh_from_db()
        if (instruction.answered_by_id, instruction.answer) == (actor.pk, answer.strip()):
            raise already_done(Verb.ANSWER_INSTRUCTION)
        raise MoveRefused(_("这条批示已经答复过，请刷新页面查看。"))
    meet(owed(instruction.demands.all()), actor, answer.strip())
    finish(step, changes={"leader": ["", instruction.leader]}, reason=answer.strip()[:500])
    instruction.refresh_from_db()
    return instruction


@transaction.atomic
def log_call(
    task: Task, *, actor: User, unit: Unit, person_called: str, said: str, at: datetime, telephone: str = ""
) -> UrgingCall:
    """Note a telephone call that urged a unit on (催办); the same call noted twice is kept once."""
    if not person_called.strip() or not said.strip():
        raise DraftRefused(_("接听人和通话内容都要填写。"))
    step = begin(task, Verb.LOG_CALL, actor, strict=False)
    part = task.units.filter(unit=unit).first()
    if part is None:
        raise DraftRefused(_("“%(unit)s”不在本事项的单位之中，请选其中一个。") % {"unit": unit})
    call, new = UrgingCall.objects.get_or_create(
        task=task,
        unit=unit,
        at=at,
        person_called=person_called.strip(),
        defaults={
            "unit_name": part.unit_name,
            "telephone": telephone.strip(),
            "said": said.strip(),
            "called_by": actor,
            "called_by_name": actor.name,
        },
    )
    if new:
        owe_reply_to_call(call, actor)
        finish(step, changes={"unit": ["", part.unit_name]}, reason=said.strip()[:500])
    return call
