"""The demo's month of an inspection: a little of everything, its sums right, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from duban.audit.actions import verify_chain
from duban.demo.command import MONTH
from duban.demo.inspection.load import load_month
from duban.demo.inspection.plan import batches_of, plan_month
from duban.demo.load import load_city
from duban.inspections.closing import lacking, unfilled
from duban.inspections.counting import statistics_of
from duban.inspections.models import DocumentRequest, Finding, HandoverNote, Inspection, LookBackItem, Petition
from duban.tasks.models import Task

TODAY = date(2026, 11, 26)


def test_a_month_of_real_size_has_its_numbers_and_is_the_same_again() -> None:
    planned = plan_month(1427, 30, 8, TODAY, 1)
    assert planned == plan_month(1427, 30, 8, TODAY, 1)
    assert planned != plan_month(1427, 30, 8, TODAY, 2)
    batches = list(batches_of(planned))
    assert [number for number, _day, _mine in batches] == list(range(1, 31))
    assert (batches[0][1], batches[-1][1]) == (TODAY - timedelta(days=29), TODAY)
    assert sum(len(mine) for _number, _day, mine in batches) == 1427
    assert [one.place for one in batches[4][2]] == list(range(1, len(batches[4][2]) + 1))
    assert len({one.summary for one in planned}) > 1350
    states = Counter(one.state for one in planned)
    assert {"received", "assigned", "submitted", "checked", "replied", "returned"} == set(states)
    assert 40 < sum(one.first is not None for one in planned) < 110


@pytest.mark.django_db
def test_the_small_month_has_a_little_of_everything_and_its_sums_agree() -> None:
    load_city()
    assert load_month(TODAY, *MONTH)
    assert not load_month(TODAY, *MONTH)
    inspection = Inspection.objects.get()
    found = statistics_of(inspection, Petition.objects.all(), TODAY)
    total = found.total
    assert total.total + found.returned == MONTH[0]
    assert min(total.starred, total.duplicates, total.reopened, total.overdue, found.returned) >= 1
    assert min(total.concluded, total.staged, total.going_on, total.unsubstantiated) >= 1
    for batch in inspection.batches.all():
        assert batch.announced == batch.petitions.count()
    cases = Petition.objects.exclude(state="returned")
    assert set(cases.filter(duplicate_of=None).values_list("task", flat=True)) == set(
        Task.objects.filter(source="petition").values_list("pk", flat=True)
    )
    for petition in cases.filter(state="received", duplicate_of=None):
        assert petition.task
        assert (petition.task.lead_unit, petition.summary in petition.task.title) == (inspection.desk_unit, False)
        assert petition.task.title == f"信访件 {petition.number}"
    for petition in cases.exclude(duplicate_of=None):
        assert petition.duplicate_of is not None
        assert petition.task_id == petition.duplicate_of.task_id
    looked = LookBackItem.objects.exclude(outcome="").values_list("outcome", "petition")
    assert {pk for outcome, pk in looked if outcome == "recurred"} == set(
        Petition.objects.filter(reopened=1).values_list("pk", flat=True)
    ), "what was reopened after a look-back stands in its round"
    assert len(looked) > sum(outcome == "recurred" for outcome, _pk in looked) >= 1
    documents = DocumentRequest.objects.order_by("pk")
    assert [bool(one.settled_at) for one in documents] == [True, False, False]
    assert [bool(one.answered_at) for one in documents] == [True, True, False]
    assert (HandoverNote.objects.get().answer, Finding.objects.get().task.source) == ("已接", "finding")
    assert verify_chain().whole
    assert [petition.number for petition in cases if lacking(petition)] == [], "what was told as 已办结 is so"
    on_their_way = Petition.objects.filter(state__in=["submitted", "checked", "signed_off", "replied"])
    assert {"submitted", "checked"} <= set(on_their_way.values_list("state", flat=True))
    assert [petition.number for petition in on_their_way if unfilled(petition)] == [], "all can be taken to their reply"
    assert not on_their_way.filter(state="checked", checked_by=None).exists()
    for petition in Petition.objects.all():
        states = list(petition.moves.values_list("from_state", "to_state"))
        assert states[-1][1] == petition.state
        assert all(before == after for (_from, before), (after, _to) in pairwise(states))
