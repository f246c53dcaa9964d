"""How a petition and the end of its task keep together: no close-out before the petitioner has the reply, none left closed."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from duban.organizations.models import User
from duban.petitions.actions.moving import finish
from duban.petitions.models import ANSWERED, Petition
from duban.petitions.states import State
from duban.petitions.states import Verb as PetitionVerb
from duban.tasks.models import Task
from duban.tasks.states import Verb

SOURCE = "citizen"
# what a petition taken up anew has not seen yet
ANEW = ("replied", "delivered", "review_asked", "review_decided", "second_asked", "second_decided")


def why_open(task: Task) -> str:
    """Say why a petition's task may not be verified or closed out yet: the petitioner has no reply; else empty."""
    if task.source != SOURCE:
        return ""
    petition = Petition.objects.filter(task=task).exclude(state__in=ANSWERED).first()
    if petition is None:
        return ""
    words = _("信访件 %(number)s 现在“%(state)s”，答复还没有送达信访人；请先在信访件上登记送达，再核查销号。")
    return words % {"number": petition.number, "state": petition.get_state_display()}


def follow_task(task: Task, verb: Verb, *, actor: User, reason: str) -> None:
    """Take a closed petition up again with its task: the ledger's look-back found it unsolved."""
    if task.source != SOURCE or verb is not Verb.REOPEN:
        return
    for petition in Petition.objects.select_for_update(of=("self",)).filter(task=task, state=State.CLOSED.value):
        petition.reopened += 1
        petition.solved = False
        told = {"deadline": str(task.deadline), "times": str(petition.reopened), "solved": "否"}
        finish(
            petition, PetitionVerb.REOPEN, actor, to=State.IN_HANDLING, days=taken_up_until(task.deadline),
            facts=told, reason=reason,
        )  # fmt: skip


def taken_up_until(deadline: date | None) -> dict[str, date | None]:
    """Return the days of a petition that is taken up anew until this one."""
    return {**dict.fromkeys(ANEW), "anew_until": deadline}
