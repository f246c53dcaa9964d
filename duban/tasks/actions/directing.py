"""Leaders' written instructions that stand by themselves: recorded, turned into tasks, answered by the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.dates.default_limits import BadLimits, default_limit
from duban.organizations.models import Role, User
from duban.organizations.permissions import is_office
from duban.tasks.actions.drafts import DraftRefused, Origin, TaskDraft
from duban.tasks.actions.opening import open_tasks
from duban.tasks.actions.owing import owe_answer
from duban.tasks.life import Who
from duban.tasks.models import Instruction, Task, Urgency
from duban.tasks.permissions import standing_of
from duban.tasks.states import MoveRefused

SOURCE = "directive"
_KINDS = {Urgency.URGENT: "批示紧急", Urgency.NORMAL: "批示一般", Urgency.HARD: "批示疑难"}  # in the default limits


def origin_key(instruction: Instruction) -> str:
    """Return the key that all tasks of the instruction have in common."""
    return f"instruction:{instruction.pk}"


@transaction.atomic
def record_instruction(
    *,
    actor: User,
    leader: str,
    on: date,
    text: str,
    urgency: str = Urgency.NORMAL,
    answer_by: date | None = None,
    document: str = "",
) -> Instruction:
    """Keep what a leader wrote, on no task yet (登记批示); given twice it is kept once.

    Where no day for the answer is given, the office's default limit for its urgency is taken, if a set is on.
    """
    if Who.INSTRUCTOR not in standing_of(actor):
        raise PermissionDenied
    leader, text = leader.strip(), text.strip()
    check_instruction(leader, text, on, answer_by)
    same = Instruction.objects.filter(leader=leader, on=on, text=text, recorded_by=actor).first()
    if same:
        return same
    explanation = ""
    if answer_by is None:
        answer_by, explanation = _default(urgency, on)
    instruction = Instruction.objects.create(
        leader=leader,
        leader_user=actor if Role.LEADER in actor.roles else None,
        on=on,
        document=document.strip(),
        text=text,
        urgency=urgency,
        answer_by=answer_by,
        answer_by_explanation=explanation,
        recorded_by=actor,
        recorded_by_name=actor.name,
    )
    changes = {"leader": ["", leader], "text": ["", text], "answer_by": ["", str(answer_by or "")]}
    record("tasks.record_instruction", instruction, actor=actor, changes=changes)
    return instruction


@transaction.atomic
def open_tasks_of(instruction: Instruction, drafts: Sequence[TaskDraft], *, actor: User) -> list[Task]:
    """Open the tasks an instruction asks for (批示立项), numbered 批…; the first one's lead unit owes the answer."""
    if not is_office(actor):
        raise PermissionDenied
    if not drafts:
        raise DraftRefused(_("没有填写要立项的事，请至少填一项。"))
    instruction.refresh_from_db(from_queryset=Instruction.objects.select_for_update())
    if instruction.answered_at:
        raise MoveRefused(_("这条批示已经答复过，不再立项；仍要办的请新建事项。"))
    tasks = open_tasks(drafts, actor=actor)
    if instruction.task is None:
        instruction.task = tasks[0]
        instruction.save(update_fields=["task"])
        owe_answer(instruction, tasks[0], actor)
    changes = {"opened": ["", "、".join(task.number for task in tasks)]}
    record("tasks.open_from_instruction", instruction, actor=actor, changes=changes)
    return tasks


@transaction.atomic
def answer_directly(instruction: Instruction, *, actor: User, answer: str) -> Instruction:
    """Answer an instruction that asked for no task, as the office."""
    if not is_office(actor):
        raise PermissionDenied
    answer = answer.strip()
    if not answer:
        raise DraftRefused(_("没有写答复内容，请写明办理结果。"))
    waiting = Instruction.objects.filter(pk=instruction.pk, answered_at=None, task=None)
    values = {"answer": answer, "answered_by": actor, "answered_by_name": actor.name, "answered_at": timezone.now()}
    if not waiting.update(**values):
        raise MoveRefused(_("这条批示已经答复或已经立项，请刷新页面查看。"))
    instruction.refresh_from_db()
    record("tasks.answer_instruction", instruction, actor=actor, reason=answer)
    return instruction


def origin_of(instruction: Instruction) -> Origin:
    """Return the instruction as the origin of a task: its whole text is the quote."""
    title = f"{instruction.leader}{instruction.on:%Y-%m-%d}批示" + (
        f"（{instruction.document}）" if instruction.document else ""
    )
    link, text = reverse("tasks:instruction", args=[instruction.pk]), instruction.text
    return Origin(SOURCE, title[:300], link, "", "", 1, text, text, 0, len(text), origin_key(instruction))


def check_instruction(leader: str, text: str, on: date, answer_by: date | None) -> None:
    """Refuse an instruction without leader or words, of a day to come, or to be answered before it was written."""
    if not leader or not text:
        raise DraftRefused(_("批示领导（职务）和批示内容都要填写。"))
    if on > timezone.localdate():
        raise DraftRefused(_("批示日期 %(day)s 还没有到，请核对。") % {"day": on})
    if answer_by and answer_by < on:
        raise DraftRefused(_("答复时限不能早于批示日期 %(day)s。") % {"day": on})


def _default(urgency: str, on: date) -> tuple[date | None, str]:
    """Return the day of the answer by the office's default limits, with its arithmetic; none where no set is on."""
    try:
        found = default_limit(_KINDS[Urgency(urgency)], on)
    except BadLimits as wrong:
        raise DraftRefused(str(wrong)) from None
    return (found.limit.value, "\n".join(found.explanation)) if found else (None, "")
