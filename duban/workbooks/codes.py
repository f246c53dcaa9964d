"""The code in a unit's workbook: what was exported, for whom and when, under the installation's signature."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing

from duban.workbooks.rules.months import Known

SALT = "duban.workbooks.month"
SHEET = "code"
PART = 30_000  # a cell holds 32,767 characters
MOST_PARTS = 200


class BadCode(ValueError):
    """There is no code, or it is not as it was signed."""


class OldCode(BadCode):
    """The code is signed, but as an earlier version of Duban wrote it."""


@dataclass(frozen=True, slots=True)
class TaskCode:
    """A task as it was exported; `marks` tell for each known column whether its cell was changed since."""

    version: int
    state: str
    report: int  # the unit's last one, sent or drafted; 0: none
    marks: dict[str, str]


@dataclass(frozen=True, slots=True)
class MonthCode:
    """A workbook: of which unit and month, exported by whom; tasks by number, the number with its task's id."""

    unit: int
    period: str
    user: int
    nonce: str
    tasks: dict[str, tuple[int, TaskCode]]

    def once(self, task: int) -> uuid.UUID:
        """Return the token of the report on a task: sent twice from one workbook, there is one report."""
        return uuid.uuid5(uuid.UUID(self.nonce), str(task))


def signed(code: MonthCode) -> list[str]:
    """Return the signed code in parts that fit a cell each."""
    plain = asdict(code) | {"tasks": {number: [pk, asdict(task)] for number, (pk, task) in code.tasks.items()}}
    words = signing.dumps(plain, salt=SALT, compress=True)
    return [words[start : start + PART] for start in range(0, len(words), PART)]


def write(book: Any, code: MonthCode) -> None:
    """Put the code on a sheet of its own that spreadsheet programs do not show."""
    sheet = book.create_sheet(SHEET)
    for row, part in enumerate(signed(code), start=1):
        sheet.cell(row, 1, part)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True


def read(book: Any) -> MonthCode:
    """Return the workbook's code; raise BadCode, or OldCode for one signed before an upgrade."""
    if SHEET not in book.sheetnames:
        raise BadCode
    sheet = book[SHEET]
    parts = [sheet.cell(row, 1).value for row in range(1, min(sheet.max_row, MOST_PARTS) + 1)]
    try:
        plain = signing.loads("".join(str(part) for part in parts if part is not None), salt=SALT)
    except signing.BadSignature:
        raise BadCode from None
    try:
        return _code_of(plain)
    except (AttributeError, KeyError, TypeError, ValueError):  # whatever an earlier version signed
        raise OldCode from None


def _code_of(plain: dict[str, Any]) -> MonthCode:
    tasks = {number: (int(pk), TaskCode(**task)) for number, (pk, task) in plain["tasks"].items()}
    if any(set(task.marks) != set(map(str, Known)) for _pk, task in tasks.values()):
        raise KeyError("marks")
    return MonthCode(**{**plain, "nonce": uuid.UUID(plain["nonce"]).hex, "tasks": tasks})
