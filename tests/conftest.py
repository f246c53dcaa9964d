"""What every test may use: the shared development texts, and a loud line where they are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.settings import setting

PROJECT = Path(__file__).parent.parent
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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were skipped for want of the shared texts."""
    skipped = [report for report in terminalreporter.getreports("skipped") if ABSENT in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(
            f"ATTENTION: {len(skipped)} tests did NOT run, {ABSENT}: {shared_folder()}. "
            "Set DUBAN_SHARED to the folder of shared texts to run them.",
            yellow=True,
            bold=True,
        )
