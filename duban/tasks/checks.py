"""What `duban check` asks of the ledger: has every year its deadlines fall in a holiday notice."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.dates.workdays import BadNotice, load_calendar
from duban.tasks.models import Task
from duban.web.checking import Problem

NOTICE_COMES = 12  # the month in which next year's notice is out


def problems(thorough: bool) -> Iterator[Problem]:
    """Yield years without a notice: this one, and from December the next; with the open tasks that fall in them."""
    try:
        calendar = load_calendar()
    except BadNotice as wrong:
        yield Problem("holidays", str(wrong), _("改正或删去这个放假通知文件。"))
        return
    today = timezone.localdate()
    due = Task.objects.filter(in_hand=1, deadline__isnull=False).annotate(on=ExtractYear("deadline")).order_by()
    counts = dict(due.values_list("on").annotate(Count("pk")))
    for year in (today.year, *([today.year + 1] if today.month >= NOTICE_COMES else [])):
        if year not in calendar.years:
            yield Problem(
                "holidays",
                _("没有 %(year)d 年的放假通知，%(count)d 个在办事项的时限只按周末推算。")
                % {"year": year, "count": counts.get(year, 0)},
                _("由督查室在“放假通知”页录入，或运行 duban holidays %(year)d FILE。") % {"year": year},
            )
