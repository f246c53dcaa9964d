"""The views kept beside the ledger, each a filter with its count; the counts are kept until the ledger moves on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.organizations.permissions import Anybody
from duban.tasks.kept import kept
from duban.tasks.late import Late
from duban.tasks.models import Lamp, Task
from duban.tasks.permissions import reads_all
from duban.tasks.queries import BEHIND, TO_DECIDE, TO_VERIFY, TaskFilter, counts_of
from duban.tasks.rules import Due
from duban.tasks.states import TaskState

PARTS = ("due", "state", "lamp", "late", "waits")  # the fields of a filter, and parameters, a view is made of


@dataclass(frozen=True, slots=True)
class SavedView:
    """One line beside the list: its name and the parameters it sets."""

    key: str
    label: str | Promise
    given: dict[str, str] = field(default_factory=dict)
    is_alarm: bool = False
    of_office: bool = False  # shown to the office and leaders alone

    @property
    def filter(self) -> TaskFilter:
        """The view as a filter."""
        return TaskFilter(**self.given)  # type: ignore[arg-type]


SAVED_VIEWS = (
    SavedView("open", _("全部在办")),
    SavedView("today", _("今日到期"), {"due": Due.TODAY.value}),
    SavedView("week", _("本周到期"), {"due": Due.WEEK.value}),
    SavedView("month", _("本月到期"), {"due": Due.MONTH.value}),
    SavedView("overdue", _("办理逾期"), {"due": Due.OVERDUE.value}, is_alarm=True),
    SavedView("unsigned", _("逾期未签收"), {"late": Late.SIGNING.value}, is_alarm=True),
    SavedView("unreported", _("逾期未报"), {"late": Late.REPORTING.value}, is_alarm=True),
    SavedView("behind", _("落后"), {"lamp": BEHIND}, is_alarm=True),
    SavedView("red", _("红灯"), {"lamp": Lamp.RED.value}),
    SavedView("yellow", _("黄灯"), {"lamp": Lamp.YELLOW.value}),
    SavedView("grey", _("未亮灯"), {"lamp": Lamp.GREY.value}),
    SavedView("verify", _("待审核销号"), {"waits": TO_VERIFY}),
    SavedView("change", _("变更待审定"), {"waits": TO_DECIDE}),
    SavedView("handed_back", _("已退回"), {"state": TaskState.HANDED_BACK.value}),
    SavedView("proposed", _("拟立项"), {"state": TaskState.PROPOSED.value}, of_office=True),
    SavedView("suspended", _("已暂停"), {"state": TaskState.SUSPENDED.value}),
    SavedView("undated", _("无时限"), {"due": Due.NONE.value}),
    SavedView("closed", _("已销号"), {"state": TaskState.CLOSED_OUT.value}),
)


def views_for(user: Anybody) -> list[SavedView]:
    """Return the views this person has a use for."""
    whole = reads_all(user)
    return [view for view in SAVED_VIEWS if whole or not view.of_office]


def view_of(wanted: TaskFilter) -> SavedView | None:
    """Return the view the filter shows, None where it is another combination."""
    given = {part: getattr(wanted, part) for part in PARTS if getattr(wanted, part)}
    return next((view for view in SAVED_VIEWS if view.given == given), None)


def view_counts(tasks: QuerySet[Task], today: date) -> dict[str, int]:
    """Return how many of the tasks each view shows."""
    return counts_of(tasks, {view.key: view.filter for view in SAVED_VIEWS}, today)


def kept_counts(user: Anybody, tasks: QuerySet[Task], today: date) -> dict[str, int]:
    """Return the counts over all that the person sees, counted anew only after a write: a list must not cost a count."""
    return kept("view_counts", user, today, lambda: view_counts(tasks, today))
