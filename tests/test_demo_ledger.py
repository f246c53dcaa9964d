"""The demo's year of the ledger: every state and every lamp, told up to a given day, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from duban.audit.actions import verify_chain
from duban.demo.ledger.stories import PROPOSED, STORIES
from duban.demo.ledger.tell import not_ahead
from duban.demo.load import load_city, load_ledger
from duban.organizations.models import Deputyship, User
from duban.tasks.models import (
    AddedMeasure,
    ChangeRequest,
    Demand,
    Evidence,
    Instruction,
    LampEntry,
    Report,
    Task,
    TaskOrigin,
    UrgingCall,
    UrgingPaper,
)
from duban.tasks.permissions import visible_to
from duban.tasks.states import TaskState

TODAY = date(2026, 11, 26)


@pytest.mark.django_db
def test_the_ledger_stands_in_every_state_and_lamp_on_the_day_it_is_told_up_to() -> None:
    load_city()
    assert load_ledger(TODAY)
    assert not load_ledger(TODAY)
    tasks = Task.objects.filter(source="manual")
    assert set(tasks.values_list("state", flat=True)) == set(TaskState)
    assert set(tasks.filter(in_hand=1).values_list("lamp", flat=True)) == {"green", "yellow", "red", "grey"}
    assert set(tasks.filter(parent=None).values_list("title", flat=True)) == {story.title for story in STORIES}
    open_days = set(tasks.filter(state="in_progress").values_list("lamp_on", flat=True))
    assert open_days == {TODAY}
    days = [timezone.localdate(moment) for moment in tasks.values_list("opened_at", flat=True)]
    assert (min(days), max(days)) == (date(2025, 12, 21), date(2026, 11, 25))
    assert LampEntry.objects.filter(day__lt=date(2026, 6, 1)).exists()
    assert Report.objects.count() > 60
    assert Report.objects.filter(corrected=True).count() == 1
    assert set(ChangeRequest.objects.values_list("state", flat=True)) == {"waiting", "granted", "refused"}
    assert {AddedMeasure.objects.exists(), UrgingCall.objects.exists(), Evidence.objects.exists()} == {True}
    assert sorted(row.answered_at is None for row in Instruction.objects.all()) == [False, True, True]
    papers = sorted((row.kind, row.receipt_on is None) for row in UrgingPaper.objects.all())
    assert papers == [("notice", True), ("reminder", False)]
    by_hand = Demand.objects.filter(by_rule=False, paper=None, instruction=None).exclude(kind="urge")
    fates = {(row.answered_at is not None, row.dropped_at is not None) for row in by_hand}
    assert fates == {(True, False), (False, True), (False, False)}
    assert Deputyship.objects.get().deputy.username == "h216"
    assert verify_chain().whole
    assert tasks.get(reopened=1).state == "in_progress"
    for task in tasks.exclude(deadline_text="").exclude(change_requests__state="granted"):
        limit = task.deadline
        assert limit and task.deadline_text == f"{limit.year}年{limit.month}月{limit.day}日前"
        assert task.deadline_text in task.origins.get().quote, "the source says the limit that is kept"
    assert not TaskOrigin.objects.filter(Q(quote__contains="年底前") | Q(quote__contains="年内")).exists()
    a_parents_figure_follows_from_its_children_and_no_unit_sees_a_proposal()


def a_parents_figure_follows_from_its_children_and_no_unit_sees_a_proposal() -> None:
    """Asked of the same ledger: telling it takes seconds."""
    parent = Task.objects.get(title__startswith="各县（市、区）新建农村公路", parent=None)
    assert (parent.children.count(), parent.roll_up, parent.lamp) == (8, "sum", "yellow")
    assert parent.actual_share is not None
    proposal = Task.objects.get(title=PROPOSED[0])
    liaison = User.objects.get(username=f"u{proposal.lead_unit.code}")
    assert not visible_to(liaison).filter(pk=proposal.pk).exists()


def test_a_demo_loaded_early_in_the_day_tells_nothing_of_its_later_hours() -> None:
    now = timezone.localtime()
    evening, tomorrow = now.replace(hour=23, minute=59, second=59), now + timedelta(days=1)
    assert not_ahead(evening) <= timezone.now()
    assert (not_ahead(tomorrow), not_ahead(now)) == (tomorrow, now)
