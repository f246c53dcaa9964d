"""The team's clock beside the deadline of a case's task: the desk has the reply's, a unit the day it reports by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from duban.inspections.permissions import reads_desk, visible_to
from duban.inspections.states import PetitionState
from duban.tasks.other_clocks import OtherClock

SOURCE = "petition"


def reply_clocks(person: Any, tasks: Mapping[str, list[int]]) -> dict[int, list[OtherClock]]:
    """Return by task id what is still owed to the team on the petitions behind it that the person sees."""
    found: dict[int, list[OtherClock]] = defaultdict(list)
    if not tasks.get(SOURCE):
        return found
    desk = reads_desk(person)
    rows = visible_to(person).filter(task__in=tasks[SOURCE], reply_stopped_on=None, in_hand=1)
    for petition in rows.exclude(state=PetitionState.RETURNED.value).order_by("reply_due", "pk"):
        own = petition.unit_due if not desk and petition.state == PetitionState.ASSIGNED else None
        day = own or petition.reply_due
        words = _("上报办理结果") if own else _("回复督察组")
        if day and petition.task_id:
            found[petition.task_id].append(OtherClock(words, petition.number, day, petition.get_absolute_url()))
    return found
