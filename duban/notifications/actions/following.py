"""Telling people of moves: what was assigned, sent back, asked for or decided, as soon as the worker's next round."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from duban.notifications.models import MoveCursor, Notice
from duban.notifications.recipients import Recipients
from duban.notifications.rules.ladders import To
from duban.tasks.models import TaskMove
from duban.tasks.states import Verb

AT_ONCE = 1000
# verb → who learns of it; whoever did it is not told
TOLD: dict[Verb, tuple[To, ...]] = {
    Verb.OPEN: (To.UNIT,),
    Verb.ASSIGN: (To.UNIT,),
    Verb.ASSIGN_ANEW: (To.UNIT,),
    Verb.REASSIGN: (To.UNIT,),
    Verb.CHANGE: (To.UNIT,),
    Verb.WITHDRAW: (To.UNIT,),
    Verb.TERMINATE: (To.UNIT, To.HEAD),
    Verb.MERGE: (To.UNIT,),
    Verb.SEND_BACK: (To.UNIT, To.HEAD),
    Verb.VERIFY: (To.UNIT,),
    Verb.CLOSE_OUT: (To.UNIT,),
    Verb.REOPEN: (To.UNIT, To.HEAD),
    Verb.SUSPEND: (To.UNIT,),
    Verb.RESUME: (To.UNIT,),
    Verb.DECIDE_CHANGE: (To.UNIT,),
    Verb.INSTRUCT: (To.UNIT, To.HEAD),
    Verb.HAND_BACK: (To.DESK,),
    Verb.REQUEST_COMPLETION: (To.DESK,),
    Verb.REQUEST_CHANGE: (To.DESK,),
    Verb.ANSWER_INSTRUCTION: (To.DESK,),
}


@transaction.atomic
def follow_moves(limit: int = AT_ONCE) -> int:
    """Make notices of the moves since the last time; return how many moves were looked at."""
    MoveCursor.objects.get_or_create(pk=1, defaults={"last_move_id": _last()})
    cursor = MoveCursor.objects.select_for_update().get(pk=1)
    moves = list(
        TaskMove.objects.filter(pk__gt=cursor.last_move_id).select_related("task__lead_unit").order_by("pk")[:limit]
    )
    if not moves:
        return 0
    recipients = Recipients()
    notices = []
    for move in moves:
        told = TOLD.get(Verb(move.verb), ()) if move.verb in set(Verb) else ()
        text = f"{move.actor_name} {move.get_verb_display()}：{move.task.number} {move.task.title}"
        if move.reason:
            text = f"{text}（{move.reason}）"
        day = timezone.localdate(move.at)
        for person in sorted(recipients.of(move.task, told) - {move.actor_id}):
            notices.append(
                Notice(
                    recipient_id=person, key=f"move:{move.pk}", level="move", text=text[:500], task=move.task, day=day
                )
            )
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    cursor.last_move_id = moves[-1].pk
    cursor.save()
    return len(moves)


def _last() -> int:
    """Return where following begins: nobody is told of what was there before the inbox."""
    return TaskMove.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
