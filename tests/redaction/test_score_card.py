"""The second reader: what it sees, that its sums are sums, and that the script weighs the same tables the same way."""

from __future__ import annotations

import importlib.util
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.redaction.folding import folded
from duban.redaction.name_features import KINDS_OF_EVIDENCE, keys_of, sentences
from duban.redaction.score_card import PARTS, ScoreCard, Weighed, score_card

SCRIPT = Path(__file__).parents[2] / "scripts" / "weigh-names"
STEPS = [
    "[steps]",
    *(f"{one} outside\t0" for one in ("outside", "last", "only")),
    *(f"{one} {other}\t-10" for one in ("outside", "last", "only") for other in ("first", "only")),
    *(f"{one} {other}\t0" for one in ("first", "inner") for other in ("inner", "last")),
]


def named(text: str, card: ScoreCard) -> list[tuple[str, int]]:
    return [(text[start:end], worth) for start, end, worth in Weighed(card).names_in(folded(text))]


def test_a_name_is_given_the_sum_of_what_its_characters_say() -> None:
    card = ScoreCard([*STEPS, "[char]", "韦\t300\t0\t0\t-50", "旺\t0\t0\t200\t0", "[char-1]", "韦\t0\t40\t-10\t0"])
    assert named("据韦家旺，", card) == [("韦家旺", 530)]


def test_what_speaks_against_a_name_leaves_it_out() -> None:
    card = ScoreCard([*STEPS, "[char]", "韦\t300\t0\t0\t-50", "家\t0\t0\t-400\t0", "旺\t0\t0\t-400\t0"])
    assert named("据韦家旺，", card) == []


def test_a_name_the_rules_ask_about_is_given_its_sum_too() -> None:
    card = ScoreCard([*STEPS, "[char]", "韦\t-300\t0\t0\t-500", "旺\t0\t0\t-100\t0"])
    weighed = Weighed(card)
    assert weighed.names_in("一句。据韦家旺,") == []
    assert weighed.worth(4, 7) == -410
    assert weighed.worth(0, 9) < -(10**6)  # reaches over a sign


def test_signs_digits_and_words_without_a_surname_are_no_part_of_a_name() -> None:
    assert [one is None for one in keys_of("12,。")] == [True] * 4
    assert keys_of("这是") == [None, None]


@given(st.text(max_size=60))
def test_every_character_has_its_evidence_or_none_and_sentences_cover_a_text(text: str) -> None:
    plain = folded(text)
    assert all(one is None or len(one) == len(KINDS_OF_EVIDENCE) for one in keys_of(plain))
    assert "".join(plain[start:end] for start, end in sentences(plain)) == plain


@given(st.lists(st.lists(st.integers(-3000, 3000), min_size=4, max_size=4), min_size=1, max_size=40))
def test_four_sums_travel_in_one_number(rows: list[list[int]]) -> None:
    from duban.redaction.score_card import _packed, _unpacked

    assert list(_unpacked(sum(map(_packed, rows)))) == [sum(column) for column in zip(*rows, strict=True)]


def test_the_table_of_weights_is_readable_and_small() -> None:
    table = Path(sys.modules["duban.redaction.score_card"].__file__ or "").parent / "tables" / "name_weights.txt"
    rows = table.read_text(encoding="utf-8").splitlines()
    kinds = [row[1:-1] for row in rows if row.startswith("[")]
    assert kinds[0] == "steps"
    assert set(kinds[1:]) <= set(KINDS_OF_EVIDENCE)
    assert all(
        len(row.split("\t")) == 1 + len(PARTS) for row in rows[rows.index(f"[{kinds[1]}]") + 1 :] if row[0] != "["
    )
    assert table.stat().st_size < 1_000_000


def test_the_score_card_knows_a_name_without_any_cue() -> None:
    assert [name for name, _ in named("昨天下午逄桂珍又到镇信访室坐了半小时。", score_card())] == ["逄桂珍"]


def script() -> ModuleType:
    pytest.importorskip("pycrfsuite")
    loader = SourceFileLoader("weigh_names", str(SCRIPT))
    spec = importlib.util.spec_from_loader("weigh_names", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_the_same_strings_give_the_same_weights() -> None:
    module = script()
    rows = [("反映人韦家旺称井水发黑。", [(3, 6)]), ("石料堆在马路边。", []), ("罗二妹说夜里有烟。", [(0, 3)])]

    def once() -> list[str]:
        names = module.Names(seed=7)
        return list(module.weights([*rows, *(module.renamed(row, names) for row in rows for _ in range(4))]))

    assert once() == once()


def test_a_renamed_string_marks_the_new_names() -> None:
    module = script()
    names = module.Names(seed=3)
    for _ in range(50):
        text, people = module.renamed(("李梅和赵强吵，李梅报警。", [(0, 2), (3, 5), (7, 9)]), names)
        said = [text[start:end] for start, end in people]
        assert said[0] == said[2]
        assert text == f"{said[0]}和{said[1]}吵，{said[0]}报警。"
