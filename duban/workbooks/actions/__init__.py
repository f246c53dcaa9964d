"""Every write of spreadsheets: a ledger read, mapped, compared, applied, undone; a unit's month taken in and sent."""

from duban.workbooks.actions.applying import apply_rows, start_import, start_undo, undo_rows
from duban.workbooks.actions.previewing import ImportRefused, change_mapping, compare, name_unit, take_in
from duban.workbooks.actions.returning import ReturnRefused, code_of, send_return, take_in_return

__all__ = [
    "ImportRefused", "ReturnRefused", "apply_rows", "change_mapping", "code_of", "compare", "name_unit",
    "send_return", "start_import", "start_undo", "take_in", "take_in_return", "undo_rows",
]  # fmt: skip
