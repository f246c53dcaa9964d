"""`duban audit verify` and `duban audit settle`: the chain of audit rows, asked and settled from the shell."""

from __future__ import annotations

import argparse
import json
import sys

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from duban.audit.actions import settle, verify_chain
from duban.audit.models import AuditEntry, ChainHead
from duban.audit.rules import Verdict
from duban.audit.wording import verdict_words


def run(argv: list[str]) -> int:
    """Answer `ok`, `ok, n purged`, or the first row that does not verify (exit code 1); 2 where there is no trail."""
    given = _arguments(argv)
    with translation.override("en" if given.lang == "en" else "zh-hans"):
        if not {AuditEntry._meta.db_table, ChainHead._meta.db_table} <= set(connection.introspection.table_names()):
            told = _(
                "数据库 %(database)s 里还没有审计表，无法校验；请检查 DUBAN_DATA（演示数据在 var/demo），或先运行 duban manage migrate。"
            )
            print(told % {"database": connection.settings_dict["NAME"]}, file=sys.stderr)
            return 2
        if given.what == "settle":
            if not given.reason.strip():
                print(_("没有写理由，请用 --reason 写明为什么重定链尾，例如“从昨日备份恢复”。"), file=sys.stderr)
                return 2
            verdict = settle(actor=None, reason=given.reason.strip())
        else:
            verdict = verify_chain(_show_progress if sys.stderr.isatty() and not given.json else None)
        _print(verdict, given.json)
    return 0 if verdict.whole else 1


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="duban audit", description="审计记录链 / the chain of audit rows")
    parser.add_argument(
        "what",
        choices=("verify", "settle"),
        help="verify 逐条校验；settle 恢复备份或更换密钥后重定链尾 / check each row; settle after a restored backup",
    )
    parser.add_argument("--reason", default="", help="重定链尾的理由，写入审计 / why the end is settled, kept")
    parser.add_argument("--json", action="store_true", help="输出 JSON / answer as JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")
    return parser.parse_args(argv[1:])


def _show_progress(done: int, total: int) -> None:
    print(f"\r{done:,} / {total:,}", end="", file=sys.stderr, flush=True)


def _print(verdict: Verdict, as_json: bool) -> None:
    if as_json:
        answer = {"ok": verdict.whole, "rows": verdict.rows, "purged": verdict.purged}
        print(json.dumps({**answer, "broken": verdict.broken, "fault": verdict.fault}))
    elif verdict.whole:
        print(f"ok, {verdict.purged} purged" if verdict.purged else "ok")
    else:
        print(verdict_words(verdict))
