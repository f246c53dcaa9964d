"""Who may download a file: its uploader, and whoever an app's own rule lets.

An AppConfig lists the dotted names of its rules in `file_readers`; each takes (person, file) and says yes or no.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

from duban.files.models import StoredFile
from duban.web.access import ADMINISTRATOR, AUDITOR, has_role


def may_download(person: Any, file: StoredFile) -> bool:
    """Whether the person may have this file's bytes."""
    if file.uploaded_by_id is not None and file.uploaded_by_id == person.pk:
        return True
    rules = (rule for config in apps.get_app_configs() for rule in getattr(config, "file_readers", ()))
    return any(import_string(rule)(person, file) for rule in rules)


def may_purge(person: Any) -> bool:
    """Whether the person may see all kept files by name and purge one: administrator and auditor."""
    return has_role(person, ADMINISTRATOR, AUDITOR)
