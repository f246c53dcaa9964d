"""What waits for one person, kind by kind, oldest clock first, each with the one step it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Role
from duban.organizations.permissions import Anybody, has_role
from duban.settings import setting
from duban.tasks.late import Late, is_late
from duban.tasks.models import (
    AddedMeasure,
    ChangeRequest,
    CompletionRequest,
    Instruction,
    Lamp,
    LookBack,
    Report,
    ReportState,
    RequestState,
    Task,
    TaskMove,
    TaskUnit,
)
from duban.tasks.permissions import unit_ids, visible_to
from duban.tasks.saved_views import SAVED_VIEWS
from duban.tasks.states import OPEN_STATES, TaskState, Verb
from duban.tasks.wording import verb_name

SOON = 7  # days ahead in which a limit is shown
S = TaskState
_VIEWS = {view.key: view for view in SAVED_VIEWS}


class Urgency(IntEnum):
    """How pressing a kind is: what stands still until this person acts, what has a limit, where others are behind."""

    STANDS_STILL = 1
    LIMIT = 2
    OTHERS = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of task that waits: where it is found, which day is its clock, which step it needs."""

    key: str  # names its list in the address
    what: str | Promise
    rows: QuerySet[Task]
    clock: str  # the field, or annotation, that orders it
    verb: Verb
    place: Callable[[Task], str]
    view: str = ""  # the saved view that lists exactly these
    is_limit: bool = True  # a day until when; else the day since when it waits
    urgency: Urgency = Urgency.STANDS_STILL


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row: the matter, the day of its clock, what is to be done and the button's address."""

    number: str
    title: str
    place: str  # the matter's own page
    lead: str
    day: date | None
    is_limit: bool
    what: str | Promise
    button: str | Promise
    address: str
    why: str = ""  # of what came back


@dataclass(frozen=True, slots=True)
class WaitingKind:
    """What was found of a kind: the oldest rows, how many there are in all, where all of them are listed."""

    what: str | Promise
    rows: list[Waiting]
    count: int
    address: str
    urgency: Urgency = Urgency.STANDS_STILL


M = TypeVar("M", bound=Model)


def counted(rows: QuerySet[M], most: int) -> tuple[list[M], int]:
    """Return the first rows, and how many there are in all."""
    read = list(rows[:most])
    return read, len(read) if len(read) < most else rows.count()


Provider = Callable[[Any, date], Iterable[WaitingKind]]


def waiting_for(user: Anybody, today: date, most: int) -> list[WaitingKind]:
    """Return all kinds that wait for the person, the most pressing first; an app above lists dotted names in `waiting`."""
    found = [_found(kind, most) for kind in kinds_for(user, today)]
    for config in apps.get_app_configs():
        for name in getattr(config, "waiting", ()):
            provider: Provider = import_string(name)
            found += provider(user, today)
    return sorted((kind for kind in found if kind.rows), key=lambda kind: kind.urgency)


def kinds_for(user: Anybody, today: date) -> Iterator[Kind]:
    """Yield what can wait for a person of these posts."""
    if has_role(user, Role.UNIT_HEAD, Role.LIAISON):
        yield from _of_unit(user, today)
    if has_role(user, Role.DESK):
        yield from _of_desk(user, today)
    if has_role(user, Role.DESK, Role.CLERK):
        yield from _of_office(user, today)
    if has_role(user, Role.LEADER):
        yield from _of_leader(user, today)


def in_order(kind: Kind) -> QuerySet[Task]:
    """Return the tasks of a kind, the oldest clock first; the task's lead comes along."""
    return kind.rows.select_related("lead_unit").order_by(kind.clock, "id")


def drawn(kind: Kind, tasks: Iterable[Task]) -> list[Waiting]:
    """Return tasks of a kind as rows."""
    button = verb_name(kind.verb)
    return [
        Waiting(
            task.number, task.title, task.get_absolute_url(), str(task.lead_unit), _day(getattr(task, kind.clock)),
            kind.is_limit, kind.what, button, kind.place(task),
        )
        for task in tasks
    ]  # fmt: skip


def _found(kind: Kind, most: int) -> WaitingKind:
    tasks, count = counted(in_order(kind), most)
    return WaitingKind(kind.what, drawn(kind, tasks), count, _list_of(kind), kind.urgency)


