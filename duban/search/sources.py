"""What the index is made of: each kind of thing that has words says which, and who may find them.

An AppConfig above search lists dotted names of further sources in `search_sources`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from duban.organizations.permissions import Anybody
from duban.tasks.models import Evidence, Instruction, Report, ReportState, Task
from duban.tasks.permissions import reads_all, sees_many, unit_ids, visible_to


@dataclass(frozen=True, slots=True)
class Document:
    """The words of one thing, as they are to be found; one with a task is found by none but the task's readers."""

    object_id: int
    title: str
    text: str
    link: str
    day: date
    task_id: int | None = None


class Source(Protocol):
    """One kind of thing that has words."""

    @property
    def kind(self) -> str:
        """The kind's code."""

    @property
    def label(self) -> str | Promise:
        """The kind in words."""

    @property
    def object_types(self) -> tuple[str, ...]:
        """Audit rows on objects of these types tell that documents may have changed."""

    def affected(self, object_type: str, object_ids: Collection[int]) -> Iterable[int]:
        """Return the ids of the things that changed with these objects; a gone one among them is forgotten."""

    def documents(self, object_ids: Collection[int]) -> Iterator[Document]:
        """Yield the documents of these things; what may be found no more yields none."""

    def all_ids(self) -> QuerySet[Any]:
        """Return the ids of everything of this kind."""

    @property
    def of_tasks(self) -> bool:
        """Whether entries are found by none but who sees their task: that is asked once for all such kinds."""

    def visible(self, user: Anybody) -> Q | None:
        """Return what narrows entries of this kind (further) to what the person may see; None: nothing."""


class TaskSource:
    """Tasks: title, number, quotes, units, deliverable."""

    kind, label, object_types, of_tasks = "task", _("事项"), ("tasks.task",), True

    def affected(self, object_type: str, object_ids: Collection[int]) -> QuerySet[Any]:
        """Return the tasks themselves."""
        return Task.objects.filter(pk__in=object_ids).values_list("pk", flat=True)

    def documents(self, object_ids: Collection[int]) -> Iterator[Document]:
        """Yield number and title, then all that was asked and of whom."""
        for task in Task.objects.filter(pk__in=object_ids).prefetch_related("origins", "units"):
            quotes = [origin.quote for origin in task.origins.all() if not origin.replaced]
            sources = [origin.title for origin in task.origins.all() if not origin.replaced]
            units = [part.unit_name for part in task.units.all()]
            more = [task.leading_official, task.deliverable, task.deadline_text, task.reporting_rhythm]
            text = "\n".join(filter(None, [*quotes, *sources, "、".join(units), *more]))
            day = timezone.localdate(task.opened_at)
            yield Document(task.pk, f"{task.number} {task.title}", text, task.get_absolute_url(), day, task.pk)

    def all_ids(self) -> QuerySet[Any]:
        """Return every task."""
        return Task.objects.order_by("pk").values_list("pk", flat=True)

    def visible(self, user: Anybody) -> Q | None:
        """Narrow no further."""
        return None


class ReportSource:
    """Reports that have gone out."""

    kind, label, object_types, of_tasks = "report", _("进展报送"), ("tasks.task",), True

    def affected(self, object_type: str, object_ids: Collection[int]) -> QuerySet[Any]:
        """Return the reports of the tasks."""
        return Report.objects.filter(task__in=object_ids).values_list("pk", flat=True)

    def documents(self, object_ids: Collection[int]) -> Iterator[Document]:
        """Yield what was reported; drafts are nobody's to find."""
        rows = Report.objects.filter(pk__in=object_ids, state=ReportState.SENT).select_related("task")
        for report in rows:
            text = "\n".join(filter(None, [report.text, report.problems, report.next_steps]))
            title = f"{report.task.number} {report.unit_name} {report.as_of}"
            yield Document(report.pk, title, text, report.task.get_absolute_url(), report.as_of, report.task_id)

    def all_ids(self) -> QuerySet[Any]:
        """Return every report."""
        return Report.objects.order_by("pk").values_list("pk", flat=True)

    def visible(self, user: Anybody) -> Q | None:
        """Narrow no further."""
        return None


