"""The audit chain: what a row costs beside a plain insert, and how long checking a long chain takes.

benchmarks/audit_chain.py [ROWS], in a folder of its own; on PostgreSQL: scripts/with-postgres .venv/bin/python …
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
WRITES = 2000


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DUBAN_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "duban.web.django_settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _cost_of_a_row()
        _fill(rows)
        _check()


def _cost_of_a_row() -> None:
    from django.db import transaction

    from duban.audit.actions import record
    from duban.jobs.models import Job

    with transaction.atomic():
        start = process_time()
        for number in range(WRITES):
            Job.objects.create(kind="plain", label=f"第{number}件")
        plain = process_time() - start
        job = Job.objects.latest("id")
        start = process_time()
        for number in range(WRITES):
            record("look", job, actor=None, changes={"deadline": ["2026-01-01", f"{number}"]}, reason="会议更正")
        audited = process_time() - start
    print(f"plain insert {plain / WRITES * 1e6:.0f} µs, audit row {audited / WRITES * 1e6:.0f} µs: ", end="")
    print(f"ratio {audited / plain:.2f}")


def _fill(rows: int) -> None:
    """Add rows as a unit's reports leave them."""
    from django.db import transaction
    from django.utils import timezone

    from duban.audit.actions import Happened, record_history
    from duban.audit.models import AuditEntry
    from duban.jobs.models import Job

    changes = {"as_of": ["", "2026-11-20"], "actual": ["100", "120"], "evidence": ["", "现场照片.jpg"]}
    reason, job, now = "本月清掏雨水管网 20 公里，累计 120 公里。", Job.objects.latest("id"), timezone.now()
    with transaction.atomic():
        missing = rows - AuditEntry.objects.count()
        record_history(Happened("task.report", job, None, now, changes, reason) for _ in range(missing))


def _check() -> None:
    from duban.audit.actions import verify_chain

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = process_time()
    verdict = verify_chain()
    took = process_time() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{verdict.rows:,} rows checked in {took:.1f} s of CPU, {took / verdict.rows * 1e6:.0f} µs a row, ", end="")
    print(f"whole: {verdict.whole}, memory grew by {grown:.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
