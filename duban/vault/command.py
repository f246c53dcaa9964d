"""`duban vault keys` and `duban vault rotate`: the keys by id, and a change of key, from the shell. No key is printed."""

from __future__ import annotations

import argparse
import sys

from django.utils import translation
from django.utils.translation import gettext as _

from duban.vault.actions import NotPossible, rotate_keys
from duban.vault.actions.keys import copy_missing, key_file, keys_for_opening
from duban.vault.queries import key_rows


def run(argv: list[str]) -> int:
    """List the keys, or change the key; exit code 1 where keys that are needed are missing, 2 where it cannot be done."""
    given = _arguments(argv)
    with translation.override("en" if given.lang == "en" else "zh-hans"):
        try:
            return _rotate() if given.what == "rotate" else _keys()
        except NotPossible as refusal:
            print(refusal, file=sys.stderr)
            return 2


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="duban vault", description="保险箱的密钥 / keys of the vault")
    parser.add_argument(
        "what",
        choices=("keys", "rotate"),
        help="keys 列出密钥编号和封存件数；rotate 加新密钥并重新封存 / list keys; add one and seal anew",
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 / language")
    return parser.parse_args(argv[1:])


def _keys() -> int:
    rows = key_rows(list(keys_for_opening().keys))
    print(key_file())
    for row in rows:
        state = _("现用") if row.newest else _("旧密钥") if row.present else _("不在密钥文件里，读不出")
        print(f"{row.key_id}  {row.sealed:,}  {state}")
    if copy_missing():
        print(_("还没有确认副本：密钥丢失，就是来访人身份全部丢失。请另存一份，到“保险箱密钥”页确认。"))
    return 1 if any(not row.present for row in rows) else 0


def _rotate() -> int:
    rotated = rotate_keys(actor=None, progress=_show_progress if sys.stderr.isatty() else None)
    words = _("已换新密钥，重新封存 %(sealed)d 件，读不出 %(lost)d 件；请把 %(file)s 再另存一份。")
    print(words % {"sealed": rotated.sealed, "lost": rotated.lost, "file": key_file()})
    return 1 if rotated.lost else 0


def _show_progress(done: int, total: int) -> None:
    print(f"\r{done:,} / {total:,}", end="", file=sys.stderr, flush=True)
