"""A ledger in and out: CPU of an imported row beside an insert with its audit row, of an export beside openpyxl.

    DUBAN_DATA=folder python -m benchmarks.files_speed [--rows 2000] [--export 10000]

Wants the demo city in the database that DUBAN_DATA or DUBAN_DATABASE_URL names (`duban demo --tasks 20000`); what the
import adds stays. Exits 1 where an imported row takes over twice the insert, or an export over twice openpyxl's
write-only mode for the same cells.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.web.django_settings")
django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from openpyxl import Workbook  # noqa: E402

from benchmarks.cpu import cpu_seconds  # noqa: E402
from duban.audit.actions import record  # noqa: E402
from duban.organizations.models import Unit, User  # noqa: E402
from duban.tasks.exports import rows_of, sheet_of  # noqa: E402
from duban.tasks.models import Task  # noqa: E402
from duban.web.spreadsheets import csv_lines  # noqa: E402
from duban.web.streamed_workbooks import xlsx_stream  # noqa: E402
from duban.workbooks.actions import apply_rows, take_in  # noqa: E402
from duban.workbooks.models import Import, ImportState  # noqa: E402

BAR = 2.0
INSERTS = 300


def main() -> int:
    """Print costs and ratios; return 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--export", type=int, default=10_000)
    given = parser.parse_args()
    return max(_import(given.rows), _export(given.export))


def _import(rows: int) -> int:
    clerk, today = User.objects.get(username="clerk"), timezone.localdate()
    last = Task.objects.filter(source="floor").count()
    insert = _cost(lambda: [_insert(clerk, last + place) for place in range(1, INSERTS + 1)]) / INSERTS
    content = _ledger(rows)
    runs: list[Import] = []
    preview = _cost(lambda: runs.append(take_in(content, "台账.xlsx", actor=clerk, today=today))) / rows
    Import.objects.filter(pk=runs[0].pk).update(state=ImportState.RUNNING)
    runs[0].refresh_from_db()
    applied = _cost(lambda: apply_rows(runs[0])) / rows
    ratio = (preview + applied) / insert
    print(f"insert with its audit row {insert:.2f} ms; a row read and previewed {preview:.2f}, taken in {applied:.2f}")
    print(f"an imported row: {ratio:.2f}x, bar {BAR:.0f}x")
    return int(ratio > BAR)


def _insert(clerk: User, serial: int) -> None:
    """Store the barest task with one audit row, by Django's own means."""
    with transaction.atomic():
        task = Task.objects.create(
            number=f"底-{time.time_ns()}", year=1999, source="floor", serial=serial, title="清掏雨水管网",
            lead_unit_id=clerk.held_posts[0].unit_id, opened_by=clerk, state="withdrawn",
        )  # fmt: skip
        record("task.open", task, actor=clerk, changes={"title": ["", task.title], "deadline": ["", "2026-12-20"]})


def _ledger(rows: int) -> bytes:
    units = list(Unit.objects.filter(active=True).exclude(short_name="").values_list("name", flat=True)[:50])
    book, stamp = Workbook(), time.time_ns()
    sheet = book.active
    sheet.append(["编号", "工作任务", "牵头单位", "配合单位", "完成时限", "是否完成", "成果形式", "反馈频次"])
    for place in range(rows):
        sheet.append(
            [
                f"{stamp}-{place}", f"推进第{place}项，完善城区排水设施，形成长效机制", units[place % len(units)],
                units[(place + 1) % len(units)], date(2026, 12, 1 + place % 28) if place % 3 else "2026年12月底前", "未完成",
                "报告", "每月25日前",
            ]
        )  # fmt: skip
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _export(count: int) -> int:
    today = timezone.localdate()
    keys = list(Task.objects.filter(in_hand=1).order_by("deadline", "pk").values_list("pk", flat=True)[:count])
    cells = list(rows_of(keys, today))
    plain = min(_cost(partial(_write_only, cells)) for _round in range(3))
    before = _memory()
    ways: dict[str, Callable[[], int]] = {
        "XLSX": lambda: sum(map(len, xlsx_stream(sheet_of(len(keys), today), rows_of(keys, today), len(keys)))),
        "CSV": lambda: sum(map(len, csv_lines(sheet_of(0, today).columns, rows_of(keys, today)))),
    }
    missed = False
    for name, way in ways.items():
        cost = min(_cost(way) for _round in range(3))
        missed |= cost > BAR * plain
        print(
            f"{name} of {len(keys):,} tasks {cost:.0f} ms, {cost / plain:.2f}x openpyxl's {plain:.0f} ms, bar {BAR:.0f}x"
        )
    print(f"memory +{(_memory() - before) / 1024:.1f} MiB")
    return int(missed)


def _write_only(rows: list[list[object]] | list[object]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(io.BytesIO())


def _cost(work: Callable[[], object]) -> float:
    """Return milliseconds of CPU, those of child processes and of the database with them."""
    before = cpu_seconds()
    work()
    return 1000 * (cpu_seconds() - before)


def _memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 1024


if __name__ == "__main__":
    sys.exit(main())
