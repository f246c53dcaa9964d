"""`duban manage …`: Django's own management commands."""

from __future__ import annotations


def run(argv: list[str]) -> int:
    """Run a management command; it exits by itself where it fails."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["duban manage", *argv[1:]])
    return 0
