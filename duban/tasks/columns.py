"""The ledger's columns: what each reads of a task and how its cell is drawn.

Cells are joined in code: a page of 25 rows drawn by Django's templates cost eight times as much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.dates.workdays import Calendar, load_calendar
from duban.organizations.permissions import Anybody
from duban.tasks.models import STATE_LABELS, Lamp, Priority, Task, TaskOrigin
from duban.tasks.other_clocks import OtherClock, other_clocks
from duban.tasks.rules import clock
from duban.tasks.states import OPEN_STATES, TaskState
from duban.tasks.wording import clock_words
from duban.web.prepared import Prepared
from duban.web.templatetags.duban import lamp as lamp_drawn

Values = dict[str, Any]


@dataclass
class Frame:
    """What all rows of one page share: the day, the calendar, words and clocks drawn once."""

    today: date
    calendar: Calendar = field(default_factory=load_calendar)
    origins: dict[int, str] = field(default_factory=dict)
    place: str = field(default_factory=lambda: reverse("tasks:list"))
    lamps: dict[str, str] = field(default_factory=lambda: {lamp: str(lamp_drawn(lamp)) for lamp in Lamp.values})
    clocks: dict[date, str] = field(default_factory=dict)
    others: dict[int, list[OtherClock]] = field(default_factory=dict)  # that run beside a task's deadline

    def clock(self, deadline: date) -> str:
        """Draw how far the deadline is; many rows share a day."""
        if deadline not in self.clocks:
            now = clock(deadline, self.today, self.calendar)
            kind = "late" if now.late else "today" if now.is_today else "left"
            doubt = "" if now.settled else f' title="{_("跨到的年份尚无放假通知，只按周末推算")}"'
            self.clocks[deadline] = f'<span class="clock clock-{kind}"{doubt}>{clock_words(now)}</span>'
        return self.clocks[deadline]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the address, its head, the fields it reads, its cell; `sort` where it sorts."""

    key: str
    label: str | Promise
    fields: tuple[str, ...]
    cell: Callable[[Values, Frame], str]
    sort: str = ""
    css: str = "nowrap"


def _lamp(row: Values, frame: Frame) -> str:
    return frame.lamps[row["lamp"]]


def _number(row: Values, frame: Frame) -> str:
    return f'<a href="{frame.place}{row["pk"]}/">{escape(row["number"])}</a>'


def _title(row: Values, frame: Frame) -> str:
    title = escape(row["title"])
    return f'<a class="matter" href="{frame.place}{row["pk"]}/" title="{title}">{title}</a>'


def _limits(row: Values, frame: Frame) -> str:
    """Draw the deadline, and what else is due on the matter."""
    others = (
        f'<span class="each"><a href="{escape(other.link)}" title="{escape(other.matter)}">{escape(other.words)}</a> {other.day.isoformat()} {frame.clock(other.day)}</span>'
        for other in frame.others.get(row["pk"], ())
    )
    return _deadline(row, frame) + "".join(others)


def _deadline(row: Values, frame: Frame) -> str:
    deadline: date | None = row["deadline"]
    if deadline is None:
        return f'<span class="quiet">{escape(row["deadline_text"] or _("无时限"))}</span>'
    if row["state"] == TaskState.SUSPENDED:
        return f'{deadline.isoformat()} <span class="clock">{_("暂停计时")}</span>'
    return f"{deadline.isoformat()} {frame.clock(deadline)}" if row["state"] in OPEN_STATES else deadline.isoformat()


def _share(row: Values, frame: Frame) -> str:
    """Draw the work done as a bar with a tick where it should be, and both in figures."""
    due, done = percent(row["schedule_share"]), percent(row["actual_share"])
    if due is None and done is None:
        return '<span class="quiet">—</span>'
    words = escape(_("序时 %(due)s，实际 %(done)s") % {"due": words_of_share(due), "done": words_of_share(done)})
    bar = bar_drawn(due, done, row["lamp"], words)
    return f'{bar} <span class="shares">{words_of_share(due)} / {words_of_share(done)}</span>'


def _day(name: str) -> Callable[[Values, Frame], str]:
    def cell(row: Values, frame: Frame) -> str:
        return row[name].isoformat() if row[name] else '<span class="quiet">—</span>'

    return cell


def _plain(name: str) -> Callable[[Values, Frame], str]:
    return lambda row, frame: escape(row[name] or "")


def _state(row: Values, frame: Frame) -> str:
    return str(STATE_LABELS[row["state"]])


def _priority(row: Values, frame: Frame) -> str:
    return "" if row["priority"] == Priority.NORMAL else f'<span class="tag">{Priority(row["priority"]).label}</span>'


