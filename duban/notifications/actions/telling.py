"""Telling a unit at once of a move that the ledger does not know: an app above calls it in the move's transaction."""

from __future__ import annotations

from django.utils import timezone

from duban.notifications.models import Notice
from duban.notifications.recipients import Recipients
from duban.notifications.rules.ladders import To
from duban.organizations.models import Unit, User
from duban.tasks.models import Task


def tell_unit(unit: Unit, text: str, *, key: str, task: Task | None, actor: User) -> None:
    """Tell the unit's liaison and head, once a key; whoever did it is not told. `text` names no petitioner."""
    people = Recipients().of_unit(unit.pk, (To.UNIT, To.HEAD)) - {actor.pk}
    day = timezone.localdate()
    notices = [
        Notice(recipient_id=person, key=key, level="move", text=text[:500], task=task, day=day)
        for person in sorted(people)
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
