"""A holiday notice added later: it is kept, the calendar takes it, and the days of open tasks are counted anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import SYSTEM_NAME, record
from duban.dates.deadlines import first_limit
from duban.dates.rhythm import due_again
from duban.dates.workdays import (
    SATURDAY,
    BadNotice,
    Calendar,
    added_years_folder,
    checked_notice,
    load_calendar,
)
from duban.jobs.actions import enqueue
from duban.organizations.models import User
from duban.organizations.permissions import is_administrator
from duban.tasks.actions.clocks import DEFAULT_MARK, REPORTING, counts_working_days, shifted, sign_limit, task_rhythm
from duban.tasks.actions.lighting import light_after
from duban.tasks.actions.moving import log, write
from duban.tasks.actions.owing import settle_demands
from duban.tasks.models import HolidayNotice, MovedDeadline, MovedField, Task
from duban.tasks.states import OPEN_STATES, TaskState, Verb

RECOUNT_JOB = "tasks.recount"
FIRST_YEAR, LAST_YEAR = 2012, 2100
Progress = Callable[[int, int], None]


class NoticeRefused(ValueError):
    """The notice cannot be taken; the message says what is wrong, for a person."""


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day that a notice makes another than the calendar has it now: what it was, what it will be."""

    day: date
    before: str
    after: str


def replaced_days(year: int, text: str) -> list[ChangedDay] | None:
    """Return what a notice changes in a year that has one, day by day; None for a year without. Raise NoticeRefused.

    Days of other years are compared where the notice names them: their own notices stay.
    """
    off, worked, _number = _checked(year, plain_text(text))
    try:
        known = load_calendar()
    except BadNotice:  # as in `_days_before`
        return None
    if year not in known.years:
        return None
    of_year = (day for table in (known.off, known.worked) for day in table if day.year == year)
    days = sorted({*of_year, *off, *worked})
    told = (ChangedDay(day, _kind_of(day, known.off, known.worked), _kind_of(day, off, worked)) for day in days)
    return [one for one in told if one.before != one.after]


def plain_text(text: str) -> str:
    """Return a notice's text as it is kept."""
    return text.replace("\r\n", "\n").strip() + "\n"


def _kind_of(day: date, off: Mapping[date, str], worked: Mapping[date, str]) -> str:
    if day in worked:
        return _("调休上班")
    if day in off:
        return _("放假")
    return _("周末") if day.weekday() >= SATURDAY else _("上班")


@transaction.atomic
def add_notice(year: int, text: str, *, actor: User | None, in_background: bool = True) -> HolidayNotice:
    """Keep the year's holiday notice, let the calendar take it, and queue the count of open tasks.

    None stands for whoever runs the command on the server. A second notice of a year replaces the first.
    """
    if actor is not None and not is_administrator(actor):
        raise PermissionDenied
    text = plain_text(text)
    off, worked, number = _checked(year, text)
    days = {*off, *worked, date(year, 1, 1), date(year, 12, 31), *_days_before(year)}
    notice = HolidayNotice.objects.create(
        year=year,
        number=number[:100],
        text=text,
        added_by=actor,
        added_by_name=actor.name if actor else SYSTEM_NAME,
        first_day=min(days),
        last_day=max(days),
    )
    record("tasks.add_notice", notice, actor=actor, changes={"number": ["", number], "text": ["", text]})
    _store_file(year, text)
    if in_background:
        label = _("按%(year)d年放假通知重算在办事项的时限") % {"year": year}
        notice.job = enqueue(RECOUNT_JOB, label, notice.pk, actor=actor).pk
        notice.save(update_fields=["job"])
    return notice


def recount(notice: HolidayNotice, progress: Progress) -> int:
    """Count the days of the open tasks that the notice reaches anew; return how many tasks have moved because of it.

    A task is one transaction, so a run that was killed is taken up by running again: what has moved moves no more.
    """
    calendar = load_calendar()
    keys = list(_reached(notice).order_by("pk").values_list("pk", flat=True))
    for done, key in enumerate(keys, start=1):
        _recount_task(key, notice, calendar)
        if done % 50 == 0 or done == len(keys):
            progress(done, len(keys))
    HolidayNotice.objects.filter(pk=notice.pk).update(counted_at=timezone.now())
    return MovedDeadline.objects.filter(notice=notice).values("task").distinct().count()


