"""Duban's settings with one pause in them: a process stops before a chosen statement, so that it can be killed there.

DUBAN_PAUSE is `n:words`: the nth statement that begins with the words. A file of that name in DUBAN_DATA tells the test.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from django.db.backends.signals import connection_created

from duban.web.django_settings import *  # noqa: F403
from duban.web.django_settings import DATA

MARK = DATA / "paused"
_nth, _, _words = os.environ["DUBAN_PAUSE"].partition(":")
_seen = 0


def _pause(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    global _seen
    if sql.startswith(_words):
        _seen += 1
        if _seen == int(_nth):
            MARK.touch()
            time.sleep(120)
    return execute(sql, params, many, context)


def _watch(connection: Any, **_more: Any) -> None:
    if _pause not in connection.execute_wrappers:  # a connection is opened again and again
        connection.execute_wrappers.append(_pause)


connection_created.connect(_watch, weak=False)
