"""Whatever comes in, the repairs account for every difference between what came in and what goes out."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.reading.model import Restored
from duban.reading.restore import restore
from duban.reading.warning_codes import WARNINGS
from tests.reading import noise
from tests.reading.test_noise_generator import page, sentences

DAMAGE = "?\ufffd^()（）wùhuìyún務會議區着著&gt;<br>\u200b 　\n。，、一二1２Xㄓツ┙ç¡®©"


def assert_consistent(text: str, restored: Restored) -> None:
    """Walk the repairs: between them both texts agree, in them each holds what the repair says."""
    at = original_at = 0
    for repair in restored.repairs:
        start, end = repair.span
        original_start, original_end = repair.original_span
        assert start >= at
        assert original_start >= original_at
        assert restored.text[at:start] == text[original_at:original_start]
        assert restored.text[start:end] == repair.restored
        assert text[original_start:original_end] == repair.original
        assert repair.original != repair.restored
        at, original_at = end, original_end
    assert restored.text[at:] == text[original_at:]
    for warning in restored.notices:
        assert warning.code in WARNINGS
        if warning.span:
            assert 0 <= warning.span[0] <= warning.span[1] <= len(restored.text)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_restoration(text: str) -> None:
    assert_consistent(text, restore(text))


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from([*DAMAGE, "(wù)", "?yún)", "^(qū)", "會議", "&nbsp;", "投入", "2025年"]), max_size=40))
def test_no_heap_of_damage_breaks_restoration(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert_consistent(text, restore(text))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6))
def test_pages_damaged_in_several_ways_stay_accounted_for(seed: int) -> None:
    rng = random.Random(seed)
    clean = "\n".join(sentences(seed, 4)) + "\n"
    damaged = noise.gloss(clean, lambda character: rng.random() < 0.7, rng.choice((noise.EAT, noise.KEEP, noise.DROP)))
    text = damaged.text if damaged else clean
    text = noise.with_forum_strings(text, rng).text if rng.random() < 0.3 else text
    text = noise.furnished(text, rng).text if rng.random() < 0.3 else text
    at = rng.randrange(len(text))
    text = text[:at] + rng.choice("\u200b?\ufffd\n ") + text[at:]
    assert_consistent(text, restore(text))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6))
def test_clean_official_text_comes_back_unchanged(seed: int) -> None:
    text = page(seed)
    assert restore(text) == Restored(text)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6))
def test_restoring_again_changes_nothing(seed: int) -> None:
    damaged = noise.gloss("".join(sentences(seed, 3)), lambda character: True)
    if damaged and damaged.provable:
        once = restore(damaged.text)
        assert restore(once.text).text == once.text


def test_a_glossed_page_differs_only_where_repairs_say() -> None:
    for seed in range(5):
        damaged = noise.gloss(page(seed).replace("\n", "。"), lambda character: True)
        assert damaged is not None
        restored = restore(damaged.text)
        assert_consistent(damaged.text, restored)
        assert not re.search("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]", restored.text) or restored.notices


@pytest.mark.parametrize(
    "piece", ["?", "?啊", "?ツ", "務?wù)", "務會議", "(wù)", "<a ", "a b ", "& ^! ", "务\n，", "務(wù)"]
)
def test_time_grows_with_the_length_of_the_worst_texts(piece: str) -> None:
    spent = []
    for length in (20_000, 160_000):
        text = (piece * length)[:length]
        started = time.process_time()
        restore(text)
        spent.append(time.process_time() - started)
    assert spent[1] < 24 * max(spent[0], 0.02)
