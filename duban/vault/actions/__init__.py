"""Writing the vault: sealing, opening, purging, custodians, keys."""

from duban.vault.actions.custodians import end_custodian, name_custodian
from duban.vault.actions.errors import AlreadyRead, NoReason, NotPossible, Unreadable
from duban.vault.actions.keys import confirm_copy, order_rotation, reseal_all, rotate_keys
from duban.vault.actions.opening import note_refusal, note_stranger, unseal, use
from duban.vault.actions.sealing import purge, purge_with, replace_content, seal, seal_many, take_back

__all__ = [
    "AlreadyRead",
    "NoReason",
    "NotPossible",
    "Unreadable",
    "confirm_copy",
    "end_custodian",
    "name_custodian",
    "note_refusal",
    "note_stranger",
    "order_rotation",
    "purge",
    "purge_with",
    "replace_content",
    "reseal_all",
    "rotate_keys",
    "seal",
    "seal_many",
    "take_back",
    "unseal",
    "use",
]
