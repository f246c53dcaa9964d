"""What the worker does each round for spreadsheets: empties the folder of filled-in workbooks, where one is set."""

from __future__ import annotations

from pathlib import Path

from duban.settings import setting
from duban.workbooks.inbox import empty_folder

SETTLED = 5.0  # seconds without a change after which a file counts as saved


def go_round() -> None:
    """Take what lies in the folder."""
    folder = setting("DUBAN_WORKBOOK_INBOX")
    if folder and Path(folder).is_dir():
        for _outcome in empty_folder(Path(folder), settled=SETTLED):
            pass
