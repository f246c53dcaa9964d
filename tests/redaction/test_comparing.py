"""A text as it came beside the text as it is shown: what was masked where, opened again, masked further."""

from __future__ import annotations

import pytest

from duban.redaction import redact
from duban.redaction.comparing import compare, count_of, pieces_of, revised, without

ORIGINAL = "反映人李小满，电话13912345678，称苗记砂石厂夜间扬尘，村民方圆也来过。"
SHOWN = "反映人〔姓名〕，电话〔电话〕，称苗记砂石厂夜间扬尘，村民方圆也来过。"


def masked(original: str, shown: str) -> list[tuple[str, str, str]]:
    parts = compare(original, shown)
    assert "".join(part.original for part in parts) == original
    assert "".join(part.shown for part in parts) == shown
    return [(part.original, part.shown, part.kind) for part in parts if not part.same]


def test_an_untouched_redaction_is_marked_where_it_was_found() -> None:
    redacted = redact(ORIGINAL)
    wanted = [ORIGINAL[one.start : one.end] for one in redacted.redactions]
    assert [original for original, _shown, _kind in masked(ORIGINAL, redacted.text)] == wanted


@pytest.mark.parametrize(
    ("original", "shown", "wanted"),
    [
        (ORIGINAL, SHOWN, [("李小满", "〔姓名〕", "person"), ("13912345678", "〔电话〕", "phone")]),
        (ORIGINAL, ORIGINAL, []),
        ("李小满来电", "〔姓名〕来电", [("李小满", "〔姓名〕", "person")]),
        ("13912345678女士，苗记", "〔电话〕〔姓名〕，苗记", [("13912345678女士", "〔电话〕〔姓名〕", "phone")]),
        ("甲、乙、丙丁", "〔姓名〕、〔姓名〕、丙丁", [("甲", "〔姓名〕", "person"), ("乙", "〔姓名〕", "person")]),
        ("已是〔姓名〕的一句话", "已是〔姓名〕的一句话", []),
    ],
)
def test_masks_are_found_again_in_a_text_that_only_they_changed(
    original: str, shown: str, wanted: list[tuple[str, str, str]]
) -> None:
    assert masked(original, shown) == wanted


def test_a_text_somebody_wrote_anew_still_tells_its_masks_from_other_words() -> None:
    shown = "反映〔姓名〕，称苗记砂石厂夜里扬尘，村民方圆也来过。"
    found = masked(ORIGINAL, shown)
    assert ("间", "里", "") in found
    assert all(kind for _original, mask, kind in found if mask == "〔姓名〕")


def test_a_long_text_written_anew_is_compared_sentence_by_sentence() -> None:
    original = "".join(f"第{n}户来电人李小满，电话1391234{n:04d}，称砂石厂夜间扬尘扰民。" for n in range(200))
    redacted = redact(original)
    shown = redacted.text.replace("夜间扬尘", "夜里扬尘", 2)
    found = masked(original, shown)
    assert [pair for *pair, kind in found if not kind] == [["间", "里"]] * 2
    assert sum(bool(kind) for *_pair, kind in found) == len(redacted.redactions)


def test_a_long_text_that_is_wholly_another_is_one_run() -> None:
    original, shown = "夜间扬尘扰民请查处，" * 800, "河水发黑，" * 900
    assert masked(original, shown) == [(original, shown, "")]


def test_parts_are_opened_and_words_masked_wherever_they_stand_but_not_inside_a_mask() -> None:
    parts = compare(ORIGINAL, SHOWN)
    places = [place for place, part in enumerate(parts) if part.kind]
    assert revised(parts, places) == ORIGINAL
    assert revised(parts, places[:1], [("方圆", "person")]) == (
        "反映人李小满，电话〔电话〕，称苗记砂石厂夜间扬尘，村民〔姓名〕也来过。"
    )
    assert revised(parts, (), [("姓名", "person"), ("电话", "phone")]) == SHOWN.replace("，电话", "，〔电话〕")
    assert (count_of(SHOWN, "电话"), count_of(SHOWN, "姓名"), count_of(SHOWN, "村民")) == (1, 0, 1)


def test_a_reason_goes_on_record_without_what_goes_from_the_text() -> None:
    parts = compare(ORIGINAL, SHOWN)
    assert without("方圆、李小满是村民", parts, [("方圆", "person")]) == "〔姓名〕、〔姓名〕是村民"
    reworded = compare("反映人李小满，电话13912345678。苗记砂石厂扬尘。", "苗记砂石厂夜里扬尘。")
    assert without("李小满那家", reworded, ()) == "〔姓名〕那家"


def test_the_pieces_of_a_shown_text_tell_masks_apart() -> None:
    assert pieces_of("〔姓名〕〔电话〕来") == [("〔姓名〕", "person"), ("〔电话〕", "phone"), ("来", "")]
