"""A month of real size through the real intake, and the office's published figures on its pages; it takes up to a minute."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from benchmarks.inspection_month import (
    AREAS,
    CITY,
    OF_AREAS,
    PUBLISHED,
    TOTAL,
    make_units,
    month,
    open_month,
    take_in_day,
    written,
)
from duban.audit.actions import record, verify_chain
from duban.inspections.actions.accepting import start_undo
from duban.inspections.models import Batch, Inspection, Intake, IntakeRow, Petition
from duban.inspections.queries.counts import equations
from duban.inspections.rules.statistics import percent
from duban.organizations.models import Role, User
from duban.tasks.models import Task
from duban.vault.models import Sealed
from tests.inspections.conftest import person
from tests.people import signed_in
from tests.tasks.moments import At, at

__all__ = ["at"]
CONCLUDED, STAGED, UNSUBSTANTIATED = 492, 291, 100


def test_the_month_of_real_size_adds_up_from_its_files_to_its_statistics(db: None, at: At) -> None:
    at("2024-11-30")
    office, counties, actor = make_units()
    inspection = open_month(office, counties, actor)
    days = list(month())
    for day in days:
        take_in_day(inspection, day, written(day), actor)
    petitions = Petition.objects.filter(inspection=inspection)
    assert (petitions.count(), inspection.batches.count()) == (TOTAL, 30)

    # every item handed over has a task, its text sealed by itself, its number once, and nothing is left unexplained
    own = petitions.filter(duplicate_of=None).values_list("task", flat=True)
    assert sorted(own) == sorted(Task.objects.filter(source="petition").values_list("pk", flat=True))
    assert not petitions.filter(task=None).exists()
    assert petitions.values("number").distinct().count() == TOTAL
    assert Sealed.objects.filter(kind="text").exclude(ciphertext=None).count() == TOTAL
    assert not IntakeRow.objects.exclude(status="ready").exists()
    for batch, day in zip(inspection.batches.order_by("number"), days, strict=True):
        equation = equations([batch])[batch.pk]
        assert (equation.announced, equation.accepted, equation.balanced) == (len(day.rows), len(day.rows), True)
    assert not petitions.filter(summary__contains="周晓梅").exists()
    assert verify_chain().whole

    page = signed_in(actor).get(f"/inspections/{inspection.pk}/equation/").content.decode()
    assert page.count("✔ 相符") == 30
    _the_day_published(inspection, actor)
    _the_shares_published(inspection, actor)
    _what_is_undone_leaves_the_rest(inspection, actor)


def _the_day_published(inspection: Inspection, actor: User) -> None:
    """Check 64 = 25 calls + 39 letters, 3 starred, by area, on the day's notice and in the statistics of the day."""
    client = signed_in(actor)
    notice = client.get(f"/inspections/{inspection.pk}/daily/?day={PUBLISHED}").content.decode()
    day_row = re.search(rf"当日 {PUBLISHED}</th>(.*?)</tr>", notice)
    assert day_row is not None
    assert re.findall(r">(\d+)</a>", day_row[1])[:4] == ["64", "25", "39", "3"]
    for area, count in zip([*AREAS, CITY], OF_AREAS, strict=True):
        row = re.search(rf'<th scope="row">{area}</th>(.*?)</tr>', notice)
        assert row is not None, area
        assert re.findall(r">(\d+)<", row[1])[0] == str(count), area
    page = client.get(f"/inspections/{inspection.pk}/statistics/?day_from={PUBLISHED}&day_to={PUBLISHED}")
    assert [re.findall(r"<strong>(\d+)</strong>", page.content.decode())[place] for place in range(4)] == [
        "64",
        "25",
        "39",
        "3",
    ]


def _the_shares_published(inspection: Inspection, actor: User) -> None:
    """Check that 492 + 291 of 1427 are told as 34.5% and 54.9% together, 100 unsubstantiated as 7.01%."""
    keys = list(Petition.objects.filter(inspection=inspection).order_by("pk").values_list("pk", flat=True))
    signer = person("signer", "签发人", inspection.desk_unit, Role.DESK)
    told = {
        "state": "replied", "reply_stopped_on": PUBLISHED + timedelta(days=7), "replied_on": PUBLISHED + timedelta(days=7),
        "submitted_by": actor, "checked_by": actor, "signed_by": signer, "version": F("version") + 1,
    }  # fmt: skip
    parts = [
        (keys[:UNSUBSTANTIATED], "unsubstantiated", "concluded"),
        (keys[UNSUBSTANTIATED:CONCLUDED], "substantiated", "concluded"),
        (keys[CONCLUDED : CONCLUDED + STAGED], "partly", "staged"),
    ]
    with transaction.atomic():
        for mine, verdict, conclusion in parts:
            Petition.objects.filter(pk__in=mine).update(**told, verdict=verdict, conclusion=conclusion)
        record("petition.reply", inspection, actor=actor)
    client, address = signed_in(actor), f"/inspections/{inspection.pk}/"
    page = client.get(f"{address}statistics/").content.decode()
    head = page[: page.index("累计交办与累计回复")]
    assert re.findall(r"<strong>(?:\w*（?\w*）? )?([\d.]+%)</strong>", head) == ["34.5%", "54.9%", "7.01%"]
    for query, count in (("conclusion=concluded", 492), ("conclusion=staged", 291), ("verdict=unsubstantiated", 100)):
        assert client.get(f"{address}petitions/?{query}").context["page"].paginator.count == count


def _what_is_undone_leaves_the_rest(inspection: Inspection, actor: User) -> None:
    """Take the last day's batch back, and look at the figures again."""
    batch = Batch.objects.get(inspection=inspection, number=30)
    size = batch.petitions.count()
    start_undo(Intake.objects.get(batch=batch), actor=actor)
    assert Petition.objects.filter(inspection=inspection).count() == TOTAL - size
    assert Sealed.objects.filter(kind="text").exclude(ciphertext=None).count() == TOTAL - size
    page = signed_in(actor).get(f"/inspections/{inspection.pk}/statistics/").content.decode()
    assert re.findall(r"<strong>(\d+)</strong>", page)[0] == str(TOTAL - size)
    assert percent(CONCLUDED + STAGED, TOTAL - size) in page
