"""Edits of passes that follow one another come out as one list over the first text."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from duban.reading.restore.edits import Draft, Edit, Findings, apply, compose


def random_edits(text: str, rng: random.Random) -> list[Edit]:
    """Return ordered edits over `text` that do not overlap; insertions, removals and replacements."""
    places = sorted(rng.sample(range(len(text) + 1), min(len(text) + 1, 2 * rng.randint(0, 4))))
    pairs = zip(places[::2], places[1::2], strict=False)
    return [Edit(start, end, "".join(rng.choices("甲乙丙", k=rng.randint(0, 3))), "gloss") for start, end in pairs]


@given(text=st.text("一二三四五", max_size=30), seed=st.integers(0, 2**32))
def test_composed_edits_do_what_the_passes_did(text: str, seed: int) -> None:
    rng = random.Random(seed)
    current, composed = text, []
    for _ in range(4):
        edits = random_edits(current, rng)
        composed = compose(composed, edits)
        current = apply(current, edits)
        assert apply(text, composed) == current
        assert all(a.end <= b.start for a, b in pairwise(composed))


def test_edits_that_touch_stay_apart_and_those_that_share_become_one() -> None:
    glosses = [Edit(0, 5, "務", "gloss"), Edit(5, 10, "會", "gloss")]
    script = [Edit(0, 1, "务", "script"), Edit(1, 2, "会", "script"), Edit(2, 3, "议", "script")]
    composed = [(edit.start, edit.end, edit.new, edit.kind) for edit in compose(glosses, script)]
    assert composed == [(0, 5, "务", "gloss"), (5, 10, "会", "gloss"), (10, 11, "议", "script")]


def test_a_warning_moves_with_its_place() -> None:
    from duban.reading.model import Notice

    draft = Draft("甲乙丙丁")
    draft.take(Findings((), (Notice("unreadable", "", (2, 3)),)))
    draft.take(Findings((Edit(0, 1, "", "boilerplate"),)))
    assert draft.restored().notices[0].span == (1, 2)
