"""What goes, what stays, and what holds of every redaction whatever the text."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.cli import main
from duban.redaction import KINDS, redact
from duban.redaction.model import MASKS
from duban.redaction.numbers import right_check_digit
from tests.redaction.measuring import Measured, measure, rows_of

LABELLED = Path(__file__).parents[1] / "guards" / "redaction.tsv"
FRESH = sorted([*LABELLED.parent.glob("redaction_fresh_*.tsv"), *LABELLED.parent.glob("redaction_independent*.tsv")])
# Names found, precision, strings whose stays-list is whole: the last batches look for words as names, and for traps.
USUAL_FLOORS = (0.93, 0.97, 0.98)
FLOORS = {
    "redaction_independent_12": (0.84, 0.96, 0.97),
    "redaction_independent_14": (0.89, 0.97, 0.98),
    "redaction_independent_15": (0.90, 0.97, 0.98),
    "redaction_independent_16": (0.92, 0.89, 0.95),
    "redaction_independent_17": (0.90, 0.95, 0.96),
    "redaction_independent_18": (0.88, 0.97, 0.98),
    "redaction_independent_20": (0.92, 0.97, 0.97),
    "redaction_independent_22": (0.95, 0.96, 0.96),
    "redaction_independent_27": (0.98, 0.96, 0.97),
}
OWN = Path(__file__).with_name("own.tsv")
PIECES = ["反映人：王建国", "李女士", "，", "。", "电话", "13812345678", "0835-2222333", "川A12345", "住阳光小区3栋2单元501室", "张大爷", "市长赵明",
          "账号6222021234567890123", "12345", "\n", "王建国超市", "a@b.cn", "石桥村6组", "、", "家", "〔姓名〕", "身份证", "老王", "的", "〔2024〕12号", "说"]  # fmt: skip


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure(rows_of(LABELLED, 1))


@pytest.mark.parametrize("kind", ["id_number", "plate", "bank_account", "email", "address"])
def test_numbers_are_found_on_the_labelled_set(measured: Measured, kind: str) -> None:
    assert measured.recall(kind) >= 0.99, measured.faults


def test_telephones_are_found_but_for_one_odd_form(measured: Measured) -> None:
    assert measured.recall("phone") >= 0.97, measured.faults


def test_names_are_found_precisely_and_what_stays_is_whole(measured: Measured) -> None:
    assert measured.recall("person") >= 0.98, measured.faults
    assert measured.precision >= 0.97, measured.faults
    assert measured.stays >= 0.98, measured.faults


def test_strings_of_our_own_written_before_they_were_tried() -> None:
    result = measure(rows_of(OWN, 0))
    assert sum(result.found.values()) / sum(result.wanted.values()) >= 0.95, result.faults
    assert result.precision >= 0.95, result.faults
    assert result.stays >= 0.95, result.faults


@pytest.mark.parametrize("path", FRESH, ids=lambda path: path.stem)
def test_fresh_batches_each_first_seen_before_its_rules(path: Path) -> None:
    result = measure(rows_of(path, 1))
    for kind in ("id_number", "plate", "bank_account", "email", "phone"):
        assert result.recall(kind) >= 0.99, (kind, result.faults)
    assert result.wanted["address"] - result.found["address"] <= 1, result.faults
    names = ("person", "person_free")
    found, wanted = (sum(counted[kind] for kind in names) for counted in (result.found, result.wanted))
    names_least, precise_least, whole_least = FLOORS.get(path.stem, USUAL_FLOORS)
    assert found / wanted >= names_least, result.faults
    assert result.precision >= precise_least, result.faults
    assert result.stays >= whole_least, result.faults


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_spans_are_in_order_and_a_second_pass_finds_nothing(text: str) -> None:
    done = redact(text)
    place, parts = 0, []
    for one in done.redactions:
        assert one.kind in KINDS
        assert place <= one.start < one.end <= len(text)
        parts += [text[place : one.start], MASKS[one.kind]]
        place = one.end
    assert "".join([*parts, text[place:]]) == done.text
    assert redact(done.text).text == done.text


def test_every_mention_of_a_name_goes() -> None:
    text = "反映人：高明。高明家的井水发黑，邻居都替高明作证，建国路的高明超市不受影响。"
    assert (
        redact(text).text == "反映人：〔姓名〕。〔姓名〕家的井水发黑，邻居都替〔姓名〕作证，建国路的高明超市不受影响。"
    )


def test_the_check_digit_of_an_identity_number_decides_without_a_cue() -> None:
    assert right_check_digit("11010519491231002X")
    assert not right_check_digit("110105194912310021")
    assert redact("编码110105194912310021").redactions == ()
    assert [one.kind for one in redact("身份证110105194912310021").redactions] == ["id_number"]


def test_an_account_needs_a_cue_and_no_check_digit() -> None:
    assert [one.kind for one in redact("账号6222021234567890000").redactions] == ["bank_account"]
    assert redact("流水6222021234567890000").redactions == ()


def test_the_command_answers_in_json_and_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("反映人王建国，电话13812345678。", encoding="utf-8")
    assert main(["redact", str(file), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer == {
        "text": "反映人〔姓名〕，电话〔电话〕。",
        "redactions": [{"kind": "person", "span": [3, 6]}, {"kind": "phone", "span": [9, 20]}],
    }
    assert main(["redact", str(file)]) == 0
    assert "姓名1处：王建国" in capsys.readouterr().out
    assert main(["redact", str(file), "--lang", "en"]) == 0
    assert "1 names: 王建国" in capsys.readouterr().out


def test_an_empty_or_missing_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    assert main(["redact", str(tmp_path / "empty.txt")]) == 2
    assert main(["redact", str(tmp_path / "missing.txt")]) == 2
    assert capsys.readouterr().err.count("\n") == 2


def test_time_grows_with_the_text_and_not_with_its_square() -> None:
    surnames, given = "王李张刘陈杨黄赵吴周徐孙", "建国强伟芳娜敏静丽军磊洋勇艳杰娟涛明超秀"
    names = [one + two + three for one in surnames for two in given for three in given]  # each line another name
    redact(names[0])

    def seconds(times: int) -> float:
        lines = (
            f"反映人：{name}，电话13812345678，住阳光小区3栋2单元501室，夜间噪声扰民。\n" for name in names[:times]
        )
        text = "".join(lines)
        start = time.process_time()
        redact(text)
        return time.process_time() - start

    assert seconds(1600) < 8 * seconds(400)


def test_redaction_loads_no_django() -> None:
    import subprocess

    code = "import sys, duban.redaction.command; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_names_set_apart_by_blanks_go_and_words_so_set_stay() -> None:
    assert redact("反映人：王 小 明，另有两人。").text == "反映人：〔姓名〕，另有两人。"
    assert redact("联系人：张 伟 电话见附件").text == "联系人：〔姓名〕 电话见附件"
    assert redact("江 河 湖 海，白 天 黑 夜").redactions == ()


def test_an_at_written_in_words_is_an_address() -> None:
    assert [one.kind for one in redact("邮箱 clerk（at）example.com").redactions] == ["email"]
    assert redact("look at the.table").redactions == ()
