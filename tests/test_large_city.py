"""The large city: the rows the ledger's own actions would have left, the same for one seed, and a ledger that goes on."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from datetime import date
from itertools import pairwise
from random import Random

import pytest
from django.db.models import Count, F, Q
from django.utils import timezone

from duban.audit.actions import verify_chain
from duban.audit.models import AuditEntry
from duban.audit.rules import Verdict
from duban.demo.city import UNITS
from duban.demo.command import run
from duban.demo.large.lives import UNSIGNED, Wanted, lives
from duban.demo.large.units import further_units
from duban.organizations.models import Role, Unit, User
from duban.tasks.actions import ReportFacts, TaskDraft, open_task, report_progress, sign_for
from duban.tasks.models import Report, Task, TaskMove, TaskOrigin, TaskUnit
from duban.tasks.permissions import visible_to
from duban.tasks.states import OPEN_STATES, TaskState

TODAY = date(2026, 11, 25)
WANTED = Wanted(tasks=1500, reports=7500, units=100, main_units=40, counties=tuple(range(30, 38)))


def test_the_same_seed_draws_the_same_lives_and_another_seed_others() -> None:
    first, again, other = (list(lives(Random(seed), TODAY, WANTED)) for seed in (5, 5, 6))
    assert first == again
    assert first != other


def test_lives_are_as_many_as_asked_for_and_skewed_as_in_life() -> None:
    drawn = [task for life in lives(Random(5), TODAY, WANTED) for task in (life, *life.children)]
    assert len(drawn) == WANTED.tasks
    assert abs(sum(len(life.reports) for life in drawn) - WANTED.reports) < 0.03 * WANTED.reports
    led = sorted((sum(life.lead == place for life in drawn) for place in range(WANTED.units)), reverse=True)
    assert sum(led[:10]) > WANTED.tasks / 2
    ends = [life.deadline for life in drawn if life.deadline]
    assert sum((day.day >= 28) for day in ends) > len(ends) / 2
    assert len({life.matter.title for life in drawn}) > 0.95 * len({id(life.matter) for life in drawn})
    for life in drawn:
        assert life.opened <= life.signed <= life.ended <= TODAY
        assert all(earlier.on <= later.on for earlier, later in pairwise(life.reports))
        assert not (life.state in UNSIGNED and life.reports)


def test_an_open_city_has_nothing_closed() -> None:
    wanted = Wanted(tasks=500, reports=500, units=100, main_units=40, counties=(30, 31), all_open=True)
    assert {life.state for life in lives(Random(5), TODAY, wanted)} <= set(OPEN_STATES)


def test_further_units_have_codes_and_names_of_their_own() -> None:
    units = further_units(300)
    assert len(units) == 300 - len(UNITS)
    assert len({unit.code for unit in units}) == len({unit.name for unit in units}) == len(units)
    assert further_units(100) == units[: len(further_units(100))]


@pytest.mark.django_db
def test_the_ledger_holds_what_its_own_actions_would_have_left_and_goes_on() -> None:
    said = io.StringIO()
    with redirect_stdout(said):
        assert run(["demo", "--stage", "empty", "--tasks", "300", "--units", "80", "--seed", "3"]) == 0
        assert run(["demo", "--stage", "empty", "--tasks", "300"]) == 0
    assert "300" in said.getvalue()
    assert (Task.objects.count(), Unit.objects.count()) == (300, 80)
    assert not Task.objects.filter(state__in=["verified", "closed_out"], verification=None).exists()
    assert not Task.objects.annotate(n=Count("units", filter=Q(units__role="lead"))).exclude(n=1).exists()
    assert not TaskUnit.objects.filter(role="lead").exclude(unit=F("task__lead_unit")).exists()
    assert all(row.paragraph[row.start : row.end] == row.quote for row in TaskOrigin.objects.all())
    for task in Task.objects.prefetch_related("moves"):
        moves = list(task.moves.all())
        assert (moves[-1].to_state, moves[0].from_state, task.version) == (task.state, "", len(moves))
        assert all(before.to_state == after.from_state and before.at <= after.at for before, after in pairwise(moves))
    assert TaskMove.objects.count() == AuditEntry.objects.filter(verb__startswith="task.").count()
    assert verify_chain() == Verdict(AuditEntry.objects.count(), 0)
    assert max(TaskMove.objects.values_list("at", flat=True)) < timezone.now()

    part = TaskUnit.objects.filter(role="lead").first()
    assert part is not None
    liaison = User.objects.get(posts__unit=part.unit, posts__role=Role.LIAISON)
    assert 0 < visible_to(liaison).count() < 300
    draft = TaskDraft(source="meeting", year=2026, title="接着办一件", lead_unit=part.unit)
    task = open_task(draft, actor=User.objects.get(username="clerk"))
    sign_for(task, actor=liaison)
    report = report_progress(task, ReportFacts("已开工。", timezone.localdate()), actor=liaison)
    assert report.pk == max(Report.objects.values_list("pk", flat=True))
    assert task.state == TaskState.IN_PROGRESS
