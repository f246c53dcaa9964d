"""Every write of taking ledgers in: read, mapped, compared, applied, undone."""

from duban.workbooks.actions.applying import apply_rows, start_import, start_undo, undo_rows
from duban.workbooks.actions.previewing import ImportRefused, change_mapping, compare, name_unit, take_in

__all__ = [
    "ImportRefused", "apply_rows", "change_mapping", "compare", "name_unit", "start_import", "start_undo", "take_in",
    "undo_rows",
]  # fmt: skip
