"""The task behind a petition: what it says, and how it follows when the petition is assigned or its measures change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.inspections.actions.errors import DeskRefused
from duban.inspections.models import MeasureKind, Petition, PetitionMeasure
from duban.inspections.queries.accused import why_barred
from duban.organizations.models import Unit, User
from duban.redaction import redact
from duban.tasks.actions import (
    Origin,
    TaskDraft,
    change_task,
    draft_of,
    give_over,
    hand_back,
    hand_in,
    look_back,
    open_task,
    reassign,
    reopen,
    withdraw_task,
)
from duban.tasks.actions.drafts import LONGEST_TITLE
from duban.tasks.actions.moving import LONGEST_REASON
from duban.tasks.models import LookBackKind, Task
from duban.tasks.states import MoveRefused as TaskRefused
from duban.tasks.states import TaskState

SOURCE = "petition"
_HELD = (TaskState.PROPOSED, TaskState.ASSIGNED, TaskState.HANDED_BACK)
_SHOWN = 60  # characters of the text in a title


def draft_for(petition: Petition, area: str, type_: str, co_handlers: tuple[Unit, ...] = ()) -> TaskDraft:
    """Return what the ledger is to open for the petition.

    Until it is handed to a unit (交办) the task lies with the coordinating unit, known by its number alone. The deadline is
    that of the lasting measure, so at first there is none.
    """
    return TaskDraft(
        source=SOURCE,
        year=petition.batch.day.year,
        title=title_of(petition, area, type_),
        lead_unit=(petition.lead_unit if petition.assigned_on else None) or petition.inspection.desk_unit,
        supporting_units=co_handlers,
        deadline_text=_("按长效整改措施的完成时限"),
        deliverable=_("查处和整改情况"),
        origins=(origin_of(petition, petition.summary if _is_shown(petition) else petition.number),),
        leading_official=petition.leading_official,
        priority="important" if petition.starred else "normal",
    )


def title_of(petition: Petition, area: str, type_: str) -> str:
    """Return the task's title: number, area and type, and the matter where the ledger may tell it."""
    head = f"信访件 {petition.number} {area}{type_}".strip()
    if not _is_shown(petition):
        return head[:LONGEST_TITLE]
    text = petition.summary.replace("\n", " ").strip()
    return f"{head}：{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}"[:LONGEST_TITLE]


def _is_shown(petition: Petition) -> bool:
    """Tell whether its text may stand in the ledger, which units search: read and confirmed, and handed to a unit.

    The coordinating unit may itself be complained of, which is looked at on handing over: it sees no text before.
    """
    return petition.text_confirmed_at is not None and petition.assigned_on is not None


def origin_of(petition: Petition, text: str) -> Origin:
    """Return the petition as the origin of its task: the text given is the quote."""
    link = reverse("inspections:by_number", args=[petition.inspection_id, petition.number])
    title = _("%(inspection)s第%(batch)d批 %(number)s") % {
        "inspection": petition.inspection, "batch": petition.batch.number, "number": petition.number,
    }  # fmt: skip
    return Origin(
        kind=SOURCE, title=title[:300], link=link, agenda_item="", text_revision="", paragraph_number=petition.position,
        paragraph=text, quote=text, start=0, end=len(text), key=f"petition:{petition.inspection_id}:{petition.number}"[:60],
    )  # fmt: skip


def set_task_deadline(petition: Petition, *, actor: User, cleared: bool = False) -> None:
    """Give the task the latest deadline that the office agreed to, of the lasting measures of all its petitions.

    `cleared`: one was taken off; where it was the last the task has none again.
    """
    task = petition.task
    agreed = PetitionMeasure.objects.filter(petition__task=task, kind=MeasureKind.LASTING, agreed_at__isnull=False)
    due = agreed.aggregate(last=Max("due"))["last"]
    if task is None or (due is None and not cleared) or task.deadline == due or not task.in_hand:
        return
    words = _("信访件 %(number)s 的长效整改措施最迟 %(day)s 完成") % {"number": petition.number, "day": due}
    wanted = replace(
        draft_of(task), deadline=due, deadline_text=_("按长效整改措施的完成时限"), deadline_from=None,
        deadline_explanation=words if due else "",
    )  # fmt: skip
    change_task(task, wanted, actor=actor, reason=_("按信访件 %(number)s 的长效整改措施") % {"number": petition.number})


