"""A month of real size through the real intake: 1,427 petitions in 30 batches of five kinds of file, beside the floor's insert.

    DUBAN_DATA=folder python -m benchmarks.inspection_month

Needs an empty database in DUBAN_DATA or DUBAN_DATABASE_URL. Each day's file is read, previewed, looked through, accepted and
reconciled with what the team announced. Prints CPU a petition and its ratio to two inserts of `bench/floor_django` of
DUBAN_SHARED in its own process, and to one bare insert of a petition. Exits 1 over 12 ms of CPU a petition, or where a sum is
wrong. `tests/inspections/test_real_month.py` loads the same month and checks its figures on the pages.
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from datetime import time as clock
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from docx import Document
from openpyxl import Workbook

from benchmarks.grounds import PASSWORD
from duban.demo.inspection.words import TYPES, complaint, matters
from duban.settings import setting

if TYPE_CHECKING:
    from duban.inspections.models import Batch, Inspection
    from duban.organizations.models import Unit, User

BAR = 12  # ms of CPU a petition
TOTAL, FIRST = 1427, date(2024, 11, 1)
AREAS = ("青溪县", "白石区", "南浦县", "松原县", "竹山县", "石桥县", "云岭县", "江口县")
CITY = "市本级"
PUBLISHED = date(2024, 11, 8)  # 64 = 25 calls + 39 letters, 3 starred; so many of each area, 2 at city level
OF_AREAS = (28, 9, 4, 7, 3, 1, 7, 3, 2)
KINDS = ("xlsx", "csv", "docx", "lines", "forms")
HEADINGS = ("序号", "受理编号", "来源", "交办问题基本情况", "行政区域", "污染类型", "重点")
FLOOR = """
import sys, time
import floor
floor.seed()
from django.test import Client
client = Client()
client.post("/login/", {"username": "bench", "password": sys.argv[1]})
def insert(number):
    answer = client.post("/api/tasks/", '{"number": "m%d", "title": "one more"}' % number, content_type="application/json")
    assert answer.status_code == 201, answer.status_code
for number in range(50):
    insert(number)
before = time.process_time()
for number in range(50, 550):
    insert(number)
print((time.process_time() - before) * 1000 / 500)
"""


@dataclass(frozen=True, slots=True)
class Day:
    """One day's batch: what the team announced, and the rows of its list."""

    number: int
    day: date
    calls: int
    letters: int
    starred: int
    rows: Sequence[Sequence[str]]

    @property
    def kind(self) -> str:
        """What the list came as: a kind of file or of text."""
        return KINDS[self.number % len(KINDS)]


