from duban.jobs.actions import run
from duban.jobs.models import Job, JobState
from duban.meetings.models import Requirement
from tests.meetings.conftest import Desk


def test_a_reading_done_again_after_its_worker_was_killed_changes_nothing(desk: Desk) -> None:
    before = list(Requirement.objects.values_list("pk", flat=True))
    assert before
    Job.objects.filter(pk=desk.text.job_id).update(state=JobState.WAITING)
    run(desk.text.job_id)
    job = Job.objects.get(pk=desk.text.job_id)
    assert (job.state, job.message) == (JobState.DONE, f"读出 {len(before)} 条要求")
    assert list(Requirement.objects.values_list("pk", flat=True)) == before