def bring_task_along(petition: Petition, before: Unit | None, others: tuple[Unit, ...], actor: User) -> None:
    """Make the task what the petition is now; a duplicate leaves the first case's task as it is."""
    task = petition.task
    if task is None or petition.duplicate_of_id is not None or not task.in_hand:
        return
    area = petition.area.label if petition.area else ""
    kind = petition.main_type.label if petition.main_type else ""
    assert petition.lead_unit is not None
    reason = _("信访件 %(number)s 交办") % {"number": petition.number}
    if task.lead_unit_id != petition.lead_unit_id and TaskState(task.state) not in _HELD:
        reassign(task, lead_unit=petition.lead_unit, actor=actor, reason=reason)
        task.refresh_from_db()
    wanted = replace(
        draft_of(task),
        title=title_of(petition, area, kind),
        lead_unit=petition.lead_unit,
        responsible_units=(),
        supporting_units=others,
        origins=(origin_of(petition, petition.summary),),
        leading_official=petition.leading_official,
    )
    # a task that its unit handed back is given out anew, whoever of the office does it
    act = give_over if task.state == TaskState.HANDED_BACK else change_task
    act(task, wanted, actor=actor, reason=reason)


def take_task_back(petition: Petition, actor: User, reason: str) -> None:
    """Take the task from the unit that gave the petition back: it lies with the coordinating unit, by its number alone.

    Where that unit is itself complained of, the task stays the unit's, handed back.
    """
    task, keeper = petition.task, petition.inspection.desk_unit
    if task is None or petition.duplicate_of_id is not None or task.lead_unit_id != petition.lead_unit_id:
        return
    reason = _("信访件 %(number)s 单位退回：%(why)s") % {"number": petition.number, "why": redact(reason).text}
    reason = reason[:LONGEST_REASON]
    if why_barred(task, [keeper]):
        if task.state in (TaskState.ASSIGNED, TaskState.SIGNED_FOR):
            hand_back(task, actor=actor, reason=reason)
        return
    area = petition.area.label if petition.area else ""
    kind = petition.main_type.label if petition.main_type else ""
    wanted = replace(
        draft_of(task), title=title_of(petition, area, kind), lead_unit=keeper, responsible_units=(),
        supporting_units=(), origins=(origin_of(petition, petition.number),),
    )  # fmt: skip
    give_over(task, wanted, actor=actor, reason=reason)


def renumber_task(petition: Petition, before: str, *, actor: User, reason: str) -> None:
    """Have the task say the petition's number as it is now; a duplicate leaves the first case's task as it is."""
    task = petition.task
    if task is None or petition.duplicate_of_id is not None or not task.in_hand:
        return
    draft = draft_of(task)
    own = origin_of(petition, petition.summary if _is_shown(petition) else petition.number)
    others = tuple(origin for origin in draft.origins if before not in origin.title)
    wanted = replace(draft, title=draft.title.replace(before, petition.number), origins=(*others, own))
    change_task(task, wanted, actor=actor, reason=reason)


def report_to_ledger(petition: Petition, actor: User) -> None:
    """Sign for the task and report on it with what was just handed in: the same is not asked for twice."""
    task = petition.task
    if task is None or task.lead_unit_id != petition.lead_unit_id:
        return
    hand_in(task, redact(f"{petition.number}：{petition.handling}").text, actor=actor)


def own_task(petition: Petition, actor: User) -> Task:
    """Open a task for the petition alone."""
    area = petition.area.label if petition.area else ""
    kind = petition.main_type.label if petition.main_type else ""
    return open_task(draft_for(petition, area, kind, tuple(petition.co_handlers.all())), actor=actor)


def withdraw(task: Task, actor: User, reason: str) -> None:
    """Take the task back; where it is too far for that, say so."""
    try:
        withdraw_task(task, actor=actor, reason=reason)
    except TaskRefused as refusal:
        raise DeskRefused(
            _("台账里的事项 %(number)s 撤不回来：%(why)s") % {"number": task.number, "why": refusal}
        ) from None


def reopen_task(petition: Petition, reason: str, actor: User, due: date) -> None:
    """Have the ledger follow a petition that was reopened: a task closed out is reopened until that day, on what the look-back
    found; one in hand that has no deadline gets it. A lasting measure's stays.
    """
    task = petition.task
    if task is None:
        return
    if task.in_hand and task.deadline is None:
        words = {"number": petition.number, "day": due}
        wanted = replace(
            draft_of(task), deadline=due, deadline_text=_("按重新办理时限"), deadline_from=None,
            deadline_explanation=_("信访件 %(number)s 重新办理，%(day)s 前办结并回复督察组") % words,
        )  # fmt: skip
        change_task(task, wanted, actor=actor, reason=_("信访件 %(number)s 重新办理") % words)
    if task.state != TaskState.CLOSED_OUT:
        return
    today = timezone.localdate()
    look_back(task, actor=actor, kind=LookBackKind.LOOK_BACK, on=today, finding=reason, solved=False)
    reopen(task, actor=actor, reason=reason, deadline=due)
