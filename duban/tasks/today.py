"""What 今日 shows of the ledger: overdue, due soon and newly assigned tasks of this person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.dates.workdays import load_calendar
from duban.organizations.permissions import has_role
from duban.tasks.models import Task
from duban.tasks.permissions import UNIT_READERS, may_write, visible_to
from duban.tasks.queries import TaskFilter, filtered, in_hand, in_order, with_parts
from duban.tasks.rules import Due
from duban.web.menu import TodaySection

SHOWN = 8
NEW_DAYS = 7


def sections(person: Any, today: date) -> Iterator[TodaySection]:
    """Yield what is overdue, due this week and, for a unit, newly assigned; leaders have their own page later."""
    answers_for_unit = has_role(person, *UNIT_READERS)
    if not (may_write(person) or answers_for_unit):
        return
    tasks = visible_to(person)
    for due, title in ((Due.OVERDUE, _("已逾期的事项")), (Due.WEEK, _("本周到期的事项"))):
        rows = filtered(tasks, TaskFilter(due=due.value), today)
        yield from _section(title, rows, f"{reverse('tasks:list')}?due={due}", today)
    if answers_for_unit:
        new = in_hand(tasks).filter(opened_at__date__gt=today - timedelta(days=NEW_DAYS))
        yield from _section(_("近七天新交办的事项"), new, f"{reverse('tasks:list')}?order=-opened", today, "-opened")


def _section(
    title: str | Promise, rows: QuerySet[Task], url: str, today: date, order: str = "deadline"
) -> Iterator[TodaySection]:
    """Yield a section, none where it would be empty."""
    shown = list(with_parts(in_order(rows, order))[:SHOWN])
    if shown:
        count = len(shown) if len(shown) < SHOWN else rows.count()
        context = {"tasks": shown, "today": today, "calendar": load_calendar()}
        yield TodaySection(title, "tasks/today.html", context, count, url)
