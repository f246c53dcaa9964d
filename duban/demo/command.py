"""`duban demo`: loads the demo city up to a stage and prints who can sign in."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from duban.demo.citizens.tell import load_petitions
from duban.demo.inspection.load import load_month
from duban.demo.large.load import Size, load_large
from duban.demo.large.units import MOST
from duban.demo.load import (
    NotADemoDatabase,
    TextNotRead,
    busiest_units,
    check_is_demo,
    load_city,
    load_ledger,
    load_meetings,
    load_tasks,
    reset,
)
from duban.demo.people import HEADS, OFFICE_PEOPLE, PASSWORD
from duban.organizations.models import Unit
from duban.tasks.actions.lighting import light_all

STAGES = ("empty", "inspection", "petitions", "meetings", "tasks", "ledger")
LOADERS = {"meetings": load_meetings, "tasks": load_tasks}  # after the city, each with those before it
MONTH = 68, 12, 85  # petitions, batches and seed of an inspection in which a little of everything happens
_WORDS = {
    "zh": {
        "loaded": "演示城市云陵市已载入。",
        "there": "演示城市云陵市已经载入过，没有改动。",
        "written": "已写入 {:,} 项，共 {:,} 项",
        "address": "网址：{}",
        "password": "所有登录名的密码：{}",
        "others": "  其他单位的登录名是 u 加单位代码，如 u202、u301",
        "no_tables": "数据库还没有建表，演示数据没有载入；请先运行 duban manage migrate。",
        "not_demo": "数据库里已有“{}”等正式数据，演示数据没有载入；请把 DUBAN_DATA 指向一个空文件夹后重试。",
        "not_read": "演示文本无法解读（{}），没有载入；请确认软件已完整安装后重试。",
    },
    "en": {
        "loaded": "The demonstration city Yunling is loaded.",
        "there": "The demonstration city Yunling is there already; nothing was changed.",
        "written": "{:,} of {:,} tasks written",
        "address": "Address: {}",
        "password": "Password of every sign-in name: {}",
        "others": "  every other unit signs in as u and its code, such as u202 or u301",
        "no_tables": "The database has no tables, nothing was loaded; run duban manage migrate first.",
        "not_demo": "The database holds real data ({}), nothing was loaded; point DUBAN_DATA at an empty folder.",
        "not_read": "A demonstration text cannot be read ({}), nothing was loaded; check the installation.",
    },
}


def run(argv: list[str]) -> int:
    """Load the stage asked for and print sign-in names; 2 where the database is not the demo's to fill."""
    given = _arguments(argv)
    words = _WORDS[given.lang]
    if Unit._meta.db_table not in connection.introspection.table_names():
        print(words["no_tables"], file=sys.stderr)
        return 2
    try:
        check_is_demo()
        if given.reset:
            reset()
        loaded = [load_city()]
        until = STAGES.index(given.stage)
        loaded += [load() for stage, load in LOADERS.items() if STAGES.index(stage) <= until]
        if given.stage == "ledger":
            loaded.append(load_ledger(given.today or timezone.localdate()))
        if given.stage in ("petitions", "ledger"):
            loaded.append(load_petitions(given.today or timezone.localdate()))
        if given.stage in ("inspection", "ledger"):
            size = (given.petitions, given.batches or 30, given.seed) if given.petitions else MONTH
            petitions, batches, seed = size
            told = _progress(words) if given.petitions else None
            loaded.append(load_month(given.today or timezone.localdate(), petitions, batches, seed, told))
        if given.tasks:
            today = timezone.localdate()
            loaded.append(load_large(_size(given), today - timedelta(days=1), _progress(words)))
            light_all(today)
    except NotADemoDatabase as strangers:
        print(words["not_demo"].format(strangers), file=sys.stderr)
        return 2
    except TextNotRead as text:
        print(words["not_read"].format(text), file=sys.stderr)
        return 2
    print(words["loaded"] if any(loaded) else words["there"])
    _print_sign_in(words, given.port)
    return 0


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="duban demo", description="载入演示城市云陵市 / load the demonstration city")
    parser.add_argument("--stage", choices=STAGES, default="ledger", help="载到哪一步 / how far to load")
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        help="台账故事讲到哪天，默认今天 / the day the ledger's year ends on (today)",
    )
    parser.add_argument("--reset", action="store_true", help="先清空演示库 / empty the demo database first")
    parser.add_argument("--port", type=int, help="网页端口，只用来显示网址 / shown in the address")
    large = parser.add_argument_group("大城市，用来试容量 / a large city, for trying what the ledger carries")
    large.add_argument("--tasks", type=_count, default=0, help="另造多少事项 / how many further tasks")
    large.add_argument("--reports", type=_count, help="共多少份报送，默认每项五份 / reports, five a task unless given")
    large.add_argument(
        "--units", type=_count, default=300, help=f"单位总数，至多 {MOST} / units in all, at most {MOST}"
    )
    large.add_argument("--seed", type=int, default=1, help="同一种子造出同样的数据 / the same seed, the same city")
    large.add_argument(
        "--petitions", type=_count, default=0, help="督察信访件总数，如 1427 / petitions of the inspection"
    )
    large.add_argument("--batches", type=_count, default=0, help="督察批次数，如 30 / batches of the inspection")
    large.add_argument("--all-open", action="store_true", help="全部在办，没有办结的 / nothing is closed yet")
    parser.add_argument("--lang", choices=tuple(_WORDS), default="zh", help="语言 / language")
    return parser.parse_args(argv[1:])


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _size(given: argparse.Namespace) -> Size:
    reports = 5 * given.tasks if given.reports is None else given.reports
    return Size(given.tasks, reports, given.units, given.seed, given.all_open)


def _progress(words: dict[str, str]) -> Callable[[int, int], None]:
    """Return what tells how far it is, every twentieth of the way."""
    told = 0

    def say(written: int, wanted: int) -> None:
        nonlocal told
        if written * 20 // wanted > told:
            told = written * 20 // wanted
            print(words["written"].format(written, wanted), flush=True)

    return say


def _print_sign_in(words: dict[str, str], port: int | None) -> None:
    """Print address, password and sign-in names by role."""
    if port:
        print(words["address"].format(f"http://127.0.0.1:{port}/"))
    print(words["password"].format(PASSWORD))
    shown = [(person.username, person.name) for person in OFFICE_PEOPLE]
    shown += [(user.username, user.name) for user in busiest_units()]
    shown += [(person.username, person.name) for person in HEADS]
    for username, name in shown:
        print(f"  {username:<10}{name}")
    print(words["others"])