def _list_of(kind: Kind) -> str:
    """Return the address that lists all of a kind: its saved view in the ledger, or its own page."""
    if not kind.view:
        return reverse("tasks:waiting", args=[kind.key])
    query = "&".join(f"{name}={value}" for name, value in _VIEWS[kind.view].given.items())
    return f"{reverse('tasks:list')}?{query}"


def _move(verb: Verb) -> Callable[[Task], str]:
    return lambda task: reverse(f"tasks:{verb.value}", args=[task.pk])


def _row(name: str, attribute: str) -> Callable[[Task], str]:
    """Return the address of a step on one row of the task, whose id was annotated."""
    return lambda task: reverse(f"tasks:{name}", args=[getattr(task, attribute)])


def _of_unit(user: Anybody, today: date) -> Iterator[Kind]:
    own, soon = unit_ids(user), today + timedelta(SOON)
    seen = visible_to(user)
    led = seen.filter(lead_unit__in=own)
    under_way = led.filter(state__in=(S.SIGNED_FOR.value, S.IN_PROGRESS.value))
    unsigned = Exists(TaskUnit.objects.filter(task=OuterRef("pk"), unit__in=own, signed_at=None))
    asked = Instruction.objects.filter(task=OuterRef("pk"), answered_at=None).order_by("answer_by", "id")
    drafts = Report.objects.filter(task=OuterRef("pk"), unit__in=own)
    if has_role(user, Role.UNIT_HEAD):
        heads = [post.unit_id for post in user.held_posts if post.role == Role.UNIT_HEAD]  # type: ignore[union-attr]
        draft = drafts.filter(unit__in=heads, state=ReportState.DRAFT.value).order_by("id")
        rows = _with(seen, draft, written="written_at", row="pk")
        yield Kind(
            "to_approve",
            _("下属草拟的报送待审核"),
            rows,
            "written",
            Verb.REPORT,
            _row("approve_report", "row"),
            is_limit=False,
        )
    returned = drafts.filter(state=ReportState.RETURNED.value, author=user.pk).order_by("id")
    rows = _with(seen, returned, written="written_at", row="pk")
    yield Kind(
        "returned_reports",
        _("负责人退改的报送"),
        rows,
        "written",
        Verb.REPORT,
        _row("revise_report", "row"),
        is_limit=False,
    )
    unsigned_led = led.filter(state=S.ASSIGNED.value)
    yield Kind("to_sign", _("待签收"), unsigned_led, "sign_by", Verb.SIGN_FOR, _move(Verb.SIGN_FOR))
    partners = seen.filter(unsigned, state__in=_SEEN).exclude(lead_unit__in=own)
    yield Kind(
        "to_sign_as_partner",
        _("参与的事项待签收"),
        partners,
        "opened_at",
        Verb.SIGN_FOR,
        _move(Verb.SIGN_FOR),
        is_limit=False,
    )
    instructed = _with(led, asked, answer_by="answer_by", row="pk")
    answer = _row("answer_instruction", "row")
    yield Kind("instructions", _("批示待答复"), instructed, "answer_by", Verb.ANSWER_INSTRUCTION, answer)
    due = under_way.filter(report_by__lte=soon)
    yield Kind("reports_due", _("到期报送"), due, "report_by", Verb.REPORT, _move(Verb.REPORT), urgency=Urgency.LIMIT)
    explained = Exists(AddedMeasure.objects.filter(task=OuterRef("pk"), at__date__gt=today - timedelta(30)))
    behind = under_way.filter(~explained, lamp__in=(Lamp.RED.value, Lamp.YELLOW.value))
    yield Kind(
        "behind",
        _("落后，要增添措施或说明"),
        behind,
        "deadline",
        Verb.ADD_MEASURE,
        _move(Verb.ADD_MEASURE),
        urgency=Urgency.LIMIT,
    )
    ending = led.filter(state=S.IN_PROGRESS.value, deadline__lte=soon)
    done = _move(Verb.REQUEST_COMPLETION)
    yield Kind(
        "ending", _("办理时限将到或已过"), ending, "deadline", Verb.REQUEST_COMPLETION, done, urgency=Urgency.LIMIT
    )


