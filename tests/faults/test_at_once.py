"""Two requests at the same moment, through two processes of the real server."""

from __future__ import annotations

import threading

from duban.demo.people import PASSWORD
from tests.faults.installation import Installation
from tests.faults.test_kills import PROOF, report_form

CLICKS = 4


def test_a_button_pressed_twice_is_one_report(place: Installation) -> None:
    task, before = place.scene["tasks"][1], place.facts()
    path = f"/tasks/{task}/report/"
    place.start()
    person = place.sign_in("u216", PASSWORD)
    form, answers, ready = report_form(person, task), [], threading.Barrier(CLICKS)

    def click() -> None:
        ready.wait()
        answers.append(person.post(path, form, {"evidence": PROOF})[0])

    clicks = [threading.Thread(target=click) for _ in range(CLICKS)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join(60)
    assert answers == [302] * CLICKS
    after = place.facts()
    assert after["reports"] == {str(task): 1}
    assert (after["evidence"], after["files"]) == (before["evidence"] + 1, before["files"] + 1)
    assert (after["moves"], after["task_audit"]) == (before["moves"] + 1, before["task_audit"] + 1)
    assert after["chain"]
