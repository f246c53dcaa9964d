"""What an installation keeps outside the code: its database, its signing key, its data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

# mapped and cached pages: a large ledger is read without a system call a page
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
    "PRAGMA cache_size=-8192; PRAGMA mmap_size=268435456;"
)


class BadDatabaseUrl(ValueError):
    """DUBAN_DATABASE_URL is not an address Duban can use."""


def database_from_url(url: str, data: Path) -> dict[str, Any]:
    """Return Django's database entry for a postgres:// address, or for SQLite in the data folder where it is empty."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "duban.sqlite3",
            "CONN_MAX_AGE": 60,
            # a write takes its lock at BEGIN, so two writers queue instead of failing half-way
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
        }
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise BadDatabaseUrl(
            f"DUBAN_DATABASE_URL 写作“{parts.scheme}://…”，无法使用；请写成 postgres://用户:密码@主机:端口/库名，或留空用 SQLite。"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"prepare_threshold": 2},  # plans kept for what comes again, see `duban.web.prepared`
    }


def secret_key(data: Path, given: str = "") -> str:
    """Return the signing key: the one given, else the one kept in the data folder, made there at first start."""
    if given:
        return given
    path = data / "secret-key"
    data.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(64)
        file.write(key)
    return key
