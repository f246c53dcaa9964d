"""The clock of an ordinary petition that runs out first, told to whom it waits for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duban.dates.workdays import Calendar
from duban.notifications.reminders import Reminder, falls_on, time_left
from duban.notifications.rules.ladders import OUTSIDE, To
from duban.petitions.models import Petition
from duban.petitions.rules.data import clock_rules
from duban.petitions.states import State

_WITH_UNIT = (State.REFERRED.value, State.IN_HANDLING.value, State.EXTENDED.value)


def running_clocks(day: date, today: date, calendar: Calendar) -> Iterator[Reminder]:
    """Yield what the steps of a working day tell of the petitions in hand."""
    for step in OUTSIDE:
        petitions = Petition.objects.filter(falls_on(step, "due_on", day, calendar), in_hand=1)
        for petition in petitions.select_related("task__lead_unit", "handler").order_by("pk"):
            rule = clock_rules(petition.clock_rules).of(petition.due_clock)
            limit = petition.due_on
            if rule.petitioners_own or limit is None:
                continue
            unit = f"（{petition.handler.name}）" if petition.handler else ""
            yield Reminder(
                key=f"petitions:{rule.key}:{petition.pk}:{limit}:{step.after}:{day if step.every else ''}",
                task=petition.task,
                to=step.to if petition.state in _WITH_UNIT else (To.DESK,),
                level=step.level,
                text=time_left(f"信访件 {petition.number}，应于 {limit} 前{rule.title[0]}{unit}", limit, today),
            )
