"""Accepting what was previewed: every row becomes a petition with a task the same day (照单全收), or is returned with a reason.

In a job that may be killed and go on: some rows a transaction, numbered, linked, opened and recorded together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from duban.audit.actions import Happened, record, record_history
from duban.dates.workdays import Calendar, load_calendar
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.intaking import ROWS
from duban.inspections.actions.opening import draft_for
from duban.inspections.models import Batch, Intake, IntakeRow, IntakeState, Petition, PetitionMove, RowStatus, Term
from duban.inspections.permissions import may_run_desk
from duban.inspections.queries.vocabulary import units_by_id
from duban.inspections.rules.clock import reply_limit
from duban.inspections.states import PetitionState, PetitionVerb
from duban.jobs.actions import enqueue
from duban.organizations.models import Unit, User
from duban.tasks.actions import TaskDraft, open_tasks, withdraw_task
from duban.tasks.models import Task
from duban.tasks.states import MoveRefused
from duban.vault.actions import purge_with, seal_many, use
from duban.vault.actions.sealing import Content
from duban.vault.models import Sealed

ACCEPT, UNDO = "inspections.accept", "inspections.undo"
ACCEPTING = "inspections.accept"  # the purpose told to the vault
TEXT = "text"  # kind of sealed content
AT_ONCE = 100  # rows a transaction
Progress = Callable[[int, int], None]


@transaction.atomic
def start_accepting(intake: Intake, *, actor: User) -> Intake:
    """Begin accepting the rows that can be, as a job; raise DeskRefused where there is none."""
    intake = _begin(intake, actor, IntakeState.DRAFT, IntakeState.DONE)
    if not _todo(intake).exists():
        raise DeskRefused(_("没有可以受理的行：有问题的行请先改好，或写明理由登记为退回、不受理。"))
    record("inspections.accept", intake, actor=actor)
    return _in_background(intake, IntakeState.RUNNING, ACCEPT, _("受理 %(name)s") % {"name": intake.name}, actor)


@transaction.atomic
def start_undo(intake: Intake, *, actor: User) -> Intake:
    """Begin taking back what nobody has touched since, as a job; a file nothing was accepted of is dropped so too."""
    intake = _begin(intake, actor, IntakeState.DRAFT, IntakeState.DONE)
    record("inspections.undo", intake, actor=actor)
    return _in_background(intake, IntakeState.UNDOING, UNDO, _("撤销受理 %(name)s") % {"name": intake.name}, actor)


def accept_rows(intake: Intake, actor: User, progress: Progress = lambda done, total: None) -> int:
    """Accept the rows that are not in yet; return how many petitions there are of this file now."""
    total = intake.rows.filter(status=RowStatus.READY).count()
    accepting = _Accepting.of(intake, actor)
    while True:
        with transaction.atomic():
            rows = list(_todo(intake)[:AT_ONCE])
            accepting.accept(rows)
        if not rows:
            break
        progress(total - _todo(intake).count(), total)
    Intake.objects.filter(pk=intake.pk, state=IntakeState.RUNNING).update(state=IntakeState.DONE)
    _let_go_of_the_list(intake, actor)
    return intake.rows.filter(applied=True, undone=False).count()


def undo_rows(intake: Intake, actor: User, progress: Progress = lambda done, total: None) -> tuple[int, int]:
    """Take back what nobody has touched since, with what was sealed of it; return how many rows went and how many stay.

    Where none stays, the file as it came goes from the vault too.
    """
    todo = intake.rows.filter(applied=True, undone=False).order_by("-row")
    total, kept = todo.count(), 0
    for place, row in enumerate(todo.select_related("petition__task"), start=1):
        with transaction.atomic():
            kept += not _undo(row, intake, actor)
        progress(place, total)
    with transaction.atomic():
        purge_with([intake], actor=actor, reason=_why_undone(intake), kind=ROWS if kept else "")
        Intake.objects.filter(pk=intake.pk, state=IntakeState.UNDOING).update(state=IntakeState.UNDONE)
    return total - kept, kept


def _let_go_of_the_list(intake: Intake, actor: User) -> None:
    """Remove the texts of all rows together, once each petition's lies sealed by itself; the file as it came stays."""
    if intake.rows.filter(status__in=[RowStatus.READY, RowStatus.PROBLEM], applied=False).exists():
        return
    purge_with([intake], actor=actor, reason=_("各件已逐件封存"), kind=ROWS)


def _todo(intake: Intake) -> QuerySet[IntakeRow]:
    return IntakeRow.objects.filter(intake=intake, status=RowStatus.READY, applied=False).order_by("row")


