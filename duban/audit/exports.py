"""The filtered trail as a file, written row by row: it may have a million."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.models import AuditEntry
from duban.audit.wording import changes_text, verb_name
from duban.web.spreadsheets import Cell, Column, csv_lines


def lines_of(entries: QuerySet[AuditEntry]) -> Iterator[bytes]:
    """Yield the rows as lines of CSV, with number and hash, so that the file can be compared with the chain."""
    columns = [
        Column(_("编号"), 10),
        Column(_("时间"), 18),
        Column(_("操作人"), 14),
        Column(_("动作"), 14),
        Column(_("对象"), 30),
        Column(_("变更"), 40),
        Column(_("理由"), 30),
        Column(_("已清除"), 14),
        Column(_("摘要"), 64),
    ]
    return csv_lines(columns, (_row(entry) for entry in entries.iterator(chunk_size=2000)))


def _row(entry: AuditEntry) -> list[Cell]:
    purge = entry.purged_by
    return [
        entry.pk,
        f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
        entry.actor_name,
        verb_name(entry.verb),
        entry.object_label,
        "；".join(f"{field} {text}" for field, text in changes_text(entry)),
        entry.reason,
        f"{timezone.localtime(purge.at):%Y-%m-%d} {purge.actor_name}" if purge else "",
        entry.hash,
    ]