def _checked(year: int, text: str) -> tuple[dict[date, str], dict[date, str], str]:
    """Return what the notice says; refuse what no notice says."""
    name = f"{year}.txt"
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoticeRefused(
            _("年份 %(year)d 不对，请填 %(first)d 到 %(last)d 之间的年份。")
            % {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    try:
        off, worked, number = checked_notice(year, text, name)
    except BadNotice as wrong:
        raise NoticeRefused(str(wrong)) from None
    both = sorted(set(off) & set(worked))
    if both:
        raise NoticeRefused(_("%(day)s 既写成放假又写成调休上班，请核对通知后改正。") % {"day": both[0]})
    for day in sorted(worked):
        if day.weekday() < SATURDAY:
            raise NoticeRefused(_("%(day)s 不是周六或周日，不会是调休上班日，请核对通知后改正。") % {"day": day})
    for day in sorted({*off, *worked}):
        if abs((day - date(year, 7, 1)).days) > 220:
            raise NoticeRefused(_("%(day)s 离 %(year)d 年太远，请核对年份后改正。") % {"day": day, "year": year})
    return off, worked, number


def _days_before(year: int) -> set[date]:
    """Return the days the calendar knew of this year: what the notice takes back counts too."""
    days = {day for row in HolidayNotice.objects.filter(year=year) for day in (row.first_day, row.last_day)}
    try:
        known = load_calendar()
    except BadNotice:  # a file put there by hand that cannot be read: this notice may be what mends it
        return days
    return days | {day for table in (known.off, known.worked) for day in table if day.year == year}


def _store_file(year: int, text: str) -> None:
    """Put the notice where the calendar reads it; the old file stays whole until the new one is."""
    folder = added_years_folder()
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{year}.part"
    part.write_text(text, "utf-8")
    part.replace(folder / f"{year}.txt")


def _reached(notice: HolidayNotice) -> QuerySet[Task]:
    """Return the open tasks that have a day counted across the notice's days."""
    first, last = notice.first_day, notice.last_day
    counted = Q(deadline_from__lte=last, deadline__gte=first)
    signed = Q(state=TaskState.ASSIGNED.value, sign_by__gte=first, opened_at__date__lte=last)
    reported = Q(report_by__range=(first.replace(day=1), last))
    return Task.objects.filter(counted | signed | reported, in_hand=1)


@transaction.atomic
def _recount_task(key: int, notice: HolidayNotice, calendar: Calendar) -> None:
    """Write the task's days as the calendar has them now, with one move and one audit row where one moved."""
    task = Task.objects.select_for_update().get(pk=key)
    if task.state not in OPEN_STATES:
        return
    values, state = dict[str, Any](), TaskState(task.state)
    moved = dict(_moved(task, calendar))
    values |= moved
    explanation = _explanation(task, moved.get(MovedField.DEADLINE), notice, calendar)
    if explanation != task.deadline_explanation:
        values["deadline_explanation"] = explanation
    if not values:
        return
    changes = {field: [str(getattr(task, field)), str(day)] for field, day in moved.items()}
    for field, day in moved.items():
        MovedDeadline.objects.update_or_create(
            notice=notice, task=task, field=field, defaults={"after": day}, create_defaults={"before": getattr(task, field), "after": day},
        )  # fmt: skip
    write(task, values)
    reason = f"{notice.year}年放假通知（{notice.number}）" + ("" if moved else "，时限不变")
    log(task, Verb.RECOUNT, None, changes, reason, from_state=state)
    settle_demands(task, Verb.RECOUNT, None)
    light_after(task, Verb.RECOUNT)


def _moved(task: Task, calendar: Calendar) -> Iterator[tuple[str, date]]:
    """Yield the days that lie elsewhere in the present calendar."""
    limit = _counted(task, calendar)
    if limit and limit != task.deadline:
        yield MovedField.DEADLINE, max(limit, task.start) if task.start else limit
    if task.state == TaskState.ASSIGNED and task.sign_by:
        sign_by = sign_limit(_assigned_on(task), calendar)
        if sign_by and sign_by != task.sign_by:
            yield MovedField.SIGN_BY, sign_by
    rhythm = task_rhythm(task) if task.report_by and task.state in REPORTING else None
    if rhythm and task.report_by:
        due = due_again(rhythm, task.report_by, calendar)
        if due != task.report_by:
            yield MovedField.REPORT_BY, due


def _counted(task: Task, calendar: Calendar) -> date | None:
    """Return the deadline that the task's words give now, earlier pauses added."""
    if task.deadline is None or task.deadline_from is None:
        return None
    limit = first_limit(task.deadline_text, task.deadline_from, calendar)
    if limit is None or limit.value is None:
        return None
    return shifted(limit.value, task.deadline_shift, working=counts_working_days(task), calendar=calendar)


def _assigned_on(task: Task) -> date:
    """Return the day the task was last given to its lead unit."""
    given = task.moves.filter(to_state=TaskState.ASSIGNED.value)
    anew = given.exclude(from_state=TaskState.ASSIGNED.value) | given.filter(verb=Verb.REASSIGN.value)
    last = anew.order_by("-id").first()
    return timezone.localdate(last.at if last else task.opened_at)


def _explanation(task: Task, moved_to: date | None, notice: HolidayNotice, calendar: Calendar) -> str:
    """Return the arithmetic in the present calendar, where it moved or had to do without this year's notice."""
    old = task.deadline_explanation
    without = f"{notice.year}年没有放假通知"
    if task.deadline is None or task.deadline_from is None or not (moved_to or without in old):
        return old
    limit = first_limit(task.deadline_text, task.deadline_from, calendar)
    if limit is None:
        return old
    lines = [old.splitlines()[0]] if old and task.deadline_text.startswith(DEFAULT_MARK) else []
    lines += limit.explanation()
    deadline = moved_to or task.deadline
    if task.deadline_shift:
        unit = "个工作日" if counts_working_days(task) else "天"
        lines.append(f"暂停计时顺延 {task.deadline_shift} {unit} → {deadline}")
    if moved_to:
        lines.append(f"按{notice.year}年放假通知（{notice.number}）重算：{task.deadline} → {moved_to}")
    return "\n".join(lines)
