"""举一反三: what is found alike, and the sweep that follows, up to its end by a second person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_q.conf import Conf

from duban.audit.models import AuditEntry
from duban.inspections import rounds as similar_rounds
from duban.inspections import similar
from duban.inspections.actions.sweeping import (
    SweepFacts,
    add_site,
    ask_to_close,
    close_sweep,
    counts_of,
    note_site,
    open_sweep,
    send_sweep_back,
)
from duban.inspections.models import Petition, Sweep
from duban.inspections.rules.sweeps import Counts, unfinished
from duban.inspections.similar import IndexMissing, same_kind, save_index, similar_to
from duban.inspections.states import MoveRefused
from duban.jobs.actions import run
from duban.jobs.models import Job, JobState
from tests.inspections.months import Month, make_month
from tests.people import signed_in
from tests.tasks.conftest import City, city

__all__ = ["city"]
DAY = date(2024, 11, 8)
TEXT = "反映青溪县新桥镇石材加工点切割石材不开喷淋，粉尘落满农田，多次反映未得到解决"


@pytest.fixture
def month(city: City) -> Iterator[Month]:
    similar.place().unlink(missing_ok=True)
    similar._kept = similar._Kept()
    yield make_month(city.clerk, city.desk, city.water, city.office)
    similar.place().unlink(missing_ok=True)


def some(month: Month) -> list[Petition]:
    return month.add(
        month.batch(1, DAY),
        [
            month.replied("substantiated", "concluded", DAY, summary=TEXT, area="青溪县"),
            {"summary": TEXT.replace("新桥镇", "柳溪镇").replace("农田", "屋顶"), "area": "青溪县"},
            {"summary": "夜里冷库压缩机昼夜轰鸣，老人睡不好，请督察组督办", "area": "青溪县"},
            {"summary": "再次反映" + TEXT[2:], "main_type": "噪声", "area": "白石区"},
        ],
    )


def facts(month: Month, **more: object) -> SweepFacts:
    wanted = {
        "title": "石材加工点排查",
        "wanted": "逐一排查",
        "lead_unit": month.unit,
        "due": timezone.localdate(),
        **more,
    }
    return SweepFacts(**wanted)  # type: ignore[arg-type]


def test_petitions_like_one_are_found_the_most_alike_first(month: Month) -> None:
    first, second, other, again = some(month)
    found = similar_to(first, Petition.objects.all())
    assert [one.petition for one in found] == [again, second]
    assert [(one.same_area, one.same_type) for one in found] == [(False, False), (True, True)]
    assert same_kind(first, Petition.objects.all(), {second.pk}) == [other]


def test_a_saved_index_finds_the_same_and_what_came_later_and_reads_texts_as_they_are_now(month: Month) -> None:
    first, second, _other, again = some(month)
    assert save_index() == 4
    similar._kept = similar._Kept()
    assert [one.petition for one in similar_to(first, Petition.objects.all())] == [again, second]
    later = month.add(month.batch(2, DAY + timedelta(days=1)), [{"summary": TEXT + "。"}])[0]
    Petition.objects.filter(pk=again.pk).update(summary="改成了别的内容，与石材无关")
    assert [one.petition for one in similar_to(first, Petition.objects.all())] == [later, second]


def test_only_petitions_among_those_seen_are_found(month: Month) -> None:
    first, second, _other, _again = some(month)
    assert [one.petition for one in similar_to(first, Petition.objects.filter(pk=second.pk))] == [second]


def test_a_page_does_not_wait_for_an_index_of_very_many(month: Month, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_others = some(month)
    monkeypatch.setattr(similar, "MOST_AT_ONCE", 3)
    with pytest.raises(IndexMissing):
        similar_to(first, Petition.objects.all())
    page = signed_in(month.clerk).get(f"/inspections/petitions/{first.pk}/similar/")
    assert "查找索引正在后台建立" in page.content.decode()
    monkeypatch.setattr(similar, "SAVE_FROM", 4)
    similar_rounds.go_round()
    assert len(similar_to(first, Petition.objects.all())) == 2


@pytest.mark.parametrize(
    ("counts", "left"),
    [((0, 0, 0, 0), True), ((2, 1, 0, 0), True), ((2, 2, 3, 2), True), ((2, 2, 3, 3), False), ((1, 1, 0, 0), False)],
)
def test_a_sweep_is_done_when_every_site_is_looked_at_and_every_problem_mended(
    counts: tuple[int, int, int, int], left: bool
) -> None:
    assert unfinished(Counts(*counts)) is left


def test_a_sweep_goes_from_its_list_to_its_end_by_a_second_person(month: Month) -> None:
    first, second, *_others = some(month)
    today = timezone.localdate()
    sweep = open_sweep(first, facts(month), [(second, "文字相近 80%")], actor=month.clerk, today=today)
    site = sweep.sites.get()
    assert (site.petition, site.why) == (second, "文字相近 80%")
    hand = add_site(sweep, "柳溪镇下街石材点", actor=month.clerk)
    with pytest.raises(MoveRefused, match="还有 2 个点位没有排查、0 个问题没有整改"):
        ask_to_close(sweep, actor=month.clerk, result="都看过")
    with pytest.raises(MoveRefused, match="已整改 2 个，多于发现的 1 个"):
        note_site(site, actor=month.clerk, on=today, problems=1, mended=2, found="", today=today)
    with pytest.raises(MoveRefused, match="还没有到"):
        note_site(site, actor=month.clerk, on=today + timedelta(days=1), problems=0, mended=0, found="", today=today)
    note_site(site, actor=month.clerk, on=today, problems=2, mended=1, found="两台切割机没有喷淋", today=today)
    note_site(hand, actor=month.clerk, on=today, problems=0, mended=0, found="已停用", today=today)
    with pytest.raises(MoveRefused, match="还有 0 个点位没有排查、1 个问题没有整改"):
        ask_to_close(sweep, actor=month.clerk, result="都看过")
    note_site(site, actor=month.clerk, on=today, problems=2, mended=2, found="都装上了", today=today)
    assert counts_of(sweep) == Counts(2, 2, 2, 2)
    with pytest.raises(MoveRefused, match="没有写排查结果"):
        ask_to_close(sweep, actor=month.clerk, result=" ")
    ask_to_close(sweep, actor=month.clerk, result="两处问题都已整改")
    with pytest.raises(MoveRefused, match="要由另一位同事审核"):
        close_sweep(sweep, actor=month.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sweep.objects.update(state="closed", closed_by=month.clerk)
    send_sweep_back(sweep, actor=month.desk, reason="照片不全")
    ask_to_close(sweep, actor=month.clerk, result="照片补齐")
    closed = close_sweep(sweep, actor=month.desk)
    assert (closed.state, closed.closed_by) == ("closed", month.desk)
    with pytest.raises(MoveRefused, match="现在是“已销号”"):
        add_site(sweep, "再加一处", actor=month.clerk)
    verbs = AuditEntry.objects.filter(verb__startswith="sweep.").order_by("id").values_list("verb", flat=True)
    steps = ["open", "add_site", "note_site", "note_site", "note_site", "ask", "send_back", "ask", "close"]
    assert [verb.split(".")[1] for verb in verbs] == steps


def test_a_sweep_needs_a_substantiated_petition_and_a_day_to_come(month: Month) -> None:
    first, second, *_others = some(month)
    today = timezone.localdate()
    with pytest.raises(MoveRefused, match="还没有认定属实"):
        open_sweep(second, facts(month), [], actor=month.clerk, today=today)
    with pytest.raises(MoveRefused, match="已经过去"):
        open_sweep(first, facts(month, due=today - timedelta(days=1)), [], actor=month.clerk, today=today)


def test_a_unit_complained_of_does_not_lead_the_sweep_and_never_reads_what_is_said_of_it(month: Month) -> None:
    first, second, *_others = some(month)
    second.accused.add(month.unit)
    with pytest.raises(MoveRefused, match="被反映单位"):
        open_sweep(first, facts(month), [(second, "同类")], actor=month.clerk, today=timezone.localdate())


def test_the_unit_that_leads_notes_results_and_others_see_nothing(month: Month, city: City) -> None:
    first, second, *_others = some(month)
    today = timezone.localdate()
    sweep = open_sweep(first, facts(month), [(second, "同类")], actor=month.clerk, today=today)
    site = sweep.sites.get()
    posted = {"on": today.isoformat(), "problems": 1, "mended": 1, "found": "已装喷淋"}
    told = signed_in(city.water_liaison).post(f"/inspections/sweeps/sites/{site.pk}/", posted, follow=True)
    assert f"已登记“{site.name}”的排查结果。" in told.content.decode()
    assert f'<tr id="site-{site.pk}">' in told.content.decode()
    assert f'action="/inspections/sweeps/sites/{site.pk}/#site-{site.pk}"' in told.content.decode()
    assert signed_in(city.finance_liaison).post(f"/inspections/sweeps/sites/{site.pk}/", posted).status_code == 404
    assert signed_in(city.finance_liaison).get(f"/inspections/sweeps/{sweep.pk}/").status_code == 404
    leader = signed_in(city.leader)
    assert leader.get(f"/inspections/sweeps/{sweep.pk}/").status_code == 200
    assert leader.post(f"/inspections/sweeps/sites/{site.pk}/", posted).status_code == 403
    ask_to_close(sweep, actor=city.water_liaison, result="已整改")
    with pytest.raises(PermissionDenied):
        close_sweep(sweep, actor=city.water_liaison)


def test_what_is_ticked_stays_so_after_a_fault(month: Month) -> None:
    first, second, other, _again = some(month)
    client, address = signed_in(month.clerk), f"/inspections/petitions/{first.pk}/similar/"
    given = {
        "title": "石材加工点排查", "wanted": "逐一排查", "lead_unit": month.unit.name, "alike": [second.pk],
    }  # fmt: skip
    for due in ("", "2020-01-01"):
        page = client.post(address, {**given, "due": due}).content.decode()
        ticked = re.findall(r'name="alike" value="(\d+)" checked', page)
        assert (ticked, f'value="{other.pk}"' in page) == ([str(second.pk)], True)


def test_the_pages_open_a_sweep_over_what_is_ticked(month: Month) -> None:
    first, second, other, _again = some(month)
    client, address = signed_in(month.clerk), f"/inspections/petitions/{first.pk}/similar/"
    page = client.get(address).content.decode()
    assert second.number in page
    assert other.number in page
    assert client.post(address, {}).status_code == 422
    posted = {
        "title": "石材加工点排查", "wanted": "逐一排查", "lead_unit": month.unit.name,
        "due": (timezone.localdate() + timedelta(days=9)).isoformat(), "alike": [second.pk, other.pk, 999999, "x"],
    }  # fmt: skip
    assert client.post(address, posted).status_code == 302
    sweep = Sweep.objects.get()
    assert set(sweep.sites.values_list("petition", flat=True)) == {second.pk, other.pk}
    shown = client.get(f"/inspections/{month.inspection.pk}/sweeps/")
    assert shown.status_code == 200
    assert "石材加工点排查" in shown.content.decode()


def test_the_list_of_sweeps_asks_as_many_queries_for_three_as_for_one(month: Month) -> None:
    first, second, *_others = some(month)
    client, counts = signed_in(month.clerk), []
    for number in (1, 2):
        for _n in range(number):
            open_sweep(first, facts(month), [(second, "同类")], actor=month.clerk, today=timezone.localdate())
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/inspections/{month.inspection.pk}/sweeps/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_index_is_made_a_slice_at_a_time_with_visible_progress(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_others = some(month)
    monkeypatch.setattr(Conf, "SYNC", False)
    monkeypatch.setattr(similar, "SLICE", 0.0)  # one petition a slice
    monkeypatch.setattr(similar, "SAVE_FROM", 4)
    similar_rounds.go_round()
    similar_rounds.go_round()
    job = Job.objects.get(kind=similar.INDEX)
    shares, words = [], ""
    while job.state != JobState.DONE:
        run(job.pk)
        job.refresh_from_db()
        shares.append(job.done)
        words = words or job.message
        assert not similar.place().exists() or job.state == JobState.DONE
    assert len(shares) > 4
    assert shares == sorted(shares)
    assert words == "已读 1 件，共 4 件"
    assert not similar.is_behind()
    assert not list(similar.place().parent.glob("*.making"))
    assert len(similar_to(first, Petition.objects.all())) == 2


def test_an_index_that_could_not_be_made_is_not_begun_every_ten_seconds(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    some(month)
    monkeypatch.setattr(similar, "SAVE_FROM", 4)
    Job.objects.create(kind=similar.INDEX, label="编制相似检索", state=JobState.FAILED, finished_at=timezone.now())
    similar_rounds.go_round()
    assert Job.objects.filter(kind=similar.INDEX).count() == 1
