"""What every test may use: the shared development texts, and a loud line where they are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from duban.settings import setting
from tests.libreoffice import PACKAGES

PROJECT = Path(__file__).parent.parent
# examples may take their time: the machine is often shared
hypothesis_settings.register_profile("duban", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("duban")
ABSENT = "DUBAN_SHARED is not there"


def shared_folder() -> Path:
    """Return the folder of DUBAN_SHARED, whether it exists or not; a relative one counts from the project."""
    return (PROJECT / setting("DUBAN_SHARED")).resolve()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared texts; skip, saying so, where it is absent."""
    folder = shared_folder()
    if not (folder / "gold").is_dir():
        pytest.skip(f"{ABSENT}: {folder}")
    return folder


@pytest.fixture(scope="session", autouse=True)
def place_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep files in a folder of this run, do background jobs at once, hash passwords and serve static files cheaply."""
    from django.conf import settings
    from django_q.conf import Conf

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "FILES_FOLDER", tmp_path_factory.mktemp("files"))
        patch.setattr(settings, "VAULT_KEYS", tmp_path_factory.mktemp("keys") / "vault-keys")
        patch.setattr(settings, "AUDIT_ANCHORS", None)  # each test begins a chain of its own
        patch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        patch.setattr(Conf, "SYNC", True)
        # every Client() makes the middleware anew, and whitenoise would look at all static files each time
        patch.setattr(settings, "WHITENOISE_AUTOREFRESH", True, raising=False)
        yield


@pytest.fixture(autouse=True)
def keys_of_its_own() -> Iterator[None]:
    """Let each test make the vault's keys anew: what it sealed is gone with its database."""
    yield
    from django.conf import settings

    settings.VAULT_KEYS.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let tests with real transactions empty the database afterwards: the audit guard steps aside for that alone."""
    from django.db import connection

    from duban.audit import triggers
    from duban.vault import triggers as vault_triggers

    operations = type(connection.ops)  # of the class: under a browser's event loop there is another connection
    empty = operations.execute_sql_flush

    def flush(self: Any, statements: list[str]) -> None:
        triggers.remove(self.connection)
        vault_triggers.remove(self.connection)
        empty(self, [each for words in statements for each in _deletions(words)])
        triggers.install(self.connection)
        vault_triggers.install(self.connection)

    operations.execute_sql_flush = flush  # type: ignore[method-assign]


def _deletions(words: str) -> list[str]:
    """Return a DELETE for each table of a TRUNCATE: PostgreSQL makes some 600 files anew for one, for a few rows.

    Keys to other tables are looked at when the transaction ends, when all is empty.
    """
    if "TRUNCATE" not in words:
        return [words]
    if "RESTART" in words:  # the index of search is referred to by a table of its own that no model knows
        return [re.sub(r"(?: CASCADE)?;\Z", " CASCADE;", words)]
    return [f'DELETE FROM "{table}"' for table in re.findall(r'"(\w+)"', words)]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Forget what was counted for another test's ledger."""
    from django.core.cache import cache

    cache.clear()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were skipped for want of the shared texts, of LibreOffice or of what reads its pages."""
    for reason, package in PACKAGES.items():
        unread = [report for report in terminalreporter.getreports("skipped") if reason in str(report.longrepr)]
        if unread:
            terminalreporter.write_line(
                f"ATTENTION: {len(unread)} tests did NOT run, {reason}: 'apt-get install {package}' runs them.",
                yellow=True,
                bold=True,
            )
    skipped = [report for report in terminalreporter.getreports("skipped") if ABSENT in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(
            f"ATTENTION: {len(skipped)} tests did NOT run, {ABSENT}: {shared_folder()}. "
            "Set DUBAN_SHARED to the folder of shared texts to run them.",
            yellow=True,
            bold=True,
        )
