"""Kinds of background work: an app's `jobs.py` registers one function for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from duban.jobs.models import Job

JobFunction = Callable[["Job"], str | None]
_KINDS: dict[str, JobFunction] = {}


class JobFailed(Exception):
    """The work cannot be done, for a reason people can act on; its text is shown to them."""


class JobGoesOn(Exception):
    """A part of the work is done and kept; the rest is taken up once other jobs that wait have had their turn."""


def job_kind(kind: str) -> Callable[[JobFunction], JobFunction]:
    """Register the function doing jobs of this kind. It takes the Job, may run again after a kill, returns the last message."""

    def register(function: JobFunction) -> JobFunction:
        if _KINDS.setdefault(kind, function) is not function:
            raise ValueError(f"two functions for jobs of kind {kind}")
        return function

    return register


def function_of(kind: str) -> JobFunction:
    """Return the function for a kind; raise JobFailed where no app knows it."""
    if kind not in _KINDS:
        autodiscover_modules("jobs")  # here, not at start: jobs pull in the reading
    if kind not in _KINDS:
        raise JobFailed(f"没有处理“{kind}”的程序，请确认软件已完整升级后重试。")
    return _KINDS[kind]
