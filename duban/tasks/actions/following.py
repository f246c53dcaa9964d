"""What apps above have to do with the end of a task: they may hold it back, and follow when it comes or is undone.

An AppConfig lists in `closing_guards` functions that say why a task may not be verified or closed out yet, and in
`task_followers` functions that are called in the same transaction once it was closed out, sent back or reopened.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

from duban.organizations.models import User
from duban.tasks.actions.drafts import DraftRefused
from duban.tasks.models import Task
from duban.tasks.states import Verb


def why_not_closed(task: Task) -> str:
    """Say why the task may not be verified or closed out yet; empty where nothing stands against it."""
    return next((why for say in _listed("closing_guards") if (why := say(task))), "")


def refuse_closing(task: Task) -> None:
    """Raise DraftRefused where an app above holds the task open."""
    if why := why_not_closed(task):
        raise DraftRefused(why)


def tell_followers(task: Task, verb: Verb, actor: User, reason: str) -> None:
    """Let the apps above follow the move that was just made."""
    for follow in _listed("task_followers"):
        follow(task, verb, actor=actor, reason=reason)


@cache
def _listed(kind: str) -> tuple[Callable[..., Any], ...]:
    return tuple(import_string(name) for config in apps.get_app_configs() for name in getattr(config, kind, ()))
