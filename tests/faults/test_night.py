"""kill -9 of the worker in the middle of the night's evaluation: the next one takes it up, and judges no task twice."""

from __future__ import annotations

from tests.faults.installation import Installation


def test_a_killed_evaluation_is_taken_up_where_it_was(place: Installation) -> None:
    assert place.run("crowd")["left"] > 700  # two batches
    place.start('2:UPDATE "tasks_task" SET lamp=')
    place.wait_for_pause()
    place.kill()
    killed = place.run("night")
    assert killed["judged"] >= 500
    assert (killed["left"] > 0, killed["told_apart"], killed["twice"]) == (True, 0, 0)

    place.start()
    place.wait_until(lambda: set(place.run("night")["jobs"].values()) == {"done"})
    after = place.run("night")
    assert (after["left"], after["told_apart"], after["twice"]) == (0, 0, 0)
    assert after["judged"] == killed["judged"] + killed["left"]
    assert place.facts()["chain"]
