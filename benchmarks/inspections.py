"""A batch of petitions from file to tasks: CPU each, beside one bare insert of a petition in the same database.

    DUBAN_DATA=folder python -m benchmarks.inspections [petitions]

Needs an empty database in DUBAN_DATA or DUBAN_DATABASE_URL. Reads the file, checks, redacts and compares every row, seals
the texts, numbers the petitions and opens a task each. Exits 1 over 12 ms of CPU a petition. Background jobs run here.
"""

from __future__ import annotations

import csv
import io
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from datetime import time as clock
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.web.django_settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django_q.conf import Conf  # noqa: E402

from duban.inspections.actions.accepting import start_accepting  # noqa: E402
from duban.inspections.actions.batching import open_batch  # noqa: E402
from duban.inspections.actions.inspecting import InspectionFacts, Word, save_inspection  # noqa: E402
from duban.inspections.actions.intaking import take_in  # noqa: E402
from duban.inspections.models import Batch, Petition  # noqa: E402
from duban.inspections.rules.numbers import CENTRAL  # noqa: E402
from duban.organizations.actions import PostFacts, save_unit, save_user  # noqa: E402
from duban.organizations.models import Role, Unit, UnitKind, User  # noqa: E402
from duban.tasks.models import Task  # noqa: E402

PETITIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
BAR = 12  # ms of CPU a petition, all steps
BARE = 300
DAY = date(2026, 11, 20)
AREAS, TYPES = ("青溪县", "白石区", "南浦县", "松原县"), ("大气", "水", "土壤", "噪声")
PLACES = ("砂石厂", "养殖场", "印染作坊", "石材加工点", "餐饮店", "工地", "塑料颗粒厂", "污水处理站")
DEEDS = (
    "夜间作业噪声扰民",
    "废水直排河道",
    "物料露天堆放未遮盖",
    "油烟直排异味明显",
    "粪污外溢污染农田",
    "焚烧垃圾冒黑烟",
)
WISHES = ("请求查处", "多次反映没有结果", "影响周边群众生活", "希望尽快整改")


def main() -> int:
    """Fill an inspection with one batch, print what each step took."""
    call_command("migrate", verbosity=0)
    if Petition.objects.exists():
        sys.exit("The database holds petitions already; name an empty folder in DUBAN_DATA.")
    Conf.SYNC = True
    clerk, batch = _desk()
    content = _table(Random(1))
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("read, checked, redacted, compared, sealed", lambda: take_in(batch, content, "清单.csv", actor=clerk)),
        ("accepted, numbered, sealed one by one, opened", lambda: start_accepting(batch.intakes.get(), actor=clerk)),
    ]
    total = 0.0
    for name, step in steps:
        milliseconds = _cpu(step) * 1000 / PETITIONS
        total += milliseconds
        print(f"{name:48} {milliseconds:6.2f} ms of CPU a petition")
    there = Petition.objects.count()
    print(f"{there:,} petitions, {Task.objects.filter(source='petition').count():,} tasks")
    bare = _cpu(lambda: _bare(clerk, batch)) * 1000 / BARE
    print(
        f"{'one bare insert':48} {bare:6.2f} ms; the whole is {total / bare:.1f} times that, {total:.2f} ms (bar {BAR})"
    )
    return int(total > BAR or there != PETITIONS)


def _cpu(step: Callable[[], Any]) -> float:
    begin = time.process_time()
    step()
    return time.process_time() - begin


def _bare(clerk: User, batch: Batch) -> None:
    """Insert petitions and nothing else, one a transaction, then take them away."""
    task = Task.objects.first()
    for place in range(BARE):
        with transaction.atomic():
            Petition.objects.create(
                inspection=batch.inspection, batch=batch, position=1_000_000 + place, number=f"bare{place}",
                channel="call", summary="青溪县某处反映的问题", task=task,
            )  # fmt: skip
    Petition.objects.filter(number__startswith="bare").delete()


def _desk() -> tuple[User, Batch]:
    units = {}
    for place, name in enumerate(("云陵市人民政府办公室", *(f"{area}人民政府" for area in AREAS))):
        kind = UnitKind.COUNTY if place else UnitKind.OFFICE
        unit = Unit(code=str(place), name=name, short_name=name[:3], kind=kind)
        units[name] = save_unit(unit, actor=None)
    office = units["云陵市人民政府办公室"]
    clerk = save_user(User(username="desk", name="督查室"), [PostFacts(office, Role.DESK)], actor=None)
    inspection = save_inspection(
        None,
        InspectionFacts(
            name="第三轮督察", level="central", round=3, team="第二督察组", first_day=date(2026, 11, 1),
            last_day=date(2026, 11, 30), reply_days=10, reply_in_working_days=False, cut_off=clock(10),
            number_pattern=CENTRAL, province_code="SX", city_code="", desk_unit=office,
            areas=[Word(area, "", units[f"{area}人民政府"]) for area in AREAS], types=[Word(kind) for kind in TYPES],
            verdicts=[Word("属实", code="substantiated")], conclusions=[Word("已办结", code="concluded")],
        ),
        actor=clerk,
    )  # fmt: skip
    return clerk, open_batch(inspection, number=1, day=DAY, actor=clerk, calls=0, letters=PETITIONS)


def _table(random: Random) -> bytes:
    """Return a list of petitions of some eighty characters each, a telephone in one of five."""
    stream = io.StringIO()
    table = csv.writer(stream)
    table.writerow(["序号", "受理编号", "来源", "交办问题基本情况", "行政区域", "污染类型"])
    for place in range(1, PETITIONS + 1):
        area = random.choice(AREAS)
        said = (
            f"{area}{random.choice('东西南北')}环路{random.randrange(1, 900)}号附近的{random.choice(PLACES)}，"
            f"{random.choice(DEEDS)}，已持续{random.randrange(2, 40)}个月，距离居民楼约{random.randrange(10, 400)}米，"
            f"{random.choice(DEEDS)}，{random.choice(WISHES)}。"
        )
        if place % 5 == 0:
            said += f"联系电话139{random.randrange(10**8):08d}。"
        kinds = "、".join(random.sample(TYPES, random.choice((1, 1, 2))))
        table.writerow(
            [
                place,
                f"X3SX20261120{place:04d}"[:16] if place < 10_000 else f"X3SX20261119{place - 9_999:04d}",
                "来信",
                said,
                area,
                kinds,
            ]
        )
    return stream.getvalue().encode()


sys.exit(main())
