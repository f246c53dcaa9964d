"""Who is told: the people whose posts answer for a unit, and the desk; read once for a whole run."""

from __future__ import annotations

from collections import defaultdict

from duban.notifications.rules.ladders import To
from duban.organizations.models import Post, Role
from duban.tasks.models import Task

_ROLES = {To.UNIT: (Role.LIAISON,), To.HEAD: (Role.UNIT_HEAD,)}


class Recipients:
    """The people of every unit by role."""

    def __init__(self) -> None:
        self._of_unit: dict[tuple[int, str], list[int]] = defaultdict(list)
        self._desk: list[int] = []
        for user, unit, role in Post.objects.filter(user__is_active=True).values_list("user", "unit", "role"):
            self._of_unit[unit, role].append(user)
            if role == Role.DESK:
                self._desk.append(user)

    def of(self, task: Task | None, to: tuple[To, ...]) -> set[int]:
        """Return the ids of the people to tell of a task; a unit without a liaison is told through its head."""
        return self.of_unit(task.lead_unit_id if task else None, to)

    def of_unit(self, unit: int | None, to: tuple[To, ...]) -> set[int]:
        """Return the ids of the people of the unit, and of the desk where it is to be told."""
        found: set[int] = set()
        for who in to:
            if who is To.DESK:
                found.update(self._desk)
                continue
            if unit is None:
                continue
            people = [user for role in _ROLES[who] for user in self._of_unit[unit, role]]
            if not people and who is To.UNIT:
                people = self._of_unit[unit, Role.UNIT_HEAD]
            found.update(people)
        return found
