"""The pure rules: counting, segments, similarity, carrying, plans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.meetings.rules.carrying import Edit, Quoted, carry, relocate, smallest_edit
from duban.meetings.rules.counting import Verdict, count, is_task, requirement_verdict, sentence_verdict
from duban.meetings.rules.releasing import plan
from duban.meetings.rules.segments import ORDER, Mark, paragraph_at, paragraphs, segments
from duban.meetings.rules.similarity import best_pairs, similarity

UNDECIDED, KEPT = Verdict("undecided"), Verdict("kept")
DROPPED = Verdict("dropped", "fact")
VERDICTS = st.sampled_from([UNDECIDED, KEPT, DROPPED])


@pytest.mark.parametrize(
    ("own", "actions", "expected"),
    [
        (KEPT, [], KEPT),
        (KEPT, [UNDECIDED, KEPT], UNDECIDED),
        (UNDECIDED, [KEPT, DROPPED], KEPT),
        (KEPT, [DROPPED, DROPPED], DROPPED),
    ],
)
def test_the_actions_of_a_requirement_decide(own: Verdict, actions: list[Verdict], expected: Verdict) -> None:
    assert requirement_verdict(own, actions) == expected


@pytest.mark.parametrize(
    ("reader", "clerk", "requirements", "agenda", "expected"),
    [
        ("fact", "", [], False, Verdict("dropped", "fact")),
        ("fact", "", [KEPT], False, KEPT),
        ("", "routine", [], False, Verdict("dropped", "routine")),
        ("", "", [], False, UNDECIDED),
        ("", "", [], True, KEPT),
        ("", "", [KEPT, UNDECIDED], True, UNDECIDED),
        ("", "", [DROPPED, KEPT], True, KEPT),
        ("", "", [DROPPED], True, DROPPED),
    ],
)
def test_what_stands_of_a_sentence(
    reader: str, clerk: str, requirements: list[Verdict], agenda: bool, expected: Verdict
) -> None:
    assert sentence_verdict(reader, clerk, requirements, names_agenda=agenda) == expected


@given(st.lists(VERDICTS))
def test_every_sentence_is_counted_once(verdicts: list[Verdict]) -> None:
    counted = count(verdicts)
    assert counted.read == len(verdicts)
    assert sum(counted.reasons.values()) == counted.dropped


@pytest.mark.parametrize(
    ("decision", "trackable", "merged", "expected"),
    [
        ("kept", True, False, True),
        ("kept", False, False, False),
        ("kept", True, True, False),
        ("undecided", True, False, False),
    ],
)
def test_only_what_is_kept_trackable_and_not_merged_is_a_task(
    decision: str, trackable: bool, merged: bool, expected: bool
) -> None:
    assert is_task(decision, trackable=trackable, merged=merged) is expected


TEXTS = st.text(alphabet="要会议。，\n", max_size=40)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS)
    marks = []
    for number in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        marks.append(Mark(start, end, draw(st.sampled_from(ORDER)), f"mark-{number}"))
    return text, marks


@given(marked())
def test_segments_put_together_are_the_text_and_each_mark_covers_its_span(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    found = [piece for line in paragraphs(text) for piece in segments(text, line.start, line.end, marks)]
    for piece in found:
        assert text[piece.start : piece.start + len(piece.text)] == piece.text
    for line in paragraphs(text):
        words = "".join(piece.text for piece in segments(text, line.start, line.end, marks))
        assert words == text[line.start : line.end]
        for mark in marks:
            inside = text[max(mark.start, line.start) : min(mark.end, line.end)]
            covered = "".join(p.text for p in segments(text, line.start, line.end, marks) if mark in p.marks)
            assert covered == (inside if mark.start < mark.end else "")


def test_marks_of_a_segment_stand_outermost_first() -> None:
    marks = [Mark(2, 4, "action", "action-1"), Mark(0, 6, "requirement", "requirement-1"), Mark(0, 6, "sentence", "s")]
    middle = [piece for piece in segments("要制定方案。", 0, 6, marks) if piece.start == 2]
    assert [[mark.kind for mark in piece.marks] for piece in middle] == [["sentence", "requirement", "action"]]


def test_a_removed_piece_is_printed_at_its_place() -> None:
    found = list(segments("前后", 0, 2, [Mark(1, 1, "repair", "repair-0")]))
    assert [(piece.text, len(piece.marks)) for piece in found] == [("前", 0), ("", 1), ("后", 0)]


def test_paragraphs_are_numbered_without_the_empty_lines() -> None:
    text = "一\n\n　\n二二\n"
    assert [(line.number, text[line.start : line.end]) for line in paragraphs(text)] == [(1, "一"), (2, "二二")]
    assert paragraph_at(text, text.index("二")).number == 2
    assert paragraph_at(text, 2).number == 1
    assert paragraph_at("", 0).number == 1


@given(st.text(alphabet="甲乙丙丁，", max_size=12), st.text(alphabet="甲乙丙丁，", max_size=12))
def test_similarity_is_symmetric_and_full_for_the_same_words(one: str, other: str) -> None:
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 1
    if one.strip("，"):
        assert similarity(one, one) == 1


def test_punctuation_does_not_make_two_sentences_different() -> None:
    assert similarity("要完成清淤，年底前验收", "要完成清淤,年底前验收。") == 1


def test_each_sentence_is_paired_once_with_its_best() -> None:
    ones = ["市水务局完成南渠清淤", "市教育局制定校车办法"]
    others = ["市教育局制定校车检查办法", "市水务局全面完成南渠清淤", "要提高站位"]
    assert [(i, j) for i, j, _score in best_pairs(ones, others)] == [(0, 1), (1, 0)]


@given(st.integers(0, 9), st.text(alphabet="甲乙丙", max_size=6), st.text(alphabet="甲乙丙", max_size=6))
def test_the_smallest_edit_makes_the_same_text(place: int, before: str, after: str) -> None:
    text = "〇" * place + before + "一二三"
    edit = smallest_edit(place, before, after)
    put = after[edit.start - place : edit.start - place + edit.length]
    assert text[: edit.start] + put + text[edit.end :] == "〇" * place + after + "一二三"


def test_positions_around_an_edit_move_with_it() -> None:
    edit = Edit(3, 5, 4)
    assert [edit.moved(p) for p in (0, 3, 5, 8)] == [0, 3, 7, 10]
    assert (edit.moved(4), edit.moved(4, closing=True)) == (3, 7)


def test_a_decision_follows_its_place_first_then_its_nearest_quote() -> None:
    old = [Quoted(1, "甲", 0, 1), Quoted(2, "甲", 10, 11), Quoted(3, "乙", 20, 21)]
    new = [Quoted(11, "甲", 2, 3), Quoted(12, "甲", 12, 13)]
    assert carry(old, new, Edit(0, 0, 2)) == ({1: 11, 2: 12}, [3])
    moved = [Quoted(11, "甲", 30, 31), Quoted(12, "甲", 12, 13)]
    assert carry(old, moved, Edit(5, 5, 2)) == ({2: 12, 1: 11}, [3])


@pytest.mark.parametrize(("near", "expected"), [(0, (0, 2)), (9, (6, 8)), (4, (6, 8))])
def test_words_are_found_again_where_they_are_nearest(near: int, expected: tuple[int, int]) -> None:
    assert relocate("清淤", "清淤要完成，清淤", near) == expected
    assert relocate("绿化", "清淤要完成，清淤", near) is None


def test_a_plan_tells_added_changed_and_unchanged_apart() -> None:
    made = plan(
        [(1, {"title": "甲"}, None), (2, {"title": "乙改"}, {"title": "乙"}), (3, {"title": "丙"}, {"title": "丙"})],
        [9],
    )
    assert [entry.key for entry in made.added] == [1]
    assert [(entry.key, entry.changes[0].before, entry.changes[0].after) for entry in made.changed] == [
        (2, "乙", "乙改")
    ]
    assert made.withdrawn == (9,) and not made.empty
    assert plan([(3, {"title": "丙"}, {"title": "丙"})], []).empty
    other = plan([(1, {"title": "甲甲"}, None)], [])
    assert made.token != other.token