def month(seed: int = 1) -> Iterator[Day]:
    """Yield the thirty days; the day published has its figures, the others share the rest evenly."""
    random, told = Random(seed), matters()
    for number in range(1, 31):
        day = FIRST + timedelta(days=number - 1)
        if day == PUBLISHED:
            areas = [name for name, count in zip([*AREAS, CITY], OF_AREAS, strict=True) for _place in range(count)]
            calls, starred = 25, {3, 30, 60}
        else:
            areas = random.choices([*AREAS, CITY], weights=[*OF_AREAS], k=(TOTAL - 64) // 29)
            calls, starred = random.randint(10, 30), set(random.sample(range(len(areas)), 2))
        # a letter writes more than the form has room for, a caller is called back: both leave a name in one of five
        rows = [
            _row(random, told, place, day, area, place < calls, place in starred) for place, area in enumerate(areas)
        ]
        yield Day(number, day, calls, len(areas) - calls, len(starred), rows)


def _row(
    random: Random, told: Sequence[tuple[str, ...]], place: int, day: date, area: str, call: bool, starred: bool
) -> list[str]:
    matter = random.choice(told)
    text, _place = complaint(random, matter, "")
    if place % 5 == 0:
        text += f"联系人周晓梅，电话139{random.randrange(10**8):08d}。"
    number = f"{'D' if call else 'X'}3YL{day:%Y%m%d}{place + 1:04d}"
    types = list(dict.fromkeys([matter[0], random.choice(TYPES)] if random.random() < 0.2 else [matter[0]]))
    return [str(place + 1), number, "来电" if call else "来信", text, area, "、".join(types), "是" if starred else ""]


def written(day: Day) -> tuple[str, bytes]:
    """Return the day's list as a file's name and bytes; texts to paste have no name."""
    stream = io.BytesIO()
    if day.kind == "xlsx":
        book = Workbook()
        for row in (HEADINGS, *day.rows):
            book.active.append(list(row))
        book.save(stream)
    elif day.kind == "docx":
        document = Document()
        table = document.add_table(rows=0, cols=len(HEADINGS))
        for row in (HEADINGS, *day.rows):
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
        document.save(stream)
    elif day.kind == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([HEADINGS, *day.rows])
        stream.write(text.getvalue().encode("gb18030"))
    elif day.kind == "lines":
        cells = ((f"{row[0]}{row[1]}", row[2], *(("★",) if row[6] else ()), row[3], row[4], row[5]) for row in day.rows)
        return "", "\n".join(cell for row in cells for cell in row).encode()
    else:
        lines = (
            f"受理编号：{row[1]}　来源：{row[2]}　重点件：{row[6] or '否'}\n行政区域：{row[4]}　污染类型：{row[5]}\n交办问题：{row[3]}\n"
            for row in day.rows
        )
        return "", "\n".join(lines).encode()
    return f"第{day.number}批交办清单.{day.kind}", stream.getvalue()


def open_month(office: Unit, counties: Sequence[Unit], actor: User) -> Inspection:
    """Open the inspection: a provincial team's month, its areas with their units."""
    from duban.inspections.actions.inspecting import InspectionFacts, Word, save_inspection
    from duban.inspections.rules.numbers import CENTRAL

    return save_inspection(
        None,
        InspectionFacts(
            name="第三轮省级生态环境保护督察", level="provincial", round=3, team="第二督察组", first_day=FIRST,
            last_day=FIRST + timedelta(days=29), reply_days=7, reply_in_working_days=False, cut_off=clock(10),
            number_pattern=CENTRAL, province_code="YL", city_code="", desk_unit=office,
            areas=[Word(area, "", unit) for area, unit in zip(AREAS, counties, strict=True)],
            types=[Word(kind) for kind in TYPES],
            verdicts=[Word("属实", code="substantiated"), Word("不属实", code="unsubstantiated")],
            conclusions=[Word("已办结", code="concluded"), Word("阶段性办结", code="staged")],
        ),
        actor=actor,
    )  # fmt: skip


def take_in_day(inspection: Inspection, day: Day, list_: tuple[str, bytes], actor: User) -> Batch:
    """Open the day's batch, take its list in (name and bytes), confirm the texts, accept all."""
    from duban.inspections.actions.accepting import start_accepting
    from duban.inspections.actions.batching import open_batch
    from duban.inspections.actions.intaking import confirm_rows, take_in, take_in_text

    batch = open_batch(
        inspection, number=day.number, day=day.day, actor=actor, calls=day.calls, letters=day.letters, starred=day.starred
    )  # fmt: skip
    name, content = list_
    taken = take_in(batch, content, name, actor=actor) if name else take_in_text(batch, content.decode(), actor=actor)
    confirm_rows(taken, list(taken.rows.values_list("pk", flat=True)), actor=actor)
    start_accepting(taken, actor=actor)
    return batch


def make_units() -> tuple[Unit, list[Unit], User]:
    """Return the office, a county for each area, and who runs the desk."""
    from duban.organizations.actions import PostFacts, save_unit, save_user
    from duban.organizations.models import Role, Unit, UnitKind, User

    office = save_unit(Unit(code="m0", name="云陵市人民政府办公室", kind=UnitKind.OFFICE), actor=None)
    counties = [
        save_unit(Unit(code=f"m{place}", name=f"{area}人民政府", short_name=area, kind=UnitKind.COUNTY), actor=None)
        for place, area in enumerate(AREAS, start=1)
    ]
    return (
        office,
        counties,
        save_user(User(username="month", name="督查室"), [PostFacts(office, Role.DESK)], actor=None),
    )


def main() -> int:
    """Load the month, print what it took; return 1 over the bar or where a sum is wrong."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.web.django_settings")
    django.setup()
    from django.core.management import call_command
    from django_q.conf import Conf

    from duban.inspections.models import Petition
    from duban.inspections.queries.counts import equations

    call_command("migrate", verbosity=0)
    if Petition.objects.exists():
        sys.exit("The database holds petitions already; name an empty folder in DUBAN_DATA.")
    Conf.SYNC = True
    office, counties, actor = make_units()
    inspection, days = open_month(office, counties, actor), [(day, written(day)) for day in month()]
    before = time.process_time()
    batches = [take_in_day(inspection, day, list_, actor) for day, list_ in days]
    each = (time.process_time() - before) * 1000 / TOTAL
    settled = all(equation.balanced for equation in equations(batches).values())
    count = Petition.objects.count()
    print(f"{count:,} petitions in {len(batches)} batches, {each:.2f} ms of CPU each (bar {BAR})")
    floor = _floor()
    if floor is not None:
        print(f"the floor's two inserts {floor:.2f} ms: {each / floor:.1f} times")
    print("every batch is as announced" if settled else "a batch differs from what was announced")
    return int(each > BAR or count != TOTAL or not settled)


def _floor() -> float | None:
    """Return what the floor's insert costs in milliseconds of CPU; None where the floor is not there."""
    code = Path(setting("DUBAN_SHARED")).resolve() / "bench" / "floor_django"
    if not code.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        scale = {
            "FLOOR_SEED_TASKS": "2000",
            "FLOOR_SEED_PROGRESS": "2000",
            "FLOOR_DB": f"sqlite:{folder}/floor.sqlite3",
        }
        done = subprocess.run(
            [sys.executable, "-c", FLOOR, PASSWORD], cwd=code, env={**os.environ, **scale, "PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": "1"},
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    return float(done.stdout.split()[-1])


if __name__ == "__main__":
    raise SystemExit(main())
