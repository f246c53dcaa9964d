"""CPU of this process, with that of the database's process which serves it: on PostgreSQL half of the work is done there."""

from __future__ import annotations

import resource
from pathlib import Path

from django.db import connection


def cpu_seconds() -> float:
    """Return the CPU spent so far by this process, its children, and the server process of its connection."""
    own, children = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime + _server()


def _server() -> float:
    """Return the CPU of the process that serves the connection, on this machine; SQLite works in our own."""
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    process = connection.connection.info.backend_pid
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    except FileNotFoundError:
        raise SystemExit("the database must run on this machine: its CPU counts too") from None
