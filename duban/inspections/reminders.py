"""The clocks of an inspection: when a reply is due to the team or a unit was to hand in; deadlines nobody agreed to yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from duban.dates.workdays import Calendar
from duban.inspections.models import Petition
from duban.inspections.queries.deadlines import deadlines_in_question
from duban.inspections.states import PetitionState
from duban.notifications.reminders import Reminder, falls_on, time_left
from duban.notifications.rules.ladders import OUTSIDE, Level, To

# field of the limit → whose petitions it counts for, and what was to be done by then
_CLOCKS = (
    ("reply_due", Q(in_hand=1, reply_stopped_on=None), "回复督察组"),
    ("again_due", Q(in_hand=1), "重新办理并回复督察组"),
    ("unit_due", Q(state=PetitionState.ASSIGNED.value), "上报办理结果"),
)


def deadline_questions(day: date, today: date, calendar: Calendar) -> Iterator[Reminder]:
    """Yield, each once, the deadlines of lasting measures that wait for the desk, and those that came back to a unit."""
    for declined, to, deed in ((False, (To.DESK,), "请确认"), (True, (To.UNIT, To.HEAD), "已退回，请重新填报")):
        for measure in deadlines_in_question(Petition.objects.all(), declined=declined):
            number = measure.petition.number
            yield Reminder(
                key=f"inspections:deadline:{measure.pk}:{measure.due}:{int(declined)}",
                task=measure.petition.task,
                to=to,
                level=Level.DUE,
                text=f"信访举报件 {number} 的长效整改时限 {measure.due} {deed}",
            )


def reply_clocks(day: date, today: date, calendar: Calendar) -> Iterator[Reminder]:
    """Yield what the steps of a working day tell of the petitions in hand."""
    for field, counted, deed in _CLOCKS:
        for step in OUTSIDE:
            petitions = Petition.objects.filter(counted, falls_on(step, field, day, calendar))
            for petition in petitions.select_related("task__lead_unit", "lead_unit").order_by("pk"):
                limit: date = getattr(petition, field)
                with_unit = petition.state == PetitionState.ASSIGNED.value
                unit = f"（{petition.lead_unit.name}）" if petition.lead_unit else "（尚未分派）"
                yield Reminder(
                    key=f"inspections:{field}:{petition.pk}:{limit}:{step.after}:{day if step.every else ''}",
                    task=petition.task,
                    to=step.to if with_unit else (To.DESK,),
                    level=step.level,
                    text=time_left(f"信访举报件 {petition.number}，应于 {limit} 前{deed}{unit}", limit, today),
                )
