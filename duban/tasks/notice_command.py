"""`duban holidays YEAR FILE`: add a year's holiday notice on the server and count the open tasks' days anew."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from duban.tasks.actions.recounting import NoticeRefused, add_notice, recount


def run(argv: list[str]) -> int:
    """Add the notice, say what moved; 2 with one line where the notice cannot be used."""
    parser = argparse.ArgumentParser(
        prog="duban holidays", description="录入一年的放假通知，按新的工作日重算在办事项的时限，列出变动。"
    )
    parser.add_argument("year", metavar="YEAR", type=int, help="年份，如 2027")
    parser.add_argument("file", metavar="FILE", type=Path, help="文本文件：文号 …；春节 0205-0212 +0130")
    given = parser.parse_args(argv[1:])
    try:
        notice = add_notice(given.year, given.file.read_text("utf-8-sig"), actor=None, in_background=False)
    except (OSError, UnicodeDecodeError) as error:
        print(f"{given.file}无法读取（{type(error).__name__}），请存为 UTF-8 文本后重试。", file=sys.stderr)
        return 2
    except NoticeRefused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    moved = recount(notice, _show_progress)
    print(f"已录入{notice.year}年放假通知（{notice.number}），{moved} 项在办事项的时限有变动。")
    for row in notice.moved.select_related("task").order_by("task__number", "id"):
        print(f"  {row.task.number}  {row.get_field_display()}  {row.before} → {row.after}  {row.task.title}")
    return 0


def _show_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} / {total}", end="" if done < total else "\n", file=sys.stderr)
