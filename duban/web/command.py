"""The commands of an installation: each is a module with `run(arguments) -> exit code`, loaded when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module

# Named, not imported: the modules stand above this one
MODULES = {
    "serve": "duban.web.server",
    "manage": "duban.web.management",
    "demo": "duban.demo.command",
    "holidays": "duban.tasks.notice_command",
    "audit": "duban.audit.command",
    "vault": "duban.vault.command",
    "check": "duban.web.checking",
    "workbook-inbox": "duban.workbooks.inbox_command",
    "reset-code": "duban.organizations.command",
    "add-administrator": "duban.organizations.command",
}


def run(argv: list[str]) -> int:
    """Set Django up and run the command `argv[0]` with its arguments."""
    import django

    from duban.web.installation import BadDatabaseUrl

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.web.django_settings")
    try:
        django.setup()
    except BadDatabaseUrl as error:
        print(error, file=sys.stderr)
        return 2
    code: int = import_module(MODULES[argv[0]]).run(argv)
    return code
