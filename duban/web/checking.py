"""`duban check`: what is wrong with this installation, each problem with its fix.

An AppConfig lists dotted names of its own checks in `installation_checks`; each takes `thorough` and yields problems.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import resources

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

LEAST_FREE = 2 * 1024**3  # bytes: some weeks of evidence
SHORTEST_KEY = 32


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a stable code, what is wrong and why it matters, what to do."""

    code: str
    what: str
    fix: str


Check = Callable[[bool], Iterator[Problem]]


def run(argv: list[str]) -> int:
    """Print every problem with its fix; exit code 1 where there is one."""
    given = _arguments(argv)
    with translation.override("en" if given.lang == "en" else "zh-hans"):
        problems = list(all_problems(given.thorough))
        if given.json:
            print(
                json.dumps({"ok": not problems, "problems": [asdict(found) for found in problems]}, ensure_ascii=False)
            )
        elif problems:
            for number, found in enumerate(problems, start=1):
                print(f"{number}. {found.what}\n   {found.fix}")
        else:
            print("ok")
    return 1 if problems else 0


def all_problems(thorough: bool = False) -> Iterator[Problem]:
    """Yield what is wrong; without a database up to date, nothing that needs one is asked."""
    yield from _settings()
    yield from _data_folder()
    behind = list(_database())
    yield from behind
    if not behind:
        for config in apps.get_app_configs():
            for name in getattr(config, "installation_checks", ()):
                check: Check = import_string(name)
                yield from check(thorough)


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="duban check", description="检查安装 / check the installation")
    parser.add_argument(
        "--thorough", action="store_true", help="重算每个文件的摘要（文件多时较慢） / hash every kept file anew"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON / answer as JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")
    return parser.parse_args(argv[1:])


def _settings() -> Iterator[Problem]:
    if settings.DEBUG:
        yield Problem(
            "debug",
            _("DUBAN_DEBUG 开着，出错时会把内部细节显示给用户。"),
            _("去掉 DUBAN_DEBUG 后重新启动。"),
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Problem(
            "any_host",
            _("DUBAN_ALLOWED_HOSTS 含 *，任何域名都会被应答。"),
            _("改为本单位访问用的域名或地址，用逗号分开。"),
        )
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield Problem(
            "short_key",
            _("签名密钥太短，登录状态和审计链尾可能被伪造。"),
            _("去掉 DUBAN_SECRET_KEY，由系统生成；更换后运行 duban audit settle --reason 更换密钥。"),
        )
    local = all(host in ("127.0.0.1", "localhost", "::1") for host in settings.ALLOWED_HOSTS)
    if not settings.HTTPS and not local:
        yield Problem(
            "no_https",
            _("没有使用 https，密码和内容在网上明文传送。"),
            _("在前面的网关上启用 https，并设 DUBAN_HTTPS=1。"),
        )
    if not resources.files("duban.web").joinpath("locale/en/LC_MESSAGES/django.mo").is_file():
        yield Problem(
            "catalogues",
            _("英文界面没有编译，切换英文后仍显示中文。"),
            _("运行 python scripts/compile_catalogues.py。"),
        )


def _data_folder() -> Iterator[Problem]:
    folder = settings.DATA
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Problem(
            "data_folder",
            _("数据文件夹 %(folder)s 不能读写，上传和登录都会失败。") % {"folder": folder},
            _("把它的所有者改为运行督办的用户。"),
        )
        return
    if folder.stat().st_mode & stat.S_IWOTH:
        yield Problem(
            "data_folder_open",
            _("数据文件夹 %(folder)s 任何人都能写。") % {"folder": folder},
            _("运行 chmod o-rwx %(folder)s。") % {"folder": folder},
        )
    key = folder / "secret-key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield Problem(
            "key_open",
            _("签名密钥文件 %(file)s 别人也能读。") % {"file": key},
            _("运行 chmod 600 %(file)s；如可能已泄露，删去它并重新启动。") % {"file": key},
        )
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        yield Problem(
            "disk",
            _("数据文件夹所在磁盘只剩 %(free).1f GB，上传会失败。") % {"free": free / 1024**3},
            _("腾出空间或换更大的磁盘，至少留 %(least)d GB。") % {"least": LEAST_FREE // 1024**3},
        )


def _database() -> Iterator[Problem]:
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        reason = str(error).strip().split("\n")[0]
        yield Problem(
            "database",
            _("连不上数据库（%(reason)s）。") % {"reason": reason},
            _("检查 DUBAN_DATABASE_URL 和数据库是否在运行。"),
        )
        return
    if missing and not executor.loader.applied_migrations:
        yield Problem(
            "empty_database",
            _("数据库 %(database)s 是空的，服务不能启动。") % {"database": connection.settings_dict["NAME"]},
            _(
                "新安装的，运行 duban manage migrate；要检查的是别处的数据时，让 DUBAN_DATA 指向那个文件夹，演示数据在 var/demo。"
            ),
        )
    elif missing:
        yield Problem(
            "migrations",
            _("数据库缺少 %(count)d 项升级，服务不能启动。") % {"count": len(missing)},
            _("先备份，再运行 duban manage migrate。"),
        )
