"""The ledger's search field over the words of evidence: what 10,000 documents cost.

benchmarks/evidence_search.py [FILES]; on PostgreSQL: scripts/with-postgres .venv/bin/python …
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path
from random import Random
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
CHARACTERS = 3000  # of a document
WORDS = ("淤", "淤泥", "泵站坐标")


def main(files: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DUBAN_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "duban.web.django_settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _fill(files)
        from django.db import connection

        from duban.search.actions import rebuild

        rebuild()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the database does by itself before long
        for word in WORDS:
            _search(word)


def _fill(files: int) -> None:
    """Add a task for every four documents; the words stand in few of them."""
    from django.utils import timezone

    from duban.files.models import FileText, StoredFile
    from duban.organizations.models import Role
    from duban.tasks.actions import open_task
    from duban.tasks.models import Evidence, Task
    from tests.people import make_city
    from tests.tasks.conftest import draft

    random, city = Random(7), make_city()
    clerk, unit = city.people[Role.CLERK.value], city.units["市水务局"]
    first = open_task(draft(unit), actor=clerk)
    plain = {field.attname: getattr(first, field.attname) for field in Task._meta.concrete_fields}
    rows = []
    for number in range(2, files // 4 + 2):
        rows.append(Task(**{**plain, "id": None, "serial": number, "number": f"会2026-{number:04}"}))
    tasks = Task.objects.bulk_create(rows)
    alphabet = [chr(0x4E00 + place) for place in range(0, 6000, 40)]  # pairs recur as in real texts
    for start in range(0, files, 500):
        stored = StoredFile.objects.bulk_create(
            StoredFile(sha256=f"{number:064x}", name=f"{number}.docx", size=1, media_type="")
            for number in range(start, start + 500)
        )
        texts = []
        for file in stored:
            text = "".join(random.choices(alphabet, k=CHARACTERS))
            texts.append(FileText(file=file, text=text + ("南渠淤泥泵站坐标" if random.random() < 0.01 else "")))
        FileText.objects.bulk_create(texts)
        Evidence.objects.bulk_create(
            Evidence(task=tasks[(start + place) // 4], file=file, name=file.name, unit=unit, unit_name=str(unit),
                     added_by=clerk, added_by_name=str(clerk), at=timezone.now())
            for place, file in enumerate(stored)
        )  # fmt: skip


def _search(word: str) -> None:
    from django.test import Client
    from django.urls import reverse

    from duban.organizations.models import User

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username="clerk"), backend="django.contrib.auth.backends.ModelBackend")
    times = {}
    for query in ("", word):
        client.get(reverse("tasks:list"), {"q": query})
        start = perf_counter()
        page = client.get(reverse("tasks:list"), {"q": query})
        times[query] = (perf_counter() - start) * 1000
    found = re.search(r"共 (\d+) [条项]", page.content.decode()) or ["", "?"]
    print(f"“{word}”: {found[1]} tasks, {times[word]:.0f} ms; the list alone {times['']:.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
