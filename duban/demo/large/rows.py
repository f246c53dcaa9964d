"""Rows of many lives, gathered before they are stored, and who plays in them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.models import Max

from duban.audit.actions import Happened
from duban.files.models import StoredFile
from duban.organizations.models import Unit, User
from duban.tasks.models import (
    ChangeRequest,
    CompletionRequest,
    Demand,
    Evidence,
    LampEntry,
    Quantity,
    Report,
    Suspension,
    Task,
    TaskMove,
    TaskOrigin,
    TaskUnit,
    Verification,
)

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays in every life."""

    units: list[Unit]
    liaisons: list[User]  # by place of their unit
    places: dict[int, int]  # unit's id → its place
    clerk: User
    desk: User
    files: list[StoredFile]


class Rows:
    """Rows not yet stored, by model in the order in which the database wants them, with ids given ahead."""

    ORDER: tuple[type[models.Model], ...] = (
        Task, TaskUnit, TaskOrigin, Quantity, Report, Evidence, CompletionRequest, Verification, ChangeRequest,
        Suspension, Demand, TaskMove, LampEntry,
    )  # fmt: skip

    def __init__(self) -> None:
        self.last = {model: model._default_manager.aggregate(last=Max("pk"))["last"] or 0 for model in self.ORDER}
        self.kept: dict[type[models.Model], list[Any]] = defaultdict(list)
        self.history: list[Happened] = []

    def add(self, model: type[M], **values: Any) -> M:
        """Keep a row and return it, with its id."""
        self.last[model] += 1
        row = model(pk=self.last[model], **values)
        self.kept[model].append(row)
        return row
