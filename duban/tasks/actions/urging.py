"""Paper that urges units on (督办通知单、提醒单): issued with a number, kept as demands, its receipt noted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.dates.workdays import load_calendar
from duban.organizations.models import Unit, User
from duban.organizations.permissions import is_office
from duban.settings import setting
from duban.tasks.actions.demanding import DemandWarned
from duban.tasks.actions.drafts import DraftRefused
from duban.tasks.actions.moving import Step, begin, finish, wanted_reason
from duban.tasks.actions.opening import next_serial
from duban.tasks.actions.owing import asking_unit, meet, owed
from duban.tasks.late import LATE_LABELS, lates_of
from duban.tasks.models import Demand, DemandKind, PaperKind, PaperMatter, Task, UrgingPaper
from duban.tasks.rules import prefixes
from duban.tasks.rules.clashes import Clash, ClashKind
from duban.tasks.states import MoveRefused, Verb


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What the papers of one issue have in common."""

    kind: str
    wanted: str
    reply_by: date
    sign_off: str = ""
    contact: str = ""
    telephone: str = ""


@transaction.atomic
def issue_papers(
    tasks: Iterable[Task], facts: PaperFacts, *, actor: User, reason: str = "", today: date
) -> list[UrgingPaper]:
    """Issue one paper to each lead unit with all its tasks among those given (发督办单).

    Raise DemandWarned where a task was urged by a paper whose receipt is still out, or the day is one off, and no
    reason is given.
    """
    if not is_office(actor):
        raise PermissionDenied
    _check(facts, today)
    steps = [begin(task, Verb.URGE, actor, strict=False) for task in tasks]
    if not steps:
        raise DraftRefused(_("没有选事项，请至少选一项。"))
    clashes = _clashes(steps, facts)
    if clashes and not reason.strip():
        raise DemandWarned(_("有还没收回执的催办，或回复时限在休息日；仍要发出的，请写明理由。"), clashes)
    by_unit: dict[Unit, list[Step]] = defaultdict(list)
    for step in steps:
        by_unit[step.task.lead_unit].append(step)
    return [_issue(unit, own, facts, actor, reason.strip(), today) for unit, own in by_unit.items()]


@transaction.atomic
def note_receipt(paper: UrgingPaper, *, actor: User, on: date, signed_by: str, says: str = "") -> UrgingPaper:
    """Note that the signed receipt came back (收到回执); what the paper asked for is met."""
    if not is_office(actor):
        raise PermissionDenied
    signed_by = signed_by.strip()
    if not signed_by:
        raise DraftRefused(_("没有写回执上的签收人，请按回执填写。"))
    if not paper.issued_on <= on <= timezone.localdate():
        raise DraftRefused(_("收到回执的日期要在签发（%(day)s）以后、今天以前。") % {"day": paper.issued_on})
    values = {"receipt_on": on, "receipt_by": signed_by[:60], "receipt_says": says.strip()[:500]}
    waiting = UrgingPaper.objects.filter(pk=paper.pk, receipt_on=None)
    if not waiting.update(**values, receipt_noted_by_name=actor.name):
        raise MoveRefused(_("这份督办单的回执已经登记过，请刷新页面查看。"))
    meet(owed(paper.demands.all()), actor, f"回执：{signed_by} {says.strip()}".strip())
    paper.refresh_from_db()
    changes = {"receipt_on": ["", str(on)], "receipt_by": ["", signed_by]}
    record("tasks.note_receipt", paper, actor=actor, changes=changes, reason=says.strip())
    return paper


def _check(facts: PaperFacts, today: date) -> None:
    if facts.kind not in PaperKind.values:
        raise DraftRefused(_("没有选种类，请选提醒单或督办通知单。"))
    if not facts.wanted.strip():
        raise DraftRefused(_("没有写办理要求，请写明要单位做什么。"))
    if facts.reply_by < today:
        raise DraftRefused(_("回复时限 %(day)s 已经过去，请填今天或以后的日期。") % {"day": facts.reply_by})


def _clashes(steps: Sequence[Step], facts: PaperFacts) -> list[Clash]:
    """Return, unit by unit, the papers still out on these tasks, and a reply wanted on a day off."""
    units: dict[int, list[int]] = {step.task.lead_unit_id: [] for step in steps}
    papers = Demand.objects.filter(kind=DemandKind.URGE, paper__isnull=False, task__in=[step.task for step in steps])
    for row in owed(papers):
        units.setdefault(row.unit_id, []).append(row.pk)
    found = [Clash(ClashKind.SAME_MATERIAL, unit, tuple(keys)) for unit, keys in units.items() if keys]
    if not load_calendar().is_working_day(facts.reply_by):
        found += [Clash(ClashKind.DAY_OFF, unit) for unit in units]
    return found


def _issue(unit: Unit, steps: list[Step], facts: PaperFacts, actor: User, reason: str, today: date) -> UrgingPaper:
    """Store one paper with its matters, a demand and a move for each task."""
    paper = UrgingPaper.objects.create(
        kind=facts.kind,
        number=_number(facts.kind, today.year),
        unit=unit,
        unit_name=unit.name,
        wanted=facts.wanted.strip(),
        reply_by=facts.reply_by,
        sign_off=facts.sign_off.strip(),
        contact=facts.contact.strip(),
        telephone=facts.telephone.strip(),
        issued_on=today,
        issued_by=actor,
        issued_by_name=actor.name,
        reason=wanted_reason(reason) if reason else "",
    )
    for position, step in enumerate(steps, start=1):
        task = step.task
        PaperMatter.objects.create(
            paper=paper, task=task, position=position, title=task.title, deadline=task.deadline,
            standing=_standing(task, today),
        )  # fmt: skip
        Demand.objects.create(
            task=task,
            unit=unit,
            unit_name=unit.name,
            kind=DemandKind.URGE,
            what=f"{paper.get_kind_display()}{paper.number}：{paper.wanted}"[:300],
            due=facts.reply_by,
            asked_unit=asking_unit(actor),
            asked_by=actor,
            asked_by_name=actor.name,
            reason=paper.reason,
            paper=paper,
        )
        finish(step, changes={"paper": ["", paper.number]}, reason=paper.wanted)
    record("tasks.issue_paper", paper, actor=actor, changes={"number": ["", paper.number]}, reason=paper.reason)
    return paper


def _number(kind: str, year: int) -> str:
    prefix = prefixes(setting("DUBAN_PAPER_NUMBERS")).get(kind, "督")
    return f"{prefix}〔{year}〕{next_serial(year, f'paper-{kind}')}号"


def _standing(task: Task, today: date) -> str:
    """Return how the task stands, in the words of the paper: state, what is late, the last report."""
    words = [str(task.get_state_display()), *(str(LATE_LABELS[late]) for late in lates_of(task, today))]
    words.append(f"最近报送{task.last_report_on:%Y-%m-%d}" if task.last_report_on else "尚未报送")
    return "，".join(words)[:200]
