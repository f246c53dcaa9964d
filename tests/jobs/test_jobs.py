import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django_q.conf import Conf
from django_q.models import OrmQ

from duban.jobs import actions, registry
from duban.jobs.actions import enqueue, progress, requeue_abandoned, run
from duban.jobs.models import Job, JobState
from duban.jobs.registry import JobFailed, JobGoesOn, job_kind
from tests.people import City


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Three kinds of work, and what they did."""
    autodiscover_modules("jobs")  # before the table is replaced: a module registers once
    monkeypatch.setattr(registry, "_KINDS", dict(registry._KINDS))
    done: list[str] = []

    @job_kind("test.good")
    def good(job: Job) -> str:
        progress(job, 2, 3, "第二份")
        done.append(job.object_id)
        return "读出 5 条要求"

    @job_kind("test.refused")
    def refused(job: Job) -> None:
        raise JobFailed("文件是空的，请换一个文件。")

    @job_kind("test.broken")
    def broken(job: Job) -> None:
        raise KeyError("secret detail")

    @job_kind("test.slices")
    def slices(job: Job) -> str:
        done.append(f"{job.object_id}{job.done + 1}")
        if job.done == 2:
            return "三段都已完成"
        progress(job, job.done + 1, 3, "做了一段")
        raise JobGoesOn

    yield done


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave work in the queue, as in an office."""
    monkeypatch.setattr(Conf, "SYNC", False)


def test_work_done_tells_what_it_did_and_for_whom(city: City, kinds: list[str]) -> None:
    job = enqueue("test.good", "读会议材料", 42, actor=city.people["clerk"])
    assert (job.state, job.message, job.done, job.total) == (JobState.DONE, "读出 5 条要求", 2, 3)
    assert (job.attempts, job.created_by, kinds) == (1, city.people["clerk"], ["42"])
    assert job.finished_at is not None


def test_the_queue_holds_the_jobs_id_and_nothing_else(city: City, kinds: list[str], queued: None) -> None:
    job = enqueue("test.good", "读会议材料", 42)
    assert job.state == JobState.WAITING
    task = OrmQ.objects.get().task
    assert (task["func"], task["args"], task["kwargs"]) == ("duban.jobs.actions.run", (job.pk,), {})


def test_a_refusal_is_shown_as_it_is_and_a_fault_without_its_details(city: City, kinds: list[str]) -> None:
    assert enqueue("test.refused", "甲").message == "文件是空的，请换一个文件。"
    broken = enqueue("test.broken", "乙")
    assert broken.state == JobState.FAILED
    assert "secret" not in broken.message
    assert str(broken.pk) in broken.message
    assert "没有处理" in enqueue("test.unknown", "丙").message


def test_a_job_is_done_once_however_often_it_is_delivered(city: City, kinds: list[str], queued: None) -> None:
    job = enqueue("test.good", "甲", 1)
    for _ in range(3):
        run(job.pk)
    assert kinds == ["1"]


def test_a_job_another_worker_holds_is_left_alone(city: City, kinds: list[str], queued: None) -> None:
    job = enqueue("test.good", "甲", 1)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, worker="elsewhere:1", seen_at=timezone.now())
    run(job.pk)
    assert kinds == []
    assert requeue_abandoned() == 0


def dead_process() -> int:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


@pytest.mark.parametrize("elsewhere", [True, False])
def test_a_killed_workers_job_is_done_again(city: City, kinds: list[str], queued: None, elsewhere: bool) -> None:
    job = enqueue("test.good", "甲", 1)
    worker = "elsewhere:1" if elsewhere else f"{socket.gethostname()[:80]}:{dead_process()}"
    seen = timezone.now() - timedelta(hours=1 if elsewhere else 0)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, worker=worker, seen_at=seen, attempts=1)
    assert requeue_abandoned() == 1
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, kinds) == (JobState.DONE, 2, ["1"])


def test_a_job_that_kills_its_worker_each_time_fails_in_the_end(city: City, kinds: list[str], queued: None) -> None:
    job = enqueue("test.good", "甲", 1)
    worker = f"{socket.gethostname()[:80]}:{dead_process()}"
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, worker=worker, attempts=actions.MOST_ATTEMPTS)
    assert requeue_abandoned() == 0
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "试了 3 次" in job.message


def test_a_worker_that_lives_keeps_its_job(city: City, kinds: list[str], queued: None) -> None:
    job = enqueue("test.good", "甲", 1)
    worker = f"{socket.gethostname()[:80]}:{os.getpid()}"
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, worker=worker, seen_at=timezone.now())
    assert requeue_abandoned() == 0


def test_the_progress_fragment_asks_again_until_the_job_is_finished(city: City, kinds: list[str], queued: None) -> None:
    job = enqueue("test.good", "读会议材料", 1, actor=city.people["clerk"])
    client, address = city.sign_in("clerk"), reverse("jobs:job", args=[job.pk])
    waiting = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" in waiting
    assert "<html" not in waiting
    run(job.pk)
    finished = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in finished
    assert "读出 5 条要求" in finished
    assert "<html" in client.get(address).content.decode()


def test_a_person_sees_their_own_jobs_only(city: City, kinds: list[str]) -> None:
    job = enqueue("test.good", "甲", actor=city.people["clerk"])
    codes = {
        role: city.sign_in(role).get(f"/jobs/{job.pk}/").status_code for role in ("clerk", "leader", "administrator")
    }
    assert codes == {"clerk": 200, "leader": 404, "administrator": 200}


def test_an_administrator_retries_a_failed_job_and_only_a_failed_one(city: City, kinds: list[str]) -> None:
    job = enqueue("test.refused", "甲")
    client, address = city.sign_in("administrator"), reverse("jobs:retry", args=[job.pk])
    job_kinds = registry._KINDS
    job_kinds["test.refused"] = job_kinds["test.good"]
    assert "重试" in client.get("/jobs/?state=failed").content.decode()
    assert "已重新排队" in client.post(address, follow=True).content.decode()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert "无需重试" in client.post(address, follow=True).content.decode()


def test_work_in_slices_lets_others_have_their_turn_and_says_how_far_it_is(
    city: City, kinds: list[str], queued: None
) -> None:
    long, short = enqueue("test.slices", "长任务", "段"), enqueue("test.good", "短任务", "短")
    seen = []
    while OrmQ.objects.exists():
        first = OrmQ.objects.order_by("lock", "pk").first()
        assert first is not None
        number = first.task["args"][0]
        first.delete()
        run(number)
        long.refresh_from_db()
        seen.append((long.state, long.done, long.message))
    assert kinds == ["段1", "短", "段2", "段3"]
    assert seen[0] == (JobState.WAITING, 1, "做了一段")
    assert seen[-1] == (JobState.DONE, 2, "三段都已完成")
    short.refresh_from_db()
    assert short.state == JobState.DONE
