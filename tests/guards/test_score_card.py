"""The score card: its table comes from the labelled sentences, and its weights can be followed by hand."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path

import pytest

from duban.cli import main
from duban.guards import find_one_size_fits_all
from duban.guards.one_size_fits_all import found_by_rules
from duban.guards.outline import outline
from duban.guards.score_card import TABLE, Card, card, fragments, outlines, whole_sentences

# No rule has these words: what is ordered is told by the whole of the sentence.
HINTED = "督察组进驻这个月，全镇上下灶头都凉着，谁家也不例外。"


def test_the_table_was_written_from_the_labelled_sentences_as_they_stand() -> None:
    tables = sorted(Path(__file__).parent.glob("one_size_fits_all*.tsv"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in tables)).hexdigest()
    assert digest in TABLE.read_text(encoding="utf-8"), "labelled sentences have changed: run scripts/weigh-fragments"


def test_fragments_are_read_with_figures_and_stopping_acts_as_one_sign() -> None:
    assert fragments("12家") == {"0", "家", "0家"}
    assert {"停产", "§", "都§", "都"} <= fragments("都停产")
    assert fragments("“好”") == fragments("「好」")


def test_an_outline_names_the_kinds_of_words_in_their_order() -> None:
    assert outline("严禁对砖厂全部关停。") == "FSLA."
    assert outline("厂、厂、厂") == "S"
    assert outlines("关停。") == {"#A", "#.", "#A."}


def test_a_weight_is_the_sum_of_its_fragments_for_the_length() -> None:
    weighed = Card({"甲": 3.0, "甲乙": 1.0, "丙": -2.0}, start=-1.0, act=0.25, by_rules=2.0, named_by_rules=0.5)
    assert weighed.weigh("甲乙") == pytest.approx(4 / math.sqrt(3))
    assert weighed.weigh("") == 0
    assert weighed.decide(1.25, act=True, ordered=False, named=False)
    assert not weighed.decide(1.25, act=True, ordered=False, named=True)
    assert weighed.decide(-0.5, act=False, ordered=True, named=False)
    assert weighed.heaviest("甲乙丙", 3) == ("甲乙",)


def test_a_sentence_ends_at_a_point_not_at_a_semicolon() -> None:
    text = "先甲；后乙。再丙\n丁；"
    assert [text[slice(*span)] for span in whole_sentences(text)] == ["先甲；后乙", "再丙", "丁；"]


def test_an_order_of_few_words_stands_and_blanks_between_characters_hide_nothing() -> None:
    for order in ("对企业一律关停。", "全县养殖场先停再说。", "请 一 律 关 停 全 部 砖 厂"):
        (hit,) = find_one_size_fits_all(order)
        assert not hit.quoted_as_prohibition
        assert order[hit.start : hit.end] == hit.text
    assert all(hit.quoted_as_prohibition for hit in find_one_size_fits_all("严 禁 一 律 关 停"))


def test_what_no_rule_knows_is_found_by_its_weight_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not found_by_rules(HINTED)
    (hit,) = find_one_size_fits_all(HINTED)
    assert not hit.quoted_as_prohibition
    assert hit.because
    assert all(words in HINTED for words in hit.because)
    (tmp_path / "notice.txt").write_text(HINTED, encoding="utf-8")
    assert main(["guard", str(tmp_path / "notice.txt")]) == 0
    assert "按用词推断" in capsys.readouterr().out


def test_the_card_of_the_product_is_not_empty() -> None:
    assert len(card().weights) > 5_000
    assert card().by_rules > 0
