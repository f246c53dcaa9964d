"""The verbs of the audit trail in the office's words. Each app lists its own in its AppConfig's `audit_verbs`."""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.utils.functional import Promise


@cache
def verb_names() -> dict[str, str | Promise]:
    """Return every app's verbs with their names."""
    names: dict[str, str | Promise] = {}
    for config in apps.get_app_configs():
        names.update(getattr(config, "audit_verbs", {}))
    return names
