"""`duban demo`: loads the demo city up to a stage and prints who can sign in."""

from __future__ import annotations

import argparse
import sys

from django.utils.translation import gettext as _
from django.utils.translation import override

from duban.demo.load import NotADemoDatabase, busiest_units, check_is_demo, load_city, load_meetings, load_tasks, reset
from duban.demo.people import OFFICE_PEOPLE, PASSWORD

STAGES = ("empty", "meetings", "tasks")
LOADERS = (load_city, load_meetings, load_tasks)


def run(argv: list[str]) -> int:
    """Load the stage asked for and print sign-in names; 2 where the database is not the demo's."""
    given = _arguments(argv)
    with override("en" if given.lang == "en" else "zh-hans"):
        try:
            check_is_demo()
        except NotADemoDatabase as strangers:
            print(
                _("数据库里已有“%(names)s”等正式数据，演示数据没有载入；请把 DUBAN_DATA 指向一个空文件夹后重试。")
                % {"names": strangers},
                file=sys.stderr,
            )
            return 2
        if given.reset:
            reset()
        loaded = [loader() for loader in LOADERS[: STAGES.index(given.stage) + 1]]
        print(_("演示城市云陵市已载入。") if any(loaded) else _("演示城市云陵市已经载入过，没有改动。"))
        _print_sign_in(given.port)
    return 0


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="duban demo", description="载入演示城市云陵市 / load the demonstration city")
    parser.add_argument("--stage", choices=STAGES, default="tasks", help="载到哪一步 / how far to load")
    parser.add_argument("--reset", action="store_true", help="先清空演示库 / empty the demo database first")
    parser.add_argument("--port", type=int, help="网页端口，只用来显示网址 / shown in the address")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")
    return parser.parse_args(argv[1:])


def _print_sign_in(port: int | None) -> None:
    """Print address, password and sign-in names by role."""
    if port:
        print(_("网址：%(address)s") % {"address": f"http://127.0.0.1:{port}/"})
    print(_("所有登录名的密码：%(password)s") % {"password": PASSWORD})
    for person in OFFICE_PEOPLE:
        print(f"  {person.username:<10}{person.name}")
    for user in busiest_units():
        print(f"  {user.username:<10}{user.name}")
    print(_("  其他单位的登录名是 u 加单位代码，如 u202、u301"))