def _begin(intake: Intake, actor: User, *states: IntakeState) -> Intake:
    if not may_run_desk(actor):
        raise PermissionDenied
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    if intake.state not in states:
        raise DeskRefused(
            _("这个文件现在是“%(state)s”，不能这样办，请刷新页面。") % {"state": intake.get_state_display()}
        )
    return intake


def _in_background(intake: Intake, state: IntakeState, kind: str, label: str, actor: User) -> Intake:
    """Queue the work on an intake that says so already: a worker may be quicker than this transaction's last line."""
    Intake.objects.filter(pk=intake.pk).update(state=state)
    job = enqueue(kind, label, intake.pk, actor=actor)
    Intake.objects.filter(pk=intake.pk).update(job=job)
    intake.refresh_from_db()
    return intake


@dataclass(slots=True)
class _Accepting:
    """What accepting the rows of one file needs throughout, read once."""

    intake: Intake
    batch: Batch
    actor: User
    units: Mapping[int, Unit]
    terms: Mapping[int, Term]
    calendar: Calendar
    today: date
    made: dict[str, Petition] = field(default_factory=dict)
    texts: dict[str, str] | None = field(default=None, repr=False)  # row → its text as it came
    first_of: dict[str, Petition] = field(default_factory=dict)  # number of a duplicate → its first case

    @classmethod
    def of(cls, intake: Intake, actor: User) -> _Accepting:
        batch = Batch.objects.select_related("inspection__desk_unit").get(pk=intake.batch_id)
        terms = {term.pk: term for term in Term.objects.filter(inspection=batch.inspection_id)}
        return cls(intake, batch, actor, units_by_id(), terms, load_calendar(), timezone.localdate())

    def accept(self, rows: Sequence[IntakeRow]) -> None:
        """Accept some rows in the caller's transaction."""
        if not rows:
            return
        # numbers are given under the batch's lock, so that two files of one day do not take the same
        Batch.objects.select_for_update().get(pk=self.batch.pk)
        last = Petition.objects.filter(batch=self.batch).aggregate(last=Max("position"))["last"] or 0
        firsts = self._firsts(rows)
        petitions = [self._petition(row, last + place) for place, row in enumerate(rows, start=1)]
        self._open_tasks(rows, petitions, firsts)
        Petition.objects.bulk_create(petitions)
        self._link(petitions)
        self._seal(rows, petitions)
        types = Petition.types.through
        types.objects.bulk_create(
            types(petition_id=petition.pk, term_id=term)
            for row, petition in zip(rows, petitions, strict=True)
            for term in row.values["types"]
        )
        self._tell(rows, petitions)
        for row, petition in zip(rows, petitions, strict=True):
            row.petition, row.applied = petition, True
        IntakeRow.objects.bulk_update(rows, ["petition", "applied"])

    def _petition(self, row: IntakeRow, position: int) -> Petition:
        values, inspection = row.values, self.batch.inspection
        limit = reply_limit(
            self.batch.day, inspection.reply_days, working=inspection.reply_in_working_days, calendar=self.calendar
        )
        returned = bool(values.get("returned"))
        unit = self.units.get(values.get("unit") or 0) if row.confirmed and not returned else None
        state = PetitionState.RETURNED if returned else PetitionState.ASSIGNED if unit else PetitionState.RECEIVED
        received = values.get("received")
        return Petition(
            inspection=inspection, batch=self.batch, position=position, number=row.number,
            channel=values["channel"] or "letter", received_on=date.fromisoformat(received) if received else None,
            starred=values["starred"], summary=row.summary, area_id=values["area"],
            main_type_id=next(iter(values["types"]), None), sharing=values.get("sharing", ""),
            shared_with=values.get("shared_with", ""), state=state.value, return_reason=row.reason if returned else "",
            lead_unit=unit, assigned_on=self.today if unit else None,
            assignment_reason=values.get("unit_reason", "") if unit else "", reply_due=limit.due,
            reply_explanation=limit.explanation,
            text_confirmed_by_name=self.actor.name if row.confirmed else "",
            text_confirmed_at=timezone.now() if row.confirmed else None,
        )  # fmt: skip

    def _firsts(self, rows: Sequence[IntakeRow]) -> dict[str, str]:
        """Return number → number of the case it repeats, for the rows that are linked."""
        return {
            row.number: row.values["duplicate"]["number"]
            for row in rows
            if row.values.get("duplicate") and row.values.get("link") and not row.values.get("returned")
        }

    def _open_tasks(self, rows: Sequence[IntakeRow], petitions: Sequence[Petition], firsts: dict[str, str]) -> None:
        """Give every petition that is not returned its task: its own, or the first case's."""
        there = Petition.objects.filter(inspection=self.batch.inspection, number__in=firsts.values())
        self.made |= {petition.number: petition for petition in there.select_related("task", "duplicate_of__task")}
        waiting: list[Petition] = []
        linked: list[tuple[Petition, Petition]] = []
        for row, petition in zip(rows, petitions, strict=True):
            if petition.state == PetitionState.RETURNED.value:
                continue
            first = self.made.get(firsts.get(row.number, ""))
            if first is None or first.state == PetitionState.RETURNED.value:
                waiting.append(petition)
            else:
                linked.append((petition, self.first_of.get(first.number) or first.duplicate_of or first))
                self.first_of[petition.number] = linked[-1][1]
            self.made[petition.number] = petition
        for petition, task in zip(waiting, self._tasks([self._draft(petition) for petition in waiting]), strict=True):
            petition.task = task
        for petition, first in linked:
            petition.task = first.task
            petition.duplicate_reason = self._why(rows, petition)

    def _draft(self, petition: Petition) -> TaskDraft:
        area = self.terms.get(petition.area_id or 0)
        kind = self.terms.get(petition.main_type_id or 0)
        return draft_for(petition, area.label if area else "", kind.label if kind else "")

    def _tasks(self, drafts: Sequence[TaskDraft]) -> list[Task]:
        return open_tasks(drafts, actor=self.actor)

    def _why(self, rows: Sequence[IntakeRow], petition: Petition) -> str:
        found = next(row.values["duplicate"] for row in rows if row.number == petition.number)
        return found.get("stated") or _("文字相似度 %(score)s") % {"score": f"{found['score']:.2f}"}

    @sensitive_variables()
    def _seal(self, rows: Sequence[IntakeRow], petitions: Sequence[Petition]) -> None:
        """Seal each petition's text as it came by itself: who may open one opens no other."""
        if self.texts is None:
            sealed = Sealed.objects.get(pk=int(self.intake.sealed_rows))
            texts = use(sealed, purpose=ACCEPTING, actor=self.actor)
            assert isinstance(texts, dict)
            self.texts = texts
        contents: list[tuple[Model, Content]] = [
            (petition, {"text": self.texts.get(str(row.row), "")})
            for row, petition in zip(rows, petitions, strict=True)
        ]
        for petition, sealed in zip(petitions, seal_many(TEXT, contents, actor=self.actor), strict=True):
            petition.sealed_text = str(sealed.pk)
        Petition.objects.bulk_update(petitions, ["sealed_text", "duplicate_of"])

    def _link(self, petitions: Sequence[Petition]) -> None:
        """Link duplicates to their first case, which may have been created along with them; `_seal` stores it."""
        for petition in petitions:
            petition.duplicate_of = self.first_of.get(petition.number)

    def _tell(self, rows: Sequence[IntakeRow], petitions: Sequence[Petition]) -> None:
        """Add each petition's first move and its row of the trail."""
        now = timezone.now()
        PetitionMove.objects.bulk_create(
            PetitionMove(
                petition=petition, actor=self.actor, actor_name=self.actor.name, verb=PetitionVerb.ACCEPT.value,
                to_state=petition.state, reason=petition.return_reason,
            )
            for petition in petitions
        )  # fmt: skip
        record_history(
            Happened(
                f"petition.{PetitionVerb.ACCEPT}", petition, self.actor, now, {"batch": ["", str(self.batch.number)]}
            )
            for petition in petitions
        )


def _undo(row: IntakeRow, intake: Intake, actor: User) -> bool:
    """Take one row back; False where somebody has gone on with the petition or its task."""
    petition = row.petition
    if petition is None:
        return False
    task = petition.task
    shares = petition.duplicate_of_id is not None or task is None
    if petition.version != 1 or petition.duplicates.exists() or (task and not shares and task.version != 1):
        row.problems = [*row.problems, ["", _("受理以后又有办理，没有撤销。"), "notice"]]
        row.save(update_fields=["problems"])
        return False
    if task and not shares:
        try:
            withdraw_task(task, actor=actor, reason=_why_undone(intake))
        except MoveRefused:
            return False
    record("inspections.undo_petition", petition, actor=actor, reason=_why_undone(intake))
    purge_with([petition], actor=actor, reason=_why_undone(intake))
    row.undone, row.petition = True, None
    row.save(update_fields=["undone", "petition"])
    petition.delete()
    return True


def _why_undone(intake: Intake) -> str:
    """Say what was taken back without the file's name, which may tell of a person."""
    return _("撤销受理：第 %(number)d 批，第 %(file)d 号文件") % {"number": intake.batch.number, "file": intake.pk}
