"""`duban workbook-inbox FOLDER`: send the filled-in workbooks saved in a folder, and say what became of each."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from duban.workbooks.inbox import empty_folder


def run(argv: list[str]) -> int:
    """Take every file; 1 where one was refused, 2 where the folder cannot be read."""
    parser = argparse.ArgumentParser(
        prog="duban workbook-inbox",
        description="办理文件夹里填好的报送表（.xlsx，或带附件的 .eml），办好的移到 done，没有接收的移到 refused 并写明原因。",
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="文件夹")
    folder = parser.parse_args(argv[1:]).folder
    refused = 0
    try:
        for outcome in empty_folder(folder):
            refused += not outcome.taken
            print(f"{'已办理' if outcome.taken else '没有接收'}  {outcome.name}\n{outcome.words}")
    except OSError as error:
        print(f"“{folder}”无法读写（{type(error).__name__}），请检查文件夹和权限。", file=sys.stderr)
        return 2
    return 1 if refused else 0
