"""Writing files: kept, prepared for being shown, purged."""

from duban.files.actions.keeping import Staged, keep, note_refusal, stage, store_file, take_in
from duban.files.actions.preparing import clear_up, prepare
from duban.files.actions.purging import NotPurged, purge

__all__ = [
    "NotPurged",
    "Staged",
    "clear_up",
    "keep",
    "note_refusal",
    "prepare",
    "purge",
    "stage",
    "store_file",
    "take_in",
]