def _of_desk(user: Anybody, today: date) -> Iterator[Kind]:
    seen = visible_to(user)
    if setting("DUBAN_ASSIGN_BY_DESK") == "1":
        rows = seen.filter(state=S.PROPOSED.value)
        yield Kind(
            "proposed",
            _("拟立项待交办"),
            rows,
            "opened_at",
            Verb.ASSIGN,
            _move(Verb.ASSIGN),
            "proposed",
            is_limit=False,
        )
    reached = TaskMove.objects.filter(task=OuterRef("pk"), to_state=OuterRef("state")).order_by("-id")
    back = _with(seen.filter(state=S.HANDED_BACK.value), reached, since="at")
    anew = _move(Verb.ASSIGN_ANEW)
    yield Kind(
        "handed_back", _("单位退回，待答复"), back, "since", Verb.ASSIGN_ANEW, anew, "handed_back", is_limit=False
    )
    wanted = ChangeRequest.objects.filter(task=OuterRef("pk"), state=RequestState.WAITING.value).order_by("id")
    changes = _with(seen.filter(state__in=_SEEN), wanted, since="requested_at", row="pk")
    decide = _row("decide_change", "row")
    yield Kind("changes", _("变更申请待审定"), changes, "since", Verb.DECIDE_CHANGE, decide, "change", is_limit=False)
    verified = _with(seen.filter(state=S.VERIFIED.value).exclude(_asked_by(user)), reached, since="at")
    yield Kind(
        "to_close", _("核查通过，待销号"), verified, "since", Verb.CLOSE_OUT, _move(Verb.CLOSE_OUT), is_limit=False
    )
    unsolved = LookBack.objects.filter(task=OuterRef("pk"), at__gte=OuterRef("closed_at")).order_by("-id")
    bounced = _with(seen.filter(state=S.CLOSED_OUT.value), unsolved, since="at", solved="solved").filter(
        Q(("solved", False))
    )
    yield Kind("bounced", _("回头看发现问题"), bounced, "since", Verb.REOPEN, _move(Verb.REOPEN), is_limit=False)


def _of_office(user: Anybody, today: date) -> Iterator[Kind]:
    seen = visible_to(user)
    asked = CompletionRequest.objects.filter(task=OuterRef("pk"), state=RequestState.WAITING.value)
    asked = asked.exclude(requested_by=user.pk)
    rows = _with(seen.filter(state=S.COMPLETION_REQUESTED.value), asked, since="requested_at")
    yield Kind("to_verify", _("申请办结，待核查"), rows, "since", Verb.VERIFY, _move(Verb.VERIFY), is_limit=False)
    call = _move(Verb.LOG_CALL)
    for late, clock, view, what in (
        (Late.SIGNING, "sign_by", "unsigned", _("逾期未签收")),
        (Late.REPORTING, "report_by", "unreported", _("逾期未报")),
        (Late.DEADLINE, "deadline", "overdue", _("办理逾期")),
    ):
        yield Kind(
            f"late_{view}",
            what,
            seen.filter(is_late(late, today)),
            clock,
            Verb.LOG_CALL,
            call,
            view,
            urgency=Urgency.OTHERS,
        )


def _of_leader(user: Anybody, today: date) -> Iterator[Kind]:
    seen = visible_to(user)
    own = Instruction.objects.filter(task=OuterRef("pk"), leader_user=user.pk, answered_at=None).order_by("answer_by")
    asked = _with(seen, own, answer_by="answer_by", row="pk")
    yield Kind("own_instructions", _("批示还没有答复"), asked, "answer_by", Verb.INSTRUCT, _move(Verb.INSTRUCT))
    red = seen.filter(in_hand=1, lamp=Lamp.RED.value)
    yield Kind(
        "red", _("红灯事项"), red, "deadline", Verb.INSTRUCT, _move(Verb.INSTRUCT), "red", urgency=Urgency.OTHERS
    )


_SEEN = [state.value for state in OPEN_STATES if state is not S.PROPOSED]


def _with(tasks: QuerySet[Task], rows: QuerySet[object], **fields: str) -> QuerySet[Task]:  # type: ignore[type-var]
    """Return the tasks that have such a row, with fields of its first one."""
    found = tasks.filter(Exists(rows))
    return found.annotate(**{name: rows.values(field)[:1] for name, field in fields.items()})


def _asked_by(user: Anybody) -> Q:
    """Return the condition for tasks whose completion the person asked for themselves."""
    own = CompletionRequest.objects.filter(requested_by=user.pk, state=RequestState.GRANTED.value)
    return Q(pk__in=own.values("task"))


def _day(value: object) -> date | None:
    """Return the day of a day or a moment."""
    if hasattr(value, "hour"):
        return timezone.localtime(value).date()  # type: ignore[arg-type]
    return value  # type: ignore[return-value]
