"""Every write to units, users and codes: one function a verb, one transaction, one audit row."""

from duban.organizations.actions.changes import Refused
from duban.organizations.actions.leaving import leave
from duban.organizations.actions.units import save_unit
from duban.organizations.actions.users import (
    CODE_LIFE,
    MOST_FAILURES,
    PostFacts,
    change_password,
    issue_reset_code,
    note_sign_in,
    post_facts,
    save_user,
    use_reset_code,
)

__all__ = [
    "CODE_LIFE",
    "MOST_FAILURES",
    "PostFacts",
    "Refused",
    "change_password",
    "issue_reset_code",
    "leave",
    "note_sign_in",
    "post_facts",
    "save_unit",
    "save_user",
    "use_reset_code",
]