class InstructionSource:
    """Leaders' written instructions on tasks, with their answers."""

    kind, label, object_types, of_tasks = "instruction", _("领导批示"), ("tasks.task", "tasks.instruction"), True

    def affected(self, object_type: str, object_ids: Collection[int]) -> QuerySet[Any]:
        """Return the instructions on the tasks, or themselves."""
        by = {"tasks.task": "task__in"}.get(object_type, "pk__in")
        return Instruction.objects.filter(**{by: object_ids}).values_list("pk", flat=True)

    def documents(self, object_ids: Collection[int]) -> Iterator[Document]:
        """Yield what was written and answered."""
        for row in Instruction.objects.filter(pk__in=object_ids, task__isnull=False).select_related("task"):
            text = "\n".join(filter(None, [row.text, row.document, row.answer]))
            link = row.task.get_absolute_url() if row.task else ""
            yield Document(row.pk, f"{row.leader} {row.on}", text, link, row.on, row.task_id)

    def all_ids(self) -> QuerySet[Any]:
        """Return every instruction."""
        return Instruction.objects.order_by("pk").values_list("pk", flat=True)

    def visible(self, user: Anybody) -> Q | None:
        """Narrow no further."""
        return None


class EvidenceSource:
    """Evidence by its name, its note and the words of the document; purged evidence is not found."""

    kind, label, object_types, of_tasks = "evidence", _("佐证材料"), ("tasks.task", "files.storedfile"), True

    def affected(self, object_type: str, object_ids: Collection[int]) -> QuerySet[Any]:
        """Return the evidence of the tasks, or what shows the files."""
        by = {"tasks.task": "task__in"}.get(object_type, "file__in")
        return Evidence.objects.filter(**{by: object_ids}).values_list("pk", flat=True)

    def documents(self, object_ids: Collection[int]) -> Iterator[Document]:
        """Yield name and note, then the words in it."""
        rows = Evidence.objects.filter(pk__in=object_ids, file__purged_at=None)
        for row in rows.select_related("task", "file__words"):
            link = reverse("files:download", args=[row.file_id])
            words = row.file.words.text if hasattr(row.file, "words") else ""
            text = "\n".join(filter(None, [row.note, words]))
            yield Document(row.pk, row.name, text, link, timezone.localdate(row.at), row.task_id)

    def all_ids(self) -> QuerySet[Any]:
        """Return every piece of evidence."""
        return Evidence.objects.order_by("pk").values_list("pk", flat=True)

    def visible(self, user: Anybody) -> Q | None:
        """Leave out what stands with a draft: it is its unit's alone."""
        gone_out = Q(report=None) | Q(report__state=ReportState.SENT) | Q(unit__in=unit_ids(user))
        return Q(Exists(Evidence.objects.filter(gone_out, pk=OuterRef("object_id"))))


def of_seen_tasks(user: Anybody) -> Q | None:
    """Return what narrows entries to tasks the person sees, None where that is all.

    Where they are many each entry is asked for by itself: a page is found before all of them are listed.
    """
    if reads_all(user):
        return None
    if sees_many(user):
        return Q(Exists(visible_to(user, among=Task.objects.filter(pk=OuterRef("task")))))
    return Q(task__in=visible_to(user).values("pk"))


_OWN: tuple[Callable[[], Source], ...] = (TaskSource, ReportSource, InstructionSource, EvidenceSource)


def sources() -> list[Source]:
    """Return every source: of the ledger, then of the apps above."""
    named = [name for config in apps.get_app_configs() for name in getattr(config, "search_sources", ())]
    return [source() for source in _OWN] + [import_string(name)() for name in named]
