"""The ledger's small city with keys."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from duban.api.actions import issue_token
from duban.organizations.models import User
from tests.notifications.conftest import hook
from tests.tasks.conftest import city

__all__ = ["city", "hook"]


def key_of(user: User, *, read_only: bool = False) -> str:
    today = timezone.localdate()
    return issue_token(user, "测试", read_only=read_only, expires_on=today + timedelta(days=9), today=today)[1]


class Program:
    """A program with a person's key."""

    def __init__(self, user: User | None, *, read_only: bool = False, key: str = "") -> None:
        self.key = key or (key_of(user, read_only=read_only) if user else "")
        self.client = Client()

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api{path}", query, headers=self._headers())

    def post(self, path: str, body: Any = None, once: str = "", **more: Any) -> Any:
        headers = self._headers() | ({"Idempotency-Key": once} if once else {})
        if "file" in more:
            return self.client.post(f"/api{path}", {"file": more["file"]}, headers=headers)
        return self.client.post(f"/api{path}", body, content_type="application/json", headers=headers)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


@pytest.fixture
def program() -> type[Program]:
    return Program
