"""The lexicon as data: no entry twice, none unused, none without evidence from texts the rules were not tuned on."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.rules_over_corpus import corpus_texts, decisions, tables, weak_entries
from duban.reading import read_file
from duban.reading.explain import rule_meanings
from duban.reading.lexicon import trackable_words
from duban.reading.lexicon.reasons import REASONS

PROJECT = Path(__file__).parent.parent.parent
CODE = "\n".join(path.read_text("utf-8") for path in (PROJECT / "duban").rglob("*.py") if path.parent.name != "lexicon")
CLASSES = ("DELIVER", "RECORD", "BUILD", "CHANGE", "EFFORT", "LIGHT", "STANCE")
OBJECTS = ("DOCUMENT", "POLICY", "INSTITUTION", "WORKS", "COUNTED", "QUALITY", "TAIL")


@pytest.mark.parametrize("table", sorted(tables()))
def test_no_entry_stands_twice_in_a_table(table: str) -> None:
    assert [word for word, count in Counter(tables()[table]).items() if count > 1] == []


def test_a_word_has_one_class_where_classes_decide() -> None:
    words = Counter(word for name in CLASSES + OBJECTS for word in getattr(trackable_words, name))
    assert [word for word, count in words.items() if count > 1] == []


@pytest.mark.parametrize("table", sorted(tables()))
def test_every_table_is_used_outside_the_lexicon(table: str) -> None:
    assert re.search(rf"\b{table.partition('.')[2]}\b", CODE)


def test_reasons_speak_of_entries_that_exist() -> None:
    standing = {(table.partition(".")[0], word) for table, words in tables().items() for word in words}
    excused = {(module, word) for module, why in REASONS.items() for listed in why.values() for word in listed.split()}
    assert excused - standing == set()


def test_every_entry_stands_in_two_texts_outside_the_tuning_part_or_says_why_not(shared: Path) -> None:
    assert weak_entries(shared) == {}


def test_every_rule_that_fires_over_the_corpus_has_a_sentence(shared: Path) -> None:
    codes = {rule.rpartition(" ")[2] for path in corpus_texts(shared) for rule, _ in decisions(read_file(path)) if rule}
    assert codes - set(rule_meanings()) == set()
