"""Look-back rounds: a draw anybody can check, and what recurs is reopened and counted."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from duban.inspections.actions.looking_back import draw_round, note_look_back
from duban.inspections.counting import statistics_of
from duban.inspections.models import LookBackItem, LookBackRound, Petition
from duban.inspections.rules.sampling import sample, size_of
from duban.inspections.states import MoveRefused
from tests.inspections.months import DAY, Month
from tests.people import signed_in
from tests.tasks.conftest import City


def test_the_draw_is_what_sha256_says() -> None:
    numbers = [f"D3YL20241108{n:04d}" for n in range(1, 42)]
    by_hand = sorted(numbers, key=lambda one: hashlib.sha256(f"2024-抽:{one}".encode()).hexdigest())[:5]
    assert sample("2024-抽", numbers, 10) == by_hand
    assert size_of(41, 10) == 5


@given(st.lists(st.text("0123456789", min_size=1, max_size=6), max_size=40), st.integers(1, 100), st.randoms())
def test_the_same_seed_draws_the_same_whatever_the_order(numbers: list[str], percent: int, random: object) -> None:
    drawn = sample("甲", numbers, percent)
    shuffled = list(numbers)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sample("甲", shuffled, percent) == drawn
    assert len(drawn) == len(set(drawn)) == size_of(len(set(numbers)), percent)
    assert set(drawn) <= set(numbers)


def concluded(month: Month, count: int = 12) -> list[Petition]:
    batch = month.batch(1, DAY)
    rows = [month.replied("substantiated", "concluded", DAY, starred=n in (3, 7)) for n in range(count)]
    made = month.add(batch, rows)
    month.add(
        batch,
        [month.replied("partly", "staged", DAY), {}, month.replied("partly", "concluded", DAY, duplicate_of=made[0])],
    )
    return made


def test_a_round_has_all_starred_ones_and_a_share_of_the_rest(month: Month) -> None:
    made = concluded(month)
    found = draw_round(month.inspection, actor=month.clerk, seed="甲子", percent=25)
    rest = sorted(one.number for one in made if not one.starred)
    assert (found.number, found.starred, found.population) == (1, 2, rest)
    items = [(item.petition.number, item.drawn) for item in found.items.all()]
    assert sorted(number for number, drawn in items if drawn == "starred") == [made[3].number, made[7].number]
    assert sorted(number for number, drawn in items if drawn == "sampled") == sorted(sample("甲子", rest, 25))
    page = signed_in(month.clerk).get(f"/inspections/look-backs/{found.pk}/").content.decode()
    assert "10 × 25% 进位取整 = 3 件" in page
    assert "已重新核算，与抽样一致" in page
    LookBackRound.objects.update(seed="乙丑")
    assert "重新核算与抽样不一致" in signed_in(month.clerk).get(f"/inspections/look-backs/{found.pk}/").content.decode()


def test_nothing_concluded_is_nothing_to_draw_from(month: Month) -> None:
    month.add(month.batch(1, DAY), [month.replied("partly", "staged", DAY)])
    with pytest.raises(MoveRefused, match="没有可抽的"):
        draw_round(month.inspection, actor=month.clerk, seed="甲", percent=10)


def test_what_recurred_is_reopened_and_counted(month: Month) -> None:
    concluded(month, 4)
    found, today = draw_round(month.inspection, actor=month.clerk, seed="甲", percent=100), timezone.localdate()
    first, second, *_others = found.items.all()
    note_look_back(first, actor=month.clerk, on=today, outcome="holds", found="设施运行正常", today=today)
    with pytest.raises(MoveRefused, match="已经登记"):
        note_look_back(first, actor=month.desk, on=today, outcome="recurred", found="又冒烟", today=today)
    with pytest.raises(MoveRefused, match="交督查室登记"):
        note_look_back(second, actor=month.clerk, on=today, outcome="recurred", found="又冒烟", today=today)
    with pytest.raises(MoveRefused, match="没有写查看的情况"):
        note_look_back(second, actor=month.desk, on=today, outcome="recurred", found=" ", today=today)
    with pytest.raises(MoveRefused, match="还没有到"):
        note_look_back(second, actor=month.desk, on=today + timedelta(days=1), outcome="holds", found="好", today=today)
    before = statistics_of(month.inspection, Petition.objects.all(), today).total
    note_look_back(
        second, actor=month.desk, on=today, outcome="recurred", found="又冒烟", today=today, due=today + timedelta(10)
    )
    petition = Petition.objects.get(pk=second.petition_id)
    assert (petition.state, petition.reopened) == ("assigned", 1)
    assert "回头看第1轮：又冒烟" in petition.moves.latest("id").reason
    after = statistics_of(month.inspection, Petition.objects.all(), today).total
    assert (after.reopened, after.concluded) == (1, before.concluded - 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        LookBackItem.objects.filter(pk=second.pk).update(found="")


def test_the_pages_draw_note_and_refuse(month: Month, city: City) -> None:
    concluded(month, 3)
    client, address = signed_in(month.desk), f"/inspections/{month.inspection.pk}/look-backs/"
    assert client.post(address, {"seed": "", "percent": 0}).status_code == 422
    assert client.post(address, {"seed": "甲", "percent": 100}).status_code == 302
    item = LookBackItem.objects.all()[0]
    posted = {
        "on": timezone.localdate().isoformat(),
        "outcome": "recurred",
        "found": "反弹",
        "due": timezone.localdate() + timedelta(10),
    }
    told = client.post(f"/inspections/look-backs/petitions/{item.pk}/", posted, follow=True)
    assert f"已登记 {item.petition.number} 的查看结果。" in told.content.decode()
    assert f'id="item-{item.pk}"' in told.content.decode()
    assert Petition.objects.get(pk=item.petition_id).reopened == 1
    assert "反弹" in client.get(f"/inspections/look-backs/{item.round_id}/").content.decode()
    assert signed_in(city.leader).get(address).status_code == 200
    assert signed_in(city.leader).post(address, {"seed": "甲", "percent": 100}).status_code == 403
    assert signed_in(city.water_liaison).get(address).status_code == 403


def test_the_pages_ask_as_many_queries_for_three_as_for_one(month: Month) -> None:
    client, counts = signed_in(month.clerk), []
    batch = month.batch(1, DAY)
    for number in (1, 2):
        month.add(batch, [month.replied("partly", "concluded", DAY) for _n in range(number)])
        made = draw_round(month.inspection, actor=month.clerk, seed="甲", percent=100)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/inspections/{month.inspection.pk}/look-backs/").status_code == 200
            assert client.get(f"/inspections/look-backs/{made.pk}/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
