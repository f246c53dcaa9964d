"""The office's clock in tests: everything that asks for now or today gets the moment given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone

At = Callable[[str], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Return a function that sets the clock to a moment of the office's own zone, `2024-09-27 23:59`."""

    def stand(moment: str) -> None:
        words = moment if " " in moment else f"{moment} 09:00"
        found = timezone.make_aware(datetime.fromisoformat(words), timezone.get_default_timezone())
        monkeypatch.setattr(timezone, "now", lambda: found)

    return stand