def _source(row: Values, frame: Frame) -> str:
    return escape(frame.origins.get(row["pk"], ""))


COLUMNS: dict[str, Column] = {
    column.key: column
    for column in (
        Column("lamp", gettext_lazy("灯"), ("lamp",), _lamp, "lamp"),
        Column("number", gettext_lazy("编号"), ("number",), _number, "number"),
        Column("title", gettext_lazy("事项"), ("title",), _title, css="wide-cell"),
        Column(
            "lead", gettext_lazy("牵头"), ("lead_unit__short_name",), _plain("lead_unit__short_name"), "lead", "lead"
        ),
        Column("deadline", gettext_lazy("时限"), ("deadline", "deadline_text", "state", "source"), _limits, "deadline"),
        Column("share", gettext_lazy("序时/实际"), ("schedule_share", "actual_share", "lamp"), _share, "share"),
        Column("reported", gettext_lazy("最近报送"), ("last_report_on",), _day("last_report_on"), "reported"),
        Column("source", gettext_lazy("来源"), (), _source, css="source"),
        Column("state", gettext_lazy("状态"), ("state",), _state),
        Column("priority", gettext_lazy("紧急程度"), ("priority",), _priority),
        Column("report_by", gettext_lazy("下次报送"), ("report_by",), _day("report_by")),
        Column("official", gettext_lazy("牵头领导"), ("leading_official",), _plain("leading_official")),
        Column("deliverable", gettext_lazy("成果形式"), ("deliverable",), _plain("deliverable"), css="source"),
        Column("rhythm", gettext_lazy("反馈频次"), ("reporting_rhythm",), _plain("reporting_rhythm")),
        Column("in_charge", gettext_lazy("承办人"), ("person_in_charge",), _plain("person_in_charge")),
    )
}
FIRST_COLUMNS = ("lamp", "number", "title", "lead", "deadline", "share", "reported", "source")
FIXED = ("number", "title")  # without them no row can be told from another


def chosen(keys: Iterable[str]) -> list[Column]:
    """Return the columns of these keys in the table's own order, the fixed ones always; the first set for none."""
    wanted = set(keys) & set(COLUMNS) or set(FIRST_COLUMNS)
    return [column for key, column in COLUMNS.items() if key in wanted or key in FIXED]


def rows_drawn(tasks: QuerySet[Task], columns: Sequence[Column], today: date, person: Anybody) -> SafeString:
    """Return the rows of the tasks as table rows, in a few queries for any number of them."""
    names = ["pk", *dict.fromkeys(name for column in columns for name in column.fields)]
    rows = [dict(zip(names, values, strict=True)) for values in tasks.values_list(*names)]
    frame = Frame(today)
    if any(column.key == "source" for column in columns):
        frame.origins = dict(_ORIGINS([row["pk"] for row in rows]))
    if any(column.key == "deadline" for column in columns):
        frame.others = other_clocks(person, [(row["pk"], row["source"]) for row in rows])
    choose = escape(_("选择"))
    lines = []
    for row in rows:
        cells = "".join(f'<td class="{column.css}">{column.cell(row, frame)}</td>' for column in columns)
        box = f'<td class="pick"><input type="checkbox" name="task" value="{row["pk"]}" aria-label="{choose}"></td>'
        lines.append(f"<tr>{box}{cells}</tr>")
    return SafeString("\n".join(lines))


_ORIGINS = Prepared[tuple[int, str]](
    lambda tasks: TaskOrigin.objects.filter(task__in=tasks, replaced=False).order_by("-id").values_list("task", "title")
)


def percent(share: Decimal | None) -> Decimal | None:
    """Return a share as percent with one place."""
    return None if share is None else (share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def words_of_share(share: Decimal | None) -> str:
    """Return a percentage in words; a dash where nothing can be said."""
    return "—" if share is None else f"{share}%"


def bar_drawn(due: Decimal | None, done: Decimal | None, lamp: str, words: str) -> str:
    """Draw a bar filled as far as the work is done, with a tick where it should be."""
    filled = min(max(done or Decimal(0), Decimal(0)), Decimal(100))
    tick = "" if due is None else f'<path class="bar-tick" d="M{min(max(due, Decimal(1)), Decimal(99))} 0v12"/>'
    return (
        f'<svg class="bar bar-{lamp}" viewBox="0 0 100 12" width="56" height="12" preserveAspectRatio="none" role="img">'
        f"<title>{words}</title>"
        f'<rect class="bar-track" y="2" width="100" height="8"/><rect class="bar-done" y="2" width="{filled}" height="8"/>'
        f"{tick}</svg>"
    )
