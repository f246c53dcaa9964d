"""kill -9 in the middle of a report and of a release: afterwards nothing is lost, doubled or half done."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

from django.utils import timezone

from duban.demo.people import PASSWORD
from tests.faults.installation import Installation, Person, hidden

PROOF = ("验收单.txt", "工程量经现场核对无误。".encode())


def report_form(person: Person, task: int) -> dict[str, str]:
    fields = hidden(person.get(f"/tasks/{task}/report/"), "version")
    return {**fields, "text": "已清掏四十公里。", "as_of": timezone.localdate().isoformat(), "actual": "40"}


def die_at(place: Installation, pause: str, username: str, path: str, fields: Any, files: Any = None) -> None:
    """Serve, send the form, and kill everything before the statement."""
    place.start(pause)
    person = place.sign_in(username, PASSWORD)
    form = fields(person)
    sent = threading.Thread(target=_send, args=(person, path, form, files), daemon=True)
    sent.start()
    place.wait_for_pause()
    place.kill()
    sent.join(30)


def _send(person: Person, path: str, fields: dict[str, str], files: Any) -> None:
    with contextlib.suppress(OSError):  # the server dies
        person.post(path, fields, files)


def test_a_report_with_evidence_is_there_whole_or_not_at_all(place: Installation) -> None:
    task = place.scene["tasks"][0]
    path, before = f"/tasks/{task}/report/", place.facts()
    kept: dict[str, str] = {}

    def same_form(person: Person) -> dict[str, str]:
        form = report_form(person, task)
        kept.setdefault("once", form["once"])  # the browser sends again what it sent before
        return {**form, "once": kept["once"]}

    points = ('INSERT INTO "tasks_evidence"', 'UPDATE "tasks_task"', 'INSERT INTO "tasks_taskmove"')
    for statement in points:
        die_at(place, f"1:{statement}", "u216", path, same_form, {"evidence": PROOF})

    place.start()
    person = place.sign_in("u216", PASSWORD)
    assert place.facts() == before
    assert person.post(path, same_form(person), {"evidence": PROOF})[0] == 302
    assert person.post(path, same_form(person), {"evidence": PROOF})[0] == 302
    after = place.facts()
    assert after["reports"] == {str(task): 1}
    assert (after["evidence"], after["files"]) == (before["evidence"] + 1, before["files"] + 1)
    assert (after["moves"], after["task_audit"]) == (before["moves"] + 1, before["task_audit"] + 1)
    assert after["states"][str(task)] == "in_progress"
    assert all(after[name] for name in ("chain", "files_whole", "versions_agree", "states_agree"))


def test_a_meeting_is_released_whole_or_not_at_all(place: Installation) -> None:
    path, before = f"/meetings/{place.scene['meeting']}/release/", place.facts()

    def preview(person: Person) -> dict[str, str]:
        return hidden(person.get(path), "token")

    # all tasks go in at once: before their moves, before the trail (signing in was the first row), before the meeting
    for pause in ('1:INSERT INTO "tasks_taskmove"', '2:INSERT INTO "audit_auditentry"', '1:UPDATE "meetings_meeting"'):
        die_at(place, pause, "clerk", path, preview)

    place.start()
    person = place.sign_in("clerk", PASSWORD)
    assert place.facts() == before
    form = preview(person)
    assert person.post(path, form)[0] == 302
    released = place.facts()
    assert person.post(path, form)[0] == 302  # the same button again
    after = place.facts()
    assert (after["released"], len(after["states"])) == (1, len(released["states"]))
    assert len(after["states"]) > len(before["states"]) + 20
    assert (
        after["moves"] - before["moves"]
        == after["task_audit"] - before["task_audit"]
        == len(after["states"]) - len(before["states"])
    )
    assert all(after[name] for name in ("chain", "files_whole", "versions_agree", "states_agree"))
