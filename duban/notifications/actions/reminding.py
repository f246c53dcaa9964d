"""The day's reminders: every step of the office's ladder, one notice a person and step, one digest a person and day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from duban.dates.workdays import Calendar, load_calendar, working_days_between
from duban.notifications.models import (
    Channel,
    ChannelKind,
    Contact,
    Delivery,
    Digest,
    Notice,
    ReminderRun,
)
from duban.notifications.recipients import Recipients
from duban.notifications.reminders import from_other_clocks
from duban.notifications.rules.ladders import LADDERS, Ladder, Limit, Step, limits_for, working_days_since
from duban.notifications.wording import body, reminder_text, subject
from duban.organizations.models import Unit
from duban.settings import setting
from duban.tasks.models import Task
from duban.tasks.states import TaskState

LONGEST_ABSENCE = 10  # days a server may have been off and still tell what was due meanwhile
_FIELDS = {Limit.SIGNING: "sign_by", Limit.REPORTING: "report_by", Limit.DEADLINE: "deadline"}
_COUNTED = {
    Limit.SIGNING: Q(state=TaskState.ASSIGNED.value),
    Limit.REPORTING: Q(in_hand=1),
    Limit.DEADLINE: Q(in_hand=1)
    & ~Q(state__in=[state.value for state in (TaskState.SUSPENDED, TaskState.PROPOSED, TaskState.VERIFIED)]),
}


def office_ladder() -> Ladder:
    """Return the ladder the office has chosen."""
    return LADDERS[setting("DUBAN_REMINDER_LADDER")]


@transaction.atomic
def remind(today: date) -> int:
    """Take the steps of every working day not yet taken up to today; return how many notices are new.

    Nothing happens on a day off, nor on a day whose steps have been taken. What the server slept through is told today.
    """
    calendar = load_calendar()
    last = ReminderRun.objects.order_by("-day").values_list("day", flat=True).first()
    since = max(last or today - timedelta(1), today - timedelta(LONGEST_ABSENCE))
    days = working_days_since(since, today, calendar)
    if not days or days[-1] != today:
        return 0
    recipients, ladder = Recipients(), office_ladder()
    total = 0
    for day in days:
        fresh = [notice for step in ladder.steps for notice in _notices(ladder, step, day, today, calendar, recipients)]
        fresh += _other_notices(day, today, calendar, recipients)
        before = Notice.objects.count()
        Notice.objects.bulk_create(fresh, ignore_conflicts=True)
        count = Notice.objects.count() - before
        ReminderRun.objects.create(day=day, notices=count)
        total += count
    _make_digests(today)
    return total


def _notices(
    ladder: Ladder, step: Step, day: date, today: date, calendar: Calendar, recipients: Recipients
) -> Iterator[Notice]:
    name = _FIELDS[step.limit]
    for first, last in limits_for(step, day, calendar):
        tasks = Task.objects.filter(_COUNTED[step.limit], **{f"{name}__range": (first, last)}).select_related(
            "lead_unit"
        )
        for task in tasks.order_by("pk").iterator(chunk_size=1000):
            limit: date = getattr(task, name)
            left = working_days_between(min(limit, today), max(limit, today), calendar)
            text = reminder_text(task, step.limit, step.level, limit, left)
            key = f"{ladder.name}.{ladder.version}:{step.limit}:{step.after}:{task.pk}:{limit}:{day if step.every else ''}"
            for person in sorted(recipients.of(task, step.to)):
                yield Notice(
                    recipient_id=person, key=key, level=step.level.value, text=text[:500], task=task, day=today
                )


def _other_notices(day: date, today: date, calendar: Calendar, recipients: Recipients) -> Iterator[Notice]:
    for told in from_other_clocks(day, today, calendar):
        for person in sorted(recipients.of(told.task, told.to)):
            yield Notice(
                recipient_id=person,
                key=told.key,
                level=told.level.value,
                text=told.text[:500],
                task=told.task,
                day=today,
            )


def _make_digests(today: date) -> None:
    """Give each person one digest of what they were not told yet, and a message through each way they have."""
    people = Notice.objects.filter(digest=None).order_by().values_list("recipient", flat=True).distinct()
    contacts = {contact.pk: contact for contact in Contact.objects.filter(wants_mail=True).exclude(email="")}
    mail = Channel.objects.filter(kind=ChannelKind.MAIL, on=True).first()
    for person in people:
        digest, new = Digest.objects.get_or_create(recipient_id=person, day=today)
        if not new:  # one message a person a day: what came later is in the inbox now and in tomorrow's digest
            continue
        Notice.objects.filter(recipient_id=person, digest=None).update(digest=digest)
        contact = contacts.get(person)
        if mail and contact:
            texts = list(digest.notices.order_by("id").values_list("text", flat=True))
            _message(mail, today, contact.email, texts, f"digest-{digest.pk}", digest)
    for robot in Channel.objects.filter(kind=ChannelKind.ROBOT, on=True).select_related("unit"):
        texts = _texts_for(robot.unit, today)
        if texts:
            _message(robot, today, robot.name, texts, f"robot-{robot.pk}-{today}", None)


def _texts_for(unit: Unit | None, today: date) -> list[str]:
    """Return what a group is told: of its unit's tasks, or of all for the office's own group; each matter once."""
    notices = Notice.objects.filter(day=today, task__isnull=False).exclude(level="move")
    if unit is not None:
        notices = notices.filter(task__lead_unit=unit)
    return list(dict.fromkeys(notices.order_by("id").values_list("text", flat=True)))


def _message(channel: Channel, day: date, to: str, texts: list[str], name: str, digest: Digest | None) -> None:
    Delivery.objects.get_or_create(
        message_id=f"<duban-{name}@{setting('DUBAN_MAIL_DOMAIN')}>",
        defaults={
            "channel": channel,
            "digest": digest,
            "day": day,
            "to": to,
            "subject": subject(day, len(texts)),
            "body": body(texts, setting("DUBAN_ADDRESS")),
        },
    )
