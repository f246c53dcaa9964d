"""An installation with a scene, made once; each test has a copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.installation import Installation, copied, made


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with made(tmp_path_factory.mktemp("template")) as installation:
        yield installation


@pytest.fixture
def place(template: Installation, tmp_path: Path) -> Iterator[Installation]:
    with copied(template, tmp_path / "installation") as installation:
        yield installation
